"""What is said: builds the reply for each thing that can happen in a turn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Optional

from bot.catalogue import Catalogue
from bot.memory import Memory
from bot.model import Alternative, Answer, Ask, Details, Gap, Option, Resolution, Words
from bot.reply import Alarm, Contact, Hours, Question, Reply, Takes
from bot.said import Said
from bot.words import say as spoken

Needs = tuple[tuple[str, float], ...]
#: Other needs offered when an answer did not help.
OTHERS = 3


@dataclass(frozen=True)
class Voice:
    """Who speaks: the council with its way to reach a person, in a language of bot.words."""

    contact: Contact
    lang: str = "en"

    def render(self, words: Words) -> str:
        """The sentence in this voice's language."""
        return spoken(words, self.lang)


def say(outcome: str, words: Words, voice: Voice, needs: Needs = ()) -> Reply:
    """A reply of one sentence."""
    filled = Words(words.key, {"council": voice.contact.name, **words.values})
    return Reply(
        outcome, (voice.render(filled),), needs=needs, contact=voice.contact, lang=voice.lang
    )


def simple(outcome: str, key: str, voice: Voice, needs: Needs = ()) -> Reply:
    """A reply of one sentence that needs no more than the council's name."""
    return say(outcome, Words(key), voice, needs)


def emergency(said: Said, catalogue: Catalogue, voice: Voice) -> Reply:
    """What to do at once about the danger in `said.alarm`."""
    message = catalogue.safety_messages[said.alarm or "life"]
    title = voice.render(Words(f"utter_emergency_{message.kind}_title"))
    text = voice.render(Words(f"utter_emergency_{message.kind}_text"))
    need = message.need or None
    needs = said.needs
    if need:
        needs = ((need, 1.0), *((other, p) for other, p in needs if other != need))[:5]
    return Reply(
        "emergency",
        (title, text),
        need=need,
        need_label=catalogue.needs[need].label if need else None,
        needs=needs,
        alarm=Alarm(title, text, message.phone, message.phone_label, message.url),
        contact=voice.contact,
        lang=voice.lang,
        trace=(voice.render(Words("utter_trace_emergency")),),
    )


def ask_place(
    words: Words,
    memory: Memory,
    options: Sequence[Option],
    catalogue: Catalogue,
    voice: Voice,
) -> Reply:
    """Ask (again) where the citizen means."""
    question = voice.render(words)
    row = catalogue.needs.get(memory.need or "")
    label = row.label if row else None
    return Reply(
        "asked_place",
        (question,),
        need=memory.need,
        need_label=label,
        question=Question("place", question, tuple(options)),
        contact=voice.contact,
        lang=voice.lang,
    )


def ask_need(words: Words, options: Sequence[Option], said: Said, voice: Voice) -> Reply:
    """Ask which of a few needs is meant."""
    question = voice.render(words)
    return Reply(
        "asked_need",
        (question,),
        need=None,
        needs=said.needs,
        question=Question("need", question, tuple(options)),
        contact=voice.contact,
        lang=voice.lang,
    )


def from_resolution(
    found: Resolution, said: Said, memory: Memory, catalogue: Catalogue, voice: Voice
) -> Reply:
    """The reply for what the resolver found: an answer, a question or a gap."""
    need = found.need
    row = catalogue.needs.get(need) if need else None
    label = row.label if row else None
    needs = said.needs
    if need and (not needs or needs[0][0] != need) and not said.needs:
        needs = ((need, 1.0),)
    trace = tuple(voice.render(line) for line in found.trace)
    if label:
        trace = (voice.render(Words("utter_trace_need", {"need": label})), *trace)
    also = tuple(
        Alternative(catalogue.needs[other].label, other)
        for other in memory.also
        if other in catalogue.needs and other != need
    )
    if isinstance(found, Answer):
        first = voice.render(
            Words("utter_answer", {"owner": found.owner.name, "service": found.service.name})
        )
        return Reply(
            "answered",
            (first, *_also(also, voice)),
            need=need,
            need_label=label,
            needs=needs,
            owner=found.owner,
            service=found.service,
            reason=voice.render(found.reason),
            notes=tuple(voice.render(note) for note in found.notes),
            alternatives=(*also, *found.alternatives),
            contact=voice.contact,
            lang=voice.lang,
            trace=trace,
            hours=Hours(found.hours.open, voice.render(found.hours.words)) if found.hours else None,
            takes=_takes(found.details, voice),
            others=_others(memory, need, catalogue),
        )
    if isinstance(found, Ask):
        question = voice.render(found.question)
        return Reply(
            f"asked_{found.kind}",
            (question,),
            need=need,
            need_label=label,
            needs=needs,
            question=Question(found.kind, question, found.options),
            contact=voice.contact,
            lang=voice.lang,
            trace=trace,
        )
    reply = _gap(found, needs, label, trace, voice)
    return replace(reply, say=(*reply.say, *_also(also, voice)), alternatives=also)


def _gap(
    found: Gap, needs: Needs, label: Optional[str], trace: tuple[str, ...], voice: Voice
) -> Reply:
    message = voice.render(found.message)
    return Reply(
        f"gap_{found.reason}",
        (message,),
        need=found.need,
        need_label=label,
        needs=needs,
        owner=found.owner,
        reason=message,
        contact=voice.contact,
        lang=voice.lang,
        trace=trace,
    )


def _takes(details: Optional[Details], voice: Voice) -> Optional[Takes]:
    """What meeting the need takes, in words."""
    if details is None:
        return None
    return Takes(
        tuple(map(voice.render, details.cost)),
        tuple(map(voice.render, details.bring)),
        voice.render(details.time) if details.time else None,
    )


def _others(memory: Memory, need: Optional[str], catalogue: Catalogue) -> tuple[Option, ...]:
    """The needs that fitted the words next best, but for those turned down."""
    seen = {need, *memory.rejected}
    left = [other for other in memory.ranking if other in catalogue.needs and other not in seen]
    return tuple(Option(catalogue.needs[other].label, other) for other in left[:OTHERS])


def _also(also: Sequence[Alternative], voice: Voice) -> tuple[str, ...]:
    """The sentence that names the further wishes of a message."""
    if not also:
        return ()
    labels = "; ".join(other.label for other in also)
    return (voice.render(Words("utter_also", {"need": labels})),)
