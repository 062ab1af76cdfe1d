"""Welsh beside English: the same keys and blanks everywhere, and nothing left in English."""

from __future__ import annotations

import csv
import re
from html.parser import HTMLParser
from pathlib import Path
from string import Formatter

import pytest

from bot.catalogue import in_language, place_label
from bot.channel.render import FOLDER
from bot.channel.words import page_words
from bot.hours import _calendar
from bot.model import NATIONS
from bot.settings import ROOT
from bot.words import responses
from tests.imports_world import catalogue

DATA = ROOT / "bot" / "data"
#: Texts that are right in both languages: blanks alone, and names.
SAME = {
    "{note}",
    "{text}",
    "{date:EEEE}",
    "",
    "{title} – {council}",
    "{label} – {title} – {council}",
}
#: Words that only English has: one of them in a Welsh text is a text left untranslated.
ENGLISH = re.compile(
    r"\b(the|and|with|your|you|this|that|from|what|which|please|council|service|help us)\b", re.I
)
#: Names of bodies, schemes and places that have no Welsh name are English inside Welsh.
NAMES = re.compile(
    r"(?:[A-Z][\w’'&.-]*)(?: (?:[A-Z&][\w’'&.-]*|and|of|the|for|in)(?= |$|[.,;:)]))*"
)


class Markup(HTMLParser):
    """The elements of a page, their labels, and its words."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.names: list[str] = []
        self.words = ""
        self.labels = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keeps its name and what it says to those who cannot see it."""
        self.names.append(tag)
        said = ("aria-label", "title", "alt", "placeholder")
        self.labels += " ".join(value or "" for name, value in attrs if name in said)

    def handle_data(self, data: str) -> None:
        """Collects the words."""
        self.words += f" {data}"


def rows(name: str) -> list[dict[str, str]]:
    """A data file."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def blanks(text: str) -> set[str]:
    """Names of the blanks in a text."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def english_in(text: str) -> list[str]:
    """English words of a text outside names and addresses."""
    text = re.sub(r"\{[^}]*\}|\S+\.\S+", " ", text)
    return ENGLISH.findall(NAMES.sub(" ", text))


def pairs() -> list[tuple[str, str, str]]:
    """(where, English, Welsh) of every text that is said."""
    english, welsh = page_words("en"), page_words("cy")
    found = [
        (f"domain.yml {k}", text, responses("cy").get(k, "")) for k, text in responses().items()
    ]
    for key in sorted(english.keys()):
        if key == "suggestions":
            found += [(key, *pair) for pair in zip(english.several(key), welsh.several(key))]
        else:
            one, other = english._words[key], welsh._words.get(key, "")
            found.append((f"text/{key}", one, other))
    return found


@pytest.mark.parametrize(("where", "english", "welsh"), pairs(), ids=lambda value: str(value)[:40])
def test_every_text_is_said_in_both_languages(where: str, english: str, welsh: str) -> None:
    """With the same blanks, and in Welsh."""
    assert welsh or english in SAME, where
    assert blanks(welsh) == blanks(english), where
    assert welsh != english or english in SAME, where
    assert english_in(welsh) == [], where


def test_pages_have_the_same_keys() -> None:
    """In the same order, so that they can be read side by side."""
    assert list(page_words("cy")._words) == list(page_words("en")._words)
    assert set(responses("cy")) == set(responses())


def test_numbers_to_ring_are_the_same() -> None:
    """A telephone number is not translated."""
    for key, text in responses().items():
        numbers = re.findall(r"\d{3}[\d ]*\d", text)
        assert re.findall(r"\d{3}[\d ]*\d", responses("cy")[key]) == numbers, key


def document(name: str, lang: str) -> Markup:
    """A text about the service."""
    return Markup((FOLDER / f"{name}.{lang}.html").read_text("utf-8"))


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.html")), ids=lambda path: path.name)
def test_templates_hold_no_words_of_their_own(path: Path) -> None:
    """All words come by key; only the documents are written out, once in each language."""
    if path.name == "demo.html":  # a page of a made-up council in England
        return
    name = path.name.split(".")
    if len(name) == 3:
        found = {one.name for one in FOLDER.glob(f"{name[0]}.??.html")}
        assert found == {f"{name[0]}.en.html", f"{name[0]}.cy.html"}
        return
    text = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", "", path.read_text("utf-8"), flags=re.S)
    page = Markup(text)
    assert re.findall(r"[A-Za-z]{2,}", page.words + page.labels) == []


@pytest.mark.parametrize("name", ["privacy", "accessibility"])
def test_documents_say_the_same(name: str) -> None:
    """The same headings, paragraphs, items and links in each language."""
    welsh = document(name, "cy")
    assert welsh.names == document(name, "en").names
    assert english_in(re.sub(r"\{.*?\}+", " ", welsh.words)) == []


def needed() -> set[str]:
    """Every text of the data files that a citizen may read."""
    found = {row["label"] for row in rows("questions")}
    found |= {row["note"] for row in rows("owner_rules")} - {""}
    found |= {row["phone_label"] for row in rows("safety_messages")}
    found |= {*NATIONS, "the UK"}
    for row in rows("needs"):
        found |= {row["label"], row["service"]}
    for nation in NATIONS:
        for year in range(2026, 2032):
            found |= {str(name) for name in _calendar(nation, year).values()}
    return found


def test_every_label_has_its_welsh() -> None:
    """Of needs, services, options, notes, nations and bank holidays; and none is left over."""
    texts = {row["english"]: row["welsh"] for row in rows("welsh_texts")}
    assert needed() - set(texts) == set()
    assert set(texts) - needed() == set()
    assert {en: cy for en, cy in texts.items() if english_in(cy)} == {}


def test_bodies_of_wales_have_their_welsh_names() -> None:
    """Every council there, and every body that works in Wales alone."""
    names = {row["id"] for row in rows("welsh_names")}
    councils = {row["gss"] for row in rows("authorities") if row["nation"] == "Wales"}
    assert councils - names == set()
    same = {"age-cymru", "hafren-dyfrdwy", "shelter-cymru", "traveline-cymru"}
    bodies = {row["id"] for row in rows("organizations") if row["nation"] == "Wales"}
    assert bodies - names == same


def test_the_catalogue_in_welsh() -> None:
    """Names and labels are Welsh; what is decided with them is the same."""
    english = catalogue()
    welsh = in_language(english, "cy")
    assert in_language(welsh, "en") is english
    assert in_language(english, "en") is english
    assert welsh.authorities["W06000015"].name == "Cyngor Caerdydd"
    assert welsh.organizations["dwr-cymru"].name == "Dŵr Cymru"
    assert welsh.authorities.keys() == english.authorities.keys()
    assert [row.value for row in welsh.questions("pothole")] == [
        row.value for row in english.questions("pothole")
    ]
    assert welsh.text("Wales") == "Cymru"
    assert english.text("Wales") == "Wales"


def test_places_are_named_in_the_page_s_language() -> None:
    """Whatever language they were named in."""
    english = catalogue()
    welsh = in_language(english, "cy")
    assert place_label(welsh, "Cardiff Council", ["W06000015"]) == "Cyngor Caerdydd"
    assert place_label(english, "Cyngor Caerdydd", ["W06000015"]) == "Cardiff Council"
    assert place_label(welsh, "Newport", ["W06000022"]) == "Casnewydd"
    assert place_label(welsh, "Newport", ["E06000046"]) == "Newport"
    assert place_label(english, "Swansea", ["W06000011"]) == "Swansea"
