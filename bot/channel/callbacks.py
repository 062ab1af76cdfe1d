"""Pages to ask for a call: a form, what becomes of the request, and taking it back."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import re
from collections.abc import Mapping
from typing import Any, Optional

from sanic.request import Request as HttpRequest
from sanic.response import HTTPResponse, html, raw

from bot.channel.handover import exchanges
from bot.channel.problems import Problem
from bot.channel.requests import text_field
from bot.channel.security import KEY, conversation_of, new_key, new_token, sign_form
from bot.channel.site import Site
from bot.channel.transcripts import Turn
from bot.handover.callbacks import Callbacks
from bot.handover.notice import last
from bot.handover.request import LONGEST_ABOUT, TIMES, Request, check, dialled

RECEIPT = re.compile(r"[A-Za-z0-9_-]{32}")


class CallbackSite(Site):
    """Handlers of /call-back. Every one raises Problem while citizens can't ask to be phoned."""

    async def show_callback(self, request: HttpRequest, body: bytes) -> HTTPResponse:
        """GET: the form, with what was talked about filled in."""
        self._store()
        token = self._token(request)
        turns = self._turns(token)
        need = _newest(turns, "need")
        values = {"name": "", "phone": "", "when": "", "about": need["label"] if need else ""}
        return self._form(request, token or new_token(), values, fresh=token is None)

    async def ask_callback(self, request: HttpRequest, body: bytes) -> HTTPResponse:
        """POST: a request, kept when nothing is wrong with it."""
        store = self._store()
        token, fields = self._checked(request, body)
        key = text_field(fields, "key")
        if not KEY.fullmatch(key):
            raise Problem("bad_request")
        values, faults = check(fields)
        if faults:
            return self._form(request, token, values, faults)
        receipt = self._receipt(token, key)
        if not await asyncio.to_thread(store.find, receipt):
            asked = self._request(token, values, request.ctx.lang)
            await self._keep(store, asked, receipt, request, token)
        return raw(b"", status=303, headers={"Location": self._address(receipt)})

    async def kept_callback(self, request: HttpRequest, body: bytes, receipt: str) -> HTTPResponse:
        """GET: what becomes of a request, for who holds its receipt."""
        store = self._store()
        token = self._token(request)
        kept = await asyncio.to_thread(store.find, receipt) if RECEIPT.fullmatch(receipt) else None
        form = sign_form(self._settings.secret, token) if token else ""
        known = receipt if RECEIPT.fullmatch(receipt) else ""
        page = self._parts.pages.callback_kept(request.ctx.lang, kept, form, known, self._panel)
        return html(page, status=200 if kept else 404)

    async def withdraw_callback(
        self, request: HttpRequest, body: bytes, receipt: str
    ) -> HTTPResponse:
        """POST: takes a request back; it is deleted at once."""
        store = self._store()
        self._checked(request, body)
        if RECEIPT.fullmatch(receipt):
            await asyncio.to_thread(store.withdraw, receipt)
        return raw(b"", status=303, headers={"Location": self._address("withdrawn")})

    async def withdrawn_callback(self, request: HttpRequest, body: bytes) -> HTTPResponse:
        """GET: a request was taken back."""
        self._store()
        return html(
            self._parts.pages.callback_kept(request.ctx.lang, None, "", "withdrawn", self._panel)
        )

    async def _keep(
        self, store: Callbacks, asked: Request, receipt: str, request: HttpRequest, token: str
    ) -> None:
        self._parts.spend("callback", self._parts.client(request))
        # Nobody has somebody else's phone rung again and again from many addresses.
        self._parts.spend("callback", self._mac("phone", asked.phone))
        if await asyncio.to_thread(store.add, asked, receipt):
            self._parts.handover.called_back(asked, receipt, self._turns(token))

    def _request(self, token: str, values: Mapping[str, str], lang: str) -> Request:
        turns = self._turns(token)
        need, area = _newest(turns, "need"), _newest(turns, "area")
        conversation = conversation_of(token)
        return Request(
            name=values["name"],
            phone=dialled(values["phone"]) or "",
            when=values["when"],
            about=values["about"],
            need=need["id"] if need else None,
            area=" ".join(area["codes"]) if area else "",
            lang=lang,
            reference=(self._parts.references.of(conversation) or "") if turns else "",
        )

    def _form(
        self,
        request: HttpRequest,
        token: str,
        values: Mapping[str, str],
        faults: Optional[Mapping[str, str]] = None,
        fresh: bool = False,
    ) -> HTTPResponse:
        turns = self._turns(token)
        page = self._parts.pages.callback_form(
            request.ctx.lang,
            faults or {},
            panel=self._panel,
            values=values,
            times=TIMES,
            longest=LONGEST_ABOUT,
            form=sign_form(self._settings.secret, token),
            key=new_key(),
            who=turns[-1].reply["contact"] if turns else None,
        )
        response = html(page, status=400 if faults else 200)
        if fresh:
            self._set_cookie(response, token)
        return response

    def _store(self) -> Callbacks:
        if self._parts.handover.callbacks is None:
            raise Problem("not_found")
        return self._parts.handover.callbacks

    def _turns(self, token: Optional[str]) -> list[Turn]:
        return (self._parts.transcripts.get(conversation_of(token)) if token else None) or []

    def _receipt(self, token: str, key: str) -> str:
        """The same for the same form of the same visitor, so that sending it twice asks once."""
        return self._mac("receipt", f"{token} {key}")

    def _mac(self, purpose: str, text: str) -> str:
        message = f"call-back {purpose} {text}".encode("utf-8", "replace")
        digest = hmac.new(self._settings.secret.encode(), message, hashlib.sha256).digest()
        return base64.urlsafe_b64encode(digest[:24]).decode()

    def _address(self, end: str) -> str:
        return f"{self._here}/call-back/{end}"


def _newest(turns: list[Turn], key: str) -> Any:
    """The newest reply's value under `key` that is not empty."""
    return last(exchanges(turns), key)
