"""Tokens, signed forms, the cookie and headers."""

from __future__ import annotations

import pytest

from bot.channel.security import (
    TOKEN,
    conversation_of,
    cookie,
    form_is_ours,
    headers,
    holds,
    new_token,
    read_cookie,
    sign_form,
)
from bot.channel.settings import ChannelSettings


def test_tokens_have_192_bits_and_never_repeat():
    """A thousand tokens are a thousand different ones of the expected form."""
    tokens = {new_token() for _ in range(1000)}
    assert len(tokens) == 1000
    assert all(TOKEN.fullmatch(token) for token in tokens)


def test_only_the_token_of_a_conversation_opens_it():
    """The id follows from the token; the token does not follow from the id."""
    token = new_token()
    conversation = conversation_of(token)
    assert holds(token, conversation)
    assert token not in conversation
    assert not holds(new_token(), conversation)
    assert not holds(conversation, conversation)
    assert not holds(None, conversation)
    assert not holds(token, "caf\udce9")


def test_a_form_is_good_for_its_own_token_and_secret_only():
    """Another token, another secret or a changed value is refused."""
    token = new_token()
    value = sign_form("secret", token)
    assert form_is_ours("secret", token, value)
    assert not form_is_ours("secret", new_token(), value)
    assert not form_is_ours("other", token, value)
    for wrong in ("", ".", value[:-1], "x" + value, value + "x", "caf\udce9.é"):
        assert not form_is_ours("secret", token, wrong)


def test_forms_are_masked():
    """The same form is never signed to the same bytes twice."""
    token = new_token()
    assert sign_form("secret", token) != sign_form("secret", token)


def test_the_cookie_keeps_out_of_reach():
    """Scripts cannot read it, other sites cannot send it, and over https nobody else can set it."""
    token = new_token()
    assert cookie(token, secure=False) == f"signpost={token}; Path=/; HttpOnly; SameSite=Lax"
    assert cookie(token, secure=True) == (
        f"__Host-signpost={token}; Path=/; HttpOnly; SameSite=Lax; Secure"
    )


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("signpost={}", True),
        ("a=b; signpost={}; c=d", True),
        (";;=;signpost={}", True),
        ("signpost=short", False),
        ("signpost={}x", False),
        ("other={}", False),
        ("", False),
    ],
)
def test_only_a_whole_token_is_read_from_cookies(header: str, found: bool):
    """Anything else counts as no cookie."""
    token = new_token()
    assert read_cookie(header.format(token), secure=False) == (token if found else None)


def test_nothing_inline_and_nothing_from_elsewhere_may_run():
    """The policy has no unsafe source, and no source but the page's own."""
    policy = headers(ChannelSettings())["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
    assert "unsafe" not in policy
    assert "http" not in policy


@pytest.mark.parametrize(
    ("ancestors", "frames"),
    [
        ("'none'", "DENY"),
        ("'self'", "SAMEORIGIN"),
        ("'self' https://www.borsetshire.example", None),
    ],
)
def test_frames_follow_the_setting(ancestors: str, frames: str | None):
    """Old browsers get X-Frame-Options where it can say the same."""
    found = headers(ChannelSettings(frame_ancestors=ancestors))
    assert found["Content-Security-Policy"].endswith(f"frame-ancestors {ancestors}")
    assert found.get("X-Frame-Options") == frames


def test_https_is_remembered_only_when_served_over_https():
    """Strict-Transport-Security goes with secure cookies."""
    assert "Strict-Transport-Security" not in headers(ChannelSettings())
    assert "Strict-Transport-Security" in headers(ChannelSettings(secure_cookies=True))
