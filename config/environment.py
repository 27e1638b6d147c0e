"""What the environment says, read strictly: a value that makes no sense stops the start.

Without ``DATABASE_URL`` the process belongs to the demonstration: it uses the embedded
PostgreSQL and secrets that were drawn for this folder. With it, nothing has a default
that a stranger could know.
"""

import json
import os
import secrets
from pathlib import Path

from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured
from environs import Env, EnvError

BASE_DIR = Path(__file__).resolve().parent.parent

env = Env()

DOORS = ("owner", "agency", "portal", "worker")


def home() -> Path:
    """The one folder that holds everything local."""
    return Path(os.environ.get("TSUNAGI_HOME") or BASE_DIR / ".local").absolute()


def local_secrets() -> dict[str, str]:
    """Secrets of the demonstration, drawn once for each folder and readable by its user only."""
    path = home() / "secrets.json"
    try:
        return dict(json.loads(path.read_text()))
    except FileNotFoundError:
        pass
    path.parent.mkdir(parents=True, exist_ok=True)
    drawn = {name: secrets.token_urlsafe(32) for name in ("secret_key", "superuser", *DOORS)}
    drawn["data_key"] = Fernet.generate_key().decode()
    try:
        descriptor = os.open(path.with_suffix(f".{os.getpid()}"), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            json.dump(drawn, file)
        os.link(path.with_suffix(f".{os.getpid()}"), path)  # the first of two starting processes wins
    except FileExistsError:
        pass
    finally:
        path.with_suffix(f".{os.getpid()}").unlink(missing_ok=True)
    return dict(json.loads(path.read_text()))


def door() -> str:
    """Which of the four database log-ins, and which URLs, this process has."""
    value = str(env.str("TSUNAGI_DOOR", "owner"))
    if value not in DOORS:
        raise ImproperlyConfigured(f"TSUNAGI_DOOR is {value!r}; it must be one of {', '.join(DOORS)}.")
    return value


def required(name: str, least: int = 1) -> str:
    """A value that has no default; `least` is its shortest sensible length."""
    try:
        value = str(env.str(name))
    except EnvError as error:
        raise ImproperlyConfigured(f"{name} is not set. See README.md, “Putting it into service”.") from error
    if len(value) < least:
        raise ImproperlyConfigured(f"{name} must have at least {least} characters.")
    return value


def fernet_keys(value: str) -> list[str]:
    """Comma-separated Fernet keys, newest first."""
    keys = [key.strip() for key in value.split(",") if key.strip()]
    try:
        for key in keys:
            Fernet(key)
    except ValueError as error:
        raise ImproperlyConfigured("TSUNAGI_DATA_KEYS must be Fernet keys, separated by commas.") from error
    if not keys:
        raise ImproperlyConfigured("TSUNAGI_DATA_KEYS is empty.")
    return keys
