"""The way in for staff over HTTP: sign-in, the gate, forms, the cookie, single sign-on."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import pytest
from channel_visitor import Server
from staff_world import PASSWORD, STAFF, Clock, Colleague, make_staff_app

from bot.channel.settings import ChannelSettings
from bot.errors import SettingError


@pytest.fixture
def clock() -> Clock:
    """A time of our own."""
    return Clock()


@pytest.fixture
def server(clock: Clock) -> Iterator[Server]:
    """Staff of its own for each test: they lock each other out."""
    found = Server(make_staff_app(clock=clock))
    yield found
    found.stop()


@pytest.fixture
def colleague(server: Server) -> Colleague:
    """A browser."""
    return Colleague(server)


def test_signing_in_leads_to_where_one_wanted_to_go(colleague: Colleague):
    """Who is not signed in is sent to the form, and from there back."""
    page = colleague.get("/staff/password")
    assert page.response.url.path == "/staff/sign-in"
    page = colleague.submit(colleague.form(page, "password"), name="Ann", password=PASSWORD)
    assert page.response.url.path == "/staff/password"
    assert "Signed in as ann (adviser)" in page.words


@pytest.mark.parametrize(
    "wanted",
    ["https://evil.example/", "//evil.example/adviser", "/adviser/../ask", "javascript:alert(1)",
     "/adviser\r\nX: y", "/ask", "\\\\evil.example", "/staffx", "/staff/%2e%2e"],
)  # fmt: skip
def test_signing_in_leads_nowhere_else(colleague: Colleague, wanted: str):
    """An address from outside, or not of the staff's pages, counts as none."""
    form = colleague.form(
        colleague.get("/staff/sign-in?next=" + wanted.replace("\r\n", "%0d%0a")), "password"
    )
    assert form["fields"]["next"] == "/staff"
    form["fields"]["next"] = wanted
    found = colleague.straight(form, name="ann", password=PASSWORD)
    assert found.headers["location"] == "/staff"


def test_a_wrong_password_is_told_beside_the_form(colleague: Colleague):
    """The name stays in it, the password does not; the same words for a name nobody has."""
    known = colleague.sign_in("ann", "wrong")
    unknown = colleague.sign_in("nobody", "wrong")
    assert known.status == unknown.status == 401
    for page in (known, unknown):
        assert "The name or the password is wrong" in page.words
        fields = colleague.form(page, "password")["fields"]
        assert fields["password"] == ""
        assert fields["name"] in ("ann", "nobody")
    assert known.html.startswith("<!DOCTYPE html>")
    assert "<title>Error: Sign in" in known.html


def test_too_many_wrong_passwords_must_wait(colleague: Colleague, clock: Clock):
    """With the minutes to wait, for programs too; afterwards the right one works."""
    for _ in range(5):
        colleague.sign_in("ann", "wrong")
    page = colleague.sign_in("ann", PASSWORD)
    assert page.status == 429
    assert page.response.headers["retry-after"] == "60"
    assert "Wait a minute" in page.words
    clock.ahead += 61
    assert "Signed in as ann" in colleague.sign_in("ann", PASSWORD, "/staff/password").words


def test_the_cookie_is_out_of_reach_and_changes_at_sign_in(colleague: Colleague):
    """HttpOnly, never sent from other sites, and no token from before signing in lives on."""
    page = colleague.get("/staff/sign-in")
    before = page.response.headers["set-cookie"]
    assert before.endswith("; Path=/; HttpOnly; SameSite=Strict")
    found = colleague.straight(colleague.form(page, "password"), name="ann", password=PASSWORD)
    after = found.headers["set-cookie"]
    assert after.startswith("signpost-staff=")
    assert after.endswith("; Path=/; HttpOnly; SameSite=Strict")
    assert after != before


def test_over_https_the_cookie_is_the_hosts_own():
    """The prefix and the flag keep it from other hosts and from plain http."""
    server = Server(make_staff_app(dataclasses.replace(STAFF, secure_cookies=True)))
    try:
        found = Colleague(server).get("/staff/sign-in").response.headers["set-cookie"]
        assert found.startswith("__Host-signpost-staff=")
        assert found.endswith("; Path=/; HttpOnly; SameSite=Strict; Secure")
    finally:
        server.stop()


def test_a_token_given_before_signing_in_is_no_session(server: Server):
    """Session fixation: whoever planted a cookie does not share the session that begins."""
    planted = "A" * 43
    victim = Colleague(server, Cookie=f"signpost-staff={planted}")
    form = victim.form(victim.get("/staff/sign-in"), "password")
    found = victim.straight(form, name="ann", password=PASSWORD)
    assert found.status_code == 303
    assert planted not in found.headers["set-cookie"]
    attacker = Colleague(server, Cookie=f"signpost-staff={planted}")
    assert attacker.get("/staff/password").response.url.path == "/staff/sign-in"


def test_signing_in_again_ends_the_session_before(colleague: Colleague, server: Server):
    """The old token is worth nothing."""
    colleague.sign_in()
    old = colleague.http.cookies["signpost-staff"]
    form = {"action": "/staff/sign-in", "fields": {}}
    room = server.app.ctx.room
    form["fields"] = {"form": room.gate.sign_for(old), "next": "/staff"}
    colleague.submit(form, name="mo", password=PASSWORD)
    assert colleague.http.cookies["signpost-staff"] != old
    assert room.staff.who(old) is None


def test_signing_out_ends_the_session(colleague: Colleague, server: Server):
    """Here and on the server."""
    page = colleague.sign_in(path="/staff/password")
    token = colleague.http.cookies["signpost-staff"]
    form = next(form for form in page.forms if form["action"] == "/staff/sign-out")
    assert "You have signed out" in colleague.submit(form).words
    assert server.app.ctx.room.staff.who(token) is None
    assert colleague.get("/staff/password").response.url.path == "/staff/sign-in"
    assert colleague.log()[-1][:2] == ("ann", "signed out")


@pytest.mark.parametrize("path", ["/staff/sign-out", "/staff/password"])
def test_a_form_that_is_not_ours_changes_nothing(colleague: Colleague, server: Server, path: str):
    """Without the signed field, with another's, or sent by another site's page."""
    page = colleague.sign_in(path="/staff/password")
    mine = colleague.form(page, "old")["fields"]["form"]
    other = Colleague(server)
    theirs = other.form(other.sign_in("mo", path="/staff/password"), "old")["fields"]["form"]
    fields = {"old": PASSWORD, "new": "four odd kettles", "again": "four odd kettles"}
    for form, headers in [
        ("", {}),
        (theirs, {}),
        (mine[:-1], {}),
        (mine, {"Sec-Fetch-Site": "cross-site"}),
        (mine, {"Sec-Fetch-Site": "same-site"}),
    ]:
        found = colleague.send("POST", path, data={**fields, "form": form}, headers=headers)
        assert found.status_code == 403
        assert "Nothing was changed" in found.text
    assert "Signed in as ann" in colleague.get("/staff/password").words


def test_nobody_else_can_send_the_sign_in_form(server: Server):
    """Login CSRF: without the cookie that the form was made for, nobody is signed in."""
    form = Colleague(server).form(Colleague(server).get("/staff/sign-in"), "password")
    stranger = Colleague(server)
    assert stranger.submit(form, name="ann", password=PASSWORD).status == 403
    assert server.app.ctx.room.staff.audit.rows() == []


def test_changing_ones_password(colleague: Colleague, server: Server):
    """Told what is wrong; then it holds, other sessions end, and the token is another."""
    other = Colleague(server)
    other.sign_in()
    page = colleague.sign_in(path="/staff/password")
    token = colleague.http.cookies["signpost-staff"]
    new = "four odd kettles"
    for old, first, second, said in [
        ("wrong", new, new, "The password you have now is not that one"),
        (PASSWORD, new, new + "x", "The two new passwords are not the same"),
        (PASSWORD, "short", "short", "The password is too short"),
    ]:
        page = colleague.submit(colleague.form(page, "old"), old=old, new=first, again=second)
        assert page.status == 400
        assert said in page.words
    page = colleague.submit(colleague.form(page, "old"), old=PASSWORD, new=new, again=new)
    assert "Your password is changed" in page.words
    assert colleague.http.cookies["signpost-staff"] != token
    assert server.app.ctx.room.staff.who(token) is None
    assert other.get("/staff/password").response.url.path == "/staff/sign-in"
    assert Colleague(server).sign_in("ann", PASSWORD).status == 401


def test_guessing_the_old_password_locks_too(colleague: Colleague):
    """A browser left open is no way to find it out."""
    page = colleague.sign_in(path="/staff/password")
    new = {"new": "four odd kettles", "again": "four odd kettles"}
    for _ in range(6):
        page = colleague.submit(colleague.form(page, "old"), old="wrong", **new)
    assert "too many wrong tries" in page.words


def test_the_citizens_cookie_is_another(colleague: Colleague):
    """Signing in and out leaves the conversation alone."""
    colleague.say("hello")
    citizen = colleague.http.cookies["signpost"]
    colleague.sign_in()
    assert colleague.http.cookies["signpost"] == citizen
    assert "Hello. What do you need" in colleague.get("/ask").words


def test_staff_pages_are_never_framed_or_kept(colleague: Colleague):
    """Whoever may frame the citizen's page."""
    server = Server(
        make_staff_app(dataclasses.replace(STAFF, frame_ancestors="'self' https://a.example"))
    )
    try:
        found = Colleague(server).get("/staff/sign-in").response.headers
        assert "frame-ancestors 'none'" in found["content-security-policy"]
        assert "unsafe" not in found["content-security-policy"]
        assert found["x-frame-options"] == "DENY"
        assert found["cache-control"] == "no-store"
    finally:
        server.stop()


def test_an_address_that_is_none_is_told_in_the_staffs_frame(colleague: Colleague):
    """Signed in or not; other methods too."""
    assert colleague.get("/staff/none").status == 404
    colleague.sign_in()
    page = colleague.get("/staff/none/at/all")
    assert page.status == 404
    assert "Signed in as ann" in page.words
    assert colleague.send("DELETE", "/staff/password").status_code == 405


def test_staff_are_limited_each_for_themselves():
    """A whole office behind one address does not share one limit, once signed in."""
    server = Server(make_staff_app(dataclasses.replace(STAFF, rate_staff="8/hour")))
    try:
        ann, mo = Colleague(server), Colleague(server)
        ann.sign_in()
        mo.sign_in("mo")
        statuses = [ann.get("/staff/password").status for _ in range(10)]
        assert statuses[0] == 200
        assert statuses[-1] == 429
        assert mo.get("/staff/password").status == 200
    finally:
        server.stop()


PROXY = dataclasses.replace(
    STAFF,
    trusted_proxies=("127.0.0.1",),
    sso_header="X-Remote-User",
    sso_groups_header="X-Remote-Groups",
    sso_roles=("contact-centre=adviser", "digital=admin", "insight=reviewer"),
)


@pytest.fixture
def proxied() -> Iterator[Server]:
    """Behind a proxy that signs people in."""
    found = Server(make_staff_app(PROXY))
    yield found
    found.stop()


@pytest.mark.parametrize(
    ("groups", "role"),
    [
        ("contact-centre", "adviser"),
        ("all-staff, insight", "reviewer"),
        ("contact-centre;digital", "admin"),
        ("contact-centre,insight", "reviewer"),
    ],
)
def test_a_trusted_proxy_signs_people_in(proxied: Server, groups: str, role: str):
    """By name and groups; there is no session or password of ours to change."""
    headers = {"X-Remote-User": "Jo.Smith", "X-Remote-Groups": groups}
    colleague = Colleague(proxied, **headers)
    page = colleague.get("/staff/none")
    assert f"Signed in as jo.smith ({role})" in page.words
    assert "Sign out" not in page.words
    assert colleague.get("/staff/password").status == 404


@pytest.mark.parametrize("groups", ["", "all-staff", "contact-centre-managers", "Contact-Centre"])
def test_groups_without_a_role_let_nobody_in(proxied: Server, groups: str):
    """Told so, instead of being asked for a password."""
    page = Colleague(proxied, **{"X-Remote-User": "jo", "X-Remote-Groups": groups}).get("/staff")
    assert page.status == 403
    assert "not for your account" in page.words


def test_a_disabled_account_is_not_let_in_by_the_proxy_either(proxied: Server):
    """The administrator's word holds."""
    proxied.app.ctx.room.staff.accounts.set_disabled("ann", True)
    headers = {"X-Remote-User": "ann", "X-Remote-Groups": "contact-centre"}
    assert Colleague(proxied, **headers).get("/staff").status == 403


@pytest.mark.parametrize("name", ["", "a", "<script>", "x" * 99, "two words", "ann,mo"])
def test_a_name_that_is_none_signs_nobody_in(proxied: Server, name: str):
    """Then the form is shown."""
    headers = {"X-Remote-User": name, "X-Remote-Groups": "digital"}
    page = Colleague(proxied, **headers).get("/staff/password")
    assert page.response.url.path == "/staff/sign-in"


def test_two_names_sign_nobody_in(proxied: Server):
    """A second header may have been smuggled past the proxy."""
    sent = (
        b"GET /staff/none HTTP/1.1\r\nHost: x\r\nX-Remote-User: mo\r\n%s"
        b"X-Remote-Groups: digital\r\nConnection: close\r\n\r\n"
    )
    assert b"Signed in as mo" in proxied.raw(sent % b"", whole=False)
    assert b"Signed in as" not in proxied.raw(sent % b"X-Remote-User: ann\r\n", whole=False)


@pytest.mark.parametrize(
    "settings",
    [
        dataclasses.replace(PROXY, trusted_proxies=("10.0.0.1",)),
        dataclasses.replace(PROXY, sso_header="", sso_groups_header=""),
    ],
    ids=["not from the proxy", "switched off"],
)
def test_from_anywhere_else_the_header_is_worth_nothing(settings: ChannelSettings):
    """Nor does X-Forwarded-For make a visitor the proxy."""
    server = Server(make_staff_app(settings))
    try:
        headers = {
            "X-Remote-User": "mo", "X-Remote-Groups": "digital",
            "X-Forwarded-For": "10.0.0.1", "Forwarded": "for=10.0.0.1",
        }  # fmt: skip
        page = Colleague(server, **headers).get("/staff/password")
        assert page.response.url.path == "/staff/sign-in"
    finally:
        server.stop()


@pytest.mark.parametrize(
    "values",
    [
        {"sso_header": "X-Remote-User"},
        {"sso_roles": ("digital=root",)},
        {"sso_roles": ("digital",)},
        {"rate_staff": "often"},
    ],
)
def test_settings_that_would_let_anybody_in_stop_the_start(values: dict[str, object]):
    """A header that every visitor could send, a role that there is not."""
    with pytest.raises(SettingError):
        ChannelSettings.of(values)
