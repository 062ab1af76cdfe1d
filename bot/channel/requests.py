"""Reads requests: the body up to its limit, forms, JSON objects. Anything odd is a Problem."""

from __future__ import annotations

import json
from typing import Any, Optional
from urllib.parse import parse_qs

from sanic.request import Request

from bot.channel.problems import Problem

#: A form of ours has five fields.
MOST_FIELDS = 20


async def read_body(request: Request, most: int) -> bytes:
    """The body. RAISES Problem when it is longer than `most` bytes, however it was announced."""
    announced = request.headers.get("content-length", "")
    if announced.isdigit() and int(announced) > most:
        raise Problem("too_large", {"Connection": "close"})
    body = bytearray()
    if request.stream is not None:
        async for data in request.stream:
            body += data
            if len(body) > most:
                raise Problem("too_large", {"Connection": "close"})
    return bytes(body)


def form(request: Request, body: bytes) -> dict[str, str]:
    """The fields of an HTML form, the last of each name; bytes that are no UTF-8 are replaced."""
    if media_type(request) != "application/x-www-form-urlencoded":
        raise Problem("unsupported_media_type")
    try:
        fields = parse_qs(
            body.decode("utf-8", "replace"),
            keep_blank_values=True,
            errors="replace",
            max_num_fields=MOST_FIELDS,
        )
    except ValueError:
        raise Problem("bad_request") from None
    return {name: values[-1] for name, values in fields.items()}


def json_object(request: Request, body: bytes) -> dict[str, Any]:
    """The JSON object of a body; an empty body is an empty object."""
    if not body.strip():
        return {}
    if media_type(request) != "application/json":
        raise Problem("unsupported_media_type")
    try:
        found = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError):
        raise Problem("bad_request") from None
    if not isinstance(found, dict):
        raise Problem("bad_request")
    return found


def text_field(fields: dict[str, Any], name: str) -> str:
    """A field that must be text; "" when it is absent. RAISES Problem for another type."""
    value = fields.get(name, "")
    if not isinstance(value, str):
        raise Problem("bad_request")
    return value


def media_type(request: Request) -> str:
    """The kind of the body, without parameters."""
    header: str = request.headers.get("content-type", "")
    return header.partition(";")[0].strip().lower()


def bearer(request: Request) -> Optional[str]:
    """The token of the Authorization header."""
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if kind.lower() == "bearer" else None
