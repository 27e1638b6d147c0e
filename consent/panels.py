"""What the case page shows of consents and disclosures, and the page of today of what is to be reviewed."""

from django.utils.translation import gettext_lazy as _

from cases.composed import Panel, case_panel, today_panel
from cases.models import Case
from cases.subjects import subjects_of
from consent.access import consents_of, ledger, protections_of, unreviewed
from consent.words import consent_lines, disclosure_lines
from organizations.actors import Actor
from organizations.permissions import Permission


@case_panel
def consents_and_disclosures(case: Case, actor: Actor) -> Panel:
    """Who said yes to what, what was passed on without a yes and why, and the ledger."""
    subjects = subjects_of(case)
    numbers = dict.fromkeys(subjects, case.number)
    return Panel(
        order=40,
        template="consent/case_panel.html",
        anchor="consents",
        title=_("Consents and disclosures"),
        context={
            "consents": consent_lines(consents_of(actor, subjects)),
            "grounds": protections_of(actor, subjects),
            "disclosures": disclosure_lines(ledger(actor).filter(subject__in=subjects).order_by("-at", "id"), numbers),
            "number": case.number,
            "may_withdraw": actor.may(Permission.CASE_WRITE),
            "may_review": actor.may(Permission.PROTECTION_REVIEW),
        },
    )


@today_panel
def protections_to_review(actor: Actor) -> Panel | None:
    """For the lead caseworker: how many reports without consent wait; what they say stands in the register only."""
    if not actor.may(Permission.PROTECTION_REVIEW):
        return None
    return Panel(
        order=25,
        template="consent/today_reviews.html",
        column="side",
        anchor="reviews",
        title=_("Told without consent"),
        context={"count": unreviewed(actor)},
    )
