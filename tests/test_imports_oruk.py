"""Open Referral directories become services, or a list of what is wrong with them."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.catalogue.services_store import read
from bot.errors import BadInput, DataFaults
from bot.imports import fetch
from bot.imports.oruk import import_oruk
from tests.imports_world import DATA, LEEDS, catalogue, digest, reference, take

FILE = DATA / "oruk_services.json"


def test_a_page_of_three_point_zero(tmp_path: Path) -> None:
    """Good services are graded and stored, bad ones listed with row, column and reason."""
    path = tmp_path / "services.db"
    report = take(path, import_oruk(str(FILE), catalogue()))
    assert (report.added, report.rejected_rows) == (3, 1)
    assert report.grades == {
        "answerable": 1,
        "answerable without phone": 1,
        "not answerable": 1,
    }
    reasons = {(fault.row, fault.column) for fault in report.rejected}
    assert reasons == {(4, "name"), (4, "status"), (4, "minimum_age"), (4, "organization")}
    noted = [(fault.row, fault.column) for fault in report.noted]
    assert noted == [(2, "locations.latitude"), (3, "url")]
    tables = read(path)
    needs = {row["name"]: row["needs"] for row in tables["service"]}
    assert needs["Potholes"] == "pothole"
    assert needs["Leeds Larder food bank"] == "food-bank"
    areas = {(row["service_id"][:1], row["extent"]) for row in tables["service_area"]}
    assert areas == {("1", LEEDS), ("3", LEEDS), ("5", "E06000065")}
    assert [row["document"] for row in tables["required_document"]] == ["A referral from a GP"]
    kinds = {row["name"]: (row["kind"], row["owner"]) for row in tables["organization"]}
    assert kinds["Leeds Larder"] == ("charity", "")
    assert kinds["Leeds City Council"] == ("metropolitan", LEEDS)


def test_no_person_is_stored(tmp_path: Path) -> None:
    """A named contact's name and number stay out of the file; a nameless one's number is kept."""
    path = tmp_path / "services.db"
    take(path, import_oruk(str(FILE), catalogue()))
    assert [row["number"] for row in read(path)["phone"]] == ["0113 496 0000"]
    assert b"Ann Example" not in path.read_bytes()
    assert b"07700 900001" not in path.read_bytes()


def test_the_same_again_changes_nothing(tmp_path: Path) -> None:
    """A second import of the same file finds everything unchanged."""
    path = tmp_path / "services.db"
    take(path, import_oruk(str(FILE), catalogue()))
    report = take(path, import_oruk(str(FILE), catalogue()))
    assert (report.added, report.changed, report.unchanged, report.removed) == (0, 0, 3, 0)
    assert len(read(path)["import_run"]) == 2


def test_what_a_source_no_longer_gives_is_removed(tmp_path: Path) -> None:
    """A service gone from its source goes; one that is now rejected stays as it was."""
    path, source = tmp_path / "services.db", tmp_path / "feed.json"
    value = json.loads(FILE.read_text(encoding="utf-8"))
    source.write_text(json.dumps(value), encoding="utf-8")
    take(path, import_oruk(str(source), catalogue()))
    value["contents"] = value["contents"][:2]
    value["contents"][1]["status"] = "perhaps"
    value["contents"][0]["description"] = "More than food."
    source.write_text(json.dumps(value), encoding="utf-8")
    report = take(path, import_oruk(str(source), catalogue()))
    assert (report.changed, report.removed, report.rejected_rows) == (1, 1, 1)
    assert sorted(row["name"] for row in read(path)["service"]) == [
        "Leeds Larder food bank",
        "Potholes",
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ('"text"', "neither a service nor a list"),
        ('{"size": 3}', "no services: its keys are size"),
        ("\ufffe", "not JSON"),
    ],
)
def test_what_is_no_directory(tmp_path: Path, text: str, message: str) -> None:
    """A file that is no directory is refused in one sentence."""
    source = tmp_path / "feed.json"
    source.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match=message):
        import_oruk(str(source), catalogue())


@pytest.mark.parametrize(
    "value",
    [
        [1, None, "x", []],
        [{"id": {}, "name": [], "status": 5, "organization": [], "attributes": {"a": 1}}],
        [{"id": "1", "name": "A", "status": "active", "phones": [{"number": {}}]}],
        [{"organisation": 7, "taxonomies": "x", "locations": [3], "contacts": {"a": 1}}],
    ],
)
def test_values_of_the_wrong_kind(tmp_path: Path, value: Any) -> None:
    """JSON of the wrong shape is rejected by row and leaves the file byte for byte as it was."""
    path, source = tmp_path / "services.db", tmp_path / "feed.json"
    take(path, import_oruk(str(FILE), catalogue()))
    before = digest(path)
    source.write_text(json.dumps(value), encoding="utf-8")
    with pytest.raises(DataFaults):
        take(path, import_oruk(str(source), catalogue()))
    assert digest(path) == before
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".services-")] == []


def test_a_page_of_a_live_feed(tmp_path: Path) -> None:
    """A page in the style of version 1.0 is read, without the named contacts' numbers."""
    source = reference("scout_x_bucks/services.json")
    path = tmp_path / "services.db"
    report = take(path, import_oruk(str(source), catalogue()))
    assert report.added == 20
    assert sum(report.grades.values()) == 20
    numbers = {row["number"] for row in read(path)["phone"]}
    assert "0203 289 6420 ext 303" in numbers
    assert b"Jeremy Strange" not in path.read_bytes()


@pytest.mark.parametrize("name", ["service_full.json", "organization_full.json"])
def test_the_standard_s_examples(tmp_path: Path, name: str) -> None:
    """The published examples are read: one service, or an organization with its services."""
    source = reference(f"oruk_examples/{name}")
    report = take(tmp_path / "services.db", import_oruk(str(source), catalogue()))
    assert (report.added, report.rejected_rows) == (1, 0)


def test_the_validator_s_failing_feed(tmp_path: Path) -> None:
    """A feed whose services have no names is refused whole, each fault listed."""
    source = reference("oruk_mocks/service_list.json")
    with pytest.raises(DataFaults) as caught:
        take(tmp_path / "services.db", import_oruk(str(source), catalogue()))
    assert [fault.column for fault in caught.value.faults] == ["name"] * 4
    assert not (tmp_path / "services.db").exists()


class _Api(BaseHTTPRequestHandler):
    """Pages of one service each; the second fails once; lists are without nested parts."""

    services = json.loads(FILE.read_text(encoding="utf-8"))["contents"][:2]
    failures = 1

    def do_GET(self) -> None:
        """Answer a request."""
        parts = urlsplit(self.path)
        page = int(parse_qs(parts.query).get("page", ["1"])[0])
        if parts.path == "/o/services" and page == 2 and _Api.failures:
            _Api.failures -= 1
            self.send_error(503)
            return
        value: Any = None
        if parts.path == "/o/services":
            item = self.services[page - 1]
            plain = {key: item[key] for key in ("id", "name", "status")}
            value = {"total_pages": 2, "page_number": page, "contents": [plain]}
        else:
            value = next((s for s in self.services if parts.path.endswith(s["id"])), None)
        body = json.dumps(value).encode()
        self.send_response(200 if value else 404)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A directory's API on this machine."""
    monkeypatch.setattr(fetch, "WAIT", 0.0)
    _Api.failures = 1
    server = HTTPServer(("127.0.0.1", 0), _Api)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/o"
    server.shutdown()
    server.server_close()


def test_a_whole_api(api: str) -> None:
    """Every page is asked for, each service in full, and a failing page once more."""
    said: list[str] = []
    batch = import_oruk(f"{api}/services", catalogue(), said.append)
    assert [record.service["name"] for record in batch.records] == [
        "Leeds Larder food bank",
        "Potholes",
    ]
    assert said == ["page 1 of 2", "page 2 of 2"]


def test_half_an_api_is_not_imported(api: str) -> None:
    """An API that stops answering half way gives an error, not half a directory."""
    _Api.failures = 99
    with pytest.raises(BadInput, match=r"page=2 gave no answer \(status 503\)"):
        import_oruk(api, catalogue())


@pytest.mark.parametrize("source", ["file:///etc/passwd", "ftp://example.org/services"])
def test_other_schemes(source: str) -> None:
    """Nothing but http and https is fetched."""
    with pytest.raises(BadInput, match="neither a file nor an http"):
        import_oruk(source, catalogue())


def test_answers_that_are_too_big(api: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer beyond the limit is not read to its end."""
    monkeypatch.setattr(fetch, "LARGEST_ANSWER", 10)
    with pytest.raises(BadInput, match="more than 10 bytes"):
        import_oruk(api, catalogue())
