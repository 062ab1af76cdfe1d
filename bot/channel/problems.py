"""What can be wrong with a request: a status, a code for programs, and words for people."""

from __future__ import annotations

from typing import Optional

#: Code to HTTP status: the closed list of the API's error codes.
STATUS = {
    "bad_request": 400,
    "empty": 400,
    "too_long": 400,
    "unreadable": 400,
    "no_such_turn": 400,
    "unauthorised": 401,
    "forbidden": 403,
    "not_found": 404,
    "method_not_allowed": 405,
    "key_reused": 409,
    "too_large": 413,
    "unsupported_media_type": 415,
    "too_many_requests": 429,
    "error": 500,
    "unavailable": 503,
    "off": 503,
}


class Problem(Exception):
    """A request that cannot be met.

    code (str): a key of STATUS. headers: sent along. reference: lets the log entry be found.
    said (str): what is wrong in words of its own, "" for those of the code.
    """

    def __init__(
        self,
        code: str,
        headers: Optional[dict[str, str]] = None,
        reference: Optional[str] = None,
        said: str = "",
    ) -> None:
        super().__init__(code)
        self.code = code
        self.status = STATUS[code]
        self.headers = headers or {}
        self.reference = reference
        self.said = said
