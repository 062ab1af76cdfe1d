"""Makes the pages: transcript, problems and documents, from templates that escape everything."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Optional
from urllib.parse import quote, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.channel.assets import Assets
from bot.channel.plain import plain, sentences
from bot.channel.problems import Problem
from bot.channel.replies import Reply
from bot.channel.settings import ChannelSettings
from bot.channel.transcripts import Turn
from bot.channel.turns import contact
from bot.channel.words import page_words
from bot.notices import Notices, for_page

FOLDER = Path(__file__).parent / "pages"
#: Programs that open mailto: links cut them; this much arrives whole everywhere.
LONGEST_COPY = 1500
DOCUMENTS = ("accessibility", "privacy")
#: Where the panel's pages are, under the channel's own address.
PANEL = "/panel"


@dataclass(frozen=True)
class Conversation:
    """What the page shows.

    form (str): the signed value of its forms. key (str): makes sending the form twice safe.
    problem: what is wrong with `typed`, which is shown again. cleared: why there are no turns.
    reference: the code to quote to an adviser, when there is one.
    panel (bool): whether it is shown in the widget's panel.
    """

    turns: Sequence[Turn]
    form: str
    key: str
    problem: Optional[Problem] = None
    typed: str = ""
    cleared: str = ""
    reference: str = ""
    panel: bool = False


class Pages:
    """Renders whole HTML pages."""

    def __init__(
        self, settings: ChannelSettings, assets: Assets, today: Callable[[], date] = date.today
    ) -> None:
        self._settings = settings
        self._today = today
        self._notices = Notices(settings.notices) if settings.notices else None
        self.words = page_words(settings.lang)
        texts = self.words.several("suggestions")
        self._suggestions = [{"label": text, "value": text} for text in texts]
        self._templates = Environment(
            loader=FileSystemLoader(FOLDER),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.filters.update(tel=tel, host=host, sentences=sentences, mailto=self._mailto)
        self._templates.globals.update(
            t=self.words, s=settings, asset=assets.url, contact=contact(settings)
        )

    def conversation(self, view: Conversation) -> str:
        """The page to talk on."""
        latest = view.turns[-1] if view.turns else None
        ask = latest.reply["ask"] if latest else None
        stage = ("answer" if ask else "next") if latest else "first"
        if latest and latest.helped is False:
            stage = "other"
        return self._render(
            "talk.html", view=view, latest=latest, ask=ask, stage=stage,
            title=self._title(view), suggestions=self._suggestions,
            panel=view.panel, here=PANEL if view.panel else "",
        )  # fmt: skip

    def problem(self, problem: Problem, panel: bool = False) -> str:
        """The page that says what went wrong and how to reach a person."""
        heading = self.words(f"title_{problem.status}")
        return self._render(
            "problem.html", problem=problem, heading=heading, text=self.explain(problem),
            title=self._page_title("page_title", heading),
            panel=panel, here=PANEL if panel else "",
        )  # fmt: skip

    def blocked(self) -> str:
        """What the panel shows when the browser keeps no cookie in it."""
        title = self._page_title("page_title", self._settings.title)
        return self._render("blocked.html", title=title, panel=True, here=PANEL)

    def demo(self) -> str:
        """The home page of a fictional council with the widget on it."""
        return self._templates.get_template("demo.html").render()

    def document(self, name: str) -> str:
        """One of DOCUMENTS."""
        title = self._page_title("page_title", self.words(name))
        return self._render(f"{name}.{self._settings.lang}.html", title=title)

    def explain(self, problem: Problem) -> str:
        """A sentence that says what is wrong."""
        if problem.code == "off" and self._settings.off_reason:
            return self._settings.off_reason
        return self.words(f"problem_{problem.code}", max=self._settings.max_length)

    def _title(self, view: Conversation) -> str:
        if view.problem:
            return self._page_title("page_title_error", self._settings.title)
        latest = view.turns[-1].reply if view.turns else None
        if latest and latest["service"]:
            return self.words(
                "page_title_answer", label=latest["service"]["name"],
                title=self._settings.title, council=self._settings.council_name,
            )  # fmt: skip
        return self._page_title("page_title", self._settings.title)

    def _page_title(self, key: str, title: str) -> str:
        return self.words(key, title=title, council=self._settings.council_name)

    def _render(self, template: str, panel: bool = False, here: str = "", **values: Any) -> str:
        """panel (bool): laid out for the widget's panel. here (str): where the page's forms go,
        under the channel's own address.
        """
        return self._templates.get_template(template).render(
            notices=self._on_top(), panel=panel, here=self._settings.path + here, **values
        )

    def _on_top(self) -> list[str]:
        """The notices of the day for the top of the page."""
        today = self._today()
        kept = self._notices.current() if self._notices else ()
        found = [one.said() for one in for_page(kept, today, self._settings.home or None)]
        return [text for text in (self._settings.notice_on(today), *found) if text]

    def _mailto(self, reply: Reply) -> str:
        """A link that writes an e-mail with the reply in it, addressed to nobody."""
        service = reply["service"]
        label = service["name"] if service else self._settings.title
        subject = self.words("email_subject", label=label)
        body = plain(reply, self._settings.lang)[:LONGEST_COPY].replace("\n", "\r\n")
        return f"mailto:?subject={quote(subject)}&body={quote(body)}"


def tel(phone: str) -> str:
    """A tel: link for a number as people write it, e.g. "0300 123 4567 (option 2)"."""
    number = re.sub(r"\(.*?\)|[^\d+(]", "", re.split(r"\b(?:ext|option|or)\b", phone)[0])
    return f"tel:{re.sub(r'[^0-9+]', '', number)}"


def host(url: str) -> str:
    """The name of the site a link leads to, e.g. "gov.uk"."""
    return (urlsplit(url).hostname or "").removeprefix("www.")
