"""Renders the pages of staff, from templates that escape everything and words in YAML."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Optional

import yaml

from bot.channel.parts import Parts
from bot.channel.plain import sentences
from bot.channel.problems import Problem
from bot.channel.render import host, tel
from bot.channel.staff.member import Member, NotAllowed
from bot.channel.templates import templates
from bot.channel.turns import contact
from bot.channel.words import PageWords

#: bot/channel/, whose folders are the sections.
CHANNEL = Path(__file__).parents[1]
SECTIONS = ("staff", "adviser", "review")


class StaffPages:
    """Renders whole HTML pages for staff.

    sign: makes the hidden field of a member's forms. links: (path, title) of the sections that a
    member may use.
    """

    def __init__(
        self,
        parts: Parts,
        sign: Callable[[Member], str],
        links: Callable[[Member], Sequence[tuple[str, str]]],
    ) -> None:
        self._sign = sign
        self._longest = parts.settings.max_length
        self._links = links
        self.words = staff_words()
        self._templates = templates([CHANNEL / section / "pages" for section in SECTIONS])
        self._templates.filters.update(tel=tel, host=host, sentences=sentences)
        self._templates.globals.update(
            t=self.words, s=parts.settings, asset=parts.assets.url, contact=contact(parts.settings)
        )

    def render(self, template: str, member: Optional[Member], title: str, **values: Any) -> str:
        """A page. member: for whom, None for nobody signed in. title (str): what it is.

        Templates see besides: `member`, `form` (for hidden fields), `links`, `here` when given.
        """
        return self._templates.get_template(template).render(
            member=member,
            form=self._sign(member) if member else "",
            links=self._links(member) if member else (),
            title=self.words("page_title", title=title),
            **{"here": "", **values},
        )

    def problem(self, problem: Problem, member: Optional[Member]) -> str:
        """The page that says what went wrong and what to do."""
        code = "not_allowed" if isinstance(problem, NotAllowed) else problem.code
        known = self.words.keys()
        # Codes that only the JSON API has need no words of their own here.
        code = code if f"problem_{code}" in known else "bad_request"
        heading = self.words(f"title_{code}" if f"title_{code}" in known else "title_error")
        return self.render(
            "staff_problem.html", member, heading,
            heading=heading, reference=problem.reference,
            text=self.words(f"problem_{code}", max=self._longest),
        )  # fmt: skip


def staff_words() -> PageWords:
    """The words of every section as one; each section's keys are its own."""
    found: dict[str, Any] = {}
    for section in SECTIONS:
        path = CHANNEL / section / "words.yml"
        if path.exists():
            found.update(yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader))
    return PageWords(found, "en")
