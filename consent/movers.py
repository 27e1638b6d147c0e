"""A yes is about reports, and these go along when two cases become one. When they are parted again, a yes stays with one."""

from uuid import uuid4

from django.db.models import QuerySet
from django.utils import timezone

from cases.models import Case
from cases.moving import Kept, register
from cases.subjects import subjects_of
from consent.models import Consent, ConsentEvidence
from consent.vocabulary import WithdrawnVia


class Consents:
    """What was recorded while two households passed for one was said by the person of the case that stays."""

    key = "consent.consent"

    def move(self, source: Case, target: Case) -> Kept:
        """Nothing moves; which there were before is kept."""
        return {"known": sorted(_recorded(source).values_list("pk", flat=True))}

    def back(self, source: Case, target: Case, kept: Kept) -> None:
        """Ends for the reports that go back: whoever lives there has agreed to nothing, and is to be asked."""
        since = _recorded(source).exclude(pk__in=kept.get("known", []))
        for row in since.select_for_update(of=("self",)).order_by("pk"):
            _leave(row, target)
            if row.withdrawn_at is None:
                row.withdrawn_at, row.withdrawn_via = timezone.now(), WithdrawnVia.PARTED
            row.save()

    def told(self, case: Case) -> str:
        """Nothing: they stand with the reports."""
        return ""


def _leave(row: Consent, target: Case) -> None:
    """Renewed and withdrawn apart from now on; the signed form stays with the person who signed it."""
    same = Consent.objects.filter(act=row.act, subject__in=subjects_of(target)) if row.act else Consent.objects.none()
    stays = same.order_by("pk").first()
    if stays is None:
        return
    row.act = None
    for evidence in ConsentEvidence.objects.filter(consent=row):
        evidence.pk, evidence.consent, evidence.disclosure, evidence._state.adding = uuid4(), stays, None, True
        evidence.save()


def _recorded(case: Case) -> QuerySet[Consent]:
    """By caseworkers, about the reports that lie in the case now."""
    return Consent.objects.filter(subject__in=subjects_of(case), recorded_by__isnull=False)


register(Consents())
