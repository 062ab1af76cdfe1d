"""Facts about whole conversations, without Rasa: what was understood is given, turn by turn."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.catalogue import Catalogue
from bot.catalogue.build import build
from bot.conversation import World, step
from bot.memory import Memory
from bot.reply import Contact, Reply
from bot.said import Said
from bot.where import find_place

CONTACT = Contact("Borsetshire County Council", "01234 567890", "https://borsetshire.example")


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """The project's own catalogue on a fixed day, with no home area."""
    path = tmp_path_factory.mktemp("conversation") / "catalogue.db"
    build(Path(__file__).parents[1] / "bot" / "data", path)
    return World(Catalogue.open(path), date(2026, 11, 23), CONTACT)


class Talk:
    """A conversation: say something, look at the reply."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.memory = Memory()

    def hear(self, said: Said) -> Reply:
        """One turn."""
        reply, memory = step(said, self.memory, self.world)
        # What is kept must survive a slot, as it does in production.
        self.memory = Memory.from_dict(memory.to_dict())
        return reply

    def say(self, text: str, *needs: str, intent: str = "need", decision: str = "answer") -> Reply:
        """Words, with the needs that understanding would rank for them."""
        ranked = tuple((need, 0.9 / (i + 1)) for i, need in enumerate(needs))
        place = find_place(text, self.world.catalogue)
        offer = needs[:3] if decision == "ask" else ()
        return self.hear(Said(text, intent, decision, ranked, offer, place=place))

    def choose(self, value: str) -> Reply:
        """A button."""
        return self.hear(Said("", "choose", choice=value))


@pytest.fixture
def talk(world: World) -> Talk:
    """A new conversation."""
    return Talk(world)


def test_pothole_then_place(talk: Talk) -> None:
    """The main job: a hole in the road, where, and whose it is with a reason and a link."""
    asked = talk.say("there's a massive hole in the road outside my house", "pothole")
    assert asked.outcome == "asked_place"
    told = talk.say("Harrogate", intent="give_place")
    assert told.outcome == "answered"
    assert told.owner is not None
    assert told.owner.name == "North Yorkshire Council"
    assert told.service is not None
    assert told.service.url
    assert told.reason


def test_place_in_the_first_message_is_not_asked_again(talk: Talk) -> None:
    """ "pothole in Leeds" is answered at once, and the next need uses Leeds too."""
    assert talk.say("pothole in Leeds", "pothole").owner.name == "Leeds City Council"  # type: ignore[union-attr]
    again = talk.say("and my bin was missed", "missed-bin")
    assert again.outcome == "answered"
    assert again.owner is not None
    assert again.owner.name == "Leeds City Council"


def test_two_tiers_two_owners(talk: Talk) -> None:
    """In one town the bins are the district's and the potholes the county's."""
    bins = talk.say("missed bin in Cambridge", "missed-bin")
    hole = talk.say("pothole", "pothole")
    assert bins.owner is not None
    assert hole.owner is not None
    assert (bins.owner.kind, hole.owner.kind) == ("district", "county")
    assert hole.owner.name == "Cambridgeshire County Council"


def test_no_place_question_where_the_owner_does_not_depend_on_it(talk: Talk) -> None:
    """A passport comes from one office wherever one lives."""
    reply = talk.say("renew my passport", "passport")
    assert reply.outcome == "answered"
    assert reply.owner is not None
    assert reply.owner.kind == "national"


def test_unclear_words_are_asked_about_and_a_choice_is_answered(talk: Talk) -> None:
    """A topic offers its needs; a button, a number and a label choose alike."""
    for choice in ("button", "the first one", "Pay a parking fine (PCN)"):
        talk.memory = Memory()
        asked = talk.say(
            "parking fine", "parking-fine-pay", "parking-fine-challenge", decision="ask"
        )
        assert asked.outcome == "asked_need"
        assert asked.question is not None
        assert [o.value for o in asked.question.options] == [
            "parking-fine-pay",
            "parking-fine-challenge",
        ]
        chosen = (
            talk.choose("parking-fine-pay")
            if choice == "button"
            else talk.say(choice, "car-parks", decision="ask")
        )
        assert chosen.need == "parking-fine-pay"


def test_a_fact_is_asked_once_and_answered_in_words_or_by_button(talk: Talk) -> None:
    """Who the landlord is decides who repairs."""
    asked = talk.say("my boiler is broken in Leeds", "council-home-repair")
    assert asked.outcome == "asked_fact"
    told = talk.choose("council")
    assert told.outcome == "answered"
    assert told.owner is not None
    assert told.owner.name == "Leeds City Council"


def test_only_what_may_be_meant_is_offered_later(talk: Talk) -> None:
    """Likely enough, or of the same group: rights at work lead to no number plates."""
    ranked = (("redundancy-rights", 0.99), ("number-plate", 0.0001), ("find-job", 0.003))
    told = talk.hear(Said("redundancy rights", "need", "answer", ranked))
    assert [option.value for option in told.others] == ["find-job"]
    ranked = (("missed-bin", 0.99), ("new-bin", 0.0001), ("number-plate", 0.0001))
    talk.hear(Said("my bin", "need", "answer", ranked))
    told = talk.say("Leeds", intent="give_place")
    assert [option.value for option in told.others] == ["new-bin"]


def test_not_it_offers_what_else_fitted_then_gives_up_honestly(talk: Talk) -> None:
    """ "No, that's not it" leads to alternatives, and in the end to a person."""
    talk.say("hole in Leeds", "pothole", "pavement-problem", "road-adoption-search")
    other = talk.say("no that's not it", intent="deny")
    assert other.outcome == "asked_need"
    assert other.question is not None
    assert "pothole" not in [option.value for option in other.question.options]
    last = talk.choose("not-it")
    assert last.outcome == "gap_not_understood"
    assert last.contact == CONTACT


def test_danger_comes_before_everything(talk: Talk) -> None:
    """An alarm is answered at once and the question before it stays open."""
    talk.say("pothole", "pothole")
    alarm = talk.hear(Said("my house is on fire", "need", needs=(("pothole", 0.5),), alarm="life"))
    assert alarm.outcome == "emergency"
    assert alarm.alarm is not None
    assert "999" in alarm.alarm.title + alarm.alarm.text + (alarm.alarm.phone or "")
    assert talk.say("Leeds", intent="give_place").outcome == "answered"


def test_a_place_nobody_knows_is_asked_again_once_then_a_person_is_offered(talk: Talk) -> None:
    """No endless loop of the same question."""
    talk.say("pothole", "pothole")
    outcomes = [talk.say("Xyzzyville", intent="out_of_scope").outcome for _ in range(3)]
    assert "asked_place" in outcomes
    assert outcomes[-1].startswith("gap_")


def test_a_broken_postcode_is_told_as_such(talk: Talk) -> None:
    """The second question says what is wrong, not just the same again."""
    talk.say("pothole", "pothole")
    reply = talk.say("HG1 1", intent="out_of_scope")
    assert reply.outcome in ("asked_place", "answered")
    if reply.outcome == "asked_place":
        assert "postcode" in reply.say[0]


def test_a_new_wish_instead_of_a_place_is_taken_up(talk: Talk) -> None:
    """Whoever is asked where and says something else is not held to the question."""
    talk.say("pothole", "pothole")
    assert talk.say("how do I renew my passport", "passport").need == "passport"


def test_another_place_for_the_same_need(talk: Talk) -> None:
    """ "What about in York?" asks the last need for another place."""
    talk.say("pothole in Leeds", "pothole")
    reply = talk.say("in York", intent="give_place")
    assert reply.need == "pothole"
    assert reply.owner is not None
    assert reply.owner.name == "City of York Council"


@pytest.mark.parametrize(
    ("intent", "outcome"),
    [
        ("greet", "smalltalk"),
        ("thanks", "smalltalk"),
        ("bye", "smalltalk"),
        ("affirm", "smalltalk"),
        ("bot_challenge", "smalltalk"),
        ("start_again", "smalltalk"),
        ("person", "person"),
        ("out_of_scope", "gap_out_of_remit"),
        ("other_language", "gap_not_understood"),
        ("not_understood", "gap_not_understood"),
    ],
)
def test_everything_said_gets_a_sentence_and_a_way_to_a_person(
    talk: Talk, intent: str, outcome: str
) -> None:
    """Small talk and refusals never end in silence."""
    reply = talk.say("something", intent=intent)
    assert reply.outcome == outcome
    assert reply.say[0].strip()
    assert "{" not in reply.say[0]
    assert reply.contact == CONTACT


def test_starting_again_forgets(talk: Talk) -> None:
    """Neither need nor place is left."""
    talk.say("pothole in Leeds", "pothole")
    talk.say("start again", intent="start_again")
    assert talk.memory == Memory()


def test_home_area_spares_the_place_question(world: World) -> None:
    """On one council's own website its area is taken for granted until another is named."""
    talk = Talk(replace(world, home="E08000035"))
    reply = talk.say("pothole", "pothole")
    assert reply.owner is not None
    assert reply.owner.name == "Leeds City Council"


def test_a_second_wish_is_offered(talk: Talk) -> None:
    """The first is answered, the second stands beside it."""
    reply = talk.hear(
        Said(
            "passport, and fishing licence too",
            "need",
            needs=(("passport", 0.9),),
            also=("fishing-licence",),
        )
    )
    assert reply.need == "passport"
    assert reply.alternatives[0].value == "fishing-licence"
    assert len(reply.say) == 2


def test_a_second_wish_outlasts_the_question_of_place(talk: Talk) -> None:
    """It is offered with the answer, turns later; taken up, it is not offered again."""
    wish = Said("hole, and a bin", "need", needs=(("pothole", 0.9),), also=("missed-bin",))
    assert talk.hear(wish).outcome == "asked_place"
    told = talk.say("Harrogate", intent="give_place")
    assert told.need == "pothole"
    assert told.alternatives[0].value == "missed-bin"
    assert len(told.say) == 2
    second = talk.choose("missed-bin")
    assert second.need == "missed-bin"
    assert "missed-bin" not in [other.value for other in second.alternatives]


def test_a_place_said_while_choosing_is_kept_and_the_choice_put_again(talk: Talk) -> None:
    """What was asked is not lost; the answer then needs no place any more."""
    asked = talk.say("bins", "missed-bin", "new-bin", decision="ask")
    again = talk.say("Harrogate", intent="give_place")
    assert again.outcome == "asked_need"
    assert again.say[0] == "Thanks. The place is North Yorkshire Council."
    assert again.question == asked.question
    assert talk.choose("missed-bin").outcome == "answered"


@pytest.mark.parametrize("intent", ["out_of_scope", "not_understood"])
def test_the_name_of_a_town_alone_is_a_place(talk: Talk, intent: str) -> None:
    """Although it is a word or a surname as well; what is longer, or no town, is not."""
    reply = talk.say("York", intent=intent)
    assert reply.say == ("Thanks. What do you need in City of York Council?",)
    assert talk.say("Xyzzy", intent=intent).outcome.startswith("gap_")
    assert talk.say("York ham", intent=intent).outcome.startswith("gap_")


def test_the_name_of_a_town_alone_answers_no_other_question(talk: Talk) -> None:
    """While needs are to be chosen from it is kept, although a need looks a little like it."""
    talk.say("bins", "missed-bin", "new-bin", decision="ask")
    again = talk.say("Reading", "library-join-find", "adult-education", decision="ask")
    assert again.question is not None
    assert [option.value for option in again.question.options] == ["missed-bin", "new-bin"]


def test_three_wishes_are_gone_through_without_going_round(talk: Talk) -> None:
    """All are named; "yes" goes on to the next, and what was dealt with is not offered again."""
    also = ("state-pension", "tv-licence")
    first = talk.hear(
        Said("passport, pension, telly", "need", needs=(("passport", 0.9),), also=also)
    )
    assert [other.value for other in first.alternatives[:2]] == list(also)
    assert all(talk.world.catalogue.needs[need].label in first.say[1] for need in also)
    second = talk.say("yes please", intent="affirm")
    assert second.need == "state-pension"
    assert [other.value for other in second.alternatives if other.value] == ["tv-licence"]
    third = talk.choose("tv-licence")
    assert third.need == "tv-licence"
    assert [other.value for other in third.alternatives if other.value] == []
    assert talk.say("yes", intent="affirm").outcome == "smalltalk"


def test_a_second_wish_is_offered_where_the_first_has_no_answer(talk: Talk) -> None:
    """It is not lost with the first."""
    wish = Said("buy my flat, and tv", "need", needs=(("right-to-buy", 0.9),), also=("tv-licence",))
    talk.hear(wish)
    reply = talk.say("Edinburgh", intent="give_place")
    assert reply.outcome == "gap_no_provider"
    assert [other.value for other in reply.alternatives] == ["tv-licence"]
    assert talk.choose("tv-licence").outcome == "answered"


def test_words_of_danger_that_are_not_meant_now_get_a_line_about_999(talk: Talk) -> None:
    """Before the answer, or the question, and only in that turn."""
    asked = talk.hear(Said("dad wanders", "need", needs=(("dementia-support", 0.9),), caution=True))
    assert asked.notices[0] == "If someone is in danger now, call 999."
    assert "If someone is in danger now, call 999." not in talk.say("Leeds").notices


def test_a_stale_or_made_up_button_is_harmless(talk: Talk) -> None:
    """A value that is no option leads to a sentence."""
    assert talk.choose("no-such-value").outcome == "gap_not_understood"
