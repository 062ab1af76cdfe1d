"""Staff: accounts, sessions, lock-out and the audit log. Only this package reads or writes them."""

from bot.staff.roles import ROLES, includes
from bot.staff.store import Refused, Staff

__all__ = ["ROLES", "Refused", "Staff", "includes"]
