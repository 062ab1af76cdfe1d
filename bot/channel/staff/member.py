"""Who of the staff sends a request, and the ways in which they cannot have what they ask for."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from bot.channel.problems import Problem
from bot.staff import includes


@dataclass(frozen=True)
class Member:
    """Somebody signed in.

    key (str): only their own pages and this server know it; forms are bound to it. by_proxy
    (bool): a proxy signed them in, so there is no session of ours.
    """

    name: str
    role: str
    key: str
    address: str
    by_proxy: bool = False

    def may(self, role: str) -> bool:
        """Whether they may do what needs that role."""
        return includes(self.role, role)


class NotSignedIn(Problem):
    """Nobody is signed in: `headers` lead to the sign-in page and from there to `wanted`."""

    def __init__(self, wanted: str) -> None:
        super().__init__("unauthorised", {"Location": f"/staff/sign-in?next={quote(wanted)}"})


class NotAllowed(Problem):
    """Somebody is signed in whose role does not include this."""

    def __init__(self) -> None:
        super().__init__("forbidden")
