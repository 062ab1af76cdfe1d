"""Accounts, passwords, sessions, lock-out and audit log, without HTTP."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import pytest
from argon2 import extract_parameters
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from staff_world import COSTS, PASSWORD, Clock, make_staff, memory

from bot.database import open_engine
from bot.errors import BadInput
from bot.staff import ROLES, Refused, Staff, includes, manage, passwords
from bot.staff.lockout import Lockout
from bot.staff.schema import sessions


@pytest.fixture
def clock() -> Clock:
    """A time of our own."""
    return Clock()


@pytest.fixture
def staff(clock: Clock) -> Staff:
    """Three accounts."""
    return make_staff(clock=clock)


def test_an_admin_may_do_everything_and_the_others_their_own_work():
    """Unknown roles may do nothing."""
    allowed = {role: [needed for needed in ROLES if includes(role, needed)] for role in ROLES}
    assert allowed == {
        "adviser": ["adviser"],
        "reviewer": ["reviewer"],
        "admin": ["adviser", "reviewer", "admin"],
    }
    assert not includes("root", "adviser")


@pytest.mark.parametrize(
    "password",
    [
        "short",
        "elevenchars",
        "x" * 129,
        "password1234",
        "P4ssw0rd!2026",
        "passwordpassword",
        "qwertyuiop12",
        "Welcome12345",
        "111111111111",
        "123456789012",
        "abababababab",
        "signpost2026!",
        "ann.leeann.lee",
        "ann.lee-ann.lee",
        "            ",
    ],
)
def test_passwords_that_are_guessed_first_are_refused(password: str):
    """Short ones, common words however padded or spelt, and one's own name."""
    with pytest.raises(BadInput, match="The password is too"):
        passwords.check(password, "ann.lee")


@pytest.mark.parametrize(
    "password",
    ["three odd kettles", "correct horse battery", "Tr0ub4dor&3-xyzzy", "ŵythnos hir iawn"],
)
def test_good_passwords_pass(password: str):
    """Three words need no digit and no sign."""
    passwords.check(password, "ann.lee")


def test_what_is_kept_is_an_argon2id_hash_of_full_cost():
    """RFC 9106's costs for little memory, a salt of its own each time, and never the password."""
    made = [COSTS().hash(PASSWORD) for _ in range(2)]
    assert all(kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$") for kept in made)
    assert made[0] != made[1]


def test_only_the_right_password_matches(staff: Staff):
    """And none matches an account that does not exist, or a hash that is broken."""
    kept = staff.accounts.find("ANN").password
    assert passwords.matches(kept, PASSWORD)
    assert not passwords.matches(kept, PASSWORD + " ")
    assert not passwords.matches(kept, "")
    assert not passwords.matches(None, PASSWORD)
    assert not passwords.matches("no hash", PASSWORD)


def test_signing_in_takes_as_long_for_an_account_that_does_not_exist(
    staff: Staff, monkeypatch: pytest.MonkeyPatch
):
    """Both do one whole verification, of the same costs."""
    hasher, tried = COSTS(), []

    def verify(kept: str, password: bytes) -> bool:
        tried.append((extract_parameters(kept), password))
        return hasher.verify(kept, password)

    watched = SimpleNamespace(hash=hasher.hash, verify=verify)
    monkeypatch.setattr(passwords, "_hasher", lambda: watched)
    passwords._nobodys.cache_clear()
    for kept in (passwords.hashed(PASSWORD), None):
        assert not passwords.matches(kept, "a wrong password")
    passwords._nobodys.cache_clear()
    known, unknown = tried
    assert known == unknown


@pytest.mark.parametrize(
    "name", ["", "a", "two words", "x" * 65, "ann'--", "ann\nroot", "../etc", "é.b", "-ann", "<b>"]
)
def test_names_have_a_form(staff: Staff, name: str):
    """What could be mistaken for something else is refused, in one line."""
    with pytest.raises(BadInput) as fault:
        manage.add(staff, "test", name, "adviser", PASSWORD)
    assert "\n" not in str(fault.value)


def test_an_account_is_added_once_however_it_is_capitalised(staff: Staff):
    """Names are kept in small letters."""
    assert manage.add(staff, "test", "Jo.Smith", "adviser", PASSWORD) == "jo.smith"
    with pytest.raises(BadInput, match=r"already an account 'jo\.smith'"):
        manage.add(staff, "test", "JO.SMITH", "reviewer", PASSWORD)
    with pytest.raises(BadInput, match="no role"):
        manage.add(staff, "test", "jim", "root", PASSWORD)


def test_the_last_admin_stays(staff: Staff):
    """Nobody can lock everybody out; with a second admin, the first may go."""
    for attempt in (
        lambda: manage.disable(staff, "test", "mo"),
        lambda: manage.remove(staff, "test", "mo"),
        lambda: manage.set_role(staff, "test", "mo", "adviser"),
    ):
        with pytest.raises(BadInput, match="only admin"):
            attempt()
    manage.set_role(staff, "test", "rob", "admin")
    manage.remove(staff, "test", "mo")
    assert [account.name for account in staff.accounts.all()] == ["ann", "rob"]


def test_what_is_not_there_cannot_be_changed(staff: Staff):
    """One line that says where to look."""
    for attempt in (
        lambda: manage.disable(staff, "test", "nobody"),
        lambda: manage.enable(staff, "test", "nobody"),
        lambda: manage.remove(staff, "test", "nobody"),
        lambda: manage.set_role(staff, "test", "nobody", "adviser"),
        lambda: manage.set_password(staff, "test", "nobody", PASSWORD),
    ):
        with pytest.raises(BadInput, match="no account 'nobody'"):
            attempt()


def test_who_signs_in_is_known_by_the_token_and_only_a_hash_is_kept(staff: Staff):
    """The database gives nobody a way in."""
    token = staff.sign_in("Ann", PASSWORD, "192.0.2.1")
    assert staff.who(token).name == "ann"
    assert staff.who(token[:-1] + ("a" if token[-1] != "a" else "b")) is None
    assert staff.who("' or 1=1 --") is None
    with staff.sessions._engine.connect() as connection:
        rows = connection.execute(sessions.select()).all()
    assert len(rows) == 1
    assert token not in str(rows)


@pytest.mark.parametrize(
    ("name", "password"),
    [("ann", "wrong"), ("nobody", PASSWORD), ("", ""), ("ann", ""), ("' or '1'='1", PASSWORD)],
)
def test_wrong_names_and_passwords_are_refused_alike(staff: Staff, name: str, password: str):
    """One refusal for all."""
    with pytest.raises(Refused) as refused:
        staff.sign_in(name, password, "192.0.2.1")
    assert refused.value.wait == 0


def test_a_session_ends_by_rest_and_by_age(staff: Staff, clock: Clock):
    """An hour without use, or twelve hours in all."""
    rests = staff.sign_in("ann", PASSWORD, "192.0.2.1")
    clock.ahead += 3599
    assert staff.who(rests)
    clock.ahead += 3601
    assert staff.who(rests) is None
    works = staff.sign_in("ann", PASSWORD, "192.0.2.1")
    for _ in range(23):
        clock.ahead += 1800
        assert staff.who(works)
    clock.ahead += 1801
    assert staff.who(works) is None


def test_sessions_end_when_they_must(staff: Staff):
    """Sign-out ends one; another password, disabling and removal end all of the account."""
    one, other = (staff.sign_in("ann", PASSWORD, "192.0.2.1") for _ in range(2))
    staff.sign_out(one, "192.0.2.1")
    assert staff.who(one) is None
    assert staff.who(other)
    manage.set_password(staff, "test", "ann", "four odd kettles")
    assert staff.who(other) is None
    third = staff.sign_in("ann", "four odd kettles", "192.0.2.1")
    manage.disable(staff, "test", "ann")
    assert staff.who(third) is None
    with pytest.raises(Refused):
        staff.sign_in("ann", "four odd kettles", "192.0.2.1")
    manage.enable(staff, "test", "ann")
    fourth = staff.sign_in("ann", "four odd kettles", "192.0.2.1")
    manage.remove(staff, "test", "ann")
    assert staff.who(fourth) is None


def test_another_role_holds_from_the_next_page_on(staff: Staff):
    """The session does not remember the old one."""
    token = staff.sign_in("ann", PASSWORD, "192.0.2.1")
    manage.set_role(staff, "test", "ann", "reviewer")
    assert staff.who(token).role == "reviewer"


def test_ones_own_password_needs_the_old_one(staff: Staff):
    """The session in which it was changed stays, the others end."""
    mine, other = (staff.sign_in("ann", PASSWORD, "192.0.2.1") for _ in range(2))
    with pytest.raises(Refused):
        staff.change_password("ann", "wrong", "four odd kettles", "192.0.2.1", mine)
    with pytest.raises(BadInput, match="too short"):
        staff.change_password("ann", PASSWORD, "short", "192.0.2.1", mine)
    with pytest.raises(BadInput, match="is the old one"):
        staff.change_password("ann", PASSWORD, PASSWORD, "192.0.2.1", mine)
    staff.change_password("ann", PASSWORD, "four odd kettles", "192.0.2.1", mine)
    assert staff.who(mine)
    assert staff.who(other) is None


def test_after_five_wrong_passwords_an_account_waits_ever_longer(staff: Staff, clock: Clock):
    """One minute, two, four ... one hour at most; meanwhile even the right one does not help."""
    waits = []
    for _ in range(14):
        for _ in range(5):
            with pytest.raises(Refused) as refused:
                staff.sign_in("ann", "wrong", "192.0.2.1")
            if refused.value.wait:
                break
        with pytest.raises(Refused) as refused:
            staff.sign_in("ann", PASSWORD, "192.0.2.2")
        waits.append(refused.value.wait)
        clock.ahead += refused.value.wait + 1
        staff.lockout.forgive("address", "192.0.2.1")
        staff.lockout.forgive("address", "192.0.2.2")
    assert waits[:4] == [60, 120, 240, 480]
    assert waits[-1] == 3600
    assert waits == sorted(waits)
    assert staff.sign_in("ann", PASSWORD, "192.0.2.2")
    with pytest.raises(Refused) as refused:
        staff.sign_in("ann", "wrong", "192.0.2.2")
    assert refused.value.wait == 0, "a success forgives"


def test_a_name_that_does_not_exist_is_locked_like_one_that_does(staff: Staff):
    """So that the lock tells nobody which accounts there are."""
    seen = {}
    for name in ("ann", "nobody"):
        seen[name] = []
        for attempt in range(7):
            with pytest.raises(Refused) as refused:
                staff.sign_in(name, "wrong", f"192.0.2.{attempt}")
            seen[name].append(refused.value.wait)
    assert seen["ann"] == seen["nobody"] == [0, 0, 0, 0, 0, 60, 60]


def test_an_address_that_tries_many_names_waits(staff: Staff, clock: Clock):
    """Twenty tries of whatever names; another address goes on."""
    for number in range(20):
        with pytest.raises(Refused) as refused:
            staff.sign_in(f"name{number}", "wrong", "192.0.2.1")
        assert refused.value.wait == 0
    with pytest.raises(Refused) as refused:
        staff.sign_in("ann", PASSWORD, "192.0.2.1")
    assert refused.value.wait == 60
    assert staff.sign_in("ann", PASSWORD, "192.0.2.2")


def test_signing_in_well_does_not_free_an_address_to_guess(staff: Staff):
    """An own account among the guesses takes back only its own count."""
    for number in range(20):
        with pytest.raises(Refused):
            staff.sign_in(f"name{number}", "wrong", "192.0.2.1")
        if number < 19:
            staff.sign_in("ann", PASSWORD, "192.0.2.1")
    with pytest.raises(Refused) as refused:
        staff.sign_in("name", "wrong", "192.0.2.1")
    assert refused.value.wait > 0


def test_guesses_at_the_same_time_are_all_counted(tmp_path: Path):
    """Of forty at once no more than the free ones are tried."""
    engine = open_engine(f"sqlite:///{tmp_path / 'staff.db'}")
    Staff(engine)
    lockout = Lockout(engine)
    with ThreadPoolExecutor(8) as many:
        waits = list(many.map(lambda _: _attempt(lockout), range(40)))
    assert waits.count(0.0) <= 5


def _attempt(lockout: Lockout) -> float:
    try:
        return lockout.attempt("account", "ann")
    except DBAPIError:
        return 1.0  # the database was busy for too long: not let in either


def test_failures_are_forgotten_after_a_day(staff: Staff, clock: Clock):
    """Of accounts that exist and of those that don't: the table does not grow for ever."""
    for _ in range(6):
        with pytest.raises(Refused):
            staff.sign_in("ann", "wrong", "192.0.2.1")
    clock.ahead += 24 * 3600 + 1
    with pytest.raises(Refused) as refused:
        staff.sign_in("ann", "wrong", "192.0.2.1")
    assert refused.value.wait == 0


def test_the_log_says_who_did_what_and_from_where(staff: Staff):
    """Attempts too; newest first; never a password."""
    token = staff.sign_in("ann", PASSWORD, "192.0.2.1")
    with pytest.raises(Refused):
        staff.sign_in("mo", "wrong guess here", "192.0.2.9")
    manage.disable(staff, "command line (root)", "ann")
    staff.sign_out(token, "192.0.2.1")
    rows = [(row["who"], row["what"], row["about"], row["address"]) for row in staff.audit.rows(10)]
    assert rows == [
        ("command line (root)", "account disabled", "ann", ""),
        ("mo", "sign-in failed", "", "192.0.2.9"),
        ("ann", "signed in", "", "192.0.2.1"),
    ]
    assert [row["who"] for row in staff.audit.rows(10, "mo")] == ["mo"]


def test_a_name_cannot_forge_a_line_of_the_log(staff: Staff):
    """What cannot be printed becomes a question mark; what is too long is cut."""
    staff.audit.write("mo\n2026\troot\x1b[31m", "x" * 100, "y" * 1000, "a")
    row = staff.audit.rows(1)[0]
    assert row["who"] == "mo?2026?root?[31m"
    assert (len(row["what"]), len(row["about"])) == (64, 300)


@pytest.mark.parametrize("statement", ["UPDATE audit SET who = 'x'", "DELETE FROM audit"])
def test_the_log_is_append_only(statement: str):
    """The database itself refuses to change what is in it."""
    engine = memory()
    make_staff(engine).audit.write("ann", "signed in")
    with pytest.raises(DBAPIError, match="append-only"), engine.begin() as connection:
        connection.execute(text(statement))


def test_hashes_of_lower_cost_are_made_anew_at_sign_in(
    staff: Staff, monkeypatch: pytest.MonkeyPatch
):
    """Once the password is known, as it is only then."""
    monkeypatch.setattr(passwords, "_hasher", COSTS)
    assert staff.sign_in("ann", PASSWORD, "192.0.2.1")
    assert "$m=65536,t=3,p=4$" in staff.accounts.find("ann").password


def test_a_store_is_opened_again_with_what_it_held(tmp_path: Path):
    """In a file, by its address."""
    address = f"sqlite:///{tmp_path / 'staff.db'}"
    manage.add(Staff.open(address), "test", "jo", "adviser", PASSWORD)
    assert [account.name for account in Staff.open(address).accounts.all()] == ["jo"]
