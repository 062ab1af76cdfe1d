"""Staff on a real PostgreSQL: accounts, sessions, lock-out under many at once, a log that stays."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from postgres import postgres
from sqlalchemy import text
from sqlalchemy.engine import Engine
from sqlalchemy.exc import DBAPIError
from staff_world import PASSWORD, make_staff

from bot.database import open_engine
from bot.staff import Refused, Staff, manage

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    """A database of its own."""
    with postgres() as running:
        found = open_engine(running.address)
        yield found
        found.dispose()


@pytest.fixture(scope="module")
def staff(engine: Engine) -> Staff:
    """Three accounts."""
    return make_staff(engine)


def test_a_member_from_sign_in_to_removal(staff: Staff, engine: Engine):
    """The same as on SQLite; another process finds the tables already made."""
    manage.add(staff, "test", "jo", "adviser", PASSWORD)
    token = staff.sign_in("jo", PASSWORD, "192.0.2.1")
    assert Staff(engine).who(token).role == "adviser"
    manage.set_role(staff, "test", "jo", "reviewer")
    assert staff.who(token).role == "reviewer"
    manage.remove(staff, "test", "jo")
    assert staff.who(token) is None
    with pytest.raises(Refused):
        staff.sign_in("jo", PASSWORD, "192.0.2.1")


def test_guesses_at_the_same_time_are_all_counted(staff: Staff):
    """Of forty at once, five are tried."""
    with ThreadPoolExecutor(8) as many:
        waits = list(many.map(lambda _: staff.lockout.attempt("account", "ann"), range(40)))
    assert waits.count(0.0) == 5


def test_the_switch_is_seen_by_every_server(staff: Staff, engine: Engine):
    """By another store on the same database."""
    staff.switch.off("mo", "closed")
    assert Staff(engine).switch.reason() == "closed"
    staff.switch.on("mo")
    assert Staff(engine).switch.reason() == ""


@pytest.mark.parametrize("statement", ["UPDATE audit SET who = 'x'", "DELETE FROM audit"])
def test_the_log_is_append_only(staff: Staff, engine: Engine, statement: str):
    """PostgreSQL refuses too."""
    staff.audit.write("ann", "signed in")
    with pytest.raises(DBAPIError, match="append-only"), engine.begin() as connection:
        connection.execute(text(statement))
