"""One turn of the conversation: (what was said, what is remembered) -> (reply, memory).

The order of `STEPS` is the policy: the first that has something to say, says it. Pure but for
looking places up in the catalogue; imports no framework.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Optional

from bot import answers
from bot.answers import Voice
from bot.catalogue import Catalogue
from bot.catalogue.postcodes import Postcodes
from bot.memory import Asked, Memory
from bot.model import Option, Place, Words
from bot.notices import Notice, for_answer
from bot.options import chosen
from bot.places import from_value, to_value
from bot.reply import Contact, Reply
from bot.resolve import facts_from_words, resolve
from bot.said import Said
from bot.where import place_named, where

#: How often the same question is put before a person is offered instead.
TRIES = 2
#: What a place is when it can be worked with.
KNOWN = ("found", "split")
#: Chance from which a need is worth offering when the best was not meant.
PLAUSIBLE = 0.002
#: Needs offered when it is not clear which is meant.
OFFERED = 3


@dataclass(frozen=True)
class World:
    """What a turn is decided in: the catalogue, the day, the council whose website it is (GSS
    code), how to reach a person there, the local time, by which opening hours are told (None: they
    are not), the service notices there are, and the language, which the catalogue has to be in too.
    """

    catalogue: Catalogue
    today: date
    contact: Contact
    postcodes: Optional[Postcodes] = None
    home: Optional[str] = None
    now: Optional[datetime] = None
    notices: tuple[Notice, ...] = ()
    lang: str = "en"

    @property
    def voice(self) -> Voice:
        """What says the replies."""
        return Voice(self.contact, self.lang)


Turn = Optional[tuple[Reply, Memory]]


def step(said: Said, memory: Memory, world: World) -> tuple[Reply, Memory]:
    """The reply to one message and what to remember of it."""
    said = _known(said, world.catalogue)
    if said.place and said.place.status in KNOWN:
        memory = memory.but(place=to_value(said.place))
    for part in STEPS:
        turn = part(said, memory, world)
        if turn:
            return (_cautious(turn[0], world), turn[1]) if said.caution else turn
    return answers.simple("gap_not_understood", "utter_not_understood", world.voice), memory


def _cautious(reply: Reply, world: World) -> Reply:
    """The reply with a line about 999 before it: words of danger stand in the message."""
    return replace(reply, notices=(world.voice.render(Words("utter_caution")), *reply.notices))


def _known(said: Said, catalogue: Catalogue) -> Said:
    """Without needs that the catalogue lacks: a model may have learned one that was taken back."""
    needs = catalogue.needs
    if all(need in needs for need in (*(need for need, _ in said.needs), *said.offer)):
        return said
    return replace(
        said,
        needs=tuple(pair for pair in said.needs if pair[0] in needs),
        offer=tuple(need for need in said.offer if need in needs),
    )


def _danger(said: Said, memory: Memory, world: World) -> Turn:
    """Immediate danger comes before anything else; what was asked stays as it was."""
    if not said.alarm:
        return None
    return answers.emergency(said, world.catalogue, world.voice), memory


def _choice(said: Said, memory: Memory, world: World) -> Turn:
    """A button, or words that name one of the options on show."""
    value = said.choice
    if value is None and memory.asked and memory.asked.options:
        confident = said.intent == "need" and said.decision == "answer"
        value = chosen(said.text, memory.asked.options, strict=confident)
    if value is None:
        return None
    if value == "not-it":
        return _turned_down(memory, world)
    if value == "person":
        return answers.simple("person", "utter_person", world.voice), memory.but(asked=None)
    asked = memory.asked
    if asked and asked.fact and value in {option.value for option in asked.options}:
        facts = {**memory.facts, asked.fact: value}
        return _resolved(memory.but(facts=facts, asked=None), said, world)
    if value in world.catalogue.needs:
        return _resolved(_about(value, memory, world), said, world)
    authority = world.catalogue.authorities.get(value)
    if authority:
        place = Place(authority.name, "found", (authority,), authority.nation, None, authority.name)
        return _resolved(memory.but(place=to_value(place), asked=None), said, world)
    return None


def _place(said: Said, memory: Memory, world: World) -> Turn:
    """The answer to "where?", or a place said by itself."""
    waiting = bool(memory.asked and memory.asked.kind == "place")
    alone = said.intent == "give_place"
    if not waiting and not alone:
        said = _by_name(said, memory, world)
        if not said.place:
            return None
    place = said.place
    if place is None or place.status not in KNOWN:
        place = where(said.text, world.catalogue, world.postcodes)
    if place.status not in KNOWN and said.intent == "need" and said.decision == "answer":
        return None  # a clear new wish instead of a place
    if place.status in KNOWN:
        memory = memory.but(place=to_value(place))
        if memory.need:
            return _resolved(memory.but(asked=None), said, world)
        named = from_value(memory.place, world.catalogue)
        label = named.label if named else place.label
        if memory.asked and memory.asked.kind == "need":  # what is meant is still to be chosen
            offer = tuple(option.value for option in memory.asked.options)
            reply, memory = _which(offer, memory, Said("", "give_place"), world)
            kept = world.voice.render(Words("utter_place_kept", {"place": label}))
            return replace(reply, say=(kept, *reply.say)), memory
        words = Words("utter_place_noted", {"place": label})
        return answers.say("asked_need", words, world.voice), memory.but(asked=None)
    if said.intent in SOCIAL:
        return None
    if place.status == "outside":
        return answers.simple("gap_out_of_remit", "utter_place_outside", world.voice), memory
    return _again(place, memory, world)


def _by_name(said: Said, memory: Memory, world: World) -> Said:
    """With the place when a message is a town's name and no more; else without one. "York" and
    "Reading" are words as well, so it counts only where nothing better is made of the message.
    """
    choosing = bool(memory.asked and memory.asked.kind == "need") and said.intent == "need"
    lost = said.intent in ("out_of_scope", "not_understood") and said.text[:1].isupper()
    unclear = lost or (choosing and said.decision == "ask")
    place = place_named(said.text, world.catalogue) if unclear else None
    return replace(said, place=place if place and place.status in KNOWN else None)


def _again(place: Place, memory: Memory, world: World) -> Turn:
    """The place was not understood: ask once more, then offer a person."""
    asked = memory.asked or Asked("place", tries=0)
    if asked.tries >= TRIES:
        words = Words("utter_place_given_up")
        return answers.say("gap_not_understood", words, world.voice), memory.but(asked=None)
    key = "utter_place_malformed" if place.status == "malformed" else "utter_place_unknown"
    again = Asked("place", asked.options, tries=asked.tries + 1)
    reply = answers.ask_place(Words(key), memory, asked.options, world.catalogue, world.voice)
    return reply, memory.but(asked=again)


def _fact_in_words(said: Said, memory: Memory, world: World) -> Turn:
    """The answer to a fact question in the citizen's own words."""
    if not memory.asked or memory.asked.kind != "fact" or not memory.need:
        return None
    facts = facts_from_words(world.catalogue, memory.need, said.text)
    if memory.asked.fact not in facts:
        return None
    return _resolved(memory.but(facts={**memory.facts, **facts}, asked=None), said, world)


#: What is taken as said even while a place is awaited; other words are a place not understood.
SOCIAL = ("greet", "thanks", "bye", "bot_challenge", "person", "start_again", "deny")
SMALLTALK = {
    "greet": ("smalltalk", "utter_greet"),
    "thanks": ("smalltalk", "utter_thanks"),
    "bye": ("smalltalk", "utter_bye"),
    "bot_challenge": ("smalltalk", "utter_bot_challenge"),
    "person": ("person", "utter_person"),
    "other_language": ("gap_not_understood", "utter_other_language"),
    "out_of_scope": ("gap_out_of_remit", "utter_out_of_scope"),
    "not_understood": ("gap_not_understood", "utter_not_understood"),
}


def _smalltalk(said: Said, memory: Memory, world: World) -> Turn:
    """Greetings and the like, asking for a person, and what no public service deals with."""
    if said.intent == "start_again":
        return answers.simple("smalltalk", "utter_restart", world.voice), Memory()
    if said.intent == "affirm":
        if memory.done and memory.also:  # "yes" to the next of several wishes
            return _resolved(_about(memory.also[0], memory, world), said, world)
        key = "utter_affirm" if memory.done else "utter_affirm_early"
        return answers.simple("smalltalk", key, world.voice), memory
    if said.intent == "deny":
        return _turned_down(memory, world)
    if said.intent not in SMALLTALK:
        return None
    outcome, key = SMALLTALK[said.intent]
    return answers.simple(outcome, key, world.voice, said.needs), memory


def _need(said: Said, memory: Memory, world: World) -> Turn:
    """A need in the citizen's words: answer it, or ask which of a few is meant."""
    if said.intent != "need" or not said.needs:
        return None
    ranking = _plausible(said.needs, world)
    memory = memory.but(words=said.text, ranking=ranking, also=said.also, rejected=())
    memory = memory.but(asked=None, done=False)
    if said.decision == "ask" and len(said.offer) > 1:
        return _which(said.offer, memory.but(need=None, facts={}), said, world)
    return _resolved(_about(ranking[0], memory, world), said, world)


def _plausible(needs: tuple[tuple[str, float], ...], world: World) -> tuple[str, ...]:
    """The needs worth offering later: likely enough, or of one group with the best."""
    known = world.catalogue.needs
    groups = {need: known[need].group if need in known else "" for need, _ in needs}
    best = groups[needs[0][0]]
    return tuple(need for need, p in needs if p >= PLAUSIBLE or (best and groups[need] == best))


STEPS: tuple[Callable[[Said, Memory, World], Turn], ...] = (
    _danger,
    _choice,
    _fact_in_words,
    _place,
    _smalltalk,
    _need,
)


def _about(need: str, memory: Memory, world: World) -> Memory:
    """The memory turned to `need`, with the facts that the words already give."""
    facts = facts_from_words(world.catalogue, need, memory.words)
    if memory.need in (None, need):  # None: facts that came with the first message
        facts = {**facts, **memory.facts}
    also = tuple(other for other in memory.also if other != need)
    return memory.but(need=need, facts=facts, also=also, asked=None, done=False)


def _resolved(memory: Memory, said: Said, world: World) -> tuple[Reply, Memory]:
    """What the resolver says for the need in hand; asks for the need when there is none."""
    if memory.need is None:
        return answers.say("asked_need", Words("utter_ask_need"), world.voice), memory
    found = resolve(
        world.catalogue,
        memory.need,
        from_value(memory.place, world.catalogue),
        memory.facts,
        world.today,
        world.home,
        world.now,
    )
    reply = answers.from_resolution(found, said, memory, world.catalogue, world.voice)
    if not reply.question:
        reply = replace(reply, notices=_notices(reply, memory, world))
    asked = None
    if reply.question:
        asked = Asked(reply.question.kind, reply.question.options, getattr(found, "fact", None))
    return reply, memory.but(asked=asked, done=reply.outcome == "answered")


def _notices(reply: Reply, memory: Memory, world: World) -> tuple[str, ...]:
    """The service notices that concern the answer: of its need, and of its place or owner."""
    councils = [reply.owner.id] if reply.owner else []
    place = from_value(memory.place, world.catalogue)
    for authority in place.authorities if place else ():
        councils += [authority.gss, authority.parent or ""]
    found = for_answer(world.notices, world.today, reply.need, councils)
    return tuple(notice.said(world.lang) for notice in found)


def _turned_down(memory: Memory, world: World) -> tuple[Reply, Memory]:
    """ "No, that's not it": offer what else fitted, then say so honestly and offer a person."""
    rejected = memory.rejected
    if memory.need:
        rejected += (memory.need,)
    elif memory.asked and memory.asked.kind == "need":
        rejected += tuple(option.value for option in memory.asked.options)
    left = tuple(need for need in memory.ranking if need not in rejected)[:OFFERED]
    memory = memory.but(need=None, facts={}, rejected=rejected, asked=None, done=False)
    if not memory.ranking:
        return answers.simple("smalltalk", "utter_deny", world.voice), memory
    if not left or len(rejected) > OFFERED:
        words = Words("utter_not_it_given_up")
        return answers.say("gap_not_understood", words, world.voice), memory
    said = Said("", "deny")
    return _which(left, memory, said, world, "utter_not_it")


def _which(
    offer: tuple[str, ...], memory: Memory, said: Said, world: World, key: str = "utter_ask_which"
) -> tuple[Reply, Memory]:
    """Ask which of a few needs is meant, by their plain labels."""
    options = tuple(Option(world.catalogue.needs[need].label, need) for need in offer)
    reply = answers.ask_need(Words(key), options, said, world.voice)
    return reply, memory.but(asked=Asked("need", options))
