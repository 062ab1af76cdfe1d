"""Lets schemathesis hold conversations: it remembers the token of each that it started."""

import schemathesis

TOKENS = {}


@schemathesis.hook
def after_call(context, case, response):
    """A start tells the token."""
    if response.status_code == 201:
        started = response.json()
        TOKENS[started["id"]] = started["token"]


@schemathesis.auth(refresh_interval=None)
class Token:
    """The token of the conversation that a request is about; a stranger's for one not known."""

    def get(self, case, context):
        """The token, for requests about a conversation."""
        identity = (case.path_parameters or {}).get("id")
        return None if identity is None else TOKENS.get(identity, "x" * 32)

    def set(self, case, data, context):
        """As a bearer token."""
        if data is not None:
            case.headers["Authorization"] = f"Bearer {data}"
