"""The reports that a consent is about, known here by their subject and who told them.

Feedback to a company is permitted by a consent about that company's own report; so whoever records one
must know which report is whose. The app that has the reports says so in its `consent_reports.py`, and
there too what follows when a consent is given; the module is found like `admin.py`.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils.module_loading import autodiscover_modules

from consent.models import Consent
from organizations.actors import Actor


@dataclass(frozen=True)
class ReportAbout:
    """One report. `number` is the receipt, `told_by` the company's id.

    `told_by` is None for a caller, and where the report no longer stands: there is then nothing to tell.
    """

    subject: UUID
    number: str
    told_by: int | None
    is_sealed: bool = False


ReportsOf = Callable[[Actor, Collection[UUID]], Iterable[ReportAbout]]
AfterConsent = Callable[[Actor, list[Consent]], None]

AfterWithdrawal = Callable[[Actor, list[Consent]], None]

_sources: list[ReportsOf] = []
_after: list[AfterConsent] = []
_after_withdrawal: list[AfterWithdrawal] = []


def report_source(source: ReportsOf) -> ReportsOf:
    """Declare which of these subjects are reports that this actor may know of."""
    _sources.append(source)
    return source


def after_consent(handler: AfterConsent) -> AfterConsent:
    """Declare what becomes possible at once; called in the transaction of the record."""
    _after.append(handler)
    return handler


def reports_about(actor: Actor, subjects: Collection[UUID]) -> list[ReportAbout]:
    """What is known of these subjects, the oldest receipt first."""
    autodiscover_modules("consent_reports")
    found = [one for source in _sources for one in source(actor, subjects)]
    return sorted(found, key=lambda one: one.number)


def consent_was_given(actor: Actor, consents: list[Consent]) -> None:
    """Let every app do what it has declared."""
    autodiscover_modules("consent_reports")
    for handler in _after:
        handler(actor, consents)


def after_withdrawal(handler: AfterWithdrawal) -> AfterWithdrawal:
    """Declare what must be taken back at once; called in the transaction of the withdrawal."""
    _after_withdrawal.append(handler)
    return handler


def consent_was_withdrawn(actor: Actor, consents: list[Consent]) -> None:
    """Let every app do what it has declared."""
    autodiscover_modules("consent_reports")
    for handler in _after_withdrawal:
        handler(actor, consents)
