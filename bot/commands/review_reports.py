"""`python -m bot review report` and `digest`: the console's figures for paper and for e-mail."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Optional

import click

from bot import mail
from bot.commands.write import write
from bot.errors import BadInput
from bot.ledger.suppress import LEAST
from bot.settings import load

#: Clusters that the digest tells of.
MOST_GROUPS, MOST_MISSING = 10, 6


@click.command()
@click.option("--owner", required=True, help="Organisation: a GSS code or an id.")
@click.option("--month", default="", help="Month that is over, as 2026-10 (default: the last).")
@click.option("--out", "output", type=click.Path(path_type=Path), help="File (default: stdout).")
def report(owner: str, month: str, output: Optional[Path]) -> None:
    """The monthly report of an organisation as one HTML file, made to be printed."""
    from bot.channel.review.report import latest, standalone
    from bot.channel.review.report import report as make
    from bot.channel.review.section import reading

    settings = load()
    source = reading(settings)
    chosen = month or latest(source)
    if not chosen:
        raise BadInput("There is no month with requests that is over.")
    write(output, standalone(make(source, owner, chosen, settings.services)))


@click.command()
@click.option("--owner", default="", help="Only what concerns this organisation (default: all).")
@click.option("--out", "output", type=click.Path(path_type=Path), help="Write an .eml file.")
@click.option("--send", is_flag=True, help="Send it by the mail server of the settings.")
@click.option("--to", "recipients", multiple=True, help="Address (default: SIGNPOST_MAIL_TO).")
def digest(owner: str, output: Optional[Path], send: bool, recipients: tuple[str, ...]) -> None:
    """What is new and growing, as an e-mail: to a file, or sent."""
    from bot.channel.review.digest import digest as make
    from bot.channel.review.section import reading
    from bot.review.store import Review

    if bool(output) == send:
        raise BadInput("Say either --out FILE.eml or --send.")
    settings = load()
    server = mail.Server.of(settings) if send else None
    to = recipients or settings.mail_to or (() if send else ("service.owners@example.org",))
    if not to:
        raise BadInput("Nobody is to get it: give --to ADDRESS, or set SIGNPOST_MAIL_TO.")
    sender = settings.mail_from or ("" if send else "signpost@example.org")
    groups, missing = ([], []) if owner else _groups(Review.open(settings.ledger))
    message = make(
        reading(settings), sender, to, groups, owner, settings.public_url, missing=missing
    )  # fmt: skip
    if server:
        mail.send(message, server)
        click.echo(f"Sent to {len(to)} addresses.", err=True)
    elif output:
        mail.write(message, output)


def _groups(store: Any) -> tuple[list[Any], list[Any]]:
    """The clusters that are new or growing the most, and those that nobody has looked at and that
    the assistant has no answer to, the largest first; of those that service owners may see.
    """
    from bot.channel.review.digest import Group
    from bot.figures.clusters import recent_of
    from bot.figures.figure import HIDDEN

    rising = [one for one in store.rising(MOST_GROUPS, LEAST) if recent_of(one)[0] is not HIDDEN]
    missing = store.untouched(True, MOST_MISSING, LEAST)
    return [Group.of(one) for one in rising], [Group.of(one) for one in missing]
