"""The made-up year, smaller, through grouping and judging: what the console finds of what is
planted in it. Day, seed and order are fixed, so the same comes out each time.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from channel_visitor import Server
from console_world import PASSWORD, make_review_app
from staff_world import Colleague
from test_console_privacy import planted, survivors

from bench.make_year import CLOSED_NEED, year
from bench.year_words import PLANTED
from bot.catalogue import Catalogue
from bot.channel.review.digest import digest
from bot.channel.review.report import report, standalone
from bot.figures import open_demand
from bot.figures.registry import FIGURES
from bot.ledger import Ledger
from bot.ledger.entry import Entry
from bot.ledger.figures import Filters
from bot.ledger.schema import calls, turns, verdicts
from bot.memory import Memory
from bot.reply import Reply
from bot.review import workshop
from bot.review.judging import judge
from bot.review.model import Cluster
from bot.review.workshop import Workshop
from bot.said import Said
from bot.served import served
from bot.settings import load

pytestmark = pytest.mark.slow  # the encoder reads some thousand phrases, and a model is needed

LAST, NOW = date(2026, 11, 25), datetime(2026, 11, 26, 9)
#: A year without strays: one or two others with no provider would be hidden, and the closed service
#: with them.
TURNS, SEED = 16_000, 6
LEEDS, CORNWALL = "E08000035", "E06000052"
#: Words by which a group is known to be of a planted need.
SIGNS = {"borrow-tools": ("borrow", "lend", "tool"), "real-nappies": ("napp",),
         "fly-a-drone": ("drone",)}  # fmt: skip


def private() -> list[dict[str, object]]:
    """Turns with personal data in what was typed, as the door lets them into the ledger."""
    rows = []
    for number, row in enumerate(planted()):
        reply = Reply("gap_not_understood", ("x",))
        said = Entry.of(reply, Said(row["text"], "need"), Memory(), f"{number}", "signpost", 0.1)
        at = datetime(2026, 10, 6, 10) + timedelta(minutes=number)
        rows.append({**vars(said), "at": at, "number": 1, "conversation": f"{number:032x}"})
    return rows


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    """The ledger of the year, grouped and judged as each night."""
    folder = tmp_path_factory.mktemp("year")
    settings = load({
        "SIGNPOST_LEDGER": f"sqlite:///{folder / 'ledger.db'}",
        "SIGNPOST_REVIEW": str(folder / "review"),
    })  # fmt: skip
    made = year(Catalogue.open(settings.catalogue), TURNS, LAST, SEED)
    ledger = Ledger.open(settings.ledger)
    for table, rows in ((turns, [*made.turns, *private()]), (verdicts, made.verdicts),
                        (calls, made.calls)):  # fmt: skip
        ledger.fill(table, rows)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(workshop, "PHRASES_A_NEED", 8)  # more find the same, and take longer
        found = Workshop(settings)
        found.cluster(NOW)
        model = served(settings.models)
        judge(found.store, found.reader(model), model.name)
    return found


@pytest.fixture(scope="module")
def rob(shop: Workshop) -> Iterator[Colleague]:
    """A reviewer, signed in to the console over it."""
    server = Server(make_review_app(shop.store.engine, NOW))
    found = Colleague(server)
    found.sign_in("rob", PASSWORD)
    yield found
    server.stop()


def of(need: str, clusters: list[Cluster]) -> Cluster:
    """The first group that is of a planted need."""
    return next(one for one in clusters if any(sign in one.name for sign in SIGNS[need]))


def test_the_planted_needs_are_among_the_first_groups(shop: Workshop, rob: Colleague):
    """Of what may be missing, the six on the overview hold all three, each mostly of its own."""
    first = shop.store.clusters(("new",), "size", at_least=5, missing=True, limit=6)
    words = rob.get("/review").words
    missing = words[words.index("Needs that may be missing") : words.index("New and growing")]
    assert {need.id for need in PLANTED} == set(SIGNS)
    for need in PLANTED:
        group = of(need.id, first)
        assert group.name in missing
        said = shop.store.examples(group.id, 1000)
        signs = [any(sign in one.words.lower() for sign in SIGNS[need.id]) for one in said]
        assert sum(signs) > 0.6 * len(signs), need.id


def test_the_closed_service_has_no_provider_in_its_areas(rob: Colleague):
    """By a choice of reason, and nowhere else."""
    query = f"?period=52w&reason=no_provider&need={CLOSED_NEED}"
    page = rob.get(f"/review/unmet{query}")
    assert "Leeds City Council" in page.words
    rows = rob.send("GET", f"/review/data/by-area.json{query}").json()["rows"]
    numbers = {row["id"]: row["unmet"] for row in rows}
    assert set(numbers) == {LEEDS, CORNWALL}
    assert min(numbers.values()) >= 5
    told = rob.send("GET", "/review/data/no-provider.json?period=52w").json()["rows"]
    of_it = {row["area_id"]: row["unmet"] for row in told if row["id"] == CLOSED_NEED}
    assert of_it == numbers
    overview = rob.get("/review?period=52w").words
    assert "Leeds City Council" in overview[overview.index("What nobody provides, and where") :]
    need = rob.get(f"/review/need/{CLOSED_NEED}?period=52w").words
    assert "No provider here" in need


def test_no_personal_data_is_on_any_page_or_file(shop: Workshop, rob: Colleague):
    """Of what was planted among the words that nobody understood."""
    groups = [one.id for one in shop.store.clusters(at_least=5, limit=40)]
    paths = ["/review", "/review/unmet", "/review/areas", "/review/measures", "/review/clusters",
             "/review/clusters.csv", "/review/clusters.json", f"/review/need/{CLOSED_NEED}",
             f"/review/report?owner={LEEDS}&month=2026-10"]  # fmt: skip
    paths += [f"/review/data/{name}.{kind}" for name in FIGURES for kind in ("csv", "json")]
    paths += [f"/review/clusters/{one}" for one in groups]
    for path in paths:
        response = rob.send("GET", path)
        assert response.status_code == 200, path
        assert survivors(response.text) == [], path
    reading = rob.server.app.ctx.reading
    text = standalone(report(reading, LEEDS, "2026-10", Path("none")))
    text += digest(reading, "s@x.example", ["a@x.example"]).as_string()
    text += open_demand.to_csv(reading.world, Filters(LAST - timedelta(days=365), LAST))
    assert survivors(text) == []
