"""What casework itself keeps of a case: notes and follow-up flags."""

from django.utils import timezone
from django.utils.translation import ngettext

from cases.models import Case, CaseNote, Flag
from cases.moving import Kept, Rows, register


def _notes(count: int) -> str:
    return ngettext("{n} note", "{n} notes", count).format(n=count)


class Flags:
    """Flags go along; of two that stand for the same reason the merged case's resolves, for one household has one."""

    key = "cases.flag"

    def move(self, source: Case, target: Case) -> Kept:
        """Resolved ones too, for they are part of the course of events."""
        standing = Flag.objects.filter(case=target, resolved_on__isnull=True).values("kind")
        twice = Flag.objects.select_for_update().filter(case=source, resolved_on__isnull=True, kind__in=standing)
        resolved = list(twice.values_list("pk", flat=True))
        Flag.objects.filter(pk__in=resolved).update(resolved_on=timezone.localdate())
        others = Flag.objects.filter(case=source).exclude(pk__in=resolved)
        moved = list(others.order_by("pk").values_list("pk", flat=True))
        Flag.objects.filter(pk__in=moved).update(case=target)
        return {"rows": moved, "resolved": resolved}

    def back(self, source: Case, target: Case, kept: Kept) -> None:
        """The next sweep brings both cases to what holds."""
        Flag.objects.filter(pk__in=kept.get("rows", []), case=target).update(case=source)
        Flag.objects.filter(pk__in=kept.get("resolved", []), case=source).update(resolved_on=None)

    def told(self, case: Case) -> str:
        """Nothing: they come and go by themselves."""
        return ""


register(Rows(CaseNote, _notes))
register(Flags())
