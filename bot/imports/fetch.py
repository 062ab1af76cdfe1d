"""Reads JSON from a file or over HTTP: http and https only, with time-outs and limits of size."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

from bot.errors import BadInput

#: Bytes one answer may have, and one file.
LARGEST_ANSWER = 50_000_000
LARGEST_FILE = 500_000_000
SECONDS = 30
AGENT = "Signpost (public services directory; imports Open Referral)"
#: Tries for an answer that is late or of status 429 or 5xx, and the seconds between them.
TRIES = 3
WAIT = 2.0


def is_url(source: str) -> bool:
    """Whether a source is an address rather than a file. RAISES BadInput for other schemes."""
    scheme, found, _ = source.partition("://")
    if found and scheme.lower() not in ("http", "https"):
        raise BadInput(f"{source} is neither a file nor an http or https address")
    return bool(found)


def with_query(address: str, **values: Any) -> str:
    """An address with more query parameters."""
    parts = urlsplit(address)
    query = "&".join(filter(None, (parts.query, urlencode(values))))
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))


def opener() -> urllib.request.OpenerDirector:
    """Opens http and https and nothing else: no files, whatever a redirect says."""
    director = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPRedirectHandler(),
        urllib.request.HTTPErrorProcessor(),
    ):
        director.add_handler(handler)
    return director


def get_json(address: str) -> Any:
    """The JSON at an address. RAISES BadInput that names the address and what went wrong."""
    fault = ""
    for attempt in range(TRIES):
        if attempt:
            time.sleep(WAIT * attempt)
        try:
            return parse(_get(address), address)
        except urllib.error.HTTPError as error:
            fault = f"status {error.code}"
            if error.code != 429 and error.code < 500:
                break
        except OSError as error:
            fault = str(getattr(error, "reason", error))
    raise BadInput(f"{address} gave no answer ({fault}); nothing was changed")


def read_json(path: Path) -> Any:
    """The JSON in a file. RAISES BadInput that names the file and what is wrong."""
    return parse(read_bytes(path), path.name)


def read_bytes(path: Path) -> bytes:
    """A whole file. RAISES BadInput when there is none or it is too big."""
    if not path.is_file():
        raise BadInput(f"There is no file {path}")
    size = path.stat().st_size
    if size > LARGEST_FILE:
        raise BadInput(f"{path.name} has {size:,} bytes; at most {LARGEST_FILE:,} are read")
    return path.read_bytes()


def parse(content: bytes, name: str) -> Any:
    """JSON as data. RAISES BadInput with the line and column of the fault."""
    try:
        return json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise BadInput(f"{name} is not JSON in UTF-8 ({error}); nothing was changed") from None


def _get(address: str) -> bytes:
    request = urllib.request.Request(  # noqa: S310  (the opener knows http and https only)
        address, headers={"Accept": "application/json", "User-Agent": AGENT}
    )
    with opener().open(request, timeout=SECONDS) as answer:
        content: bytes = answer.read(LARGEST_ANSWER + 1)
    if len(content) > LARGEST_ANSWER:
        raise BadInput(f"{address} answered with more than {LARGEST_ANSWER:,} bytes")
    return content
