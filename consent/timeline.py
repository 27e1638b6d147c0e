"""What consents, reviews and disclosures add to a case's timeline and history. Reports stand there already."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.composed import Entry, history_source, timeline_source
from cases.models import Case
from cases.subjects import subjects_of
from consent.models import Consent, Disclosure, ProtectionGround
from consent.vocabulary import CrossingKind, Item, WithdrawnVia
from consent.words import consent_lines, labels, listed, main_items, role_words, via_words


@timeline_source
def events(case: Case) -> Iterable[Entry]:
    """Consents that the agency recorded, withdrawals, reviews, and what the agency itself passed on.

    A consent that came with a report, and feedback to a company, are told by the report itself.
    """
    subjects = subjects_of(case)
    return [*_given(subjects), *_withdrawals(subjects), *_reviews(subjects), *_passed_on(subjects)]


def _given(subjects: list[Any]) -> Iterable[Entry]:
    rows = Consent.objects.filter(subject__in=subjects, recorded_by__isnull=False).select_related("recorded_by")
    for line in consent_lines(rows.order_by("pk")):
        row = line.consent
        title = _("Consent renewed: %(what)s") if row.renews_id else _("Consent: %(what)s")
        who = row.recorded_by.name if row.recorded_by else ""
        url = reverse("consent", args=[row.pk])
        yield Entry(row.given_at, "check", title % {"what": line.headline}, row.words, who, url=url)


def _withdrawals(subjects: list[Any]) -> Iterable[Entry]:
    rows = Consent.objects.filter(subject__in=subjects, withdrawn_at__isnull=False)
    for line in consent_lines(rows.exclude(withdrawn_via=WithdrawnVia.RENEWED).order_by("pk")):
        row = line.consent
        if row.withdrawn_at:
            title = _("Consent withdrawn: %(items)s") % {"items": main_items(row.items)}
            yield Entry(row.withdrawn_at, "cross", title, via_words(row.withdrawn_via), tone="warning")


def _reviews(subjects: list[Any]) -> Iterable[Entry]:
    reviewed = ProtectionGround.objects.filter(subject__in=subjects, reviewed_at__isnull=False)
    for row in reviewed.select_related("reviewed_by"):
        if row.reviewed_at and row.reviewed_by:
            title = (
                _("Report without consent reviewed: upheld")
                if row.upheld
                else _("Report without consent reviewed: not upheld")
            )
            yield Entry(row.reviewed_at, "shield", title, row.review_note, row.reviewed_by.name)


def _passed_on(subjects: list[Any]) -> Iterable[Entry]:
    passed = Disclosure.objects.filter(subject__in=subjects).exclude(
        kind__in=[CrossingKind.REPORT, CrossingKind.FEEDBACK]
    )
    for row in passed.select_related("recipient", "user"):
        title = _("Passed on to %(recipient)s: %(items)s") % {
            "recipient": row.recipient.name,
            "items": listed(labels(Item, row.items)),
        }
        yield Entry(row.at, "arrow-right", title, row.get_route_display(), f"{row.user.name} ({role_words(row.role)})")


@history_source
def consents(case: Case) -> Any:
    """Versions of the consents."""
    return _versions(Consent, case)


@history_source
def protection_grounds(case: Case) -> Any:
    """Versions of the protection grounds."""
    return _versions(ProtectionGround, case)


def _versions(model: type[Consent] | type[ProtectionGround], case: Case) -> Any:
    versions: Any = model.history
    return versions.filter(subject__in=subjects_of(case))
