"""The only doors by which a view gets at a case. Missing and not visible are the same: 404."""

from django.http import Http404

from cases.models import Case
from organizations.actors import Actor


def access_case(actor: Actor, number: str) -> Case:
    """A case by its number, with what its head shows."""
    case = Case.objects.visible_to(actor).with_summary().filter(number=number).first()
    if case is None:
        raise Http404
    return case
