"""Makes the pages: transcript, problems and documents, from templates that escape everything."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Optional
from urllib.parse import quote, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from bot.channel.assets import Assets
from bot.channel.plain import plain, sentences
from bot.channel.problems import Problem
from bot.channel.replies import Named, Reply
from bot.channel.settings import ChannelSettings
from bot.channel.transcripts import Turn
from bot.channel.turns import contact
from bot.channel.words import PageWords, page_words
from bot.notices import Notices, for_page
from bot.understanding.language import plainly
from bot.words import LANGUAGES
from bot.channel.turns import contact, open_now
from bot.channel.words import page_words
from bot.handover.callbacks import Kept
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


@dataclass(frozen=True)
class Tongue:
    """What the pages say in one language: words of the page, the installation's own, the person to
    reach, and examples to start from.
    """

    words: PageWords
    settings: ChannelSettings
    contact: Named
    suggestions: Sequence[Mapping[str, str]]

    @classmethod
    def of(cls, settings: ChannelSettings, lang: str) -> Tongue:
        """With the settings in that language."""
        own = settings.in_language(lang)
        words = page_words(lang)
        texts = words.several("suggestions")
        return cls(words, own, contact(own), [{"label": text, "value": text} for text in texts])


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
        self._templates = Environment(
            loader=FileSystemLoader(FOLDER),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.filters.update(
            tel=tel,
            host=host,
            sentences=sentences,
            mailto=mailto,
            plainly=plainly,
            lang=lang_attribute,
        )
        self._templates.globals.update(asset=assets.url)
        self._templates.filters.update(tel=tel, host=host, sentences=sentences, mailto=self._mailto)
        self._templates.globals.update(
            t=self.words, s=settings, asset=assets.url, callback=callback
        )
        self._templates.filters["now"] = lambda found: open_now(found, settings)

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
            panel=view.panel, here=PANEL if view.panel else "",
        )  # fmt: skip

    def problem(self, problem: Problem, lang: str, panel: bool = False) -> str:
        """The page that says what went wrong and how to reach a person."""
        tongue = self._tongues[lang]
        heading = tongue.words(f"title_{problem.status}")
        text = self.explain(problem, lang)
        own = text == tongue.settings.off_reason
        return self._render(
            lang, "problem.html", problem=problem, heading=heading, text=text,
            text_lang=tongue.settings.lang_of("off_reason") if own else lang,
            title=_page_title(tongue, "page_title", heading),
            panel=panel, here=PANEL if panel else "",
        )  # fmt: skip

    def blocked(self, lang: str) -> str:
        """What the panel shows when the browser keeps no cookie in it."""
        tongue = self._tongues[lang]
        title = _page_title(tongue, "page_title", tongue.settings.title)
        return self._render(lang, "blocked.html", title=title, panel=True, here=PANEL)

    def demo(self) -> str:
        """The home page of a fictional council with the widget on it."""
        return self._templates.get_template("demo.html").render(s=self._tongues["en"].settings)
        return self._templates.get_template("demo.html").render(contact=contact(self._settings))

    def document(self, name: str, lang: str) -> str:
        """One of DOCUMENTS."""
        tongue = self._tongues[lang]
        title = _page_title(tongue, "page_title", tongue.words(name))
        return self._render(lang, f"{name}.{lang}.html", title=title, here=f"/{name}")

    def explain(self, problem: Problem, lang: str) -> str:
    def callback_form(self, faults: Mapping[str, str], **values: Any) -> str:
        """The form to ask for a call, with what is wrong beside each field."""
        title = self.words("callback_title")
        return self._render(
            "callback.html", faults=faults, **values,
            title=self._page_title("page_title_error" if faults else "page_title", title),
        )  # fmt: skip

    def callback_kept(self, kept: Optional[Kept], form: str, address: str) -> str:
        """What becomes of a request for a call; None: there is no such request any more."""
        title = self.words("callback_kept_title" if kept else "callback_gone_title")
        return self._render(
            "callback_kept.html", kept=kept, form=form, address=address, heading=title,
            title=self._page_title("page_title", title),
        )  # fmt: skip

    def callback_withdrawn(self) -> str:
        """A request for a call was taken back."""
        title = self.words("callback_withdrawn_title")
        return self._render(
            "callback_kept.html", kept=None, form="", address="", heading=title,
            title=self._page_title("page_title", title),
        )  # fmt: skip

    def explain(self, problem: Problem) -> str:
        """A sentence that says what is wrong."""
        tongue = self._tongues[lang]
        if problem.code == "off" and tongue.settings.off_reason:
            return tongue.settings.off_reason
        return tongue.words(f"problem_{problem.code}", max=tongue.settings.max_length)

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
        """panel (bool): laid out for the widget's panel. here (str): the page's address under the
        channel's own, for its forms and the switch of language.
        """
        tongue = self._tongues[lang]
        return self._templates.get_template(template).render(
            t=tongue.words,
            s=tongue.settings,
            contact=tongue.contact,
            suggestions=tongue.suggestions,
            notices=self._on_top(tongue),
            panel=panel,
            switch=[(other, self._tongues[other].words("language")) for other in LANGUAGES],
            here=tongue.settings.path + here,
            **values,
        )
            notice=notice, panel=panel, here=self._settings.path + here,
            notices=self._on_top(), panel=panel, here=self._settings.path + here,
            contact=contact(self._settings), **values,
        )  # fmt: skip

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
