"""Who sees which report, and all joins of the lists."""

from typing import TYPE_CHECKING

from django.db import models

from organizations.actors import Actor
from organizations.permissions import Permission

if TYPE_CHECKING:
    from referrals.models import Referral, Triage  # noqa: F401 - named in strings below


class ReferralQuerySet(models.QuerySet["Referral"]):
    """Reports."""

    def visible_to(self, actor: Actor) -> "ReferralQuerySet":
        """A utility's own reports; a municipality's for casework; otherwise none."""
        if actor.is_utility and actor.may(Permission.REPORT_READ):
            return self.filter(utility_id=actor.organization_id)
        if actor.is_agency and actor.may(Permission.CASE_READ) and actor.municipality_id is not None:
            return self.filter(municipality_id=actor.municipality_id)
        return self.none()

    def with_summary(self) -> "ReferralQuerySet":
        """With utility, office and agency."""
        return self.select_related("utility", "office", "agency", "municipality")


class TriageQuerySet(models.QuerySet["Triage"]):
    """The agency's side of reports."""

    def visible_to(self, actor: Actor) -> "TriageQuerySet":
        """For casework of the municipality; never for the portal."""
        if not actor.may(Permission.CASE_READ) or actor.municipality_id is None:
            return self.none()
        return self.filter(municipality_id=actor.municipality_id)

    def waiting(self) -> "TriageQuerySet":
        """New ones, danger to life first, then as they came; from the very moment without what its sender took back."""
        standing = self.filter(
            status="new",
            sealed_at__isnull=True,
            referral__retraction__isnull=True,
            referral__corrections__isnull=True,
        )
        return standing.order_by("-is_urgent", "received_at")

    def with_summary(self) -> "TriageQuerySet":
        """With the report and who sent it; a sealed one comes without what it said."""
        return self.select_related("referral__utility", "referral__office", "referral__agency", "referral__retraction")

    def _fetch_all(self) -> None:
        """Here, so that no page can forget it: between the sealing and the worker's hand lie some seconds."""
        from referrals.sealed import conceal_hidden  # above the models, which are above this

        is_new = self._result_cache is None
        super()._fetch_all()
        if is_new:
            conceal_hidden(self._result_cache or [])
