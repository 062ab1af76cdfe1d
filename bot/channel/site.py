"""The pages: a conversation by plain forms, each answered by a redirect to the page itself."""

from __future__ import annotations

from typing import Optional

from sanic.request import Request
from sanic.response import HTTPResponse, html, raw

from bot.channel import language
from bot.channel.parts import Parts
from bot.channel.problems import Problem
from bot.channel.render import DOCUMENTS, PANEL, Conversation
from bot.channel.requests import form, text_field
from bot.channel.security import (
    KEY,
    conversation_of,
    cookie,
    form_is_ours,
    new_key,
    new_token,
    read_cookie,
    sign_form,
)
from bot.channel.turns import form_key
from bot.understanding.language import plainly

#: What of the transcript's state a page may be told by its address.
CLEARED = {"idle": "cleared", "again": "again_done"}
#: As strict as a council's own page may be: what the widget needs is all that it allows.
DEMO_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; frame-src 'self'; img-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'"
)
#: Faults of what was typed: shown beside the box, with the words still in it.
BESIDE_THE_BOX = ("empty", "too_long", "unreadable")


class Site:
    """Handlers of the HTML pages. panel (bool): of those shown in the widget's panel, which have
    an address, a cookie and so a conversation of their own.
    """

    def __init__(self, parts: Parts, panel: bool = False) -> None:
        self._parts = parts
        self._settings = parts.settings
        self._panel = panel
        self._here = parts.settings.path + (PANEL if panel else "")

    async def show(self, request: Request, body: bytes) -> HTTPResponse:
        """GET: the conversation so far."""
        token = self._token(request)
        if self._panel and token is None:
            return self._first(request)
        cleared = CLEARED.get(request.args.get("cleared") or "", "")
        return self._page(request, token or new_token(), cleared=cleared, fresh=token is None)

    def _first(self, request: Request) -> HTTPResponse:
        """A panel without a cookie: sets one and looks whether it comes back. Where a browser
        keeps none in a frame, there is no conversation to be had in it, and the page says so.
        """
        if request.args.get("kept"):
            return html(self._parts.pages.blocked(request.ctx.lang))
        lang = request.args.get("lang") or ""
        more = f"&lang={lang}" if lang.isalpha() and lang.isascii() and len(lang) == 2 else ""
        response = self._back(f"?kept=1{more}")
        self._set_cookie(response, new_token())
        return response

    async def say(self, request: Request, body: bytes) -> HTTPResponse:
        """POST: something typed, chosen or judged."""
        token, fields = self._checked(request, body)
        conversation = conversation_of(token)
        if fields.get("about"):
            return await self._judge(conversation, fields)
        text = text_field(fields, "text")
        lang = self._reply_in(request, text)
        try:
            heard = self._parts.turns.hear(conversation, text, text_field(fields, "choice"), lang)
        except Problem as problem:
            if problem.code not in BESIDE_THE_BOX:
                raise
            return self._page(request, token, problem=problem, typed=text)
        key = text_field(fields, "key")
        if not KEY.fullmatch(key):
            raise Problem("bad_request")
        self._parts.spend("conversation", conversation)
        turn, _ = await self._parts.turns.take(conversation, heard, form_key(key, heard))
        response = self._back(f"#turn-{turn.number}")
        if lang != request.ctx.lang:
            response.headers.add(
                "Set-Cookie", language.cookie(lang, self._settings.secure_cookies, self._panel)
            )
        return response

    async def again(self, request: Request, body: bytes) -> HTTPResponse:
        """POST: forget this conversation and begin another, with another token."""
        token, _ = self._checked(request, body)
        self._parts.transcripts.end(conversation_of(token))
        response = self._back("?cleared=again")
        self._set_cookie(response, new_token())
        return response

    async def document(self, request: Request, body: bytes, name: str) -> HTTPResponse:
        """GET: one of the texts about the service."""
        if not name:  # a slash too many after the page's own address
            return raw(b"", status=308, headers={"Location": self._settings.path})
        if name == "demo" and self._settings.demo:
            return html(self._parts.pages.demo(), headers={"Content-Security-Policy": DEMO_POLICY})
        if name not in DOCUMENTS:
            raise Problem("not_found")
        return html(self._parts.pages.document(name, request.ctx.lang))

    async def widget(self, request: Request, body: bytes) -> HTTPResponse:
        """GET: the widget's script, at an address that never changes, for pages of other sites."""
        response = await self.asset(request, body, "widget.js")
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        response.headers["Cache-Control"] = "public, max-age=300"
        return response

    async def asset(self, request: Request, body: bytes, name: str) -> HTTPResponse:
        """GET: a style sheet, script or icon."""
        found = self._parts.assets.get(name)
        if found is None:
            raise Problem("not_found")
        asked = request.args.get("v") == found.version
        headers = {
            "Cache-Control": f"public, max-age={31536000 if asked else 60}",
            "ETag": f'"{found.version}"',
            "Vary": "Accept-Encoding",
        }
        if request.headers.get("if-none-match") == headers["ETag"]:
            return raw(b"", status=304, headers=headers, content_type=found.content_type)
        if "gzip" in request.headers.get("accept-encoding", ""):
            headers["Content-Encoding"] = "gzip"
            return raw(found.compressed, headers=headers, content_type=found.content_type)
        return raw(found.body, headers=headers, content_type=found.content_type)

    async def _judge(self, conversation: str, fields: dict[str, str]) -> HTTPResponse:
        number, helped = text_field(fields, "about"), text_field(fields, "helped")
        if not (number.isascii() and number.isdigit() and len(number) < 8):
            raise Problem("bad_request")
        if helped not in ("yes", "no"):
            raise Problem("bad_request")
        await self._parts.feedback(conversation, int(number), helped == "yes")
        return self._back("#verdict")

    def _reply_in(self, request: Request, text: str) -> str:
        """The page's language; Welsh for who writes Welsh and has chosen no language."""
        if not language.chosen(request, self._panel) and plainly(text) == "cy":
            return "cy"
        return str(request.ctx.lang)

    def _page(
        self,
        request: Request,
        token: str,
        problem: Optional[Problem] = None,
        typed: str = "",
        cleared: str = "",
        fresh: bool = False,
    ) -> HTTPResponse:
        conversation = conversation_of(token)
        turns = self._parts.transcripts.get(conversation) or []
        signed = sign_form(self._settings.secret, token)
        view = Conversation(
            turns, signed, new_key(), problem, typed,
            cleared="" if turns else cleared,
            reference=(self._parts.references.of(conversation) or "") if turns else "",
            panel=self._panel,
        )  # fmt: skip
        page = self._parts.pages.conversation(view, request.ctx.lang)
        response = html(page, status=problem.status if problem else 200)
        if fresh:
            self._set_cookie(response, token)
        return response

    def _checked(self, request: Request, body: bytes) -> tuple[str, dict[str, str]]:
        """The token and fields of a form that a page of ours sent. RAISES Problem otherwise."""
        token, fields = self._token(request), form(request, body)
        elsewhere = request.headers.get("sec-fetch-site") == "cross-site"
        ours = token and form_is_ours(self._settings.secret, token, fields.get("form", ""))
        if not token or not ours or elsewhere:
            raise Problem("forbidden")
        return token, fields

    def _token(self, request: Request) -> Optional[str]:
        header = request.headers.get("cookie", "")
        return read_cookie(header, self._settings.secure_cookies, self._panel)

    def _set_cookie(self, response: HTTPResponse, token: str) -> None:
        header = cookie(token, self._settings.secure_cookies, self._panel)
        response.headers.add("Set-Cookie", header)

    def _back(self, where: str) -> HTTPResponse:
        return raw(b"", status=303, headers={"Location": self._here + where})
