"""`python -m bot users`: who of the staff may sign in, and what they did."""

from __future__ import annotations

import getpass
import sys

import click

from bot.errors import BadInput
from bot.settings import load
from bot.staff import ROLES, Staff, manage


@click.group()
def command() -> None:
    """Accounts of staff for the adviser's desk and the review console, and the audit log."""


@command.command("add")
@click.argument("name")
@click.option("--role", type=click.Choice(ROLES), required=True, help="What the account may do.")
def add(name: str, role: str) -> None:
    """Add an account. The password is asked for, or read from standard input."""
    added = manage.add(_staff(), me(), name, role, _password())
    click.echo(f"Added {added} as {role}.")


@command.command("list")
def list_() -> None:
    """List every account: name, role, and whether it is disabled."""
    for account in _staff().accounts.all():
        state = "disabled" if account.disabled else "enabled"
        click.echo(f"{account.name}\t{account.role}\t{state}\tadded {account.added:%Y-%m-%d}")


@command.command("passwd")
@click.argument("name")
def passwd(name: str) -> None:
    """Set another password; whoever is signed in by the account is signed out."""
    manage.set_password(_staff(), me(), name, _password())
    click.echo(f"Set the password of {name}.")


@command.command("role")
@click.argument("name")
@click.argument("role", type=click.Choice(ROLES))
def role_(name: str, role: str) -> None:
    """Give an account another role."""
    manage.set_role(_staff(), me(), name, role)
    click.echo(f"{name} is {role} now.")


@command.command("disable")
@click.argument("name")
def disable(name: str) -> None:
    """Let nobody in by the account, and sign out whoever is."""
    manage.disable(_staff(), me(), name)
    click.echo(f"Disabled {name}.")


@command.command("enable")
@click.argument("name")
def enable(name: str) -> None:
    """Let the account in again, also after too many wrong passwords."""
    manage.enable(_staff(), me(), name)
    click.echo(f"Enabled {name}.")


@command.command("remove")
@click.argument("name")
def remove(name: str) -> None:
    """Remove an account; the audit log keeps its name."""
    manage.remove(_staff(), me(), name)
    click.echo(f"Removed {name}.")


@command.command("audit")
@click.option("--most", type=click.IntRange(1, 100_000), default=100, show_default=True,
              help="Lines at most, the newest.")  # fmt: skip
@click.option("--who", default="", help="Only what this account did.")
def audit(most: int, who: str) -> None:
    """Show what staff did, oldest first: time in UTC, who, what, about what, from which address."""
    for row in reversed(_staff().audit.rows(most, who)):
        cells = (
            f"{row['at']:%Y-%m-%dT%H:%M:%SZ}",
            *(row[k] for k in ("who", "what", "about", "address")),
        )
        click.echo("\t".join(cells).rstrip())


def _staff() -> Staff:
    return Staff.open(load().staff)


def me() -> str:
    """Who works at this machine, for the audit log."""
    try:
        return f"command line ({getpass.getuser()})"
    except (OSError, KeyError):
        return "command line"


def _password() -> str:
    """The password: asked for twice at a terminal, else the first line of standard input."""
    if sys.stdin.isatty():
        found: str = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
        return found
    try:
        line = sys.stdin.readline()
    except UnicodeDecodeError:
        raise BadInput("The password on standard input is no UTF-8 text.") from None
    if not line.strip():
        raise BadInput("There is no password: write it on standard input, or use a terminal.")
    return line.rstrip("\r\n")
