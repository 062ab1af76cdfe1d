"""Makes the pages: transcript, problems and documents, from templates that escape everything."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Optional
from urllib.parse import quote, urlsplit

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from bot.channel.assets import Assets
from bot.channel.plain import plain, sentences
from bot.channel.problems import Problem
from bot.channel.replies import Contact, Reply
from bot.channel.settings import ChannelSettings
from bot.channel.templates import templates
from bot.channel.transcripts import Turn
from bot.channel.turns import contact, open_now
from bot.channel.words import PageWords, page_words
from bot.handover.callbacks import Kept
from bot.notices import Notices, for_page
from bot.understanding.language import plainly
from bot.words import LANGUAGES

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


@dataclass(frozen=True)
class Tongue:
    """What the pages say in one language: words of the page, the installation's own, and
    examples to start from.
    """

    words: PageWords
    settings: ChannelSettings
    suggestions: Sequence[Mapping[str, str]]

    @classmethod
    def of(cls, settings: ChannelSettings, lang: str) -> Tongue:
        """With the settings in that language."""
        own = settings.in_language(lang)
        words = page_words(lang)
        texts = words.several("suggestions")
        return cls(words, own, [{"label": text, "value": text} for text in texts])


class Pages:
    """Renders whole HTML pages, each in the language asked for."""

    def __init__(
        self,
        settings: ChannelSettings,
        assets: Assets,
        today: Callable[[], date] = date.today,
        callback: bool = False,
    ) -> None:
        """callback (bool): whether citizens can ask to be phoned."""
        self._settings = settings
        self._today = today
        self._notices = Notices(settings.notices) if settings.notices else None
        self._tongues = {lang: Tongue.of(settings, lang) for lang in LANGUAGES}
        self._templates = templates(FOLDER)
        self._templates.filters.update(
            tel=tel,
            host=host,
            sentences=sentences,
            mailto=mailto,
            plainly=plainly,
            lang=lang_attribute,
            now=now,
        )
        self._templates.globals.update(asset=assets.url, callback=callback)

    def conversation(self, view: Conversation, lang: str) -> str:
        """The page to talk on."""
        latest = view.turns[-1] if view.turns else None
        ask = latest.reply["ask"] if latest else None
        stage = ("answer" if ask else "next") if latest else "first"
        if latest and latest.helped is False:
            stage = "other"
        return self._render(
            lang, "talk.html", view=view, latest=latest, ask=ask, stage=stage,
            title=self._title(view, self._tongues[lang]),
            panel=view.panel,
        )  # fmt: skip

    def problem(self, problem: Problem, lang: str, panel: bool = False) -> str:
        """The page that says what went wrong and how to reach a person."""
        tongue = self._tongues[lang]
        heading = tongue.words(f"title_{problem.status}")
        text = self.explain(problem, lang)
        spoken = "en" if problem.said else lang  # reasons at the switch are written in English
        if text == tongue.settings.off_reason:
            spoken = tongue.settings.lang_of("off_reason")
        return self._render(
            lang, "problem.html", problem=problem, heading=heading, text=text,
            text_lang=spoken,
            title=_page_title(tongue, "page_title", heading),
            panel=panel,
        )  # fmt: skip

    def blocked(self, lang: str) -> str:
        """What the panel shows when the browser keeps no cookie in it."""
        tongue = self._tongues[lang]
        title = _page_title(tongue, "page_title", tongue.settings.title)
        return self._render(lang, "blocked.html", title=title, panel=True)

    def demo(self) -> str:
        """The home page of a fictional council with the widget on it."""
        return self._templates.get_template("demo.html").render(s=self._tongues["en"].settings)

    def document(self, name: str, lang: str) -> str:
        """One of DOCUMENTS."""
        tongue = self._tongues[lang]
        title = _page_title(tongue, "page_title", tongue.words(name))
        return self._render(lang, f"{name}.{lang}.html", title=title, here=f"/{name}")

    def callback_form(self, lang: str, faults: Mapping[str, str], **values: Any) -> str:
        """The form to ask for a call, with what is wrong beside each field."""
        tongue = self._tongues[lang]
        key = "page_title_error" if faults else "page_title"
        return self._render(
            lang, "callback.html", faults=faults, here="/call-back", **values,
            title=_page_title(tongue, key, tongue.words("callback_title")),
        )  # fmt: skip

    def callback_kept(
        self, lang: str, kept: Optional[Kept], form: str, end: str, panel: bool = False
    ) -> str:
        """What becomes of a request for a call. kept: None when there is none (any more).

        end (str): of the page's address: the request's receipt, or "withdrawn".
        """
        tongue = self._tongues[lang]
        gone = "withdrawn" if end == "withdrawn" else "gone"
        heading = tongue.words("callback_kept_title" if kept else f"callback_{gone}_title")
        return self._render(
            lang, "callback_kept.html", kept=kept, form=form, heading=heading,
            title=_page_title(tongue, "page_title", heading), here=f"/call-back/{end}",
            panel=panel,
        )  # fmt: skip

    def page(self, lang: str, template: str, title: str, here: str = "", **values: Any) -> str:
        """Any other page of ours. title (str): key of its title."""
        tongue = self._tongues[lang]
        return self._render(
            lang, template, title=_page_title(tongue, "page_title", tongue.words(title)),
            here=here, **values,
        )  # fmt: skip

    def explain(self, problem: Problem, lang: str) -> str:
        """A sentence that says what is wrong."""
        tongue = self._tongues[lang]
        if problem.code == "off" and tongue.settings.off_reason:
            return tongue.settings.off_reason
        most = tongue.settings.max_length
        return problem.said or tongue.words(f"problem_{problem.code}", max=most)

    def _title(self, view: Conversation, tongue: Tongue) -> str:
        settings = tongue.settings
        if view.problem:
            return _page_title(tongue, "page_title_error", settings.title)
        latest = view.turns[-1].reply if view.turns else None
        if latest and latest["service"]:
            return tongue.words(
                "page_title_answer", label=latest["service"]["name"],
                title=settings.title, council=settings.council_name,
            )  # fmt: skip
        return _page_title(tongue, "page_title", settings.title)

    def _render(
        self, lang: str, template: str, panel: bool = False, here: str = "", **values: Any
    ) -> str:
        """panel (bool): laid out for the widget's panel. here (str): the page's address under that
        of the conversation, for its forms and the switch of language.
        """
        tongue = self._tongues[lang]
        home = tongue.settings.path + (PANEL if panel else "")
        return self._templates.get_template(template).render(
            t=tongue.words,
            s=tongue.settings,
            contact=contact(tongue.settings),
            suggestions=tongue.suggestions,
            notices=self._on_top(tongue),
            panel=panel,
            switch=[(other, self._tongues[other].words("language")) for other in LANGUAGES],
            home=home,
            here=home + here,
            **values,
        )

    def _on_top(self, tongue: Tongue) -> list[tuple[str, str]]:
        """The notices of the day for the top of the page, each with the language it is in."""
        today, own = self._today(), tongue.settings
        kept = self._notices.current() if self._notices else ()
        found = [(own.notice_on(today), own.lang_of("notice"))]
        for one in for_page(kept, today, own.home or None):
            found.append((one.said(own.lang), own.lang if one.welsh else "en"))
        return [(text, lang) for text, lang in found if text]


def _page_title(tongue: Tongue, key: str, title: str) -> str:
    return tongue.words(key, title=title, council=tongue.settings.council_name)


@pass_context
def lang_attribute(context: Context, lang: Optional[str]) -> str:
    """A lang attribute for words in another language than the page's; nothing for its own."""
    own = context["s"].lang
    return Markup(' lang="{}"').format(lang) if lang and lang != own else Markup("")


@pass_context
def now(context: Context, found: Contact) -> Contact:
    """A way to reach a person as its phone is answered now, in the page's language."""
    return open_now(found, context["s"])


@pass_context
def mailto(context: Context, reply: Reply) -> str:
    """A link that writes an e-mail with the reply in it, addressed to nobody."""
    service = reply["service"]
    label = service["name"] if service else context["s"].title
    subject = context["t"]("email_subject", label=label)
    body = plain(reply)[:LONGEST_COPY].replace("\n", "\r\n")
    return f"mailto:?subject={quote(subject)}&body={quote(body)}"


def tel(phone: str) -> str:
    """A tel: link for a number as people write it, e.g. "0300 123 4567 (option 2)"."""
    number = re.sub(r"\(.*?\)|[^\d+(]", "", re.split(r"\b(?:ext|option|or)\b", phone)[0])
    return f"tel:{re.sub(r'[^0-9+]', '', number)}"


def host(url: str) -> str:
    """The name of the site a link leads to, e.g. "gov.uk"."""
    return (urlsplit(url).hostname or "").removeprefix("www.")
