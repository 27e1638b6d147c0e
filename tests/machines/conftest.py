"""A utility's system as its developer programs it: fetches a token, sends a report, asks for its state."""

import json
from base64 import b64encode
from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.utils import timezone

from organizations.models import RoleAssignment, RoleKind, User
from referrals.actions.machines import allow_machine, make_machine
from referrals.api.schemas import example
from referrals.models import MachineClient
from tests.conftest import DoorClient

HERE = "203.0.113.10"
TOKEN, REPORTS = "/api/v1/token", "/api/v1/reports"
JSON = "application/json"


def basic(client_id: str, secret: str) -> str:
    """The header by which a client shows its secret."""
    return "Basic " + b64encode(f"{client_id}:{secret}".encode()).decode()


@dataclass
class System:
    """One registered system. It calls from `address`."""

    machine: MachineClient
    secret: str = field(repr=False)
    address: str = HERE
    token: str = field(default="", repr=False)

    @property
    def http(self) -> DoorClient:
        """A new connection: nothing is kept between two requests."""
        return DoorClient("portal", REMOTE_ADDR=self.address, raise_request_exception=False)

    def ask_token(self, secret: str | None = None, **more: Any) -> Any:
        """The answer of the token endpoint, asked with HTTP Basic."""
        shown = basic(self.machine.client_id, self.secret if secret is None else secret)
        asked = {"grant_type": "client_credentials", **more}
        return self.http.post(TOKEN, asked, HTTP_AUTHORIZATION=shown, HTTP_ACCEPT=JSON)

    def sign_in(self, **more: Any) -> "System":
        """Fetch a token and keep it."""
        self.token = self.ask_token(**more).json()["access_token"]
        return self

    def send(self, body: Any, key: str | None = None, **headers: Any) -> Any:
        """POST a report; a body of bytes goes as it is, a key of "" is left out."""
        content = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
        key = str(uuid4()) if key is None else key
        named = {"HTTP_IDEMPOTENCY_KEY": key} if key else {}
        headers = {"HTTP_AUTHORIZATION": f"Bearer {self.token}", "HTTP_ACCEPT_LANGUAGE": "en", **named, **headers}
        return self.http.post(REPORTS, content, **{"content_type": JSON, **headers})

    def state(self, receipt: str, **headers: Any) -> Any:
        """GET the state of a report."""
        headers = {"HTTP_AUTHORIZATION": f"Bearer {self.token}", "HTTP_ACCEPT_LANGUAGE": "en", **headers}
        return self.http.get(f"{REPORTS}/{receipt}", **headers)


@pytest.fixture(autouse=True)
def _counted_from_nothing(settings: Any) -> None:
    """What other tests have asked counts for nobody here; and secrets are digested fast."""
    cache.clear()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def register(acting: Any) -> Callable[..., System]:
    """`register("manager", office, allowed_by=("admin",))`: a system, allowed by these municipalities' administrators."""

    def made(by: str, office: Any, *, allowed_by: Sequence[str] = (), networks: Sequence[str] = (HERE,)) -> System:
        asked = [f"{network}/32" if "/" not in network else network for network in networks]
        with acting(by) as actor:
            new = make_machine(
                actor=actor, submission=uuid4(), name="料金システム", office_id=office.pk, networks=asked
            )
        for name in allowed_by:
            with acting(name) as actor:
                allow_machine(actor=actor, machine=new.machine, networks=asked)
        return System(new.machine, new.secret)

    return made


@pytest.fixture
def system(cast: Any, register: Any) -> System:
    """The electricity company's system, allowed by 玉名, with a token."""
    made: System = register("manager", cast.denki_office, allowed_by=("admin",))
    return made.sign_in()


@pytest.fixture
def other_manager(cast: Any) -> str:
    """The name under which the manager of the water works acts."""
    person = User.objects.create(email="other_manager@example.jp", name="水道 見本")
    role = RoleAssignment.objects.create(user=person, organization=cast.suido, role=RoleKind.UTILITY_MANAGER)
    loaded = RoleAssignment.objects.select_related("user", "organization", "municipality")
    cast.roles["other_manager"] = loaded.get(pk=role.pk)
    return "other_manager"


@pytest.fixture
def other_system(cast: Any, register: Any, other_manager: str) -> System:
    """The water works' system, likewise."""
    made: System = register(other_manager, cast.suido_office, allowed_by=("admin",))
    return made.sign_in()


def report(**parts: Any) -> dict[str, Any]:
    """A report on consent that is accepted; each named part is laid over it."""
    body = deepcopy(example())
    body["ground"]["given_at"] = f"{timezone.localtime() - timedelta(days=1):%Y-%m-%dT%H:%M:%S}+09:00"
    for name, part in parts.items():
        if isinstance(part, dict) and "kind" not in part:
            body.setdefault(name, {}).update(part)
        else:
            body[name] = part
    return body


PROTECTION = {
    "kind": "protection",
    "interest": "life",
    "why_protect": "呼びかけに弱い声で返事があった。",
    "why_no_consent": "戸を開けられず、話が続かない。",
    "judged_by": "検針担当 1",
}
REQUEST = {"kind": "request", "request_number": "玉名-2026-001"}
