"""The JSON API: the same conversation for programs, as openapi.json describes it."""

from __future__ import annotations

import json as json_module
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, Optional

from sanic.request import Request
from sanic.response import HTTPResponse, json, raw

from bot.channel import language
from bot.channel.parts import Parts
from bot.channel.problems import Problem
from bot.channel.requests import bearer, json_object, text_field
from bot.channel.security import KEY, conversation_of, holds, new_key, new_token
from bot.channel.transcripts import Turn
from bot.channel.turns import Heard

DOCUMENT = Path(__file__).parent / "openapi.json"


class Api:
    """Handlers of /api/v1."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        document = json_module.loads(DOCUMENT.read_text(encoding="utf-8"))
        document["servers"] = [{"url": f"{parts.settings.path}/api/v1"}]
        self._document = json_module.dumps(document, indent=1).encode()

    async def describe(self, request: Request, body: bytes) -> HTTPResponse:
        """GET openapi.json: this API's own description."""
        return raw(self._document, content_type="application/json")

    async def start(self, request: Request, body: bytes) -> HTTPResponse:
        """POST conversations: a new one; its token is shown only here."""
        fields = _only(json_object(request, body), {"lang"})
        token = new_token()
        conversation = conversation_of(token)
        self._parts.transcripts.start(conversation, _language(request, fields))
        reference = self._parts.references.of(conversation)
        return json({"id": conversation, "token": token, "reference": reference}, status=201)

    async def show(self, request: Request, body: bytes, conversation: str) -> HTTPResponse:
        """GET conversations/{id}: its turns."""
        turns = self._known(request, conversation)
        reference = self._parts.references.of(conversation)
        shown = [as_json(turn) for turn in turns]
        return json({"id": conversation, "turns": shown, "reference": reference})

    async def say(self, request: Request, body: bytes, conversation: str) -> HTTPResponse:
        """POST conversations/{id}/messages: words or a choice; the turn they make."""
        self._known(request, conversation)
        fields = _only(json_object(request, body), {"text", "choice", "lang"})
        text, choice = text_field(fields, "text"), text_field(fields, "choice")
        if text and choice:
            raise Problem("bad_request")
        key = request.headers.get("idempotency-key") or new_key()
        if not KEY.fullmatch(key):
            raise Problem("bad_request")
        lang = _language(request, fields) or self._parts.transcripts.language(conversation)
        heard = self._parts.turns.hear(conversation, text, choice, lang)
        self._parts.spend("conversation", conversation)
        turn, again = await self._parts.turns.take(conversation, heard, key)
        if turn.said != heard.shown:
            raise Problem("key_reused")
        return json({"turn": as_json(turn), "repeated": again})

    async def judge(self, request: Request, body: bytes, conversation: str) -> HTTPResponse:
        """POST conversations/{id}/feedback: whether a turn helped."""
        self._known(request, conversation)
        fields = _only(json_object(request, body), {"turn", "helped"})
        number, helped = fields.get("turn"), fields.get("helped")
        if type(number) is not int or not isinstance(helped, bool):
            raise Problem("bad_request")
        turn = await self._parts.feedback(conversation, number, helped)
        return json({"turn": as_json(turn)})

    async def end(self, request: Request, body: bytes, conversation: str) -> HTTPResponse:
        """DELETE conversations/{id}: forgets it."""
        self._known(request, conversation)
        self._parts.transcripts.end(conversation)
        return raw(b"", status=204)

    async def answer(self, request: Request, body: bytes) -> HTTPResponse:
        """POST answer: one question, with where it is asked about when known; nothing is kept."""
        fields = _only(json_object(request, body), {"text", "place", "lang"})
        lang = _language(request, fields)
        heard = self._parts.turns.type(text_field(fields, "text"), lang)
        where = text_field(fields, "place")
        if where and not heard.place:
            heard = Heard(heard.shown, heard.message, self._parts.turns.type(where).place, lang)
        reply = await self._parts.turns.once(conversation_of(new_token()), heard)
        return json({"reply": reply})

    def _known(self, request: Request, conversation: str) -> list[Turn]:
        """The turns, for who holds the token. RAISES Problem: unauthorised for any id but the
        token's own, whether there is such a conversation or not, so that nobody learns which ids
        exist; not_found when it was theirs and is forgotten.
        """
        token = bearer(request)
        if token is None or not holds(token, conversation):
            raise Problem("unauthorised", {"WWW-Authenticate": "Bearer"})
        turns = self._parts.transcripts.get(conversation)
        if turns is None:
            raise Problem("not_found")
        return turns


def as_json(turn: Turn) -> dict[str, Any]:
    """A turn as the API shows it; `at` in UTC."""
    at = datetime.fromtimestamp(turn.at, timezone.utc).isoformat(timespec="seconds")
    return {
        "number": turn.number,
        "said": turn.said,
        "reply": turn.reply,
        "at": at,
        "helped": turn.helped,
    }


def _language(request: Request, fields: dict[str, Any]) -> Optional[str]:
    """The language to answer in: the one named, else the one the client accepts, else None. RAISES
    Problem for one we do not speak; sets it for the words of problems as well.
    """
    named = fields.get("lang")
    if "lang" in fields and language.known(named) is None:
        raise Problem("bad_request")
    lang = named or language.accepted(request.headers.get("accept-language", ""))
    request.ctx.lang = lang or request.ctx.lang
    return lang


def _only(fields: dict[str, Any], names: set[str]) -> dict[str, Any]:
    """The fields when there is none besides `names`: a misspelt one must not pass unseen."""
    if set(fields) - names:
        raise Problem("bad_request")
    return fields
