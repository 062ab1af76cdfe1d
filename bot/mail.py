"""Sends a message by SMTP, over TLS that checks the certificate, or writes it to a file."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from bot.errors import BadInput, SignpostError
from bot.settings import Settings

#: Seconds to wait for the mail server.
PATIENCE = 30


class NotSent(SignpostError):
    """The mail server did not take the message."""


@dataclass(frozen=True)
class Server:
    """A mail server. security (str): starttls, tls, or none. user (str): "" for no login."""

    host: str
    port: int
    security: str
    user: str = ""
    password: str = ""

    @classmethod
    def of(cls, settings: Settings) -> Server:
        """The installation's. RAISES BadInput when none is set."""
        if not settings.mail_host:
            raise BadInput(
                "No mail server is set: set SIGNPOST_MAIL_HOST, or write a file with --out."
            )
        if settings.mail_security == "none" and settings.mail_user:
            raise BadInput(
                "A password must not go over the network unhidden: set SIGNPOST_MAIL_SECURITY to "
                "starttls or tls, or leave SIGNPOST_MAIL_USER empty."
            )
        return cls(
            settings.mail_host,
            settings.mail_port,
            settings.mail_security,
            settings.mail_user,
            settings.mail_password,
        )


def send(message: EmailMessage, server: Server) -> None:
    """Hands a message to the server. RAISES NotSent, whose message holds no password, when it
    cannot be reached, its certificate is wrong, or it refuses sender, login or a recipient.
    """
    context = ssl.create_default_context()
    try:
        with _connection(server, context) as connection:
            if server.security == "starttls":
                connection.starttls(context=context)
            if server.user:
                connection.login(server.user, server.password)
            refused = connection.send_message(message)
    except (OSError, smtplib.SMTPException) as error:
        raise NotSent(
            f"{server.host} did not take the message ({type(error).__name__}). Check the settings "
            "that begin with SIGNPOST_MAIL_."
        ) from None
    if refused:
        raise NotSent(f"{server.host} refused {', '.join(sorted(refused))}.")


def write(message: EmailMessage, path: Path) -> None:
    """Writes a message as an .eml file. RAISES BadInput when it cannot be written."""
    try:
        path.write_bytes(message.as_bytes(policy=SMTP))
    except OSError as error:
        raise BadInput(f"Cannot write {path}: {error.strerror}") from None


def _connection(server: Server, context: ssl.SSLContext) -> smtplib.SMTP:
    if server.security == "tls":
        return smtplib.SMTP_SSL(server.host, server.port, timeout=PATIENCE, context=context)
    return smtplib.SMTP(server.host, server.port, timeout=PATIENCE)
