"""Short codes by which an adviser finds the conversation of who is on the line: "quote K7P-3QX".

A code has six of 25 characters: 244,140,625 codes (27.9 bits). Only signed-in advisers may try one,
each some fifty wrong ones a day at most (bot/staff/lockout.py): with 1,000 conversations going on,
one adviser who does nothing else finds one of them by guessing in some 13 years, and the audit log
shows every try. The store keeps a keyed hash of the code, so that its reader can't count through
them; the page's own code is made again from the conversation, a salt and the secret.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import time
from typing import Optional

from bot.channel.transcripts import Clock, Transcripts, Turn

#: No vowel, so no words; and of characters that look alike (0O 1IL 8B 5S 2Z UV) one at most.
ALPHABET = "23456789CDFGHJKMNPQRTVWXY"
LENGTH = 6
#: What people write for a character that it looks like.
_MEANT = str.maketrans("BSZU", "852V")
#: Codes tried for one conversation: two live conversations meet in one once in a million times.
_TRIES = 5


class References:
    """Gives conversations their codes and finds them again. minutes: a code's life after the
    citizen last saw it.
    """

    def __init__(
        self, secret: str, transcripts: Transcripts, minutes: int, clock: Clock = time.time
    ) -> None:
        self._secret = secret.encode()
        self._transcripts = transcripts
        self._seconds = minutes * 60
        self._clock = clock

    def of(self, conversation: str) -> Optional[str]:
        """The code of a conversation that is known, such as "K7P-3QX", good from now for the set
        time; the same as before while that is good. None when there is no such conversation.
        """
        now = self._clock()
        salt = self._transcripts.salt(conversation, now) or secrets.token_hex(8)
        for _ in range(_TRIES):
            code = self._code(conversation, salt)
            if self._transcripts.refer(conversation, salt, self._hash(code), now + self._seconds):
                return f"{code[:3]}-{code[3:]}"
            salt = secrets.token_hex(8)
        return None

    def find(self, typed: str) -> Optional[tuple[str, list[Turn]]]:
        """(id, turns) of the conversation with that code, however it was written. None for a code
        that is unknown, over or none at all: all three by one and the same look-up.
        """
        code = re.sub(r"[^A-Z0-9]", "", typed[:40].upper()).translate(_MEANT)
        return self._transcripts.referred(self._hash(code), self._clock())

    def _code(self, conversation: str, salt: str) -> str:
        number = int.from_bytes(self._mac(f"reference {conversation} {salt}"), "big")
        found = ""
        for _ in range(LENGTH):
            number, place = divmod(number, len(ALPHABET))
            found += ALPHABET[place]
        return found

    def _hash(self, code: str) -> str:
        return self._mac(f"code {code}").hex()

    def _mac(self, message: str) -> bytes:
        return hmac.new(self._secret, message.encode(), hashlib.sha256).digest()
