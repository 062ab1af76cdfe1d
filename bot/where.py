"""Which authorities a place means: a postcode, an outward code, a council, county, town or nation.

`where` reads a text that is nothing but a place; `find_place` finds one inside a message.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot import postcode as codes
from bot.catalogue.postcodes import Postcodes
from bot.catalogue.read import Catalogue
from bot.gazetteer import Entry, gazetteer
from bot.mentions import all_names, believed_names, believed_outward
from bot.model import Authority, Place
from bot.place_tokens import words


def where(text: str, catalogue: Catalogue, postcodes: Postcodes | None = None) -> Place:
    """Understand a whole text as a place.

    postcodes (Postcodes | None): the imported postcode table, where there is one; without it a
    full postcode is known by its outward code.
    RETURNS (Place): found, split (candidates, likeliest first), unknown (well-formed, not known),
    malformed (an attempt at a postcode) or outside (the United Kingdom). Never raises.
    """
    typed = codes.cut(" ".join(text.split()))
    whole = codes.parse(text)
    if whole:
        return _of_postcode(whole, catalogue, postcodes)
    if codes.is_elsewhere(text):
        return Place(typed, "outside", label=typed)
    inside = _of_codes(text, catalogue, postcodes, doubtful=True)
    if inside and not codes.is_broken(text):
        return inside
    names = [word.text for word in words(text)]
    book = gazetteer(catalogue)
    entry = book.whole(names)
    entries = [entry] if entry else all_names(text, book)
    if entries:
        return _of_entries(entries, catalogue, typed)
    if codes.is_attempt(text):
        return Place(typed, "malformed", label=typed)
    similar = book.similar(names)
    return _of_entries([similar] if similar else [], catalogue, typed)


def place_named(text: str, catalogue: Catalogue) -> Place | None:
    """The place when a text is its name and nothing else, although the name is a word or a surname
    as well ("York", "Reading"); RETURNS None for any other text.
    """
    entry = gazetteer(catalogue).whole([word.text for word in words(text)])
    return _of_entries([entry], catalogue, " ".join(text.split())) if entry else None


def find_place(text: str, catalogue: Catalogue, postcodes: Postcodes | None = None) -> Place | None:
    """Find the place that a message names, if it names one.

    Postcodes count first, then names of councils, then towns with evidence that a place is meant
    ("reading a book" and "can't get in the bath" name none). Two places at odds give a split.
    RETURNS (Place | None): `input` is the part of the message that was understood.
    """
    place = _of_codes(text, catalogue, postcodes, doubtful=False)
    if place:
        return place
    mentions = believed_names(text, gazetteer(catalogue))
    if not mentions:
        return None
    typed = ", ".join(dict.fromkeys(mention.text for mention in mentions))
    return _of_entries([mention.entry for mention in mentions], catalogue, typed)


def _of_codes(
    text: str, catalogue: Catalogue, postcodes: Postcodes | None, doubtful: bool
) -> Place | None:
    """The place of the postcodes in a text; `doubtful` outward codes ("M6") count when asked."""
    found = codes.find(text)
    if not found:
        found = [
            code
            for code in codes.find_outward(text)
            if code.outward in catalogue.outcodes and (doubtful or believed_outward(text, code))
        ]
    places = [_of_postcode(code, catalogue, postcodes) for code in found]
    known = [place for place in places if place.status != "unknown"]
    if len(known) < 2:
        return next(iter(known or places), None)
    together = tuple(dict.fromkeys(a for place in known for a in place.authorities))
    typed = ", ".join(dict.fromkeys(place.input for place in known))
    return _place(typed, together, typed) if together else known[0]


def _of_postcode(code: codes.Postcode, catalogue: Catalogue, postcodes: Postcodes | None) -> Place:
    """The place of one postcode: by the imported table, else by its outward code."""
    outward = code.outward
    if code.area in codes.OUTSIDE_AREAS:
        return Place(outward, "outside", outcode=outward, label=outward)
    authorities: tuple[Authority, ...] = ()
    if postcodes and code.inward:
        record = postcodes.lookup(code.full)
        if record:
            authorities = catalogue.resolve_codes((record.authority,))
    return _place(outward, authorities or catalogue.outcode(outward), outward, outward)


def _of_entries(entries: Sequence[Entry], catalogue: Catalogue, typed: str) -> Place:
    """One place for the names said together: "Richmond, North Yorkshire" is not the London one."""
    inland = [entry for entry in entries if entry.gss]
    if not inland or not entries[-1].gss:
        return Place(typed, "outside" if entries else "unknown", label=typed)
    gss: tuple[str, ...] = inland[0].gss
    label = inland[0].label
    for entry in inland[1:]:
        narrowed = _inside(gss, entry.gss, catalogue)
        if not narrowed:
            narrowed = _inside(entry.gss, gss, catalogue)
            label = entry.label if narrowed else f"{label}, {entry.label}"
        gss = narrowed or tuple(dict.fromkeys((*gss, *entry.gss)))
    place = _place(typed, tuple(catalogue.authorities[code] for code in gss), label)
    if place.status == "found" and inland[0].kind in ("authority", "former"):
        return _place(typed, place.authorities, place.authorities[0].name)
    return place


def _inside(
    candidates: Sequence[str], around: Sequence[str], catalogue: Catalogue
) -> tuple[str, ...]:
    """Those candidates that are among the others, or districts of a county among them."""
    return tuple(
        gss for gss in candidates if gss in around or catalogue.authorities[gss].parent in around
    )


def _place(
    typed: str, authorities: tuple[Authority, ...], label: str, outcode: str | None = None
) -> Place:
    status = {0: "unknown", 1: "found"}.get(len(authorities), "split")
    nations = {authority.nation for authority in authorities}
    nation = nations.pop() if len(nations) == 1 else None
    return Place(typed, status, authorities, nation, outcode, label)
