"""What each role of staff may do: the adviser's desk, the review console, or everything."""

from __future__ import annotations

#: Role to the roles whose work it may do.
_INCLUDES = {
    "adviser": frozenset({"adviser"}),
    "reviewer": frozenset({"reviewer"}),
    "admin": frozenset({"adviser", "reviewer", "admin"}),
}
#: Every role, the one with the least power first.
ROLES = tuple(_INCLUDES)


def includes(role: str, needed: str) -> bool:
    """Whether someone of `role` may do what needs the role `needed`; False for unknown roles."""
    return needed in _INCLUDES.get(role, ())
