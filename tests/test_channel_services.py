"""The public pages of services: found by name, one page each, with the facts for machines."""

from __future__ import annotations

import json
import re
from itertools import count
from typing import Any

import pytest
from sanic import Sanic

from bot.channel.parts import Parts
from bot.channel.services import service_pages, shown
from bot.channel.settings import ChannelSettings
from bot.channel.turns import Admitted
from bot.exports.oruk import OpenData
from tests.test_exports import LARDER, services

_names = count()


async def _talk(text: str, conversation: str, metadata: dict[str, Any]) -> list[Any]:
    return []


@pytest.fixture(scope="module")
def app() -> Sanic:
    """A bare app with the pages of the fixture's directory."""
    made = Sanic(f"services-{next(_names)}")
    hostile = {
        **services()[0],
        "id": "evil",
        "name": "Evil </script><script>alert(1)</script>",
        "description": "<img src=x onerror=alert(1)>",
        "url": "javascript:alert(1)",
    }
    parts = Parts(ChannelSettings(secret="x" * 40, path="/ask"), Admitted, _talk)
    made.blueprint(service_pages(parts, lambda: OpenData([*services(), hostile])))
    return made


def get(app: Sanic, path: str, **more: Any) -> Any:
    """The answer to a request."""
    return app.test_client.get(f"/ask/services{path}", **more)[1]


def test_services_are_found_by_name(app: Sanic) -> None:
    """With links to their pages; a search keeps its words."""
    page = get(app, "?q=larder")
    assert page.status == 200
    assert f'href="/ask/services/{LARDER}"' in page.text
    assert 'value="larder"' in page.text
    assert "1 service<" in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]


def test_the_list_has_pages(app: Sanic) -> None:
    """Before and next as links; beyond the last there is nothing."""
    first, second = get(app, ""), get(app, "?page=2")
    assert 'rel="next"' in first.text
    assert 'rel="prev"' not in first.text
    assert 'rel="prev"' in second.text
    names = re.compile(r'/ask/services/([\w-]{36})"')
    assert not set(names.findall(first.text)) & set(names.findall(second.text))
    for beyond in ("999", "x", "0", "-1"):
        assert get(app, f"?page={beyond}").status == 404


def test_a_service_says_everything_it_is_known_for(app: Sanic) -> None:
    """Provider, area, cost, hours, place, phone and link; and the same as JSON-LD."""
    page = get(app, f"/{LARDER}").text
    for text in (
        "Leeds Larder", "Food parcels for people in need.", "Leeds", "Free",
        "Monday, Tuesday, Wednesday, Thursday, Friday 10:00–16:00",
        "Old Library, 1 Example Square, Leeds, LS1 1AA", "0113 496 0000", "2026-10-01",
    ):  # fmt: skip
        assert text in page, text
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    assert found
    data = json.loads(found[1])
    assert data["@type"] == "GovernmentService"
    assert data["name"] == "Leeds Larder food bank"


def test_nothing_from_a_directory_becomes_markup(app: Sanic) -> None:
    """Names, descriptions and links of others are text, in the page and in its data."""
    page = get(app, "/evil").text
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert 'href="javascript:' not in page
    listed = get(app, "?q=evil").text
    assert "<script>alert" not in listed


def test_in_welsh(app: Sanic) -> None:
    """The frame is Welsh; names of services are marked as English."""
    page = get(app, f"/{LARDER}?lang=cy").text
    assert '<html lang="cy">' in page
    assert "Ble mae’n gweithio" in page
    assert '<h1 lang="en">Leeds Larder food bank</h1>' in page


def test_what_is_not_there(app: Sanic) -> None:
    """A page of ours says so."""
    assert get(app, "/none").status == 404
    assert "There is no page at this address" in get(app, "/none").text


def test_a_service_with_little_known() -> None:
    """Nothing is made up."""
    found = shown({"name": "Help", "organization": {"name": "Helpers"}})
    assert found == {
        "name": "Help", "description": "", "provider": "Helpers", "url": None, "phones": [],
        "areas": [], "cost": [], "hours": [], "places": [], "assured": "",
    }  # fmt: skip
