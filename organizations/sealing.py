"""Encryption of what must lie in the database but be read by this software only."""

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

__all__ = ["InvalidToken", "seal", "unseal"]


def _box() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.DATA_KEYS])


def seal(content: bytes) -> bytes:
    """Encrypt with the newest data key."""
    return _box().encrypt(content)


def unseal(sealed: bytes) -> bytes:
    """Decrypt with any data key that is still listed; InvalidToken otherwise."""
    return _box().decrypt(sealed)
