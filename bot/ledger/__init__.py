"""The ledger: one row a turn, without personal data. Only this package writes or reads it."""

from bot.ledger.entry import Call, Entry, Versions
from bot.ledger.store import Ledger

__all__ = ["Call", "Entry", "Ledger", "Versions"]
