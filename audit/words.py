"""What the codes of the access log mean to whoever reads it."""

from dataclasses import dataclass

from django.apps import apps
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from audit.models import AccessRecord
from audit.naming import Names
from organizations.models import RoleKind

#: The stable words that pages give as their purpose.
PURPOSES: dict[str, str | Promise] = {
    "call back": _("request to be called back"),
    "case history": _("history of a case"),
    "case list": _("list of cases"),
    "case page": _("case page"),
    "case search": _("search"),
    "consent form": _("consent form on paper"),
    "consent page": _("page of a consent"),
    "consent record": _("record of a consent"),
    "consent withdrawal": _("withdrawal of a consent"),
    "correction": _("correction of one’s own report"),
    "evidence of a consent": _("evidence of a consent"),
    "evidence sent": _("signed form handed in"),
    "decision": _("decision of a meeting"),
    "disclosure list": _("list of disclosures"),
    "extract": _("extract of the minutes of a meeting"),
    "issued paper": _("an issued paper"),
    "list preview": _("rows of a list before it is sent"),
    "agenda item": _("item of an agenda"),
    "agenda of a session": _("agenda of a session"),
    "list receipts": _("receipts of a list"),
    "list receipts file": _("receipts of a list, as a file"),
    "list row": _("row of a list that is mended"),
    "list rows file": _("rows of a list that are to be mended, as a file"),
    "merged case": _("page of a merged case"),
    "merging two cases": _("comparison before two cases are merged"),
    "minutes on paper": _("minutes of a meeting on paper"),
    "minutes page": _("minutes of a meeting"),
    "portal home": _("first page of the portal"),
    "protection register": _("register of what was told without consent"),
    "protection review": _("review of a report without consent"),
    "receipt of a withdrawal": _("receipt of a withdrawal"),
    "receipt page": _("page of a receipt"),
    "receipt paper": _("receipt on paper"),
    "report export": _("list of reports as a file"),
    "report list": _("list of reports"),
    "request": _("request of a support meeting for co-operation"),
    "requests": _("requests for co-operation"),
    "report withdrawal": _("withdrawal of one’s own report"),
    "same household": _("search for the same household"),
    "state for a system": _("state asked for by a company’s own system"),
    "today": _("page of today"),
    "triage list": _("list of new reports"),
    "triage page": _("page of a new report"),
    "triage suggestions": _("suggestions of the same household"),
    "undoing a merge": _("comparison before a merge is undone"),
    "visit page": _("page of a visit"),
    "yearly figures": _("yearly figures with exact numbers, as a file"),
}
_SHOWN = 5


@dataclass(frozen=True)
class Line:
    """One record in words. `numbers` are the first few of the rows' numbers, or the beginnings of their keys, `more` how many others."""

    record: AccessRecord
    role: str
    what: str
    numbers: list[str]
    more: int
    why: str


def line_of(record: AccessRecord, names: Names) -> Line:
    """A record in the reader's language; a code that is no longer known stands as it was written."""
    numbers = [names.get((record.subject, str(one)), str(one)[:8]) for one in record.subject_ids]
    return Line(
        record=record,
        role=str(RoleKind(record.role).label) if record.role in RoleKind.values else record.role,
        what=_what(record.subject),
        numbers=numbers[:_SHOWN],
        more=max(len(numbers) - _SHOWN, 0),
        why=str(PURPOSES.get(record.purpose, record.purpose)),
    )


def _what(subject: str) -> str:
    """The name of a model, "app.model"."""
    try:
        return str(apps.get_model(subject)._meta.verbose_name)
    except (LookupError, ValueError):
        return subject
