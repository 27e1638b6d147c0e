"""The two endpoints: a report in; its receipt, and as much of its state as may be told, out."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import NinjaAPI, Status

from audit.actions import record_access
from audit.models import AccessKind
from organizations.models import SupportAgency
from referrals.access import access_report, first_desk, hears_back, state_of
from referrals.actions.machines import READ, WRITE
from referrals.api.authentication import calling, opens
from referrals.api.problems import Problem, answer
from referrals.api.schemas import AgencyOut, ReceivedOut, ReplyOut, StateOut, WithdrawnOut
from referrals.api.sending import take
from referrals.models import Referral, Reply, ReplyCode, ReplyDetail, Retraction, RetractReason

PATH = "api/v1/"
api = NinjaAPI(title="Tsunagi", version="1.0.0", openapi_url=None, docs_url=None, urls_namespace="machines")


@api.exception_handler(Problem)
def problem(_request: HttpRequest, raised: Problem) -> HttpResponse:
    """Whatever the interface raises on purpose."""
    return answer(raised)


@api.exception_handler(Http404)
def missing(_request: HttpRequest, _raised: Http404) -> HttpResponse:
    """Missing and foreign are the same."""
    return answer(Problem("not_found"))


@api.exception_handler(Exception)
def unforeseen(_request: HttpRequest, raised: Exception) -> HttpResponse:
    """For Django to log without values and to undo: never a trace in an answer."""
    raise raised


@api.post("reports", auth=opens(WRITE), response={201: ReceivedOut}, url_name="api_reports")
def report(request: HttpRequest, response: HttpResponse) -> Status[ReceivedOut]:
    """Take one report. The same key and body again get the same answer."""
    referral, is_replay = take(request, calling(request))
    response["Location"] = f"/{PATH}reports/{referral.receipt_number}"
    if is_replay:
        response["Idempotency-Replayed"] = "true"
    return Status(
        201,
        ReceivedOut(
            receipt_number=referral.receipt_number,
            received_at=timezone.localtime(referral.submitted_at),
            agency=_agency(referral.agency),
            call_emergency_first=referral.danger_to_life,
        ),
    )


@api.get("reports/{receipt}", auth=opens(READ), response={200: StateOut}, url_name="api_report")
def state(request: HttpRequest, receipt: str) -> StateOut:
    """What may be told of a report (rule 13); the sight of it is recorded first."""
    caller = calling(request)
    referral = access_report(caller.actor, receipt)
    caller.require_allowed_by(referral.municipality_id)
    record_access(
        actor=caller.actor,
        kind=AccessKind.VIEW,
        subject="referrals.referral",
        ids=[referral.pk],
        purpose="state for a system",
    )
    told = state_of(referral)
    correction = Referral.objects.visible_to(caller.actor).filter(corrects=referral).first()
    return StateOut(
        receipt_number=referral.receipt_number,
        received_at=timezone.localtime(referral.submitted_at),
        status=told if told else "received",
        will_be_told=hears_back(referral),
        replies=_replies(referral),
        withdrawn=_withdrawn(referral),
        corrected_by=correction.receipt_number if correction else None,
    )


def _agency(agency: SupportAgency) -> AgencyOut:
    found = first_desk(agency)
    return AgencyOut(name=agency.name, phone=found.desk.phone if found else agency.phone)


def _replies(referral: Referral) -> list[ReplyOut]:
    rows = Reply.objects.filter(referral=referral).select_related("agency").order_by("at")
    return [
        ReplyOut(
            code=ReplyCode(row.code),
            details=[ReplyDetail(detail) for detail in row.details],
            agency=_agency(row.agency) if row.agency else None,
            at=timezone.localtime(row.at),
        )
        for row in rows
    ]


def _withdrawn(referral: Referral) -> WithdrawnOut | None:
    found = Retraction.objects.filter(referral=referral).first()
    return WithdrawnOut(reason=RetractReason(found.reason), at=timezone.localtime(found.at)) if found else None
