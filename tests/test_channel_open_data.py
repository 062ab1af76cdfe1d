"""The directory over HTTP: read-only, paged, with the standard's parameters."""

from __future__ import annotations

from itertools import count
from typing import Any

import pytest
from sanic import Sanic

from bot.channel.open_data import open_data
from tests.test_exports import LARDER, data

_names = count()


@pytest.fixture(scope="module")
def app() -> Sanic:
    """A bare app with the open data mounted."""
    made = Sanic(f"open-data-{next(_names)}")
    made.blueprint(open_data(data))
    return made


def get(app: Sanic, path: str, **more: Any) -> Any:
    """The answer to a request."""
    return app.test_client.get(path, **more)[1]


def test_lists_and_objects(app: Sanic) -> None:
    """Every list and every single object is there, for any page to read."""
    about = get(app, "/oruk")
    assert about.status == 200
    assert about.json["version"] == "3.0"
    assert about.headers["Access-Control-Allow-Origin"] == "*"
    for kind in ("services", "organizations", "taxonomies", "taxonomy_terms"):
        page = get(app, f"/oruk/{kind}?per_page=2").json
        assert page["size"] == 2
        one = get(app, f"/oruk/{kind}/{page['contents'][0]['id']}")
        assert one.json["id"] == page["contents"][0]["id"]
    assert get(app, "/oruk/services?search=larder&full=true").json["total_items"] == 1


def test_json_ld_of_a_service(app: Sanic) -> None:
    """A service is given as JSON-LD when that is asked for, by parameter or header."""
    for answer in (
        get(app, f"/oruk/services/{LARDER}?format=jsonld"),
        get(app, f"/oruk/services/{LARDER}", headers={"accept": "application/ld+json"}),
    ):
        assert answer.headers["content-type"] == "application/ld+json"
        assert answer.json["@type"] == "GovernmentService"


def test_what_is_not_there(app: Sanic) -> None:
    """Unknown kinds and ids give 404, a bad page 400 with its name; nothing can be written."""
    assert get(app, "/oruk/services/none").status == 404
    assert get(app, "/oruk/secrets").status == 404
    assert get(app, "/oruk/secrets/1").status == 404
    bad = get(app, "/oruk/services?page=x")
    assert (bad.status, "page" in bad.json["message"]) == (400, True)
    assert app.test_client.post("/oruk/services", json={})[1].status == 405
