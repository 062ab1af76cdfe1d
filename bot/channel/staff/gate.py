"""The gate of the staff's pages: who is signed in, what they may do, and whose form came in."""

from __future__ import annotations

import asyncio
from typing import Optional

from sanic.request import Request

from bot.channel.parts import Parts
from bot.channel.problems import Problem
from bot.channel.requests import form
from bot.channel.security import form_is_ours, sign_form
from bot.channel.staff import cookie
from bot.channel.staff.member import Member, NotAllowed, NotSignedIn
from bot.channel.staff.sso import SingleSignOn
from bot.staff import Staff


class Gate:
    """Tells members of staff from everybody else."""

    def __init__(self, parts: Parts, staff: Staff) -> None:
        self._parts = parts
        self._staff = staff
        self._secret = parts.settings.secret
        self._secure = parts.settings.secure_cookies
        self._sso = SingleSignOn(parts.settings, parts.addresses)

    async def member(self, request: Request) -> Optional[Member]:
        """Who sends the request; None for nobody we know. RAISES NotAllowed for whom a proxy
        signed in without a role here. Found once for each request.
        """
        if not hasattr(request.ctx, "member"):
            request.ctx.member = await asyncio.to_thread(self._find, request)
        found: Optional[Member] = request.ctx.member
        return found

    async def signed_in(self, request: Request, role: str = "") -> Member:
        """Who sends the request, when their role includes `role` ("": any role will do).

        RAISES NotSignedIn, which leads to the sign-in page and back, or NotAllowed.
        """
        member = await self.member(request)
        if member is None:
            raise NotSignedIn(request.path if request.method in ("GET", "HEAD") else "")
        if role and not member.may(role):
            raise NotAllowed()
        return member

    def sign(self, member: Member) -> str:
        """The value for the hidden field "form" of the member's pages."""
        return sign_form(self._secret, f"staff {member.key}")

    def form(self, request: Request, body: bytes, member: Member) -> dict[str, str]:
        """The fields of a form that a page of ours, made for this member, sent. RAISES Problem
        for any other.
        """
        return self.checked(request, body, f"staff {member.key}")

    def sign_for(self, token: str) -> str:
        """The value for a form of someone who is not signed in yet but holds this cookie."""
        return sign_form(self._secret, f"stranger {token}")

    def form_for(self, request: Request, body: bytes, token: Optional[str]) -> dict[str, str]:
        """The fields of a form made with `sign_for`. RAISES Problem for any other."""
        if not token:
            raise Problem("forbidden")
        return self.checked(request, body, f"stranger {token}")

    def checked(self, request: Request, body: bytes, holder: str) -> dict[str, str]:
        """The fields of a form signed for `holder`."""
        fields = form(request, body)
        elsewhere = request.headers.get("sec-fetch-site", "same-origin") not in (
            "same-origin", "none",
        )  # fmt: skip
        if elsewhere or not form_is_ours(self._secret, holder, fields.get("form", "")):
            raise Problem("forbidden")
        return fields

    def token(self, request: Request) -> Optional[str]:
        """The token of the staff's cookie, whether or not it is a session's."""
        return cookie.read(request.headers.get("cookie", ""), self._secure)

    def _find(self, request: Request) -> Optional[Member]:
        address = self._parts.client(request)
        named = self._sso.who(request)
        if named:
            name, role = named
            account = self._staff.accounts.find(name)
            if role is None or (account and account.disabled):
                raise NotAllowed()
            return Member(name, role, f"proxy {name}", address, by_proxy=True)
        token = self.token(request)
        account = self._staff.who(token) if token else None
        if token is None or account is None:
            return None
        return Member(account.name, account.role, f"session {token}", address)
