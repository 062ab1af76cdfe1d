"""The JSON API: a conversation for programs, its errors, and that its document is true."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from channel_visitor import Server, Visitor
from channel_world import SETTINGS, make_app

from bot.channel.parts import Parts
from bot.channel.problems import STATUS
from bot.channel.routes import table
from bot.model import OUTCOMES

DOCUMENT = json.loads(
    (Path(__file__).parent.parent / "bot/channel/openapi.json").read_text(encoding="utf-8")
)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """One server for all."""
    found = Server(make_app())
    yield found
    found.stop()


@pytest.fixture
def visitor(server: Server) -> Visitor:
    """A program."""
    return Visitor(server)


def plain_schema(part: Any) -> Any:
    """An OpenAPI 3.0 schema as JSON Schema: `nullable` becomes a type, references are followed."""
    if isinstance(part, list):
        return [plain_schema(each) for each in part]
    if not isinstance(part, dict):
        return part
    if "$ref" in part:
        found: Any = DOCUMENT
        for step in part["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        return plain_schema(found)
    found = {key: plain_schema(value) for key, value in part.items() if key != "nullable"}
    return {"anyOf": [found, {"type": "null"}]} if part.get("nullable") is True else found


def holds(operation: str, response: Any) -> Any:
    """The body, after holding it to what the document says of this operation and status."""
    for operations in DOCUMENT["paths"].values():
        for found in operations.values():
            if isinstance(found, dict) and found.get("operationId") == operation:
                described = plain_schema(found["responses"][str(response.status_code)])
                if "content" in described:
                    body = response.json()
                    jsonschema.validate(body, described["content"]["application/json"]["schema"])
                    return body
                assert response.content == b""
                return None
    raise AssertionError(operation)


def test_a_whole_conversation(visitor: Visitor):
    """Start, say, choose, judge, look, end: each as documented."""
    started = holds("startConversation", visitor.api("POST", "/conversations", json={}))
    path, token = f"/conversations/{started['id']}", started["token"]
    said = holds("say", visitor.api("POST", f"{path}/messages", token, json={"text": "my bin"}))
    value = said["turn"]["reply"]["ask"]["options"][0]["value"]
    chosen = holds("say", visitor.api("POST", f"{path}/messages", token, json={"choice": value}))
    assert chosen["turn"]["number"] == 2
    assert chosen["turn"]["said"] == "Report a missed bin collection"
    assert chosen["turn"]["reply"]["outcome"] == "answered"
    judged = visitor.api("POST", f"{path}/feedback", token, json={"turn": 2, "helped": True})
    assert holds("judge", judged)["turn"]["helped"] is True
    shown = holds("showConversation", visitor.api("GET", path, token))
    assert [turn["helped"] for turn in shown["turns"]] == [None, True]
    holds("endConversation", visitor.api("DELETE", path, token))
    assert holds("showConversation", visitor.api("GET", path, token))["error"]["code"] == (
        "not_found"
    )


@pytest.mark.parametrize("text", ["FX1", "pothole", "damp", "bin", "gas", "person", "wizard",
                                  "hello", "silent", "crash", "???"])  # fmt: skip
def test_every_outcome_is_as_documented(visitor: Visitor, text: str):
    """Replies of all kinds fit the schema."""
    path, token = visitor.start()
    holds("say", visitor.api("POST", f"{path}/messages", token, json={"text": text}))


def test_one_question_alone(visitor: Visitor):
    """The stateless answer takes words and a place, and keeps nothing."""
    found = visitor.api("POST", "/answer", json={"text": "wizard", "place": "FX1 2AB"})
    assert holds("answer", found)["reply"]["outcome"] == "gap_no_provider"
    assert visitor.server.app.ctx.dialogue.heard[-1][2]["place"]["outcode"] == "FX1"
    assert holds("answer", visitor.api("POST", "/answer", json={"text": ""}))["error"]["code"] == (
        "empty"
    )


def test_sent_again_with_its_key_it_is_the_same_turn(visitor: Visitor):
    """And another message under that key is refused, not lost in silence."""
    path, token = visitor.start()
    key = {"Idempotency-Key": "a-key-of-mine"}
    send = [
        holds("say", visitor.api("POST", f"{path}/messages", token, json=body, headers=key))
        for body in ({"text": "hello"}, {"text": "hello"}, {"text": "my bin"})
    ]
    assert [each.get("repeated") for each in send] == [False, True, None]
    assert send[0]["turn"] == send[1]["turn"]
    assert send[2]["error"]["code"] == "key_reused"


def test_without_a_key_every_message_is_new(visitor: Visitor):
    """A key is for who wants it."""
    path, token = visitor.start()
    for number in (1, 2):
        said = visitor.api("POST", f"{path}/messages", token, json={"text": "hello"}).json()
        assert said["turn"]["number"] == number


def test_nobody_gets_in_without_the_token(visitor: Visitor):
    """Another's token, the id itself, or an id that does not exist: all the same to a stranger."""
    path, token = visitor.start()
    _, other = visitor.start()
    for method, end in (("GET", ""), ("DELETE", ""), ("POST", "/messages"), ("POST", "/feedback")):
        assert visitor.api(method, path + end).status_code == 401
        theirs = visitor.api(method, path + end, other)
        nobodys = visitor.api(method, "/conversations/none" + end, other)
        assert theirs.status_code == nobodys.status_code == 401
        assert theirs.json() == nobodys.json()
        assert theirs.json() == nobodys.json()
    assert visitor.api("GET", path, path.removeprefix("/conversations/")).status_code == 401
    assert visitor.api("GET", path, token).status_code == 200


def test_the_pages_cookie_is_no_key_to_the_api(visitor: Visitor):
    """So another site cannot make a browser use it."""
    visitor.say("hello")
    path, _ = visitor.start()
    assert visitor.api("GET", path).status_code == 401


@pytest.mark.parametrize(
    ("body", "kind", "code"),
    [
        (b"{", "application/json", "bad_request"),
        (b"[]", "application/json", "bad_request"),
        (b'"text"', "application/json", "bad_request"),
        (b"\xff\xfe", "application/json", "bad_request"),
        (b"[" * 9000, "application/json", "bad_request"),
        (b'{"text": 5}', "application/json", "bad_request"),
        (b'{"text": null}', "application/json", "bad_request"),
        (b'{"text": "a", "choice": "b"}', "application/json", "bad_request"),
        (b'{"tekst": "a"}', "application/json", "bad_request"),
        (b'{"choice": "\\n"}', "application/json", "bad_request"),
        (b"{}", "application/json", "empty"),
        (b"", "application/json", "empty"),
        (b"text=a", "application/x-www-form-urlencoded", "unsupported_media_type"),
        (b'{"text": "%s"}' % (b"a" * 1001), "application/json", "too_long"),
        (b'{"text": "%s"}' % (b"a" * 20000), "application/json", "too_large"),
    ],
    ids=lambda value: repr(value[:20]),
)
def test_what_cannot_be_read_is_an_error_object(
    visitor: Visitor, body: bytes, kind: str, code: str
):
    """A code and a sentence, never a trace."""
    path, token = visitor.start()
    found = visitor.api(
        "POST", f"{path}/messages", token, content=body, headers={"Content-Type": kind}
    )
    error = holds("say", found)["error"]
    assert error["code"] == code
    assert found.status_code == STATUS[code]
    assert error["message"]


@pytest.mark.parametrize(
    "body", [{}, {"turn": "1", "helped": True}, {"turn": True, "helped": True}, {"turn": 1},
             {"turn": 1, "helped": "yes"}, {"turn": 1, "helped": True, "more": 1}],
)  # fmt: skip
def test_a_verdict_is_a_number_and_a_truth(visitor: Visitor, body: dict[str, Any]):
    """Nothing else."""
    path, token = visitor.start()
    found = visitor.api("POST", f"{path}/feedback", token, json=body)
    assert holds("judge", found)["error"]["code"] == "bad_request"


def test_a_key_has_a_form(visitor: Visitor):
    """Eight to eighty plain characters."""
    path, token = visitor.start()
    found = visitor.api(
        "POST", f"{path}/messages", token, json={"text": "a"}, headers={"Idempotency-Key": "short"}
    )
    assert holds("say", found)["error"]["code"] == "bad_request"


def test_unknown_addresses_are_error_objects(visitor: Visitor):
    """Programs never get a page."""
    assert visitor.api("GET", "/none").json()["error"]["code"] == "not_found"
    assert visitor.api("PUT", "/answer").json()["error"]["code"] == "method_not_allowed"


def test_the_document_and_the_routes_agree():
    """Every route is described, and everything described is a route."""
    parts = Parts(SETTINGS, lambda raw: None, None)  # type: ignore[arg-type,return-value]
    routes = {
        (path.removeprefix("/api/v1").replace("<conversation:str>", "{id}"), method.lower())
        for path, handlers in table(parts).items()
        for method in handlers
        if path.startswith("/api/v1")
    }
    described = {
        (path, method)
        for path, operations in DOCUMENT["paths"].items()
        for method in operations
        if method in ("get", "post", "put", "patch", "delete")
    }
    assert routes == described


def test_the_document_knows_every_code_and_outcome():
    """The closed lists are the same ones."""
    schemas = DOCUMENT["components"]["schemas"]
    codes = schemas["Error"]["properties"]["error"]["properties"]["code"]["enum"]
    assert codes == list(STATUS)
    assert schemas["Reply"]["properties"]["outcome"]["enum"] == list(OUTCOMES)


def test_the_document_is_served(visitor: Visitor):
    """With the path at which this installation has it."""
    found = visitor.api("GET", "/openapi.json").json()
    assert found["paths"] == DOCUMENT["paths"]
    assert found["servers"] == [{"url": "/ask/api/v1"}]
