"""Facts about settings."""

from __future__ import annotations

import pytest

from bot.errors import SettingError
from bot.settings import PREFIX, SETTINGS, load


def test_defaults_are_all_usable() -> None:
    """An empty environment gives every setting a value."""
    values = load({})
    assert {setting.name for setting in SETTINGS} == set(vars(values)["_values"])
    assert values.port == 5005
    assert values.home is None


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("HOME", "Leeds"),
        ("PORT", "0"),
        ("PORT", "eighty"),
        ("MAX_LENGTH", "-1"),
        ("SECURE_COOKIES", "perhaps"),
    ],
)
def test_a_wrong_value_stops_naming_key_and_value(key: str, value: str) -> None:
    """The message tells which variable, what it held and what would be right."""
    with pytest.raises(SettingError, match=rf"{PREFIX}{key} is '{value}': use "):
        load({PREFIX + key: value})


def test_a_misspelt_setting_is_not_ignored() -> None:
    """A SIGNPOST_ variable that is none of ours stops the start."""
    with pytest.raises(SettingError, match="SIGNPOST_PROT"):
        load({"SIGNPOST_PROT": "80"})


def test_every_setting_says_what_it_is_for() -> None:
    """Help is a sentence, and names are unique."""
    assert len({setting.name for setting in SETTINGS}) == len(SETTINGS)
    assert all(len(setting.help) > 10 for setting in SETTINGS)


def test_a_secret_is_not_repeated_in_a_fault() -> None:
    """What is wrong with a key is said without the key."""
    with pytest.raises(SettingError, match="HANDOVER_WEBHOOK_KEY is not usable: use") as fault:
        load({f"{PREFIX}HANDOVER_WEBHOOK_KEY": "hunter2"})
    assert "hunter2" not in str(fault.value)


def test_a_ledger_key_that_is_short_is_refused_unseen():
    """It would be guessed."""
    with pytest.raises(SettingError, match="LEDGER_KEY is not usable: use 32 characters") as fault:
        load({PREFIX + "LEDGER_KEY": "short-secret"})
    assert "short-secret" not in str(fault.value)
    assert load({PREFIX + "LEDGER_KEY": "k" * 32}).ledger_key == b"k" * 32
