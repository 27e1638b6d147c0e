"""The description of the interface, OpenAPI 3.1, in English and Japanese; made from the code that serves."""

from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import TextChoices
from django.http import HttpRequest, JsonResponse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.http import require_GET

from consent.vocabulary import ConsentMeans, ProtectedInterest
from organizations.permissions import Permission, permission
from referrals.actions.machines import READ, WRITE
from referrals.api.endpoints import PATH, api
from referrals.api.problems import KINDS, MEDIA_TYPE
from referrals.api.schemas import ProblemOut, ReportIn, example
from referrals.models import ReplyCode, ReplyDetail, RetractReason

_REF = "#/components/schemas/{model}"
_INTRODUCTION = gettext_noop(
    "Report a household in need to the support agency in charge, from your own system. Each report needs a ground in"
    " law, which is judged at once; what is refused is not kept. In danger to life call 119 or 110 first, whatever"
    " this interface answers. Fetch a token with your client id and secret; it holds for a quarter of an hour."
    " Requests are accepted from the addresses that the municipality concerned has allowed."
)
_SENTENCES = {
    WRITE: gettext_noop("Send reports."),
    READ: gettext_noop("Ask for the state of your company’s reports."),
}
_REPORT = {
    "summary": gettext_noop("Send a report"),
    "description": gettext_noop(
        "The agency is found by the postal code. The same Idempotency-Key with the same body gets the same answer and"
        " nothing is sent twice, so repeat a request whose answer was lost."
    ),
}
_STATE = {
    "summary": gettext_noop("Ask for the state of a report"),
    "description": gettext_noop(
        "Only what may be told: without the person’s consent to it, “received” and what the agency says of the report"
        " itself. Ask once an hour at most."
    ),
}
_STATUSES = {
    400: gettext_noop("The request cannot be read."),
    401: gettext_noop("No token that holds."),
    403: gettext_noop("Not from this address, or not with this token."),
    404: gettext_noop("There is nothing here, or nothing of your company."),
    405: gettext_noop("This method is not served here."),
    406: gettext_noop("Answers are JSON only."),
    409: gettext_noop("This cannot be done now."),
    413: gettext_noop("The body is too large."),
    415: gettext_noop("Not JSON."),
    422: gettext_noop("Read and refused: by law, or because it cannot be so. Nothing of it was kept."),
    429: gettext_noop("Too many requests."),
    500: gettext_noop("Something failed here. Nothing was kept; please send it again."),
}
_PARTS = {
    "ReportIn": gettext_noop("One household, one supply, one ground."),
    "ConsentGround": gettext_noop("Ground A: the person agreed."),
    "ProtectionGround": gettext_noop("Ground B: life, body or property must be protected, and consent is hard to get."),
    "RequestGround": gettext_noop("Ground C: the support meeting has asked your company."),
    "Household": gettext_noop("As in your records: names and addresses are kept letter for letter."),
    "Electricity": gettext_noop("Electricity."),
    "CityGas": gettext_noop("City gas."),
    "OtherSupply": gettext_noop("Everything else; it has no supply point number."),
    "Observed": gettext_noop("What your people saw or heard themselves."),
    "ReceivedOut": gettext_noop("The receipt of a report."),
    "StateOut": gettext_noop("All that may be told of a report."),
    "ReplyOut": gettext_noop("What the agency says of the report itself; it tells nothing of the household."),
    "WithdrawnOut": gettext_noop("Your company has withdrawn the report."),
    "AgencyOut": gettext_noop("The agency, and whom to call."),
    "ProblemOut": gettext_noop("A problem as in RFC 9457. It never repeats what was sent."),
    "FieldOut": gettext_noop("Where something is wrong."),
}
_CHOICES: dict[str, type[TextChoices]] = {
    choices.__name__: choices for choices in (ConsentMeans, ProtectedInterest, ReplyCode, ReplyDetail, RetractReason)
}
_ANYWHERE = (401, 403, 404, 405, 406, 429, 500)
_HEADERS = {
    201: {
        "Location": ("string", gettext_noop("Where its state can be asked for.")),
        "Idempotency-Replayed": ("string", gettext_noop("“true” if this key had been answered before.")),
    },
    401: {"WWW-Authenticate": ("string", gettext_noop("How to sign in."))},
    405: {"Allow": ("string", gettext_noop("The methods that are served."))},
    429: {"Retry-After": ("integer", gettext_noop("Seconds to wait."))},
}
_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": True,
    "description": gettext_noop("Drawn by you for each report, such as a UUID. Never a customer number."),
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
    "example": "5f0c7c52-7a0b-4f5e-9f1c-3a6a1f0f6a11",
}


@permission(Permission.PUBLIC)
@require_GET
def openapi(_request: HttpRequest) -> JsonResponse:
    """For everybody: it tells nothing of anybody."""
    return JsonResponse(document(), json_dumps_params={"ensure_ascii": False})


@cache
def document() -> dict[str, Any]:
    """The whole description. Every sentence stands in both languages, so it is one document for all."""
    made: dict[str, Any] = dict(api.get_openapi_schema(path_prefix=PATH))
    made["openapi"] = "3.1.0"
    made["info"] = {"title": "Tsunagi つなぎ", "version": api.version, "description": _both(_INTRODUCTION)}
    made["servers"] = [{"url": "/"}]
    schemas = made["components"]["schemas"] | _parts(ReportIn) | _parts(ProblemOut)
    parts = {name: _described(name, part) for name, part in schemas.items()}
    made["components"] = {"schemas": parts, "securitySchemes": {"client": _security()}}
    _describe(made["paths"][f"/{PATH}reports"]["post"], _REPORT, WRITE, (400, *_ANYWHERE, 409, 413, 415, 422))
    _describe(made["paths"][f"/{PATH}reports/{{receipt}}"]["get"], _STATE, READ, _ANYWHERE)
    _receive(made["paths"][f"/{PATH}reports"]["post"])
    told = made["paths"][f"/{PATH}reports/{{receipt}}"]["get"]["responses"]["200"]
    told["description"] = _both(gettext_noop("All that may be told today."))
    made["x-problems"] = {code: {"status": kind.status, "title": _both(kind.title)} for code, kind in KINDS.items()}
    return made


def _parts(model: Any) -> dict[str, Any]:
    """A model's schema and those that it refers to."""
    whole: dict[str, Any] = model.model_json_schema(ref_template=_REF)
    return {**whole.pop("$defs", {}), model.__name__: whole}


def _security() -> dict[str, Any]:
    flow = {
        "tokenUrl": f"{settings.PORTAL_URL}/{PATH}token",
        "scopes": {scope: _both(words) for scope, words in _SENTENCES.items()},
    }
    return {
        "type": "oauth2",
        "description": _both(
            gettext_noop("OAuth 2 client credentials: client id and secret by HTTP Basic or in the form.")
        ),
        "flows": {"clientCredentials": flow},
    }


def _describe(operation: dict[str, Any], words: dict[str, str], scope: str, statuses: tuple[int, ...]) -> None:
    operation |= {name: _both(sentence) for name, sentence in words.items()}
    operation["operationId"] = "sendReport" if scope == WRITE else "readState"
    operation["security"] = [{"client": [scope]}]
    answers = {str(status): content for status, content in operation["responses"].items()}
    answers |= {str(status): _problem(status) for status in statuses}
    for status, headers in _HEADERS.items():
        if str(status) in answers:
            answers[str(status)]["headers"] = {name: _header(*header) for name, header in headers.items()}
    operation["responses"] = dict(sorted(answers.items()))


def _problem(status: int) -> dict[str, Any]:
    schema = {"$ref": _REF.format(model="ProblemOut")}
    codes = [code for code, kind in KINDS.items() if kind.status == status]
    shown = {"type": f"/{PATH}openapi.json#/x-problems/{codes[0]}", "status": status, "code": codes[0]}
    with translation.override("en"):
        example_of_it = {**shown, "title": str(KINDS[codes[0]].title)}
    return {
        "description": f"{_both(_STATUSES[status])} {', '.join(f'`{code}`' for code in codes)}",
        "content": {MEDIA_TYPE: {"schema": schema, "example": example_of_it}},
    }


def _header(kind: str, words: str) -> dict[str, Any]:
    return {"description": _both(words), "schema": {"type": kind}}


def _receive(operation: dict[str, Any]) -> None:
    operation["parameters"] = [
        *operation.get("parameters", []),
        _KEY | {"description": _both(str(_KEY["description"]))},
    ]
    content = {"schema": {"$ref": _REF.format(model="ReportIn")}, "example": example()}
    operation["requestBody"] = {"required": True, "content": {"application/json": content}}
    received = operation["responses"]["201"]
    received["description"] = _both(gettext_noop("Received. The agency reads it in its opening hours."))
    received["links"] = {
        "state": {"operationId": "readState", "parameters": {"receipt": "$response.body#/receipt_number"}}
    }


def _both(sentence: str | Promise | TextChoices) -> str:
    """English, then Japanese."""
    words = []
    for language in ("en", "ja"):
        with translation.override(language):
            words.append(_said(sentence))
    return " / ".join(dict.fromkeys(words))


def _said(sentence: str | Promise | TextChoices) -> str:
    if isinstance(sentence, TextChoices):
        return str(sentence.label)
    return gettext(sentence) if isinstance(sentence, str) else str(sentence)


def _described(name: str, part: dict[str, Any]) -> dict[str, Any]:
    """A part with a description of its own; what the code says of it is for who reads the code."""
    made: dict[str, Any] = _translated({key: value for key, value in part.items() if key != "description"})
    if name in _CHOICES:
        words = [f"`{choice.value}` {_both(choice)}" for choice in _CHOICES[name]]
        return {"description": "\n".join(words), **made}
    return {"description": _both(_PARTS[name]), **made} if name in _PARTS else made


def _translated(node: Any) -> Any:
    """Every description of a schema in both languages; titles that only repeat a name go."""
    if isinstance(node, list):
        return [_translated(one) for one in node]
    if not isinstance(node, dict):
        return node
    kept = {name: _translated(value) for name, value in node.items() if name != "title" or not isinstance(value, str)}
    if isinstance(kept.get("description"), str):
        kept["description"] = _both(kept["description"])
    return kept
