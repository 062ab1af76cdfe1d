"""Reads catalogue.db: everything is loaded into dictionaries at open, so asking costs nothing."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from bot.catalogue import learned
from bot.catalogue.names import normalise
from bot.catalogue.rows import (
    AuthorityName,
    Need,
    NeedDetail,
    Organization,
    OwnerRule,
    QuestionOption,
    SafetyMessage,
    Succession,
    Town,
)
from bot.catalogue.services import Route, Services
from bot.catalogue.tables import FORMAT
from bot.catalogue.welsh import Welsh
from bot.errors import CatalogueMissing
from bot.model import Authority

_Row = Mapping[str, str]
_T = TypeVar("_T")
_REMEDY = "Build it with: python -m bot build"


class Catalogue:
    """The checked tables in memory. Never changes after `open`, so threads may share it.

    authorities (Mapping[str, Authority]): by GSS code, those that exist when the data was written.
    slugs (Mapping[str, str]): short id by GSS code, e.g. "north-yorkshire".
    authority_names (tuple[AuthorityName, ...]): other names, as in the data file.
    successions (tuple[Succession, ...]): past and future, as in the data file.
    towns (Mapping[str, Town]): by normalised name.
    outcodes (Mapping[str, tuple[str, ...]]): GSS codes by outward code, likeliest first.
    centres (Mapping[str, tuple[float, float]]): latitude and longitude of the middle of outward
        codes, in degrees (WGS 84).
    needs (Mapping[str, Need]), organizations (Mapping[str, Organization]): by id.
    names (Mapping[str, tuple[str, ...]]): normalised name -> GSS codes of live authorities, by
        official and other names and by names of abolished councils.
    taxonomy_needs (Mapping[tuple[str, str], tuple[str, ...]]): (scheme, term) of other
        directories -> needs; local_needs (frozenset[str]): needs that a local body may meet
        instead of the general one; parish_needs (frozenset[str]): those that parish, town and
        community councils share in.
    services (Services): what was imported from councils and directories; mostly empty.
    lang (str): the language its labels and names are in; base (Catalogue): the same in English.
    welsh (Welsh): the Welsh of its labels and names, see bot.catalogue.welsh.
    learned (frozenset[str]): needs that reviewers added, which have no page of their own yet.
    digest (str): SHA-256 of the data it was built from.
    """

    def __init__(
        self,
        tables: Mapping[str, list[_Row]],
        digest: str = "",
        services: Services | None = None,
    ) -> None:
        """tables: rows by SQLite table name; `Catalogue.open` is the usual way in."""
        self.digest = digest
        self.authorities = _by(tables, "authority", "gss", _authority)
        self.slugs = _by(tables, "authority", "gss", lambda row: row["slug"])
        self.authority_names = tuple(map(_authority_name, tables.get("authority_name", [])))
        self.successions = tuple(map(_succession, tables.get("succession", [])))
        self.outcodes: Mapping[str, tuple[str, ...]] = MappingProxyType(
            {r["outcode"]: tuple(r["authorities"].split()) for r in tables.get("outcode", [])}
        )
        self.centres: Mapping[str, tuple[float, float]] = MappingProxyType(
            {
                r["outcode"]: (float(r["latitude"]), float(r["longitude"]))
                for r in tables.get("outcode_centre", [])
            }
        )
        self.towns: Mapping[str, Town] = MappingProxyType(
            {normalise(r["town"]): _town(r) for r in tables.get("town", [])}
        )
        phones = {r["organization_id"]: r["number"] for r in tables.get("phone", [])}
        self.organizations = _by(
            tables, "organization", "id", lambda row: _organization(row, phones.get(row["id"]))
        )
        self.needs = _by(tables, "need", "need", _need)
        self.safety_messages = _by(tables, "safety_message", "kind", _safety_message)
        self._bodies = {
            (r["gss"], r["role"]): r["organization"] for r in tables.get("authority_body", [])
        }
        self._owner_rules = _grouped(tables, "owner_rule", "need", _owner_rule)
        self._questions = _grouped(tables, "question", "need", _question)
        self._details = _grouped(tables, "need_detail", "need", _need_detail)
        self._children: dict[str, tuple[Authority, ...]] = {}
        for authority in self.authorities.values():
            if authority.parent:
                siblings = self._children.get(authority.parent, ())
                self._children[authority.parent] = (*siblings, authority)
        self._successors: dict[str, tuple[Succession, ...]] = {}
        for succession in self.successions:
            earlier = self._successors.get(succession.old_gss, ())
            self._successors[succession.old_gss] = (*earlier, succession)
        self.names: Mapping[str, tuple[str, ...]] = MappingProxyType(self._all_names())
        self.taxonomy_needs: Mapping[tuple[str, str], tuple[str, ...]] = MappingProxyType(
            {
                (r["scheme"], r["term"]): tuple(r["need"].split("|"))
                for r in tables.get("taxonomy_need", [])
            }
        )
        self.parish_needs = frozenset(r["need"] for r in tables.get("parish_need", []))
        self.local_needs = frozenset(r["need"] for r in tables.get("local_need", []))
        self.services = services or Services()
        self.lang = "en"
        self.base = self
        self.welsh = Welsh.of(tables)
        self.learned: frozenset[str] = frozenset()

    @classmethod
    def open(
        cls, path: Path, services: Path | None = None, learned_needs: Path | None = None
    ) -> Catalogue:
        """Load the catalogue from `path`.

        services (Path | None): file of imported services; none is needed, nor need it exist.
        learned_needs (Path | None): file of needs that reviewers added; neither need it exist.
        RAISES CatalogueMissing when there is none, it is damaged, or another version built it.
        """
        if not path.is_file():
            raise CatalogueMissing(f"There is no catalogue at {path}. {_REMEDY}")
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
        connection.row_factory = sqlite3.Row
        try:
            meta = dict(connection.execute("select key, value from meta").fetchall())
            if meta.get("format") != str(FORMAT):
                found = meta.get("format")
                message = f"The catalogue at {path} has format {found}, not {FORMAT}. {_REMEDY}"
                raise CatalogueMissing(message)
            names = connection.execute("select name from sqlite_master where type = 'table'")
            tables: dict[str, list[_Row]] = {}
            for (name,) in names.fetchall():
                query = f'select * from "{name}" order by rowid'  # noqa: S608  (a table of ours)
                rows = connection.execute(query).fetchall()
                tables[name] = [dict(row) for row in rows]
        except sqlite3.DatabaseError as error:
            raise CatalogueMissing(f"Cannot read {path} ({error}). {_REMEDY}") from error
        finally:
            connection.close()
        fixed = {row["need"] for row in tables["need"]}
        added = [row for row in learned.read(learned_needs) if row["need"] not in fixed]
        tables["need"] += added
        tables["welsh_text"] = [
            *tables.get("welsh_text", []),
            *({"english": row["label"], "welsh": row["welsh"]} for row in added if row["welsh"]),
        ]
        catalogue = cls(tables, meta["digest"], Services.open(services) if services else None)
        catalogue.learned = frozenset(row["need"] for row in added)
        return catalogue

    def text(self, english: str) -> str:
        """A label or name that stands in no table of its own, in the catalogue's language."""
        return self.welsh.texts.get(english, english) if self.lang == "cy" else english

    def children(self, county_gss: str) -> tuple[Authority, ...]:
        """The districts of a county; empty for anything else."""
        return self._children.get(county_gss, ())

    def parent(self, authority: Authority) -> Authority | None:
        """The county council over a district, else None."""
        return self.authorities.get(authority.parent) if authority.parent else None

    def owner_rules(self, need: str) -> tuple[OwnerRule, ...]:
        """Exceptions to the need's owner, in the file's order."""
        return self._owner_rules.get(need, ())

    def questions(self, need: str) -> tuple[QuestionOption, ...]:
        """The options of every question about the need, in the file's order."""
        return self._questions.get(need, ())

    def details(self, need: str) -> tuple[NeedDetail, ...]:
        """What the need takes, by scope, in the file's order."""
        return self._details.get(need, ())

    def service_for(self, owner: str, need: str) -> Route | None:
        """The owner's own way in for a need, imported; None when none is known or it is broken."""
        return self.services.route(owner, need)

    def body(self, gss: str, role: str) -> Organization | None:
        """The body with this role (police, fire, ...) in an authority's area, or its county's."""
        found = self._bodies.get((gss, role))
        if found is None and gss in self.authorities:
            parent = self.authorities[gss].parent
            found = self._bodies.get((parent, role)) if parent else None
        return self.organizations[found] if found else None

    def outcode(self, code: str) -> tuple[Authority, ...]:
        """Candidate authorities of an outward code, likeliest first; empty when unknown."""
        return self.resolve_codes(self.outcodes.get(code.upper(), ()))

    def resolve_codes(self, codes: tuple[str, ...]) -> tuple[Authority, ...]:
        """Today's authorities for GSS codes of any age, in order, each once."""
        found = (self.authorities[live] for code in codes for live in self.current(code))
        return tuple(dict.fromkeys(found))

    def current(self, gss: str) -> tuple[str, ...]:
        """Follow a GSS code through successions to codes alive now; empty when never known."""
        if gss in self.authorities:
            return (gss,)
        live: list[str] = []
        for succession in self._successors.get(gss, ()):
            if succession.gss and succession.kind != "future":
                live.extend(self.current(succession.gss))
        return tuple(dict.fromkeys(live))

    def succession(self, gss: str) -> tuple[Succession, ...]:
        """What a code gave way to, or will: past rows for an ended code, future for a live one."""
        return self._successors.get(gss, ())

    def reword(self, text: Callable[[str], str]) -> None:
        """Puts notes, options and children into other words: for a copy in another language."""
        self._owner_rules = {
            need: tuple(replace(row, note=text(row.note)) for row in rows)
            for need, rows in self._owner_rules.items()
        }
        self._questions = {
            need: tuple(replace(row, label=text(row.label)) for row in rows)
            for need, rows in self._questions.items()
        }
        self._children = {
            county: tuple(self.authorities[one.gss] for one in below)
            for county, below in self._children.items()
        }

    def _all_names(self) -> dict[str, tuple[str, ...]]:
        names: dict[str, tuple[str, ...]] = {}
        for succession in self.successions:
            if succession.kind != "future":
                live = self.current(succession.old_gss)
                key = normalise(succession.old_name)
                names[key] = tuple(dict.fromkeys((*names.get(key, ()), *live)))
        for authority in self.authorities.values():
            names[self.slugs[authority.gss].replace("-", " ")] = (authority.gss,)
        for other in self.authority_names:
            names[normalise(other.name)] = other.gss
        for authority in self.authorities.values():
            names[normalise(authority.name)] = (authority.gss,)
        return names


def _by(
    tables: Mapping[str, list[_Row]], name: str, key: str, make: Callable[[_Row], _T]
) -> Mapping[str, _T]:
    return MappingProxyType({row[key]: make(row) for row in tables.get(name, [])})


def _grouped(
    tables: Mapping[str, list[_Row]], name: str, key: str, make: Callable[[_Row], _T]
) -> dict[str, tuple[_T, ...]]:
    groups: dict[str, list[_T]] = defaultdict(list)
    for row in tables.get(name, []):
        groups[row[key]].append(make(row))
    return {group: tuple(rows) for group, rows in groups.items()}


def _authority(row: _Row) -> Authority:
    return Authority(
        gss=row["gss"],
        name=row["name"],
        tier=row["tier"],
        kind=row["kind"],
        parent=row["parent"] or None,
        nation=row["nation"],
        homepage=row["homepage"],
        phone=row["phone"] or None,
    )


def _safety_message(row: _Row) -> SafetyMessage:
    return SafetyMessage(
        row["kind"], row["need"] or None, row["phone"], row["phone_label"], row["url"]
    )


def _authority_name(row: _Row) -> AuthorityName:
    return AuthorityName(row["name"], tuple(row["gss"].split()), row["kind"])


def _succession(row: _Row) -> Succession:
    ended = date.fromisoformat(row["ended"])
    gss = row["gss"] or None
    return Succession(row["old_gss"], row["old_name"], ended, gss, row["new_name"], row["kind"])


def _town(row: _Row) -> Town:
    return Town(row["town"], tuple(row["authorities"].split()), tuple(row["outcodes"].split()))


def _organization(row: _Row, phone: str | None) -> Organization:
    nation = tuple(row["nation"].split("|"))
    url = row["url"] or None
    return Organization(row["id"], row["name"], row["kind"], nation, url, phone, row["hours"])


def _need(row: _Row) -> Need:
    lgsl = int(row["lgsl"]) if row["lgsl"] else None
    govuk = row["govuk"] or None
    return Need(row["need"], row["label"], row["group"], lgsl, row["owner"], govuk, row["service"])


def _owner_rule(row: _Row) -> OwnerRule:
    url, phone = row["url"] or None, row["phone"] or None
    return OwnerRule(row["need"], row["scope"], row["owner"], url, phone, row["note"])


def _question(row: _Row) -> QuestionOption:
    return QuestionOption(
        need=row["need"],
        fact=row["fact"],
        policy=row["policy"],
        value=row["value"],
        label=row["label"],
        owner=row["owner"],
        to_need=row["to_need"] or None,
        scope=row["scope"],
        hints=row["hints"],
    )


def _need_detail(row: _Row) -> NeedDetail:
    bring = tuple(row["bring"].split())
    return NeedDetail(row["need"], row["scope"], row["cost"], bring, row["time"], row["source"])
