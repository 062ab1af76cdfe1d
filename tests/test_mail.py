"""A message is sent over TLS or not at all; the password is never told."""

from __future__ import annotations

import email
import socketserver
import threading
from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest

from bot import mail
from bot.errors import BadInput
from bot.settings import load


class Post(socketserver.StreamRequestHandler):
    """As much of a mail server as a message without login needs; it has no TLS."""

    def handle(self) -> None:
        """Keeps what it is sent."""
        self.wfile.write(b"220 ready\r\n")
        inside, taken = False, b""
        for line in self.rfile:
            if inside:
                if line == b".\r\n":
                    self.server.taken.append(taken)  # type: ignore[attr-defined]
                    inside = False
                    self.wfile.write(b"250 taken\r\n")
                taken += line
                continue
            word = line[:4].upper()
            self.server.said.append(line)  # type: ignore[attr-defined]
            inside = word == b"DATA"
            no = word == b"RCPT" and b"refused" in line
            if word == b"QUIT":
                self.wfile.write(b"221 bye\r\n")
                return
            self.wfile.write(b"354 go\r\n" if inside else b"550 no\r\n" if no else b"250 ok\r\n")


@pytest.fixture
def post() -> Iterator[socketserver.ThreadingTCPServer]:
    """A mail server on this machine."""
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Post)
    server.daemon_threads = True
    server.taken, server.said = [], []  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def message(to: str = "owner@borsetshire.example") -> EmailMessage:
    """A short message."""
    made = EmailMessage()
    made["Subject"], made["From"], made["To"] = "Demand", "signpost@borsetshire.example", to
    made.set_content("Bins – 12\n")
    return made


def test_a_message_is_sent(post: socketserver.ThreadingTCPServer):
    """Without TLS only when that is said in so many words."""
    mail.send(message(), mail.Server("127.0.0.1", post.server_address[1], "none"))
    (taken,) = post.taken  # type: ignore[attr-defined]
    found = email.message_from_bytes(taken, policy=default)
    assert found["Subject"] == "Demand"
    assert "Bins – 12" in found.get_body().get_content()


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_nothing_is_sent_without_the_tls_that_was_asked_for(
    post: socketserver.ThreadingTCPServer, security: str
):
    """Neither the message nor the password; the error has no password in it."""
    server = mail.Server("127.0.0.1", post.server_address[1], security, "rob", "hunter2")
    with pytest.raises(mail.NotSent) as error:
        mail.send(message(), server)
    assert post.taken == []  # type: ignore[attr-defined]
    assert not any(b"AUTH" in line for line in post.said)  # type: ignore[attr-defined]
    assert "hunter2" not in str(error.value)
    assert "SIGNPOST_MAIL_" in str(error.value)


def test_a_server_that_is_away_is_told_in_one_line():
    """What and where to look."""
    with pytest.raises(mail.NotSent) as error:
        mail.send(message(), mail.Server("127.0.0.1", 1, "none"))
    assert "\n" not in str(error.value)


def test_a_refused_recipient_is_told(post: socketserver.ThreadingTCPServer):
    """The others get it."""
    server = mail.Server("127.0.0.1", post.server_address[1], "none")
    with pytest.raises(mail.NotSent, match=r"refused@x\.example"):
        mail.send(message("refused@x.example, owner@x.example"), server)
    assert len(post.taken) == 1  # type: ignore[attr-defined]


def test_a_file_can_be_opened_by_any_mail_program(tmp_path: Path):
    """Lines end as the standard has it."""
    mail.write(message(), tmp_path / "digest.eml")
    raw = (tmp_path / "digest.eml").read_bytes()
    assert b"\r\n" in raw
    assert email.message_from_bytes(raw, policy=default)["To"] == "owner@borsetshire.example"
    with pytest.raises(BadInput):
        mail.write(message(), tmp_path / "none" / "digest.eml")


def test_settings_have_no_server_and_no_password_unhidden():
    """There is nothing to be found by default, and no way to send a password in the clear."""
    with pytest.raises(BadInput, match="SIGNPOST_MAIL_HOST"):
        mail.Server.of(load({}))
    plain = {
        "SIGNPOST_MAIL_HOST": "localhost",
        "SIGNPOST_MAIL_USER": "rob",
        "SIGNPOST_MAIL_SECURITY": "none",
    }
    with pytest.raises(BadInput, match="unhidden"):
        mail.Server.of(load(plain))
    server = mail.Server.of(load({"SIGNPOST_MAIL_HOST": "localhost"}))
    assert (server.port, server.security, server.password) == (587, "starttls", "")
