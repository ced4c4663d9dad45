"""Passwords are kept as argon2 hashes only."""

from functools import cache

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher


@cache
def hasher() -> PasswordHash:
    """The one way passwords are hashed: argon2id with the library's own cost."""
    return PasswordHash((Argon2Hasher(),))


def hashed(password: str) -> str:
    """The password as it is kept. Takes some tens of milliseconds, on purpose."""
    return hasher().hash(password)


@cache
def nobodys() -> str:
    """A hash that no password matches, so that an unknown user name takes as long to refuse as a known one."""
    return hashed("\0")


def matches(password: str, kept: str | None) -> bool:
    """Whether this is the password; without a kept one it takes the same time to say no."""
    right = hasher().verify(password, kept or nobodys())
    return right and kept is not None
