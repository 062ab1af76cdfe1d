"""One call at the desk, named by the page's own address: no state is kept for it but its turns."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Optional
from urllib.parse import urlencode

from bot.channel.security import conversation_of, form_is_ours, new_key, sign_form
from bot.channel.staff.member import Member

PATH = "/adviser"
_NAME = re.compile(r"[A-Za-z0-9_-]{8,40}")
_AREA = re.compile(r"[EWSN]\d{8}(?: [EWSN]\d{8}){0,11}")


@dataclass(frozen=True)
class Call:
    """name (str): random, new for each call. area (str): GSS codes of the place, when known.
    opened (str): the id of the citizen's conversation that was opened by its code, with `ticket`,
    which only this member's pages hold.
    """

    name: str
    area: str = ""
    opened: str = ""
    ticket: str = ""

    def conversation(self, member: Member) -> str:
        """The id under which turns and marks are kept: the citizen's own when it was opened, else
        one that follows from the member's session, so that no other session finds it.
        """
        return self.opened or conversation_of(f"{member.key} {self.name}")

    def address(self, **more: str) -> str:
        """The address of its page."""
        values = {"call": self.name, "area": self.area, "opened": self.opened,
                  "ticket": self.ticket, **more}  # fmt: skip
        return f"{PATH}?{urlencode({key: value for key, value in values.items() if value})}"


def new_call() -> Call:
    """A call that begins."""
    return Call(new_key())


def opened_call(secret: str, member: Member, conversation: str) -> Call:
    """A call about a citizen's conversation."""
    return Call(new_key(), "", conversation, sign_form(secret, _holder(member, conversation)))


def read_call(secret: str, member: Member, values: Mapping[str, Any]) -> Optional[Call]:
    """The call that a page's address or form names; None when it names none, or has a
    conversation that this member did not open.
    """
    name, area, opened, ticket = (str(values.get(key) or "") for key in
                                  ("call", "area", "opened", "ticket"))  # fmt: skip
    if not _NAME.fullmatch(name):
        return None
    if opened and not form_is_ours(secret, _holder(member, opened), ticket):
        return None
    return Call(name, area if _AREA.fullmatch(area) else "", opened, ticket if opened else "")


def _holder(member: Member, conversation: str) -> str:
    return f"opened {conversation} {member.key}"
