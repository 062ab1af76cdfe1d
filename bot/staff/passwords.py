"""Passwords of staff: which are good enough, and their argon2id hashes."""

from __future__ import annotations

import re
import secrets
from functools import lru_cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from bot.errors import BadInput

SHORTEST = 12
#: Longer ones cost time to hash and protect nobody better.
LONGEST = 128
#: Words on which people build passwords; one of these alone, however spelt or padded, is guessed
#: first. Three words that have nothing to do with each other pass, as the NCSC advises.
COMMON = frozenset(
    "password passwort passphrase changeme letmein welcome admin administrator qwerty qwertyuiop "
    "qwertyuiopasdfghjkl asdfghjkl asdfgh zxcvbnm iloveyou monkey dragon sunshine princess "
    "football liverpool arsenal chelsea manchester charlie shadow master superman batman trustno "
    "login secret whatever starwars pokemon computer internet council signpost adviser reviewer "
    "borsetshire felpersham abc abcd abcdef abcdefgh abcdefghijkl abcdefghijklmnop test testing "
    "demo guest user staff root default temporary summer winter spring autumn january february "
    "march april june july august september october november december monday friday england "
    "scotland wales cymru britain london".split()
)
_LEET = str.maketrans("013457@$!", "oleastasi")
#: At most this many passwords are hashed at once in one process: each takes 64 MB.
_at_once = BoundedSemaphore(4)


def check(password: str, name: str) -> None:
    """Whether a new password will do. RAISES BadInput that says what would be better."""
    if len(password) < SHORTEST:
        raise BadInput(f"The password is too short: use at least {SHORTEST} characters.")
    if len(password) > LONGEST:
        raise BadInput(f"The password is too long: use at most {LONGEST} characters.")
    if len(set(password)) < 5 or _is_common(password.lower(), name.lower()):
        raise BadInput(
            "The password is too easy to guess: use three words nobody would put together."
        )


def hashed(password: str) -> str:
    """The argon2id hash to keep."""
    with _at_once:
        found: str = _hasher().hash(_bytes(password))
    return found


def matches(kept: str | None, password: str) -> bool:
    """Whether the password is the one of the hash. None (no such account) takes as long as a
    wrong password does, so that the time tells nobody which accounts there are.
    """
    with _at_once:
        try:
            right = _hasher().verify(kept or _nobodys(), _bytes(password))
        except (VerificationError, InvalidHashError):
            return False
    return bool(right) and kept is not None


def is_old(kept: str) -> bool:
    """Whether the hash was made with lower costs than are used now."""
    return bool(_hasher().check_needs_rehash(kept))


def _is_common(password: str, name: str) -> bool:
    core = re.sub(r"^[^a-z]+|[^a-z]+$", "", password)
    for text in (core, core.translate(_LEET)):
        letters = re.sub(r"[^a-z]", "", text)
        rest = letters.replace(re.sub(r"[^a-z]", "", name) or "-", "")
        if len(rest) < 4 or rest in COMMON or _repeats_common(rest):
            return True
    return False


def _repeats_common(letters: str) -> bool:
    """Whether it is a common word again and again, such as "passwordpassword"."""
    return any(
        len(letters) % size == 0
        and letters == letters[:size] * (len(letters) // size)
        and (size < 4 or letters[:size] in COMMON)
        for size in range(1, len(letters) // 2 + 1)
    )


def _bytes(password: str) -> bytes:
    return password.encode("utf-8", "replace")[: 4 * LONGEST]


@lru_cache(maxsize=1)
def _hasher() -> PasswordHasher:
    """argon2id with the library's costs: those of RFC 9106 for machines with little memory."""
    return PasswordHasher()


@lru_cache(maxsize=1)
def _nobodys() -> str:
    """The hash of a password that nobody has, made once in each process."""
    found: str = _hasher().hash(secrets.token_bytes(32))
    return found
