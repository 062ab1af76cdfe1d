"""Every table of bot/data declared: its columns in order, a pattern for each cell, its key
and what its cells refer to. The checks that need more than one cell are in checks.py.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.model import NATIONS, OWNER_KINDS

#: Raised whenever the shape of catalogue.db changes, so that an old file is refused.
FORMAT = 3

GSS = r"(?:E0[6-9]|E10|N09|S12|W06)\d{6}"
#: Codes that have ended, too: Northern Ireland's former districts had codes such as 95A.
OLD_GSS = rf"{GSS}|95[A-Z]"
OUTCODE = r"[A-Z]{1,2}[0-9][0-9A-Z]?"
SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
TEXT = r"\S(?:.*\S)?"
URL = r"https?://[^\s<>\"]+"
HTTPS = r"https://[^\s<>\"]+"
PHONE = r"\+?[0-9][0-9 ]{1,17}"
DATE = r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"
NATION = "|".join(NATIONS)
#: Where a national body works, in words that stand for several nations.
NATION_GROUPS = ("UK", "GB", "England and Wales")
KINDS = ("county", "district", "unitary", "london", "metropolitan")
OWNER = rf"lower|upper|either|landlord|none|org:{SLUG}"
SCOPE = rf"{NATION}|{'|'.join(NATION_GROUPS)}|{'|'.join(KINDS)}|{GSS}|{SLUG}:{SLUG}"


@dataclass(frozen=True)
class Column:
    """One column of a table.

    pattern (str): regular expression that each whole value matches.
    what (str): how a fault describes a right value.
    many (str): separator when a cell holds several values, "" when it holds one.
    refers (str): "table.column" whose values a value must be among, "" for none.
    """

    name: str
    pattern: str
    what: str
    optional: bool = False
    many: str = ""
    refers: str = ""


@dataclass(frozen=True)
class Table:
    """One data file: its name without ".csv", the table it fills, its columns and unique key."""

    file: str
    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]

    @property
    def filename(self) -> str:
        """The file's name as the person who edits it knows it."""
        return f"{self.file}.csv"


def _text(name: str, what: str = "some text", optional: bool = False) -> Column:
    return Column(name, TEXT, what, optional)


def _one_of(name: str, *words: str, optional: bool = False) -> Column:
    return Column(name, "|".join(words), "one of " + ", ".join(words), optional)


def _gss(name: str, many: str = "", refers: str = "authorities.gss") -> Column:
    return Column(name, GSS, "a GSS code such as E06000065", many=many, refers=refers)


_SOURCE = _text("source", "where the fact comes from")
_PHONE = Column("phone", PHONE, "a phone number in digits and single spaces", optional=True)
_NEED = Column("need", SLUG, "a need id such as missed-bin", refers="needs.need")

TABLES: tuple[Table, ...] = (
    Table(
        "authorities",
        "authority",
        (
            _gss("gss", refers=""),
            Column("slug", SLUG, "lower-case words joined by hyphens"),
            _text("name", "the council's name as people know it"),
            _one_of("tier", "county", "district", "unitary"),
            _one_of("kind", *KINDS),
            Column("parent", GSS, "its county's GSS code", True, refers="authorities.gss"),
            _one_of("nation", *NATIONS),
            Column("homepage", HTTPS, "an https address"),
            _PHONE,
            _SOURCE,
        ),
        ("gss",),
    ),
    Table(
        "authority_names",
        "authority_name",
        (
            _text("name"),
            _gss("gss", many=" "),
            _one_of("kind", "common", "welsh", "former", "abbreviation", "county"),
            _SOURCE,
        ),
        ("name",),
    ),
    Table(
        "successions",
        "succession",
        (
            Column("old_gss", OLD_GSS, "the code that ended"),
            _text("old_name", "the name that ended"),
            Column("ended", DATE, "a date such as 2023-04-01"),
            Column("gss", GSS, "the successor's GSS code", optional=True),
            _text("new_name", "the successor's name"),
            _one_of("kind", "merged", "split", "recoded", "renamed", "future"),
            _SOURCE,
        ),
        ("old_gss", "ended", "new_name"),
    ),
    Table(
        "outcodes",
        "outcode",
        (
            Column("outcode", OUTCODE, "an outward code such as HG1"),
            _gss("authorities", many=" "),
        ),
        ("outcode",),
    ),
    Table(
        "outcode_centres",
        "outcode_centre",
        (
            Column("outcode", OUTCODE, "an outward code such as HG1", refers="outcodes.outcode"),
            Column("latitude", r"(?:49|5\d|60)\.\d{4}", "degrees north with four decimals"),
            Column("longitude", r"-?\d\.\d{4}", "degrees east with four decimals"),
        ),
        ("outcode",),
    ),
    Table(
        "towns",
        "town",
        (
            _text("town"),
            _gss("authorities", many=" "),
            Column("outcodes", OUTCODE, "outward codes", True, " ", "outcodes.outcode"),
        ),
        ("town",),
    ),
    Table(
        "organizations",
        "organization",
        (
            Column("id", SLUG, "lower-case words joined by hyphens"),
            _text("name"),
            _one_of("kind", *OWNER_KINDS),
            Column(
                "nation",
                "|".join((NATION, *NATION_GROUPS)),
                'nations or UK or GB, separated by "|"',
                many="|",
            ),
            Column("url", URL, "a web address", optional=True),
            _PHONE,
            _text("hours", optional=True),
            _SOURCE,
        ),
        ("id",),
    ),
    Table(
        "authority_bodies",
        "authority_body",
        (
            _gss("gss"),
            Column("role", SLUG, "a role such as police"),
            Column("organization", SLUG, "an organization's id", refers="organizations.id"),
            _SOURCE,
        ),
        ("gss", "role"),
    ),
    Table(
        "needs",
        "need",
        (
            Column("need", SLUG, "lower-case words joined by hyphens"),
            _text("label"),
            Column("group", SLUG, "a group such as waste"),
            Column("lgsl", r"\d{1,4}", "an LGSL number", optional=True),
            Column("owner", OWNER, "an owner rule such as lower or org:dwp"),
            Column("govuk", HTTPS, "an https address", optional=True),
            _text("service", "the service's plain name"),
        ),
        ("need",),
    ),
    Table(
        "owner_rules",
        "owner_rule",
        (
            _NEED,
            Column("scope", SCOPE, "a nation, kind, role:organization or GSS code"),
            Column("owner", OWNER, "an owner rule such as lower or org:dwp"),
            Column("url", URL, "a web address", optional=True),
            _PHONE,
            _text("note", optional=True),
            _SOURCE,
        ),
        ("need", "scope"),
    ),
    Table(
        "questions",
        "question",
        (
            _NEED,
            Column("fact", SLUG, "a fact's name such as landlord"),
            _one_of("policy", "ask", "default"),
            Column("value", SLUG, "lower-case words joined by hyphens"),
            _text("label", "what the button says"),
            Column("owner", OWNER, "an owner rule such as lower or org:dwp", optional=True),
            Column("to_need", SLUG, "a need id", optional=True, refers="needs.need"),
            Column("scope", SCOPE, "a nation, kind, role:organization or GSS code", optional=True),
            _text("hints", "a regular expression", optional=True),
        ),
        ("need", "fact", "value", "scope"),
    ),
    Table(
        "taxonomy_needs",
        "taxonomy_need",
        (
            _one_of("scheme", "lgsl", "term", "name"),
            Column("term", r"[a-z0-9][a-z0-9 /]*", "plain lower-case words, or LGSL/LGIL numbers"),
            Column("need", SLUG, "need ids", many="|", refers="needs.need"),
        ),
        ("scheme", "term"),
    ),
    Table(
        "local_needs",
        "local_need",
        (_NEED, _text("why", "why a local service may stand in for the general one")),
        ("need",),
    ),
    Table("parish_needs", "parish_need", (_NEED, _SOURCE), ("need",)),
    Table(
        "need_details",
        "need_detail",
        (
            _NEED,
            Column("scope", SCOPE, "a nation, kind, role:organization or GSS code", optional=True),
            Column("cost", SLUG, "the end of a sentence utter_cost_…", optional=True),
            Column("bring", SLUG, "ends of sentences utter_bring_…", optional=True, many=" "),
            Column("time", SLUG, "the end of a sentence utter_time_…", optional=True),
            Column("source", HTTPS, "the page that says so"),
        ),
        ("need", "scope"),
    ),
    Table(
        "topics",
        "topic",
        (
            Column("topic", SLUG, "lower-case words joined by hyphens"),
            Column("needs", SLUG, "need ids", many=" ", refers="needs.need"),
        ),
        ("topic",),
    ),
    Table(
        "safety_messages",
        "safety_message",
        (
            Column("kind", SLUG, "a kind of danger such as gas"),
            Column("need", SLUG, "a need id", optional=True, refers="needs.need"),
            Column("phone", PHONE, "a phone number in digits and single spaces"),
            _text("phone_label"),
            Column("url", HTTPS, "an https address"),
            _SOURCE,
        ),
        ("kind",),
    ),
    Table(
        "welsh_texts",
        "welsh_text",
        (
            _text("english", "a label, service, option or note as another file has it"),
            _text("welsh", "the same in Welsh"),
        ),
        ("english",),
    ),
    Table(
        "welsh_names",
        "welsh_name",
        (
            Column("id", rf"{GSS}|{SLUG}", "a GSS code or the id of an organization"),
            _text("welsh", "the Welsh name, as the body itself writes it"),
            _SOURCE,
        ),
        ("id",),
    ),
    Table(
        "welsh_places",
        "welsh_place",
        (
            _text("english", "a name of a place"),
            _text("welsh", "its Welsh name"),
            _gss("authorities", many=" "),
            _SOURCE,
        ),
        ("english",),
    ),
)
