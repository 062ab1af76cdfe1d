"""Webhooks: signed as the standard has it, queued in the dark, sent until taken, nowhere else."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Optional

import pytest
from waiting import becomes

from bot.errors import SettingError
from bot.webhook import Webhook, sender, sign, verify
from bot.webhook.delivery import Result, deliver, read_address
from bot.webhook.queue import Full, Queue, identity_of
from bot.webhook.signature import read_keys

KEY = b"k" * 32
OTHER = b"o" * 32


class Receiver:
    """A receiver on this machine: answers with the statuses it is given, in turn, then 204."""

    def __init__(self) -> None:
        self.seen: list[tuple[dict[str, str], bytes]] = []
        self.answers: list[tuple[int, dict[str, str]]] = []
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.seen.append(({k.lower(): v for k, v in self.headers.items()}, body))
                code, headers = receiver.answers.pop(0) if receiver.answers else (204, {})
                self.send_response(code)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A receiver, closed afterwards."""
    found = Receiver()
    yield found
    found.server.shutdown()
    found.server.server_close()


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waits of a hundredth."""
    monkeypatch.setattr(sender, "FIRST_WAIT", 0.02)


def test_the_signature_is_the_standards_own() -> None:
    """The example that Standard Webhooks and its libraries are tested with."""
    keys = read_keys("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    body = b'{"test": 2432232314}'
    made = sign(keys, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, body)
    assert made == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def headers(body: bytes, at: int = 1000, keys: tuple[bytes, ...] = (KEY,)) -> dict[str, str]:
    """What a sender would send with a body."""
    signature = sign(keys, "an-event-id", at, body)
    return {
        "webhook-id": "an-event-id",
        "webhook-timestamp": str(at),
        "webhook-signature": signature,
    }


def test_a_true_signature_is_accepted() -> None:
    """By the key that signed, also when it is one of several on either side."""
    assert verify([KEY], headers(b"{}"), b"{}", now=1000)
    assert verify([OTHER, KEY], headers(b"{}"), b"{}", now=1000)
    assert verify([OTHER], headers(b"{}", keys=(KEY, OTHER)), b"{}", now=1299)


@pytest.mark.parametrize(
    ("change", "body", "now"),
    [
        ({}, b"{ }", 1000),
        ({}, b"{}", 1301),
        ({}, b"{}", 699),
        ({"webhook-id": "another-id"}, b"{}", 1000),
        ({"webhook-id": ""}, b"{}", 1000),
        ({"webhook-timestamp": "1001"}, b"{}", 1000),
        ({"webhook-timestamp": "x"}, b"{}", 1000),
        ({"webhook-timestamp": "9" * 400}, b"{}", 1000),
        ({"webhook-signature": ""}, b"{}", 1000),
        ({"webhook-signature": "v1,"}, b"{}", 1000),
        ({"webhook-signature": "v1,é"}, b"{}", 1000),
        ({"webhook-signature": "v0,AAAA"}, b"{}", 1000),
    ],
)
def test_a_false_signature_is_not(change: dict[str, str], body: bytes, now: float) -> None:
    """Another body, id or time, an old copy, or none at all."""
    assert not verify([KEY], {**headers(b"{}"), **change}, body, now)
    assert not verify([OTHER], headers(b"{}"), b"{}", 1000)
    assert not verify([], headers(b"{}"), b"{}", 1000)


@pytest.mark.parametrize("text", ["short", "é" * 40, base64.b64encode(b"x" * 23).decode(), "a b"])
def test_a_weak_key_is_refused_without_repeating_it(text: str) -> None:
    """24 bytes at least, in base64; the message doesn't hold the key."""
    with pytest.raises(ValueError, match="openssl rand") as fault:
        read_keys(text)
    assert text not in str(fault.value)


@pytest.mark.parametrize(
    ("text", "fine"),
    [
        ("https://crm.borsetshire.example/hooks/1?a=b", True),
        ("http://127.0.0.1:8080/x", True),
        ("http://localhost/x", True),
        ("http://[::1]:8080/x", True),
        ("http://crm.borsetshire.example/x", False),
        ("http://127.0.0.1.evil.example/x", False),
        ("http://127.0.0.1@evil.example/x", False),
        ("https://user:word@crm.borsetshire.example/", False),
        ("https://", False),
        ("https://[::1", False),
        ("https://x:99999/", False),
        ("https://a b/", False),
        ("https://x/\r\nHost: y", False),
        ("file:///etc/passwd", False),
        ("ftp://x/", False),
        ("//x/y", False),
    ],
)
def test_only_safe_addresses_are_taken(text: str, fine: bool) -> None:
    """https anywhere, http on this machine."""
    if fine:
        assert read_address(f" {text} ") == text
    else:
        with pytest.raises(ValueError, match="use an https address"):
            read_address(text)


def test_an_event_arrives_signed_and_whole(receiver: Receiver, tmp_path: Path) -> None:
    """With its id in the header and the body, and nothing left in the queue."""
    hook = Webhook(receiver.url, [KEY, OTHER], tmp_path)
    assert hook.post("handover.requested", {"summary": "a pothole – deep"}, "event-0001")
    assert becomes(lambda: bool(receiver.seen) and not list(tmp_path.glob("*.event")))
    hook.stop()
    ((found, body),) = receiver.seen
    assert verify([OTHER], found, body)
    event = json.loads(body)
    assert event["id"] == found["webhook-id"] == found["idempotency-key"] == "event-0001"
    assert event["type"] == "handover.requested"
    assert event["data"] == {"summary": "a pothole – deep"}
    assert event["version"] == 1


def test_it_is_tried_again_until_taken(receiver: Receiver, tmp_path: Path) -> None:
    """With the same id and body each time, whatever the fault; events keep their order."""
    receiver.answers = [(500, {}), (503, {"Retry-After": "0"}), (429, {})]
    hook = Webhook(receiver.url, [KEY], tmp_path)
    hook.post("first", {}, "event-0001")
    assert becomes(lambda: bool(receiver.seen))
    hook.post("second", {}, "event-0002")
    assert becomes(lambda: len(receiver.seen) == 5)
    hook.stop()
    ids = [found["webhook-id"] for found, _ in receiver.seen]
    assert ids == ["event-0001"] * 4 + ["event-0002"]
    assert len({body for _, body in receiver.seen}) == 2


def test_an_event_refused_by_itself_holds_up_no_other(receiver: Receiver, tmp_path: Path) -> None:
    """A 400 is that event's fault: the next goes past it."""
    receiver.answers = [(400, {})]
    queue = Queue(tmp_path, [KEY])
    queue.put("event-0001", b"{}")
    queue.put("event-0002", b"{}")
    hook = Webhook(receiver.url, [KEY], tmp_path)
    hook.flush()
    assert [found["webhook-id"] for found, _ in receiver.seen] == ["event-0001", "event-0002"]
    assert [identity_of(name) for name in queue.names()] == ["event-0001"]


def test_a_receiver_in_trouble_is_left_in_peace(receiver: Receiver, tmp_path: Path) -> None:
    """After a 503 nothing is sent before the time it asked for, also when more events come."""
    receiver.answers = [(503, {"Retry-After": "60"})]
    queue = Queue(tmp_path, [KEY])
    hook = Webhook(receiver.url, [KEY], tmp_path)
    queue.put("event-0001", b"{}")
    assert hook.flush() == 60
    queue.put("event-0002", b"{}")
    assert 0 < hook.flush() <= 60
    assert len(receiver.seen) == 1


def test_a_redirect_is_not_followed(receiver: Receiver, tmp_path: Path) -> None:
    """Neither to another host nor to the same: it is a failure."""
    other = Receiver()
    receiver.answers = [(code, {"Location": other.url}) for code in (301, 302, 303, 307, 308)]
    for code in (301, 302, 303, 307, 308):
        assert deliver(receiver.url, [KEY], "event-0001", b"{}").code == code
    other.server.shutdown()
    other.server.server_close()
    assert other.seen == []


def test_a_receiver_that_is_not_there_is_no_error() -> None:
    """No answer at all counts as busy."""
    result = deliver("http://127.0.0.1:1/", [KEY], "event-0001", b"{}")
    assert result == Result(0)
    assert result.busy
    assert not result.taken


def test_what_waits_outlives_the_process(receiver: Receiver, tmp_path: Path) -> None:
    """Another Webhook on the same folder sends what the first could not."""
    lost = Webhook("http://127.0.0.1:1/", [KEY], tmp_path)
    assert lost.post("kind", {"a": 1}, "event-0001")
    lost.stop(120)
    found = Webhook(receiver.url, [KEY], tmp_path)
    found.start()
    assert becomes(lambda: bool(receiver.seen))
    found.stop()
    assert json.loads(receiver.seen[0][1])["data"] == {"a": 1}


def test_what_waits_cannot_be_read_on_disk(tmp_path: Path) -> None:
    """Files are sealed, for this user alone, and open with an older key that is still listed."""
    Queue(tmp_path, [KEY]).put("event-0001", b"07700 900123")
    (path,) = tmp_path.glob("*.event")
    assert b"07700" not in path.read_bytes()
    assert path.stat().st_mode & 0o077 == 0
    assert Queue(tmp_path, [OTHER, KEY]).read(path.name) == b"07700 900123"
    assert Queue(tmp_path, [OTHER]).read(path.name) is None


def test_the_queue_is_bounded(tmp_path: Path) -> None:
    """One too many is refused, and posting says so without raising."""
    queue = Queue(tmp_path, [KEY], largest=1)
    queue.put("event-0001", b"{}")
    with pytest.raises(Full):
        queue.put("event-0002", b"{}")
    hook = Webhook("http://127.0.0.1:1/", [KEY], tmp_path)
    hook._queue = queue
    assert hook.post("kind", {}) is False


@pytest.mark.parametrize("identity", ["short", "../../event", "a" * 65, "é" * 10])
def test_an_identity_is_never_a_path(tmp_path: Path, identity: str) -> None:
    """It becomes part of a file's name."""
    hook = Webhook("http://127.0.0.1:1/", [KEY], tmp_path)
    assert hook.post("kind", {}, identity) is False
    assert list(tmp_path.iterdir()) == []


def test_posting_never_waits_for_the_receiver(tmp_path: Path) -> None:
    """A receiver that hangs delays only the thread: all are taken before it answers."""
    hold, answered = threading.Event(), []

    def hang(*_: Any) -> Result:
        answered.append(hold.wait(120))
        return Result(204)

    hook = Webhook("http://127.0.0.1:1/", [KEY], tmp_path, deliver=hang)
    assert all(hook.post("kind", {}) for _ in range(20))
    assert answered == []
    hold.set()
    hook.stop()


def test_an_old_event_is_given_up(
    receiver: Receiver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After three days, with a line in the log that names neither address nor content."""
    Queue(tmp_path, [KEY]).put("event-0001", b"{}")
    monkeypatch.setattr(sender, "OLDEST", -1.0)
    Webhook(receiver.url, [KEY], tmp_path).flush()
    assert receiver.seen == []
    assert list(tmp_path.glob("*.event")) == []


@pytest.mark.parametrize(
    ("value", "wait"),
    [("120", 120.0), ("", None), ("soon", None), ("9" * 30, None), ("-5", None)],
)
def test_waits_that_receivers_ask_for(
    receiver: Receiver, value: str, wait: Optional[float]
) -> None:
    """Seconds are understood, nonsense is left alone."""
    receiver.answers = [(503, {"Retry-After": value})]
    assert deliver(receiver.url, [KEY], "event-0001", b"{}").wait == wait


def test_waits_double_and_end_at_an_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    """Spread between half and whole."""
    monkeypatch.setattr(sender, "FIRST_WAIT", 2.0)
    for tried, whole in ((0, 2.0), (1, 4.0), (5, 64.0), (30, 3600.0)):
        waits = [sender._wait(tried, Result(500)) for _ in range(50)]
        assert all(whole / 2 <= wait <= whole for wait in waits)
    assert sender._wait(0, Result(503, wait=1e9)) == 3600.0


def test_it_is_made_from_settings_or_not_at_all(tmp_path: Path) -> None:
    """No address: none. An address without a key stops the start and names both settings."""
    assert Webhook.configured("handover_webhook", None, (), tmp_path) is None
    with pytest.raises(SettingError, match="SIGNPOST_HANDOVER_WEBHOOK_KEY"):
        Webhook.configured("handover_webhook", "https://x.example/", (), tmp_path)
    assert Webhook.configured("handover_webhook", "https://x.example/", (KEY,), tmp_path)
    assert (tmp_path / "handover_webhook").is_dir()
