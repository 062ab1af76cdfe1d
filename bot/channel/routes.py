"""Every address of the channel in one table, and the guard that each request passes."""

from __future__ import annotations

import logging
import secrets
import traceback
from collections.abc import Awaitable, Callable
from typing import Any, Optional

from sanic import Blueprint, Sanic
from sanic.exceptions import SanicException
from sanic.request import Request
from sanic.response import HTTPResponse, html, json, raw

from bot.channel import language
from bot.channel.api import Api
from bot.channel.callbacks import CallbackSite
from bot.channel.cors import cors_headers, is_preflight
from bot.channel.parts import Parts
from bot.channel.problems import Problem
from bot.channel.render import PANEL
from bot.channel.requests import read_body
from bot.channel.security import headers
from bot.channel.settings import ChannelSettings
from bot.channel.site import Site
from bot.channel.turns import contact

logger = logging.getLogger(__name__)

Handler = Callable[..., Awaitable[HTTPResponse]]
Table = dict[str, dict[str, Handler]]
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
API = "/api/"
#: Requests that make the dialogue work count against the limit on messages; all others as pages.
MESSAGES = ("Site.say", "Api.say", "Api.answer", "Api.start")
#: What the whole server reads of one request before it hangs up; each of ours has less.
MOST_BYTES = 1_000_000


def table(parts: Parts) -> Table:
    """Path under the channel's own -> method -> handler(request, body, **path parts)."""
    site, panel, api = Site(parts), Site(parts, panel=True), Api(parts)
    calls, panel_calls = CallbackSite(parts), CallbackSite(parts, panel=True)

    async def health(request: Request, body: bytes) -> HTTPResponse:
        ready = parts.ready(request.app)
        status = "off" if await parts.off.reason() else "ok"
        return json({"status": status if ready else "starting"}, status=200 if ready else 503)

    return {
        "/": {"GET": site.show, "POST": site.say},
        "/again": {"POST": site.again},
        PANEL: {"GET": panel.show, "POST": panel.say},
        f"{PANEL}/again": {"POST": panel.again},
        **_callbacks("/call-back", calls),
        **_callbacks(f"{PANEL}/call-back", panel_calls),
        "/widget.js": {"GET": site.widget},
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


def _callbacks(path: str, site: CallbackSite) -> Table:
    """The pages to ask for a call, under their own address."""
    return {
        path: {"GET": site.show_callback, "POST": site.ask_callback},
        f"{path}/withdrawn": {"GET": site.withdrawn_callback},
        f"{path}/<receipt:str>": {"GET": site.kept_callback, "POST": site.withdraw_callback},
    }


def blueprint(parts: Parts, name: str = "signpost") -> Blueprint:
    """All routes; to be registered under the channel's path."""
    return mounted(Guard(parts), table(parts), name, parts.settings.path)


def mounted(guard: Guard, routes: Table, name: str, prefix: str) -> Blueprint:
    """The routes under `prefix`, each behind the guard; any other path there is not found."""
    found = Blueprint(name, url_prefix=prefix)
    # Sanic would read each handler's source, at each start, to find out the format of its errors.
    for number, (path, handlers) in enumerate(routes.items()):
        found.add_route(
            guard.over(handlers),
            path,
            methods=METHODS,
            name=f"route_{number}",
            stream=True,
            error_format="text",
        )
    found.add_route(
        guard.over({}),
        "/<rest:path>",
        methods=METHODS,
        name="other",
        stream=True,
        error_format="text",
    )

    @found.listener("before_server_start")
    async def bound(app: Sanic, *_: Any) -> None:
        app.config.REQUEST_MAX_SIZE = min(app.config.REQUEST_MAX_SIZE, MOST_BYTES)

    return found


class Guard:
    """Wraps handlers: limits before, headers after, and every fault made a sentence."""

    def __init__(self, parts: Parts, settings: Optional[ChannelSettings] = None) -> None:
        self._parts = parts
        self._headers = headers(settings or parts.settings)
        self._panel = parts.settings.path + PANEL

    def over(self, handlers: dict[str, Handler]) -> Handler:
        """One Sanic handler for all methods of a path."""

        async def handle(request: Request, **path: str) -> HTTPResponse:
            panel = request.path.startswith(self._panel)
            request.ctx.lang = language.of(request, self._parts.settings.lang, panel)
            try:
                response = await self._serve(handlers, request, path)
            except Problem as problem:
                response = self.explain(request, problem)
            except SanicException as fault:
                code = "bad_request" if (fault.status_code or 500) < 500 else "error"
                response = self.explain(request, Problem(code, {"Connection": "close"}))
            except Exception as fault:
                response = self.explain(request, Problem("error", reference=_log(fault)))
            found = self._headers
            if API in request.path:
                found = {**found, **cors_headers(request, self._parts.settings.cors_origins)}
            for name, value in found.items():
                response.headers.setdefault(name, value)
            self._speak(request, response)
            return response

        return handle

    async def _serve(
        self, handlers: dict[str, Handler], request: Request, path: dict[str, str]
    ) -> HTTPResponse:
        handler = handlers.get("GET" if request.method == "HEAD" else request.method)
        await self.admit(request, handler)
        if not handlers:
            raise Problem("not_found")
        if API in request.path and is_preflight(request, self._parts.settings.cors_origins):
            return raw(b"", status=204)
        if handler is None:
            raise Problem("method_not_allowed", {"Allow": ", ".join(handlers)})
        body = await read_body(request, self._parts.settings.max_body)
        return await handler(request, body, **path)

    def _speak(self, request: Request, response: HTTPResponse) -> None:
        """Says which language a page is in, and keeps a choice made by its address."""
        if "text/html" in str(response.content_type):
            response.headers.setdefault("Content-Language", request.ctx.lang)
            response.headers.setdefault("Vary", "Accept-Language, Cookie")
        asked = language.known(request.args.get("lang"))
        if asked and API not in request.path:
            panel = request.path.startswith(self._panel)
            cookie = language.cookie(asked, self._parts.settings.secure_cookies, panel)
            response.headers.add("Set-Cookie", cookie)

    async def admit(self, request: Request, handler: Optional[Handler]) -> None:
        """Before a request is read. RAISES Problem when there were too many, or all is off.

        handler: None when nothing is at this address.
        """
        name = getattr(handler, "__name__", "")
        if name in ("asset", "widget", "health"):
            return
        kind = "message" if getattr(handler, "__qualname__", "") in MESSAGES else "page"
        self._parts.spend(kind, self._parts.client(request))
        kept_on = name in ("document", "describe") or name.endswith("_callback")
        if handler and not kept_on:
            reason = await self._parts.off.reason()
            if reason:
                raise Problem("off", {"Retry-After": "300"}, said=reason)

    def explain(self, request: Request, problem: Problem) -> HTTPResponse:
        """The problem as the client reads it: an object for programs, a page for people."""
        pages = self._parts.pages
        if API in request.path:
            said = pages.explain(problem, request.ctx.lang)
            error: dict[str, Any] = {"code": problem.code, "message": said}
            if problem.code == "off":
                error["contact"] = contact(self._parts.settings)
            if problem.reference:
                error["reference"] = problem.reference
            return json({"error": error}, status=problem.status, headers=problem.headers)
        page = pages.problem(problem, request.ctx.lang, request.path.startswith(self._panel))
        return html(page, status=problem.status, headers=problem.headers)


def _log(fault: Exception) -> str:
    """Logs where a fault arose, never its words, which may be a citizen's. RETURNS its number."""
    reference = secrets.token_hex(4)
    where = "".join(traceback.format_tb(fault.__traceback__))
    logger.error("Problem %s: %s\n%s", reference, type(fault).__name__, where)
    return reference
