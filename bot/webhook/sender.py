"""Hands events to the queue and sends them from a thread of its own, until taken or too old."""

from __future__ import annotations

import fcntl
import json
import logging
import random
import secrets
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, Optional
from urllib.parse import urlsplit

from bot.errors import SettingError
from bot.webhook.delivery import Result, deliver
from bot.webhook.queue import Full, Queue, age, identity_of

logger = logging.getLogger(__name__)

#: Seconds before the second try; doubled for each after it up to the longest, and an event that
#: nobody took in OLDEST is given up.
FIRST_WAIT, LONGEST_WAIT, OLDEST = 2.0, 3600.0, 3 * 86400.0
#: Seconds after which the folder is looked at again: another process may have added to it.
PATIENCE = 30.0

Deliver = Callable[[str, Sequence[bytes], str, bytes], Result]


class Webhook:
    """One receiver and what waits for it.

    url (str): checked by delivery.read_address. keys: the first signs and seals; all sign.
    """

    def __init__(
        self, url: str, keys: Sequence[bytes], folder: Path, deliver: Deliver = deliver
    ) -> None:
        if not keys:
            raise ValueError("a webhook needs a key to sign with")
        self._url = url
        self._keys = tuple(keys)
        self._queue = Queue(folder, keys)
        self._deliver = deliver
        self._wake = threading.Event()
        self._stopping = threading.Event()
        self._thread: Optional[threading.Thread] = None
        self._starting = threading.Lock()
        #: Tries of the receiver in a row that failed, and when it is tried again.
        self._failures, self._paused = 0, 0.0
        #: Events that it refused by themselves: how often, and when each is tried again.
        self._refused: dict[str, tuple[int, float]] = {}

    @classmethod
    def configured(
        cls, name: str, url: Optional[str], keys: Sequence[bytes], folder: Path
    ) -> Optional[Webhook]:
        """The webhook of the settings `name` and `name`_key; None when no address is set.

        folder (Path): the setting webhook_queue. RAISES SettingError when the key is missing.
        """
        if url is None:
            return None
        if not keys:
            setting = f"SIGNPOST_{name.upper()}"
            raise SettingError(
                f"{setting} is set but {setting}_KEY is not: events are posted only when they can "
                "be signed. `openssl rand -base64 32` makes a key."
            )
        return cls(url, keys, folder / name)

    def post(self, kind: str, data: Mapping[str, Any], identity: Optional[str] = None) -> bool:
        """Queue an event and return. RETURNS False, after a line in the log, when it can't be.

        kind (str): its type, such as "handover.requested". identity (str): the receiver takes a
        second event of the same one for a copy; default: a fresh one.
        """
        identity = identity or secrets.token_urlsafe(16)
        at = datetime.now(timezone.utc).replace(microsecond=0).isoformat()
        event = {"id": identity, "type": kind, "timestamp": at, "version": 1, "data": dict(data)}
        try:
            self._queue.put(identity, json.dumps(event, ensure_ascii=False).encode())
        except (Full, OSError, ValueError, TypeError) as fault:
            logger.error("An event %s could not be queued: %s.", kind, type(fault).__name__)
            return False
        self.start()
        self._wake.set()
        return True

    def start(self) -> None:
        """Start the thread unless it runs: what an earlier process left is sent as well."""
        with self._starting:
            if self._thread is None or not self._thread.is_alive():
                self._stopping.clear()
                self._thread = threading.Thread(target=self._run, name="webhook", daemon=True)
                self._thread.start()

    def stop(self, seconds: float = 2.0) -> None:
        """End the thread; what still waits stays on disk."""
        self._stopping.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join(seconds)

    def flush(self) -> float:
        """Send what is due, once. RETURNS the seconds until more will be."""
        now = time.monotonic()
        if now < self._paused:
            return self._paused - now
        soonest = PATIENCE
        with _alone(self._queue.folder) as ours:
            for name in self._queue.names() if ours else ():
                if self._stopping.is_set():
                    break
                tried, due = self._refused.get(name, (0, 0.0))
                if due > now:
                    soonest = min(soonest, due - now)
                    continue
                result = self._send(name)
                if result is not None and result.busy:
                    # The rest would meet the same: all wait, in the order in which they came.
                    return self._pause(result)
                self._failures = 0
                if result is None or result.taken:
                    self._refused.pop(name, None)
                    continue
                wait = _wait(tried, result)
                self._refused[name] = (tried + 1, time.monotonic() + wait)
                soonest = min(soonest, wait)
        return soonest

    def _pause(self, result: Result) -> float:
        wait = _wait(self._failures, result)
        self._failures += 1
        self._paused = time.monotonic() + wait
        return wait

    def _send(self, name: str) -> Optional[Result]:
        """Try one event. RETURNS None when there is nothing left to try."""
        body = self._queue.read(name)
        if body is None or age(name) > OLDEST:
            logger.error("An event for %s was given up: %s.", self._host(), identity_of(name))
            self._queue.remove(name)
            return None
        result = self._deliver(self._url, self._keys, identity_of(name), body)
        if result.taken:
            self._queue.remove(name)
        else:
            logger.warning("%s did not take an event: status %s.", self._host(), result.code)
        return result

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                wait = self.flush()
            except Exception as fault:  # the thread must outlive whatever the disk does
                logger.error("The webhook's queue failed: %s.", type(fault).__name__)
                wait = PATIENCE
            self._sleep(wait)

    def _sleep(self, seconds: float) -> None:
        self._wake.wait(seconds)
        self._wake.clear()

    def _host(self) -> str:
        """The receiver as the log may name it: an address can carry a secret in its path."""
        return urlsplit(self._url).hostname or ""


def _wait(tried: int, result: Result) -> float:
    """Seconds until the next try: doubled each time, and spread so that senders don't march."""
    wait = min(LONGEST_WAIT, FIRST_WAIT * 2.0 ** min(tried, 20))
    wait *= random.uniform(0.5, 1.0)  # noqa: S311  (no secret)
    return max(wait, min(result.wait or 0.0, LONGEST_WAIT))


@contextmanager
def _alone(folder: Path) -> Iterator[bool]:
    """Whether this process, of several that share the folder, is the one that sends now."""
    with (folder / "lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
            return
        yield True
