"""The channel's settings: what is refused, and when a notice holds."""

from __future__ import annotations

from datetime import date

import pytest

from bot.channel.settings import ChannelSettings, contrast_with_white
from bot.errors import SettingError


def test_defaults_are_usable():
    """The settings need nothing to be set."""
    assert ChannelSettings().path == "/ask"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("path", "ask"),
        ("path", "/ask/"),
        ("accent", "blue"),
        ("accent", "#ffdd00"),  # white on yellow cannot be read
        ("frame_ancestors", ""),
        ("frame_ancestors", "'self'; script-src *"),  # would add a directive of its own
        ("frame_ancestors", "'self'\r\nX: y"),  # would add a header
        ("council_url", "javascript:alert(1)"),
        ("max_length", 0),
        ("idle_minutes", 5),  # no time to warn
        ("rate", "often"),
        ("notice_from", "Christmas"),
        ("trusted_proxies", ("10.0.0.0/99",)),
        ("cors_origins", ("*",)),
        ("cors_origins", ("null",)),
        ("cors_origins", ("https://a.example/",)),
        ("cors_origins", ("http://a.example",)),
        ("cors_origins", ("https://*.a.example",)),
    ],
)
def test_a_wrong_value_is_refused_by_name(key: str, value: object):
    """A value that cannot be used stops start-up, and the message names key and value."""
    with pytest.raises(SettingError, match=key) as refused:
        ChannelSettings(**{key: value})
    assert repr(value) in str(refused.value)


def test_a_misspelt_key_is_refused():
    """A key that is none of ours is not ignored in silence."""
    with pytest.raises(SettingError, match="councilname"):
        ChannelSettings.of({"councilname": "Borsetshire"})


@pytest.mark.parametrize("given", ["10.0.0.1 10.1.0.0/16", ["10.0.0.1", "10.1.0.0/16"]])
def test_proxies_may_be_text_or_a_list(given: object):
    """The environment gives text with spaces, YAML a list."""
    found = ChannelSettings.of({"trusted_proxies": given})
    assert found.trusted_proxies == ("10.0.0.1", "10.1.0.0/16")


@pytest.mark.parametrize(
    ("day", "on"),
    [("2026-12-23", False), ("2026-12-24", True), ("2026-12-27", True), ("2026-12-28", False)],
)
def test_a_notice_holds_from_its_first_to_its_last_day(day: str, on: bool):
    """Both days belong to it."""
    settings = ChannelSettings(
        notice="No bins.", notice_from="2026-12-24", notice_until="2026-12-27"
    )
    assert settings.notice_on(date.fromisoformat(day)) == ("No bins." if on else "")


def test_a_notice_without_days_always_holds():
    """Empty days mean no bounds."""
    assert ChannelSettings(notice="No bins.").notice_on(date(2030, 1, 1)) == "No bins."


@pytest.mark.parametrize(
    ("colour", "contrast"), [("#000000", 21.0), ("#ffffff", 1.0), ("#767676", 4.54)]
)
def test_contrast_is_the_one_of_wcag(colour: str, contrast: float):
    """Known pairs have their published contrast."""
    assert contrast_with_white(colour) == pytest.approx(contrast, abs=0.005)
