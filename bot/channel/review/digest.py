"""The digest for service owners as an e-mail: what is new and growing, and the key measures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from typing import Optional

from bot.channel.review.asked import asked
from bot.channel.review.reading import Reading
from bot.channel.review.view import View, view
from bot.channel.staff.pages import CHANNEL, staff_words
from bot.channel.templates import templates
from bot.errors import BadInput
from bot.figures.clusters import usual_of
from bot.review.model import Cluster

FIGURES = ("measures", "growing", "by-reason")
PERIOD = "4w"
#: Headings, each with its lines.
Lists = Sequence[tuple[str, Sequence[str]]]


@dataclass(frozen=True)
class Group:
    """A cluster as the digest tells of it: its name, and how many asked of late, as a rule, and in
    the last year; usual (int | None): None where it must be hidden.
    """

    name: str
    recent: int
    fresh: bool
    usual: Optional[int] = None
    year: int = 0

    @classmethod
    def of(cls, cluster: Cluster) -> Group:
        """The group of a cluster."""
        usual = usual_of(cluster)
        number = round(usual) if isinstance(usual, (int, float)) else None
        return cls(cluster.name, cluster.recent, cluster.fresh, number, cluster.conversations)

    @property
    def told(self) -> str:
        """That it is new, or has grown."""
        words = staff_words()
        if self.fresh or self.usual is None:
            key = "review_digest_new" if self.fresh else "review_digest_grown"
            return words(key, name=self.name, count=self.recent)
        return words("review_digest_usual", name=self.name, count=self.recent, usual=self.usual)

    @property
    def missed(self) -> str:
        """That it may be missing."""
        return staff_words()("review_digest_missing", name=self.name, count=f"{self.year:,}")


def digest(
    reading: Reading,
    sender: str,
    recipients: Sequence[str],
    groups: Sequence[Group] = (),
    owner: str = "",
    site: str = "",
    at: Optional[datetime] = None,
    missing: Sequence[Group] = (),
) -> EmailMessage:
    """The message, as plain text and as HTML.

    groups: words that are new or grow, none with fewer than five conversations; missing: those that
    the assistant has no answer to. owner (str): only what concerns this organisation, and no words.
    site (str): address of the console's site, "" for no links.
    RAISES BadInput for an address that is none.
    """
    world = reading.world
    fixed = {"owner": owner} if owner else {}
    chosen = asked({"period": PERIOD}, world.names, reading.today(), reading.assumed, **fixed)
    views = {name: view(reading.figure(name, chosen.filters, chosen.assumed)) for name in FIGURES}
    words = staff_words()
    name = world.names.organisation(owner) if owner else words("review_digest_all")
    message = EmailMessage()
    message["Subject"] = words("review_digest_subject", name=name, days=chosen.days)
    message["From"] = _address(sender, "SIGNPOST_MAIL_FROM")
    message["To"] = ", ".join(_address(one, "SIGNPOST_MAIL_TO") for one in recipients)
    message["Date"] = format_datetime(at or datetime.now(timezone.utc))
    message["Message-ID"] = make_msgid(domain=sender.partition("@")[2])
    message["Auto-Submitted"] = "auto-generated"
    values = {
        "t": words, "name": name, "asked": chosen, "views": views,
        "link": f"{site.rstrip('/')}/review{chosen.query()}" if site else "",
    }  # fmt: skip
    lists = () if owner else (
        (words("review_missing_title"), [group.missed for group in missing]),
        (words("review_digest_groups"), [group.told for group in groups]),
    )  # fmt: skip
    values["lists"] = lists
    message.set_content(_text(views, lists, str(values["link"]), name, chosen.days))
    page = templates(CHANNEL / "review" / "pages").get_template("review_digest.html")
    message.add_alternative(page.render(values), "html")
    return message


def _text(views: dict[str, View], lists: Lists, link: str, name: str, days: str) -> str:
    words = staff_words()
    lines = [words("review_digest_lead", name=name, days=days), ""]
    for row in views["measures"].rows:
        lines.append(f"{row[0].text}: {row[1].text} ({words('review_before', value=row[2].text)})")
    for title, told in lists:
        lines += ["", title, *([f"- {one}" for one in told] or [words("review_digest_none")])]
    for key in ("growing", "by-reason"):
        one = views[key]
        lines += ["", one.figure.title]
        heads = [head.text for head in one.heads]
        lines += [
            "- " + "; ".join(f"{h}: {cell.text}" for h, cell in zip(heads, row)) for row in one.rows
        ] or [words("review_digest_none")]
    lines += ["", words("review_small")]
    return "\n".join([*lines, "", link] if link else lines) + "\n"


def _address(text: str, setting: str) -> str:
    """An address that can't smuggle a header in. RAISES BadInput."""
    name, _, domain = text.partition("@")
    if not name or "." not in f"{domain}." or not domain or any(c in text for c in " \r\n\t,;<>"):
        raise BadInput(f"{setting} has {text!r}, which is no e-mail address: use name@example.org.")
    return text
