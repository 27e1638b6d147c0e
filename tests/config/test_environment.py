"""A start with an environment that makes no sense is refused, in a sentence that names the setting."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

ROOT = Path(__file__).resolve().parents[2]
SERVICE = {
    "DJANGO_SETTINGS_MODULE": "config.settings",
    "TSUNAGI_DOOR": "portal",
    "DATABASE_URL": "postgres://tsunagi_portal:secret@127.0.0.1:1/tsunagi",
    "TSUNAGI_SECRET_KEY": "s" * 50,
    "TSUNAGI_DATA_KEYS": Fernet.generate_key().decode(),
    "TSUNAGI_HOSTS": "portal.example.jp",
    "TSUNAGI_FROM_EMAIL": "tsunagi@example.jp",
    "TSUNAGI_AGENCY_URL": "https://agency.example.jp",
    "TSUNAGI_PORTAL_URL": "https://portal.example.jp",
}
SHOW = "import django; django.setup(); from django.conf import settings; print(settings.DOOR, settings.DEMO, settings.MFA_REQUIRED, settings.SESSION_COOKIE_SECURE)"


def start(**changed):
    """A process with the service's environment, changed; None takes a setting away."""
    foreign = ("TSUNAGI_", "DATABASE_URL", "REDIS_URL", "EMAIL_URL", "DJANGO_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
    wanted = {name: value for name, value in {**SERVICE, **changed}.items() if value is not None}
    return subprocess.run(
        [sys.executable, "-c", SHOW], cwd=ROOT, env={**kept, **wanted}, capture_output=True, text=True, check=False
    )


def test_a_whole_environment_starts_the_door_with_everything_on():
    assert start().stdout.split() == ["portal", "False", "True", "True"]


NONSENSE = [
    ("TSUNAGI_DOOR", "window"),
    ("TSUNAGI_SECRET_KEY", None),
    ("TSUNAGI_SECRET_KEY", "short"),
    ("TSUNAGI_DATA_KEYS", None),
    ("TSUNAGI_DATA_KEYS", "no-key"),
    ("TSUNAGI_HOSTS", None),
    ("TSUNAGI_HOSTS", "*"),
    ("DATABASE_URL", "sqlite:///file.db"),
    ("REDIS_URL", "http://redis"),
    ("TSUNAGI_MFA_REQUIRED", "perhaps"),
    ("TSUNAGI_MFA_REQUIRED", "false"),
    ("TSUNAGI_SESSION_IDLE_MINUTES", "half an hour"),
    ("TSUNAGI_FROM_EMAIL", None),
    ("TSUNAGI_AGENCY_URL", None),
]


@pytest.mark.parametrize(("name", "value"), NONSENSE, ids=[f"{name}={value}" for name, value in NONSENSE])
def test_nonsense_stops_the_start(name, value):
    refused = start(**{name: value})
    assert refused.returncode != 0
    assert "ImproperlyConfigured" in refused.stderr or "EnvValidationError" in refused.stderr
    assert name in refused.stderr


def test_an_error_tells_no_secret():
    refused = start(TSUNAGI_HOSTS=None)
    assert SERVICE["TSUNAGI_SECRET_KEY"] not in refused.stderr
    assert SERVICE["TSUNAGI_DATA_KEYS"] not in refused.stderr
