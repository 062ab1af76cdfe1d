"""Every address of the channel in one table, and the guard that each request passes."""

from __future__ import annotations

import logging
import secrets
import traceback
from collections.abc import Awaitable, Callable
from typing import Any

from sanic import Blueprint, Sanic
from sanic.exceptions import SanicException
from sanic.request import Request
from sanic.response import HTTPResponse, html, json

from bot.channel.api import Api
from bot.channel.parts import Parts
from bot.channel.problems import Problem
from bot.channel.requests import read_body
from bot.channel.security import headers
from bot.channel.site import Site

logger = logging.getLogger(__name__)

Handler = Callable[..., Awaitable[HTTPResponse]]
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
API = "/api/"
#: Requests that make the dialogue work count against the limit on messages; all others as pages.
MESSAGES = ("Site.say", "Api.say", "Api.answer", "Api.start")
#: What the whole server reads of one request before it hangs up; each of ours has less.
MOST_BYTES = 1_000_000


def table(parts: Parts) -> dict[str, dict[str, Handler]]:
    """Path under the channel's own -> method -> handler(request, body, **path parts)."""
    site, api = Site(parts), Api(parts)

    async def health(request: Request, body: bytes) -> HTTPResponse:
        ready = parts.ready(request.app)
        return json({"status": "ok" if ready else "starting"}, status=200 if ready else 503)

    return {
        "/": {"GET": site.show, "POST": site.say},
        "/again": {"POST": site.again},
        "/health": {"GET": health},
        "/static/<name:str>": {"GET": site.asset},
        "/api/v1/openapi.json": {"GET": api.describe},
        "/api/v1/answer": {"POST": api.answer},
        "/api/v1/conversations": {"POST": api.start},
        "/api/v1/conversations/<conversation:str>": {"GET": api.show, "DELETE": api.end},
        "/api/v1/conversations/<conversation:str>/messages": {"POST": api.say},
        "/api/v1/conversations/<conversation:str>/feedback": {"POST": api.judge},
        "/<name:str>": {"GET": site.document},
    }


def blueprint(parts: Parts, name: str = "signpost") -> Blueprint:
    """All routes; to be registered under the channel's path."""
    found = Blueprint(name, url_prefix=parts.settings.path)
    guard = Guard(parts)
    for number, (path, handlers) in enumerate(table(parts).items()):
        found.add_route(
            guard.over(handlers), path, methods=METHODS, name=f"route_{number}", stream=True
        )
    found.add_route(guard.over({}), "/<rest:path>", methods=METHODS, name="other", stream=True)

    @found.listener("before_server_start")
    async def bound(app: Sanic, *_: Any) -> None:
        app.config.REQUEST_MAX_SIZE = min(app.config.REQUEST_MAX_SIZE, MOST_BYTES)

    return found


class Guard:
    """Wraps handlers: limits before, headers after, and every fault made a sentence."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._headers = headers(parts.settings)

    def over(self, handlers: dict[str, Handler]) -> Handler:
        """One Sanic handler for all methods of a path."""

        async def handle(request: Request, **path: str) -> HTTPResponse:
            try:
                response = await self._serve(handlers, request, path)
            except Problem as problem:
                response = self._explain(request, problem)
            except SanicException as fault:
                code = "bad_request" if (fault.status_code or 500) < 500 else "error"
                response = self._explain(request, Problem(code, {"Connection": "close"}))
            except Exception as fault:
                response = self._explain(request, Problem("error", reference=_log(fault)))
            for name, value in self._headers.items():
                response.headers.setdefault(name, value)
            return response

        return handle

    async def _serve(
        self, handlers: dict[str, Handler], request: Request, path: dict[str, str]
    ) -> HTTPResponse:
        if not handlers:
            raise Problem("not_found")
        handler = handlers.get("GET" if request.method == "HEAD" else request.method)
        if handler is None:
            raise Problem("method_not_allowed", {"Allow": ", ".join(handlers)})
        kind = "message" if handler.__qualname__ in MESSAGES else "page"
        if handler.__name__ not in ("asset", "health"):
            forwarded = request.headers.getall("x-forwarded-for", [])
            self._parts.spend(kind, self._parts.addresses.client(request.ip, forwarded))
        body = await read_body(request, self._parts.settings.max_body)
        if self._parts.settings.off_reason and handler.__name__ not in (
            "asset", "health", "document", "describe",
        ):  # fmt: skip
            raise Problem("off")
        return await handler(request, body, **path)

    def _explain(self, request: Request, problem: Problem) -> HTTPResponse:
        """The problem as the client reads it: an object for programs, a page for people."""
        pages = self._parts.pages
        if API in request.path:
            error = {"code": problem.code, "message": pages.explain(problem)}
            if problem.reference:
                error["reference"] = problem.reference
            return json({"error": error}, status=problem.status, headers=problem.headers)
        page = pages.problem(problem)
        return html(page, status=problem.status, headers=problem.headers)


def _log(fault: Exception) -> str:
    """Logs where a fault arose, never its words, which may be a citizen's. RETURNS its number."""
    reference = secrets.token_hex(4)
    where = "".join(traceback.format_tb(fault.__traceback__))
    logger.error("Problem %s: %s\n%s", reference, type(fault).__name__, where)
    return reference
