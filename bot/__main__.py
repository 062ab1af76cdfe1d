"""`python -m bot COMMAND`: the one command line. Errors are one line; bad input exits with 2."""

from __future__ import annotations

import importlib
import sys
from typing import Optional

import click

from bot.errors import SignpostError

#: Command to the module that holds it as `command`. Loaded only when asked for: `where` must
#: not wait ten seconds for Rasa.
COMMANDS = {
    "ask": "bot.commands.ask",
    "build": "bot.commands.build",
    "check-links": "bot.commands.check_links",
    "evaluate": "bot.commands.evaluate",
    "export": "bot.commands.exports",
    "import": "bot.commands.imports",
    "purge": "bot.commands.purge",
    "notice": "bot.commands.notice",
    "off": "bot.commands.off",
    "on": "bot.commands.on",
    "redact": "bot.commands.redact",
    "report": "bot.commands.report",
    "resolve": "bot.commands.resolve",
    "review": "bot.commands.review",
    "serve": "bot.commands.serve",
    "settings": "bot.commands.settings",
    "snapshot": "bot.commands.snapshot",
    "train": "bot.commands.train",
    "users": "bot.commands.users",
    "where": "bot.commands.where",
}


class Commands(click.Group):
    """A group whose commands are imported at first use."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names for --help, in order."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> Optional[click.Command]:
        """The command of that name, imported now."""
        module = COMMANDS.get(cmd_name)
        if module is None:
            return None
        found: click.Command = importlib.import_module(module).command
        return found


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Signpost: which single public service meets a need, whose it is, and why."""


def run() -> None:
    """Runs a command. Our own errors are one line and exit with 2, without a trace."""
    try:
        main(prog_name="python -m bot")
    except SignpostError as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(2)


if __name__ == "__main__":
    run()
