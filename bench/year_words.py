"""What citizens of the made-up year type: phrases of the training data said anew, and three needs
that the catalogue does not know, planted to see whether the console finds them.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.evaluation.phrases import read
from bot.evaluation.typing_errors import spoil

ROOT = Path(__file__).parents[1]

BEFORE = (
    "hi ", "hello, ", "please ", "help! ", "i'm trying to find out about ", "not sure who to ask: ",
    "my neighbour says to ask you: ", "quick question, ", "sorry if this is the wrong place. ",
    "can someone tell me ", "i need help with ", "morning, ",
)  # fmt: skip
AFTER = (
    " please", " thanks", " asap", "?", "??", " - who do i contact", " if possible", " near me",
    " and nobody answers the phone", " this week", " for my mum", " again", " online", " today",
)  # fmt: skip
#: What no part of the council's work, nor the model, makes sense of.
MUTTERINGS = (
    "it still isnt sorted", "same as last time", "the thing you sent me", "as i said before",
    "what about the other one", "number 4", "the form", "it wont let me", "they said ask you",
    "yes but which", "hello??", "asdf", "test", "can u ring back", "nobody came",
    "its the wrong one",
    "i did that already", "where is it", "how long", "what do i put in the box", "the man said no",
    "page not found", "how much was it", "is it you or them", "my reference", "ok and then what",
)  # fmt: skip


@dataclass(frozen=True)
class Planted:
    """A need that no service meets.

    templates, fillings: every template with every filling is one wording. months: how much it is
    asked for, January first. unhelped (float): part that is answered with `mistaken` and judged
    not to have helped; the rest is not understood. conversations (int): in the whole year.
    """

    id: str
    templates: tuple[str, ...]
    fillings: tuple[str, ...]
    months: tuple[float, ...]
    unhelped: float
    mistaken: str
    share: float

    def wordings(self) -> list[str]:
        """All the ways to say it, in a fixed order."""
        return [t.format(f) for t in self.templates for f in self.fillings]


PLANTED = (
    Planted(
        "borrow-tools",
        (
            "can i borrow a {} from the council", "where can i borrow a {}",
            "is there a library of things with a {}", "tool library {}",
            "borrow a {} for the weekend",
            "i don't want to buy a {}, can i borrow one", "do you lend out a {}",
            "does the library lend a {} like it lends books", "lend me a {}",
            "how do i join the tool lending library to get a {}",
        ),
        (
            "drill", "carpet cleaner", "ladder", "sewing machine", "pressure washer",
            "hedge trimmer",
            "sander", "steam cleaner", "wallpaper stripper", "saw", "tent", "lawn mower", "gazebo",
            "cement mixer", "pair of loppers", "projector", "wheelbarrow", "tile cutter",
        ),
        (0, 0, 1, 3, 6, 7, 8, 8, 9, 10, 11, 7), 0.1, "library-join-find", 0.0085,
    ),
    Planted(
        "real-nappies",
        (
            "vouchers for {}", "do you give money towards {}", "real nappy scheme {}",
            "free trial of {}",
            "can i get help to pay for {}", "is there a grant for {}",
            "how do i claim the {} voucher",
            "starter pack of {}", "my friend in another borough got {} paid for",
            "does the council subsidise {}", "where to get cheap {} for a newborn",
            "i want to try {} before i buy",
        ),
        (
            "cloth nappies", "reusable nappies", "washable nappies", "real nappies",
            "a nappy laundry",
            "terry nappies", "cotton nappies", "reusable wipes and nappies",
            "second hand cloth nappies",
            "bamboo nappies", "eco nappies", "reusable swim nappies", "a cloth nappy kit",
        ),
        (0, 0, 0, 0, 0, 1, 2, 3, 7, 9, 12, 8), 0.55, "recycling-what-goes-where", 0.006,
    ),
    Planted(
        "fly-a-drone",
        (
            "can i fly {} in the park", "permission to fly {}", "drone permit {}",
            "where am i allowed to fly {}", "do i need a licence from the council to fly {}",
            "rules for flying {} over council land", "flying {} on the common",
            "i want to film with {} at the beach",
            "is it ok to take off with {} from the playing field",
            "who gives consent for {} over the town centre",
        ),
        (
            "a drone", "my drone", "a camera drone", "a small drone", "a mini drone", "drones",
            "a quadcopter", "a drone for a wedding video", "a drone for a roof survey",
            "a racing drone", "a toy drone", "an fpv drone", "a drone at night", "two drones",
            "my son's drone", "a drone for a school project",
        ),
        (0, 0, 0, 0, 1, 4, 12, 14, 6, 4, 3, 6), 0.25, "parks-open-spaces", 0.0065,
    ),
)  # fmt: skip


def phrases() -> Mapping[str, list[str]]:
    """The training phrases by need id, and under "out_of_scope" what nobody deals with."""
    found: dict[str, list[str]] = defaultdict(list)
    for phrase in read(ROOT / "nlu" / "data"):
        if phrase.need or phrase.intent == "out_of_scope":
            found[phrase.need or phrase.intent].append(phrase.text)
    return found


def said_anew(text: str, chance: random.Random) -> str:
    """The phrase as somebody else would type it: words around it, a slip of the finger."""
    draw = chance.random()
    if draw < 0.25:
        text = chance.choice(BEFORE) + text[:1].lower() + text[1:]
    if 0.15 < draw < 0.45:
        text = text.rstrip("?.! ") + chance.choice(AFTER)
    if draw > 0.85:
        text = spoil(text, chance.randrange(1000))
    return text.lower() if draw > 0.6 else text
