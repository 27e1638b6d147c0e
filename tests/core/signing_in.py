"""Signing in as people do: with e-mail, password and a code of the authenticator app."""

import hashlib
import hmac
import time
from base64 import b32decode
from typing import Any

from tests.cast import PASSWORD, Cast

LOGIN = "/account/login/"


def give_password(cast: Cast, *names: str) -> None:
    """These people of the cast can sign in with the cast's password."""
    for name in names:
        person = cast.roles[name].user
        person.set_password(PASSWORD)
        person.save()


def log_in(client: Any, name: str, password: str = PASSWORD) -> Any:
    """What the form at this client's door answers."""
    return client.post(LOGIN, {"login": f"{name}@example.jp", "password": password})


def is_signed_in(client: Any) -> bool:
    """Whether the account page opens."""
    return bool(client.get("/me/").status_code == 200)


def totp(secret: str) -> str:
    """The six digits of RFC 6238 that an authenticator app shows now, and for some seconds more."""
    if time.time() % 30 > 27:
        time.sleep(3)
    counter = int(time.time() // 30).to_bytes(8, "big")
    digest = hmac.new(b32decode(secret), counter, hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(int.from_bytes(digest[start : start + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06d}"
