"""The only doors by which a view gets at a case. Missing and not visible are the same: 404."""

from django.http import Http404

from cases.models import Case, CaseMerge
from organizations.actors import Actor


def access_case(actor: Actor, number: str) -> Case:
    """A case by its number, with what its head shows."""
    case = Case.objects.visible_to(actor).with_summary().filter(number=number).first()
    if case is None:
        raise Http404
    return case


def leading_case(actor: Actor, case: Case) -> Case:
    """The case in which this one lives on; itself unless it was merged."""
    while case.merged_into_id:
        case = Case.objects.visible_to(actor).with_summary().get(pk=case.merged_into_id)
    return case


def access_merge(actor: Actor, number: str) -> CaseMerge:
    """How the case of this number last became part of another one, undone or not, with both; 404 if never."""
    people = [f"{side}__{name}" for side in ("source", "target") for name in ("person", "household", "assigned_to")]
    rows = CaseMerge.objects.filter(source__in=Case.objects.visible_to(actor).filter(number=number))
    merge = rows.select_related(*people, "by", "undone_by").order_by("-at").first()
    if merge is None:
        raise Http404
    return merge


def merged_here(actor: Actor, case: Case) -> list[CaseMerge]:
    """The cases that are part of this one now, with their people, the latest first."""
    rows = CaseMerge.objects.filter(
        target__in=Case.objects.visible_to(actor).filter(pk=case.pk), undone_at__isnull=True
    )
    return list(rows.select_related("source__person", "source__household", "by").order_by("-at"))
