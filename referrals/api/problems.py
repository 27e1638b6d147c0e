"""What the interface answers when it cannot do what was asked: RFC 9457, with a code that is never renamed.

A problem never repeats what was sent: answers end up in other people's logs.
"""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from consent.gate import Refusal, RefusalCode, tokyo_day
from consent.provisions import provision_on

MEDIA_TYPE = "application/problem+json"
#: Where the codes are explained: a part of the description.
TYPES = "/api/v1/openapi.json#/x-problems/"


class Kind(NamedTuple):
    """Status and the sentence that always goes with a code."""

    status: int
    title: str | Promise


KINDS: dict[str, Kind] = {
    "bad_request": Kind(400, _("The request cannot be read.")),
    "invalid_json": Kind(400, _("The body is not JSON in UTF-8.")),
    "invalid_body": Kind(400, _("The body is not as the description says. “fields” tells where.")),
    "invalid_idempotency_key": Kind(
        400, _("The header Idempotency-Key is missing, or is not 1 to 255 visible ASCII characters.")
    ),
    "unauthorized": Kind(401, _("The token is missing, unknown or has expired. Fetch a new one.")),
    "insufficient_scope": Kind(403, _("This token was not made for that. Ask for the scope when you fetch it.")),
    "address_not_allowed": Kind(
        403,
        _("From this address your system may not do this: the municipality concerned has not allowed it."),
    ),
    "forbidden": Kind(403, _("Your system may not do this.")),
    "not_found": Kind(404, _("There is nothing here, or nothing of your company.")),
    "method_not_allowed": Kind(405, _("This method is not served here.")),
    "not_acceptable": Kind(406, _("Answers are JSON only.")),
    "not_your_office": Kind(409, _("The office of your system is no longer one of your company’s.")),
    "conflict": Kind(409, _("This cannot be done now.")),
    "body_too_large": Kind(413, _("The body is too large. A report has at most 64 kB.")),
    "unsupported_media_type": Kind(415, _("Send the report as application/json.")),
    "idempotency_key_reused": Kind(
        422, _("This Idempotency-Key was used for another report. Draw a new one for each report.")
    ),
    "no_agency": Kind(422, _("No agency that uses Tsunagi serves this postal code.")),
    "not_plausible": Kind(422, _("Something cannot be as it is stated. “fields” tells where.")),
    "too_many_requests": Kind(429, _("Too many requests. “Retry-After” tells when to go on.")),
    "internal_error": Kind(500, _("Something failed here. Nothing was kept; please send it again.")),
}
_BY_LAW = Kind(422, _("The law does not permit to pass this on. Nothing of it was kept."))
KINDS |= {code.value: _BY_LAW for code in RefusalCode}

#: For answers that Django itself makes below /api/.
CODE_OF_STATUS = {
    401: "unauthorized",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    406: "not_acceptable",
    409: "conflict",
    413: "body_too_large",
    415: "unsupported_media_type",
    429: "too_many_requests",
}


@dataclass(frozen=True)
class FieldFault:
    """Where in the body, as a JSON pointer, and what is wrong there: a code, never the value."""

    pointer: str
    code: str


@dataclass(eq=False)
class Problem(Exception):
    """Raised anywhere in the interface; `more` are further members."""

    code: str
    detail: str = ""
    fields: tuple[FieldFault, ...] = ()
    more: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.code

    @property
    def status(self) -> int:
        """The HTTP status."""
        return KINDS[self.code].status

    def body(self) -> dict[str, Any]:
        """The members, in the language of the request."""
        members: dict[str, Any] = {
            "type": f"{TYPES}{self.code}",
            "title": str(KINDS[self.code].title),
            "status": self.status,
            "code": self.code,
        }
        if self.detail:
            members["detail"] = self.detail
        if self.fields:
            members["fields"] = [{"pointer": one.pointer, "code": one.code} for one in self.fields]
        return members | self.more


def answer(problem: Problem) -> HttpResponse:
    """The response; a 401 says how to sign in."""
    headers = dict(problem.headers)
    if problem.status == 401:
        headers.setdefault("WWW-Authenticate", 'Bearer realm="tsunagi"')
    return JsonResponse(
        problem.body(),
        status=problem.status,
        content_type=MEDIA_TYPE,
        headers=headers,
        json_dumps_params={"ensure_ascii": False},
    )


def problem_of_status(status: int) -> Problem:
    """For an answer that was made without a code."""
    code = CODE_OF_STATUS.get(status, "internal_error" if status >= 500 else "bad_request")
    return Problem(code)


def refused(refusal: Refusal) -> Problem:
    """The gate's sentence, article and lawful way; the items that the ground does not reach, by their codes."""
    article = provision_on(refusal.provision, tokyo_day(timezone.now()))
    more: dict[str, Any] = {
        "instead": str(refusal.instead),
        "provision": refusal.provision.value,
        "article": f"{article}: {article.text}" if article else str(refusal.provision.label),
        "call_emergency_first": refusal.call_emergency_first,
    }
    if refusal.missing_items:
        more["items"] = sorted(item.value for item in refusal.missing_items)
    return Problem(refusal.code.value, detail=str(refusal.sentence), more=more)
