"""What an administrator does with accounts: it ends sessions where it must, and is logged."""

from __future__ import annotations

from bot.staff.store import Staff


def add(staff: Staff, by: str, name: str, role: str, password: str) -> str:
    """A new account. by (str): who does it. RETURNS the name as it is kept."""
    account = staff.accounts.add(name, role, password)
    staff.audit.write(by, "account added", f"{account.name} as {role}")
    return account.name


def set_password(staff: Staff, by: str, name: str, password: str) -> None:
    """Another password; every session of the account ends, and so does its lock-out."""
    staff.accounts.set_password(name, password)
    staff.sessions.end_all(name.lower())
    staff.lockout.forgive("account", name.lower())
    staff.audit.write(by, "password set", name.lower())


def set_role(staff: Staff, by: str, name: str, role: str) -> None:
    """Another role, from the next page on."""
    staff.accounts.set_role(name, role)
    staff.audit.write(by, "role set", f"{name.lower()} as {role}")


def disable(staff: Staff, by: str, name: str) -> None:
    """Nobody gets in by the account any more; its sessions end."""
    staff.accounts.set_disabled(name, True)
    staff.sessions.end_all(name.lower())
    staff.audit.write(by, "account disabled", name.lower())


def enable(staff: Staff, by: str, name: str) -> None:
    """The account is let in again, and its lock-out ends."""
    staff.accounts.set_disabled(name, False)
    staff.lockout.forgive("account", name.lower())
    staff.audit.write(by, "account enabled", name.lower())


def remove(staff: Staff, by: str, name: str) -> None:
    """The account and its sessions go; the audit log keeps its name."""
    staff.accounts.remove(name)
    staff.sessions.end_all(name.lower())
    staff.audit.write(by, "account removed", name.lower())
