"""The channel's parts from the installation's settings."""

from __future__ import annotations

from pathlib import Path

from bot.channel.settings import ChannelSettings
from bot.channel.wiring import channel_settings, kept_secret, transcripts
from bot.settings import load


def test_the_secret_is_made_once_and_private(tmp_path: Path):
    """Another start, or another process, finds the same; others cannot read it."""
    path = tmp_path / "var" / "secret"
    first = kept_secret(path)
    assert len(first) >= 40
    assert kept_secret(path) == first
    assert path.stat().st_mode & 0o777 == 0o600
    assert [file.name for file in path.parent.iterdir()] == ["secret"]


def test_settings_of_the_installation_reach_the_channel(tmp_path: Path):
    """By the same names; what the installation does not set keeps its default."""
    settings = load(
        {
            "SIGNPOST_COUNCIL_NAME": "Borsetshire County Council",
            "SIGNPOST_SECURE_COOKIES": "yes",
            "SIGNPOST_TRUSTED_PROXIES": "10.0.0.1 10.0.0.2",
        }
    )
    found = channel_settings(settings, tmp_path / "secret")
    assert found.council_name == "Borsetshire County Council"
    assert found.secure_cookies is True
    assert found.trusted_proxies == ("10.0.0.1", "10.0.0.2")
    assert found.turn_seconds == ChannelSettings().turn_seconds
    assert found.secret == (tmp_path / "secret").read_text()


def test_a_secret_that_is_set_is_used(tmp_path: Path):
    """Several machines share one by setting it."""
    found = channel_settings(load({"SIGNPOST_SECRET": "x" * 40}), tmp_path / "secret")
    assert found.secret == "x" * 40
    assert not (tmp_path / "secret").exists()


def test_transcripts_are_kept_as_long_as_the_settings_say(tmp_path: Path):
    """In the file of the settings."""
    store = transcripts(tmp_path / "t.db", ChannelSettings())
    store.start("c")
    assert store.get("c") == []
    store.close()
    assert (tmp_path / "t.db").exists()
