"""Facts about teaching: what is saved, what is refused, and that it can be taken back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Optional

import pytest
import yaml

from bot.catalogue import Catalogue
from bot.catalogue.languages import in_language
from bot.catalogue.learned import read as read_needs
from bot.conversation import World as Turn
from bot.conversation import step
from bot.errors import BadInput, DataFaults
from bot.evaluation.phrases import read as read_phrases
from bot.memory import Memory
from bot.model import Answer, Gap, Place
from bot.reply import Contact
from bot.resolve import resolve
from bot.review import conflicts, held_out, learned
from bot.review.model import NoSuchCluster
from bot.review.teaching import Meaning, Teaching
from bot.review.workshop import Workshop
from bot.said import Said
from bot.settings import ROOT, load
from tests import clusters_world
from tests.clusters_world import ASOF, World

DRONE = Meaning("new_need", "fly-a-drone", "Fly a drone", "lower")
WORDS = ["drone permit", "fly my drone", "drone rules", "drone over the common", "racing drone"]


class Bench:
    """Teaching over a review, in memory unless given, with the real catalogue and files in a folder
    of its own.
    """

    def __init__(self, folder: Path, world: Optional[World] = None) -> None:
        self.world = world or World(folder)
        self.settings = load(
            {
                "SIGNPOST_LEARNED": str(folder / "learned.yml"),
                "SIGNPOST_LEARNED_NEEDS": str(folder / "learned-needs.csv"),
                "SIGNPOST_REVIEW": str(folder / "review"),
            }
        )
        workshop = Workshop.__new__(Workshop)
        workshop.settings, workshop.folder = self.settings, self.settings.review
        workshop.store, workshop.vectors = self.world.review, self.world.vectors
        self.teaching = Teaching(workshop, ask_model=False)

    def taught(self, meaning: Meaning, words: list[str] = WORDS, insist: bool = False) -> int:
        """Saves a lesson of cluster 1. RETURNS its number."""
        return self.teaching.save(self.teaching.plan(1, meaning, words), "ann", insist).id

    def catalogue(self) -> Catalogue:
        """As a server would open it now."""
        return Catalogue.open(self.settings.catalogue, learned_needs=self.settings.learned_needs)


@pytest.fixture(autouse=True)
def read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The shipped phrases are read once for all tests."""
    monkeypatch.setattr("bot.review.teaching.read_phrases", clusters_world.read_phrases)


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    """With one cluster, number 1."""
    made = Bench(tmp_path)
    made.world.ask("fly a drone", 6)
    made.world.night()
    return made


def test_phrases_are_saved_with_who_when_and_whence(bench: Bench) -> None:
    """As training data that our reader and any YAML reader understand."""
    number = bench.taught(DRONE)
    (block,) = learned.read(bench.settings.learned)
    assert (block.lesson, block.intent, block.by, block.cluster) == (
        number, "need/fly-a-drone", "ann", 1,
    )  # fmt: skip
    assert len(block.phrases) == 4
    content = yaml.safe_load(bench.settings.learned.read_text())
    assert content["nlu"][0]["metadata"]["by"] == "ann"
    phrases = read_phrases(bench.settings.learned.parent)
    assert {one.need for one in phrases} == {"fly-a-drone"}
    assert bench.world.review.cluster(1).status == "done"
    assert [e.kind for e in bench.world.review.history(1)] == ["made", "taught"]


def test_words_for_a_likely_need_are_those_that_nothing_speaks_against(bench: Bench) -> None:
    """What is taught already is passed over, unless there is nothing else."""
    bench.world.ask("fly a drone indoors", 6)
    bench.world.night()
    allotment = Meaning("need", "allotment")
    both = {"fly a drone", "fly a drone indoors"}
    assert set(bench.teaching.suggest(1, meaning=allotment)) == both
    bench.taught(DRONE, ["fly a drone"])
    assert bench.teaching.suggest(1, meaning=allotment) == ["fly a drone indoors"]
    assert set(bench.teaching.suggest(1)) == both
    bench.taught(Meaning("need", "fly-a-drone"), ["fly a drone indoors"])
    assert set(bench.teaching.suggest(1, meaning=allotment)) == both


def test_a_fifth_is_kept_out_to_judge_by(bench: Bench) -> None:
    """In the shape that evaluation reads."""
    from bot.evaluation.cases import read

    bench.taught(DRONE)
    cases = read(held_out.file(bench.settings.learned), {"fly-a-drone"})
    assert [case.gold for case in cases] == [("fly-a-drone",)]
    trained = learned.read(bench.settings.learned)[0].phrases
    assert set(trained) | {case.text for case in cases} == set(WORDS)


def test_undoing_leaves_nothing_behind(bench: Bench) -> None:
    """Neither phrases nor need nor held-out phrases; a second undoing is refused."""
    number = bench.taught(DRONE)
    assert bench.teaching.undo(number, "bob").undone
    assert not bench.settings.learned.exists()
    assert not held_out.file(bench.settings.learned).exists()
    assert read_needs(bench.settings.learned_needs) == []
    assert bench.world.review.cluster(1).status == "open"
    with pytest.raises(BadInput, match="taken back already"):
        bench.teaching.undo(number, "bob")
    with pytest.raises(BadInput, match="no lesson 99"):
        bench.teaching.undo(99, "bob")


def test_undoing_one_lesson_keeps_the_others(bench: Bench) -> None:
    """A need stays as long as somebody's phrases are of it."""
    first = bench.taught(DRONE)
    bench.taught(Meaning("need", "fly-a-drone"), ["quadcopter licence"])
    bench.teaching.undo(first, "bob")
    assert [block.phrases for block in learned.read(bench.settings.learned)] == [
        ("quadcopter licence",)
    ]
    assert "fly-a-drone" in bench.catalogue().needs


def test_outside_and_ignore(bench: Bench) -> None:
    """Outside teaches the class for it; ignoring teaches nothing and closes the cluster."""
    bench.taught(Meaning("outside"), ["my goldfish wants a hat"])
    assert learned.read(bench.settings.learned)[0].intent == "out_of_scope"
    bench.taught(Meaning("ignore"), [])
    assert len(learned.read(bench.settings.learned)) == 1
    assert bench.world.review.cluster(1).status == "ignored"


def test_conflicts_are_shown_before_and_saved_only_on_insisting(bench: Bench) -> None:
    """The same words under another need, or nearly the same."""
    known = next(p.text for p in read_phrases(ROOT / "nlu" / "data") if len(p.text.split()) > 7)
    plan = bench.teaching.plan(1, DRONE, [*WORDS, known, f"{known} now"])
    assert [one.kind for one in plan.conflicts] == ["same", "near"]
    with pytest.raises(BadInput, match="conflicts"):
        bench.teaching.save(plan, "ann")
    assert not bench.settings.learned.exists()
    assert bench.teaching.save(plan, "ann", insist=True).id


def test_what_is_known_already_is_left_out(bench: Bench) -> None:
    """It would stand twice."""
    bench.taught(DRONE)
    words = [*learned.read(bench.settings.learned)[0].phrases, "a new way to say it about drones"]
    # The learned file is beside the phrases: teach on from there.
    plan = bench.teaching.plan(1, Meaning("need", "fly-a-drone"), words)
    assert plan.phrases == ("a new way to say it about drones",)
    assert len(plan.known) == 4


@pytest.mark.parametrize(
    "text",
    [
        "x\n- intent: evil",
        "rules: [evil](need)",
        "'\": | > {a: b} & * !!python/object",
        "/restart",
        "- - nlu:",
        "fly \u2028 a \x85 drone \x00",
        "{{ jinja }} <script>alert(1)</script>",
        "# no comment",
    ],
)
def test_no_phrase_or_name_is_anything_but_text(tmp_path: Path, text: str) -> None:
    """Whatever is taught by whomever, the file reads back as one block of that intent."""
    path = tmp_path / "learned.yml"
    block = learned.Block(1, "need/a", text, "2026-01-01", 1, (learned.phrase(text), "drone"))
    learned.write(path, [block])
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert [item["intent"] for item in content["nlu"]] == ["need/a"]
    assert content["nlu"][0]["metadata"]["by"] == text
    (back,) = learned.read(path)
    assert back.phrases == tuple(p for p in block.phrases if p)
    assert not [p for p in back.phrases if set(p) & set("[](){}<>|`")]


def test_phrases_hold_no_personal_data_and_are_bounded() -> None:
    """Tokens of what was taken out go as well; long stories and mere signs are refused."""
    assert learned.phrase("ring me on 07700 900123 about my drone") == "ring me on about my drone"
    assert learned.phrase("x" * 201) == ""
    assert learned.phrase("?! 12") == ""


def test_a_new_need_is_answered_by_its_owner(bench: Bench) -> None:
    """With the council's own site, and a word that no page is known yet."""
    bench.taught(DRONE)
    catalogue = bench.catalogue()
    leeds = next(one for one in catalogue.authorities.values() if one.name.startswith("Leeds"))
    place = Place("Leeds", "found", (leeds,), "England", None, "Leeds")
    found = resolve(catalogue, "fly-a-drone", place, {}, ASOF.date())
    assert isinstance(found, Answer)
    assert found.owner.id == leeds.gss
    assert "utter_note_no_page_yet" in [note.key for note in found.notes]


def test_a_new_need_has_its_label_in_welsh_too(bench: Bench) -> None:
    """Where one was given; files of the time before Welsh labels are read as well."""
    drone = replace(DRONE, welsh="Hedfan drôn")
    bench.taught(drone)
    welsh = in_language(bench.catalogue(), "cy")
    assert welsh.needs["fly-a-drone"].label == "Hedfan drôn"
    assert bench.catalogue().needs["fly-a-drone"].label == "Fly a drone"
    path = bench.settings.learned_needs
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(line.rpartition(",")[0] for line in lines) + "\n", encoding="utf-8")
    assert read_needs(path)[0]["welsh"] == ""
    assert in_language(bench.catalogue(), "cy").needs["fly-a-drone"].label == "Fly a drone"
    with pytest.raises(BadInput, match="welsh"):
        bench.teaching.plan(None, replace(drone, need="fly-a-kite", welsh="x" * 200), ["kite"])


def test_a_new_need_that_nobody_meets_is_an_honest_gap(bench: Bench) -> None:
    """No provider, in a sentence."""
    bench.taught(replace(DRONE, owner="none"))
    found = resolve(bench.catalogue(), "fly-a-drone", None, {}, ASOF.date())
    assert isinstance(found, Gap)
    assert (found.reason, found.message.key) == ("no_provider", "utter_gap_nobody_yet")


def test_a_need_taken_back_while_a_model_still_knows_it_breaks_nothing(bench: Bench) -> None:
    """The next likeliest need is taken, or none."""
    catalogue = Catalogue.open(bench.settings.catalogue)
    world = Turn(catalogue, ASOF.date(), Contact("x", "", "https://x.test"))
    said = Said("drone", "need", "ask", (("fly-a-drone", 0.5), ("pothole", 0.4)), ("fly-a-drone",))
    reply, _ = step(said, Memory(), world)
    assert reply.need == "pothole"
    reply, _ = step(replace(said, needs=(("fly-a-drone", 0.9),)), Memory(), world)
    assert reply.outcome == "gap_not_understood"


@pytest.mark.parametrize(
    ("meaning", "message"),
    [
        (Meaning("perhaps"), "no meaning"),
        (Meaning("need", "no-such-need"), "no need"),
        (replace(DRONE, need="pothole"), "a need already"),
        (replace(DRONE, owner="anybody"), "no owner rule"),
        (replace(DRONE, owner="org:no-such-body"), "no organisation"),
        (replace(DRONE, need="Fly A Drone"), "need can't be used"),
        (replace(DRONE, label="x" * 121), "label can't be used"),
        (replace(DRONE, label="call 07700 900123"), "label can't be used"),
        (replace(DRONE, page="javascript:alert(1)"), "govuk can't be used"),
    ],
)
def test_a_meaning_that_cannot_be_is_refused(bench: Bench, meaning: Meaning, message: str) -> None:
    """In one line, and nothing is written."""
    with pytest.raises(BadInput, match=message):
        bench.teaching.plan(1, meaning, WORDS)
    assert not bench.settings.learned.exists()


def test_other_bad_input_is_refused(bench: Bench) -> None:
    """No cluster, too many phrases, no phrase left."""
    with pytest.raises(NoSuchCluster):
        bench.teaching.plan(99, DRONE, WORDS)
    with pytest.raises(BadInput, match="too many"):
        bench.teaching.plan(1, DRONE, [f"drone {i}" for i in range(201)])
    with pytest.raises(BadInput, match="No phrase is left"):
        bench.teaching.plan(1, DRONE, ["", "[phone]", "!!"])


def test_a_damaged_file_is_told_with_its_name(tmp_path: Path) -> None:
    """And not written over."""
    path = tmp_path / "learned.yml"
    path.write_text("nlu: [oh")
    with pytest.raises(BadInput, match=r"learned\.yml"):
        learned.read(path)
    needs = tmp_path / "needs.csv"
    needs.write_text("need,label\nx,y\n")
    with pytest.raises(DataFaults, match="column is missing"):
        read_needs(needs)


def test_suggestions_are_unlike_each_other(bench: Bench) -> None:
    """The most central first."""
    bench.world.ask("fly a drone today", 1)
    bench.world.ask("fly a drone at the beach", 1)
    bench.world.night()
    assert bench.teaching.suggest(1, 2) == ["fly a drone", "fly a drone at the beach"]
    assert len(bench.teaching.suggest(1, 9)) == 3


def test_the_model_is_asked_as_well() -> None:
    """Where it is sure of another need, that is a conflict."""

    def read(texts: list[str]) -> list[SimpleNamespace]:
        return [SimpleNamespace(intent="need", needs=(("cctv", 0.9),)) for _ in texts]

    (found,) = conflicts.find(["camera drone"], "need/x", [], SimpleNamespace(read=read))  # type: ignore[arg-type]
    assert (found.kind, found.intent, found.other) == ("sure", "need/cctv", "90%")
