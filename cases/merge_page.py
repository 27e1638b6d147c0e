"""Two cases side by side, before they become one and before that is undone."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit.actions import record_access
from audit.models import AccessKind
from cases.access import access_merge, leading_case, merged_here
from cases.forms_merging import MergeForm, standing
from cases.models import Case, CaseMerge
from cases.moving import contents
from cases.queries import hints
from cases.same import in_common
from cases.waiting import in_charge
from japanese.display import long_day
from organizations.actors import Actor
from organizations.permissions import Permission

Pair = tuple[Case, Case]
Row = tuple[str | Promise, str, str, bool]
Fact = tuple[str | Promise, Callable[[Case], str]]


def merge_page(
    request: HttpRequest,
    actor: Actor,
    pair: Pair,
    *,
    form: MergeForm | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    """Both cases with what they have in common; 404 for a case beside itself. Recorded as seen."""
    if pair[0].pk == pair[1].pk:
        raise Http404
    _record(actor, pair, purpose="merging two cases")
    can_merge = bool(standing(pair)) and not any(case.merged_into_id for case in pair)
    context = {
        "one": pair[0],
        "other": pair[1],
        "rows": _rows(pair),
        "reasons": in_common(actor, *pair),
        "form": (form or MergeForm.of(pair)) if can_merge else None,
        "refusal": refusal,
    }
    return render(request, "cases/merge.html", context, status=status)


def undo_page(
    request: HttpRequest, actor: Actor, merge: CaseMerge, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    """What an undo does, before it is done. Recorded as seen."""
    pair = merge.target, merge.source
    _record(actor, pair, purpose="undoing a merge")
    context = {
        "merge": merge,
        "source": merge.source,
        "target": merge.target,
        "numbers": [_unbroken(merge.source), _unbroken(merge.target)],
        "rows": _people(pair),
        "refusal": refusal,
    }
    return render(request, "cases/apart.html", context, status=status)


def merged_page(
    request: HttpRequest, actor: Actor, case: Case, values: Mapping[str, Mapping[str, Any]], status: int
) -> HttpResponse:
    """In place of the page of a merged case: where it lives on. A note that came too late stands there to be sent anew."""
    merge, leading = access_merge(actor, case.number), leading_case(actor, case)
    _record(actor, (case, leading), purpose="merged case")
    context = {
        "case": case,
        "merge": merge,
        "leading": leading,
        "numbers": [_unbroken(case), _unbroken(leading)],
        "rows": _people((leading, case)),
        "merged": merged_here(actor, case),
        "late": values.get("timeline", {}).get("form"),
        "is_refused": status != HTTPStatus.OK,
        "may_write": actor.may(Permission.CASE_WRITE),
    }
    return render(request, "cases/merged.html", context, status=status)


def _unbroken(case: Case) -> str:
    """The number in a heading, which on a phone would break at its dash."""
    return format_html('<span class="nowrap">{}</span>', case.number)


def _record(actor: Actor, pair: Pair, *, purpose: str) -> None:
    ids = [case.pk for case in pair]
    record_access(actor=actor, kind=AccessKind.VIEW, subject="cases.case", ids=ids, purpose=purpose)


def _rows(pair: Pair) -> list[Row]:
    """(what, of one, of the other, whether it is the same as it stands there)."""
    near = hints(list(pair))
    facts: list[Fact] = [
        *_WORK,
        (gettext_lazy("nearest stop"), lambda case: _("; ").join(str(hint.words) for hint in near[case.pk])),
        (gettext_lazy("what lies in it"), lambda case: _(", ").join(contents(case))),
    ]
    return _people(pair) + [(what, of(pair[0]), of(pair[1]), False) for what, of in facts]


def _people(pair: Pair) -> list[Row]:
    """As received, marked where it is the very same."""
    both = [(what, of(pair[0]), of(pair[1])) for what, of in _RECEIVED]
    return [(what, one, other, bool(one) and one == other) for what, one, other in both]


def _household(case: Case) -> str:
    told = [
        (case.household.has_infant, _("infant in the household")),
        (case.household.has_illness, _("illness, or equipment that needs electricity")),
    ]
    return _(", ").join(words for holds, words in told if holds)


def _state(case: Case) -> str:
    return f"{case.get_status_display()} {long_day(case.closed_on) if case.closed_on else ''}".strip()


_RECEIVED: list[Fact] = [
    (gettext_lazy("name"), lambda case: case.person.name),
    (gettext_lazy("name in kana"), lambda case: case.person.kana),
    (gettext_lazy("date of birth"), lambda case: long_day(case.person.birth_on) if case.person.birth_on else ""),
    (gettext_lazy("telephone"), lambda case: case.person.phone),
    (gettext_lazy("address"), lambda case: case.household.address),
]
_WORK: list[Fact] = [
    (gettext_lazy("household"), _household),
    (gettext_lazy("state"), _state),
    (gettext_lazy("opened"), lambda case: long_day(case.opened_on)),
    (gettext_lazy("in charge"), in_charge),
    (gettext_lazy("last contact"), lambda case: long_day(case.last_contact_on) if case.last_contact_on else ""),
]
