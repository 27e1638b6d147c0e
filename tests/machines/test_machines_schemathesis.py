"""The description is what is served: a generator of requests tries both against each other, through the real application."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from functools import cache
from typing import Any

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis.config import SchemathesisConfig

from referrals.actions import accept_into_new_case, retract_report
from referrals.api.document import document
from referrals.models import Referral, Reply, ReplyCode, ReplyDetail, RetractReason, Triage
from tests.conftest import DoorClient
from tests.machines.conftest import HERE, System, report

pytestmark = pytest.mark.django_db

CONFIG = {
    "seed": 20261124,
    "generation": {"deterministic": True, "max-examples": 40, "database": "none"},
    # Half of what is valid goes where somebody serves, so that reports are also accepted.
    "dictionaries": {"served": {"values": ["865-0016", "8650051"]}},
    "parameters": {"body.household.postal_code": {"dictionary": "served", "probability": 0.5}},
    # What the law refuses is well described and yet not accepted.
    "checks": {"positive_data_acceptance": {"expected-statuses": ["2xx", "401", "403", "404", "409", "422"]}},
}


ANSWERED: Counter[tuple[str, int]] = Counter()


def _served(environ: dict[str, Any], start: Any) -> Any:
    """The whole portal, in this process."""

    def begin(status: str, *more: Any) -> Any:
        ANSWERED[environ["REQUEST_METHOD"], int(status[:3])] += 1
        return start(status, *more)

    return _handler()({**environ, "REMOTE_ADDR": HERE}, begin)


@cache
def _handler() -> WSGIHandler:
    return WSGIHandler()


def _described() -> Any:
    raw = deepcopy(document())
    # It tries whether a bearer is asked for; of OAuth 2 it knows no more.
    raw["components"]["securitySchemes"] = {"client": {"type": "http", "scheme": "bearer"}}
    schema = schemathesis.openapi.from_dict(raw, config=SchemathesisConfig.from_dict(CONFIG))
    schema.app = _served
    return schema


DESCRIBED = _described()
BOUNDS = settings(deadline=None, suppress_health_check=list(HealthCheck), database=None)


@contextmanager
def at_the_portal() -> Iterator[None]:
    """Everything is asked of the portal, with its rights in the database."""
    ANSWERED.clear()
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)  # the connection holds the test's transaction
    with DoorClient("portal").at_the_door():
        yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def portal(settings: Any) -> Iterator[None]:
    """The same for a whole test, as fast as the generator can ask."""
    settings.MACHINE_LIMITS = {}
    with at_the_portal():
        yield


def _shown(system: System) -> dict[str, str]:
    return {"Authorization": f"Bearer {system.token}"}


@DESCRIBED.parametrize()  # type: ignore[untyped-decorator]  # what it loads is of many kinds
@BOUNDS
def test_what_is_described_is_what_is_served(case: Any, system: System, portal: None) -> None:
    case.call_and_validate(headers=_shown(system))


def test_one_thing_after_the_other(system: System, portal: None) -> None:
    class Steps(DESCRIBED.as_state_machine()):
        """Sends, and asks for the state of what was sent."""

        def get_call_kwargs(self, case: Any) -> dict[str, Any]:
            return {"headers": _shown(system)}

        def validate_response(self, response: Any, case: Any, **more: Any) -> None:
            case.validate_response(response, headers=_shown(system))  # so that it knows the token for a good one

    Steps.run(settings=settings(BOUNDS, max_examples=8, stateful_step_count=4, derandomize=True))

    # Not only what is refused was tried.
    assert ANSWERED["POST", 201] and ANSWERED["GET", 200]


def test_the_fullest_state_is_as_described(cast: Any, system: System, acting: Any) -> None:
    sent = Referral.objects.get(receipt_number=system.send(report()).json()["receipt_number"])
    with acting("caseworker") as worker:
        for code in ReplyCode:
            goes_on = code in (ReplyCode.RETURNED, ReplyCode.PASSED_ON)
            Reply.objects.create(
                referral=sent, municipality=cast.tamana, utility=cast.denki, code=code, by_id=worker.user_id,
                agency=cast.kitakyushu_agency if goes_on else None, details=[] if goes_on else list(ReplyDetail),
            )  # fmt: skip
        accept_into_new_case(actor=worker, triage=Triage.objects.get(referral=sent))
    with acting("staff") as staff:
        retract_report(actor=staff, referral=sent, reason=RetractReason.WRONG_PERSON)
    case = DESCRIBED["/api/v1/reports/{receipt}"]["GET"].Case(path_parameters={"receipt": sent.receipt_number})
    with at_the_portal():
        told = case.call_and_validate(headers=_shown(system)).json()

    assert (told["status"], len(told["replies"])) == ("handling", len(ReplyCode))
    assert told["withdrawn"]["reason"] == RetractReason.WRONG_PERSON
