"""Single sign-on by a proxy: the name and groups in its headers, believed from nobody else."""

from __future__ import annotations

from typing import Optional

from sanic.request import Request

from bot.channel.address import Addresses
from bot.channel.settings import ChannelSettings
from bot.errors import BadInput
from bot.staff import ROLES
from bot.staff.accounts import known_name


class SingleSignOn:
    """Reads who a proxy has signed in. Off unless `sso_header` is set."""

    def __init__(self, settings: ChannelSettings, addresses: Addresses) -> None:
        self._name = settings.sso_header
        self._groups = settings.sso_groups_header
        self._addresses = addresses
        self._roles = [pair.rpartition("=")[::2] for pair in settings.sso_roles]

    def who(self, request: Request) -> Optional[tuple[str, Optional[str]]]:
        """(name, role) of whom the proxy names; role None when their groups give them none. None
        when it names nobody, or when the header is not from a proxy of ours: what else arrives
        by the connection cannot be told from what a visitor sent.
        """
        if not self._name or not self._addresses.trusts(request.ip):
            return None
        names = request.headers.getall(self._name, [])
        if len(names) != 1:  # a second one may have been smuggled in
            return None
        try:
            name = known_name(names[0])
        except BadInput:
            return None
        return name, self._role(request)

    def _role(self, request: Request) -> Optional[str]:
        values = request.headers.getall(self._groups, []) if self._groups else []
        groups = {group.strip() for value in values for group in value.replace(";", ",").split(",")}
        found = {role for group, role in self._roles if group in groups | {"*"}}
        return next((role for role in reversed(ROLES) if role in found), None)
