"""How many messages of a list alarm, how many get the line about 999, with ranges of 95 %.

    python -m bench.danger tests/data/emergencies_fresh8.csv tests/data/lookalikes_fresh8.csv

Judges each message as the first of a conversation, by the served model. A list is a CSV with a
column `text`. Says nothing of single messages, so that a list can be measured and stay unread.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import click

from bot.errors import BadInput
from bot.understanding.safety import check

#: Share of ranges drawn so that hold the true share.
SURE = 0.95


class Tally(NamedTuple):
    """Of `messages`: alarmed by rules alone, by the whole assistant, and given only the line."""

    messages: int
    rules: int
    alarms: int
    lines: int


#: From a text to whether it alarms, and whether its answer begins with the line.
Judge = Callable[[str], tuple[bool, bool]]


def texts(path: Path) -> list[str]:
    """The column `text`. RAISES BadInput for a file without one, or with no rows."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            found = [row["text"] for row in csv.DictReader(file)]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BadInput(f"{path}: cannot be read ({error}).") from None
    except KeyError:
        raise BadInput(f"{path}: no column text. Give a CSV that has one.") from None
    if not found:
        raise BadInput(f"{path}: no messages in it.")
    return found


def tally(messages: Sequence[str], judge: Judge) -> Tally:
    """What became of the messages."""
    judged = [judge(text) for text in messages]
    return Tally(
        len(judged),
        sum(check(text) is not None for text in messages),
        sum(alarm for alarm, _ in judged),
        sum(line and not alarm for alarm, line in judged),
    )


def interval(count: int, of: int) -> tuple[float, float]:
    """The range of SURE for a share of `count` in `of` (Clopper and Pearson's)."""
    from scipy.stats import beta

    outside = (1 - SURE) / 2
    low = float(beta.ppf(outside, count, of - count + 1)) if count else 0.0
    high = float(beta.ppf(1 - outside, count + 1, of - count)) if count < of else 1.0
    return low, high


def shown(count: int, of: int) -> str:
    """A count, its share and the range of that: "31 of 40, 77.5 % (62 to 89)"."""
    low, high = interval(count, of)
    return f"{count} of {of}, {count / of:.1%} ({low * 100:.0f} to {high * 100:.0f})"


def served() -> Judge:
    """The assistant as it is served: its door, its model, its rules."""
    from bot.assistant import Assistant
    from bot.door import admit
    from bot.engine import Engine
    from bot.said import from_parse
    from bot.settings import load

    here = Assistant(load())
    engine = Engine.load(here.settings.models)

    def judge(text: str) -> tuple[bool, bool]:
        entry = admit(text, here.catalogue, here.postcodes, here.settings.max_length)
        said = from_parse(engine.parse(entry.text), entry.place)
        return bool(said.alarm), said.caution

    return judge


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
def command(files: tuple[Path, ...]) -> None:
    """Tally each of FILES."""
    lists = [(path.name, texts(path)) for path in files]
    judge = served()
    for name, messages in lists:
        found = tally(messages, judge)
        heeded = found.alarms + found.lines
        click.echo(f"{name}")
        click.echo(f"  rules alone    {shown(found.rules, found.messages)}")
        click.echo(f"  alarm          {shown(found.alarms, found.messages)}")
        click.echo(f"  alarm or line  {shown(heeded, found.messages)}")


if __name__ == "__main__":
    try:
        command()
    except BadInput as error:
        raise SystemExit(str(error)) from None
