"""Limits and headers for what stands outside the guard: the open data, and the way from "/"."""

from __future__ import annotations

from typing import Any, Optional

from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, json

from bot.channel.parts import Parts
from bot.channel.problems import Problem
from bot.channel.security import headers

#: Of the page's headers, those that hold for data which other sites may read.
KEPT = ("Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy",
        "Strict-Transport-Security")  # fmt: skip


def protect(app: Sanic, parts: Parts) -> None:
    """Counts requests outside the guard against the limit on pages, and gives every answer the
    headers that it lacks. Call it before the app starts. Other channels of Rasa, under /webhooks,
    are not counted: all of their messages come from the few addresses of a provider.
    """
    passed = (parts.settings.path, "/staff", "/adviser", "/review", "/webhooks")
    given = {name: value for name, value in headers(parts.settings).items() if name in KEPT}

    @app.on_request
    async def limited(request: Request) -> Optional[HTTPResponse]:
        if any(request.path == path or request.path.startswith(path + "/") for path in passed):
            return None  # counted there, or not at all
        try:
            parts.spend("page", parts.client(request))
        except Problem as problem:
            body = {"message": "Too many requests: wait a minute, then try again."}
            return json(body, status=problem.status, headers=problem.headers)
        return None

    @app.on_response
    async def covered(_request: Request, response: Any) -> None:
        for name, value in given.items():
            response.headers.setdefault(name, value)
