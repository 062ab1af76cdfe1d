"""The client's address, and how much it may send."""

from __future__ import annotations

import gc

import pytest

from bot.channel.address import Addresses
from bot.channel.limits import Limiter
from bot.channel.settings import ChannelSettings

PROXIES = ("10.0.0.1", "10.1.0.0/16", "2001:db8:ffff::/48")


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("203.0.113.5", [], "203.0.113.5"),
        ("203.0.113.5", ["198.51.100.1"], "203.0.113.5"),  # no proxy of ours said it
        ("10.0.0.1", ["198.51.100.1"], "198.51.100.1"),
        ("10.0.0.1", ["192.0.2.66, 198.51.100.1"], "198.51.100.1"),  # the first is the client's lie
        ("10.0.0.1", ["192.0.2.66", "198.51.100.1, 10.1.2.3"], "198.51.100.1"),
        ("10.0.0.1", ["10.1.2.3"], "10.1.2.3"),
        ("10.0.0.1", ["nonsense"], "10.0.0.1"),
        ("10.0.0.1", ["198.51.100.1, nonsense"], "10.0.0.1"),
        ("10.0.0.1", [""], "10.0.0.1"),
        ("10.0.0.1", [], "10.0.0.1"),
        ("::ffff:10.0.0.1", ["198.51.100.1"], "198.51.100.1"),
        ("2001:db8:1:2:3:4:5:6", [], "2001:db8:1:2::/64"),  # a household has a whole network
        ("2001:db8:ffff::1", ["2001:db8:1:2::9"], "2001:db8:1:2::/64"),
        ("", ["198.51.100.1"], "unknown"),
        ("/run/signpost.sock", [], "unknown"),
    ],
)
def test_only_configured_proxies_are_believed(peer: str, forwarded: list[str], client: str):
    """The client is the nearest address that is no proxy of ours."""
    assert Addresses(PROXIES).client(peer, forwarded) == client


def test_a_limit_holds_for_each_key_and_kind():
    """One who sent too much has to wait; others, and other kinds, do not."""
    limiter = Limiter(ChannelSettings(rate="2/minute"))
    gc.collect()
    assert limiter.hit("message", "a") is None
    assert limiter.hit("message", "a") is None
    wait = limiter.hit("message", "a")
    assert wait is not None
    assert 1 <= wait <= 60
    assert limiter.hit("message", "b") is None
    assert limiter.hit("page", "a") is None


def test_the_stricter_of_two_limits_holds():
    """A limit may have a short and a long window."""
    limiter = Limiter(ChannelSettings(rate="100/minute;1/hour"))
    assert limiter.hit("message", "a") is None
    assert (limiter.hit("message", "a") or 0) > 60
