"""The only doors by which a view gets at agreements. They name no household."""

from datetime import date
from typing import NamedTuple

from django.http import Http404

from agreements.models import Agreement, AgreementScan, AgreementVersion, ClauseTemplate, ReviewComment, TermNotice
from agreements.standing import Standing, standing
from organizations.actors import Actor
from organizations.permissions import Permission

SIZE = 50


class Facts(NamedTuple):
    """What besides the agreement itself decides where it stands; for `agreements.rules`."""

    notices: list[TermNotice]
    successor: Agreement | None


def facts_of(agreement: Agreement) -> Facts:
    """All notices, and the signed successor that comes first. No query where `with_life` was asked for."""
    signed = [one for one in agreement.successors.all() if one.signed_on and one.in_force_from]
    signed.sort(key=lambda one: (one.in_force_from, one.pk))
    return Facts(list(agreement.notices.all()), signed[0] if signed else None)


def standing_of(agreement: Agreement, on: date) -> Standing:
    """Where it stands on a day, all facts considered."""
    return standing(agreement, on, *facts_of(agreement))


def access_agreement(actor: Actor, number: str) -> Agreement:
    """An agreement of the actor's municipality with its parties and its life; missing and foreign are the same 404."""
    found = Agreement.objects.visible_to(actor).with_parties().with_life()
    agreement = found.select_related("municipality", "previous").filter(number=number).first()
    if agreement is None:
        raise Http404
    return agreement


class AgreementPage(NamedTuple):
    """The rows of one page; `following` is the key of the next one, 0 on the last."""

    rows: list[Agreement]
    following: int


def agreement_page(actor: Actor, before: int = 0) -> AgreementPage:
    """The municipality's agreements, the latest first, `SIZE` at a time; as many queries for one as for many."""
    rows = Agreement.objects.visible_to(actor).with_parties().with_life().order_by("-pk")
    found = list((rows.filter(pk__lt=before) if before else rows)[: SIZE + 1])
    shown = found[:SIZE]
    return AgreementPage(shown, shown[-1].pk if len(found) > SIZE else 0)


def living(actor: Actor) -> list[Agreement]:
    """Every agreement that may still have a day to keep in mind: those that are neither given up nor followed long ago."""
    rows = Agreement.objects.visible_to(actor).with_parties().with_life()
    return list(rows.filter(dropped_at__isnull=True).order_by("number"))


def access_version(agreement: Agreement, number: int) -> AgreementVersion:
    """A frozen text of this agreement, by its number."""
    version = AgreementVersion.objects.filter(agreement=agreement, number=number).first()
    if version is None:
        raise Http404
    return version


def access_comment(actor: Actor, pk: int) -> ReviewComment:
    """A party's comment on an agreement of the actor's municipality."""
    rows = ReviewComment.objects.select_related("copy__agreement", "organization")
    comment = rows.filter(pk=pk, municipality_id=actor.tenant).first()
    if comment is None or not actor.may(Permission.AGREEMENT_READ):
        raise Http404
    return comment


def access_notice(actor: Actor, pk: int) -> TermNotice:
    """A notice of the actor's municipality."""
    rows = TermNotice.objects.select_related("agreement__municipality", "given_by")
    notice = rows.filter(pk=pk, municipality_id=actor.tenant).first()
    if notice is None or not actor.may(Permission.AGREEMENT_READ):
        raise Http404
    return notice


def access_scan(actor: Actor, pk: int) -> AgreementScan:
    """The scan of a signed paper of the actor's municipality."""
    scan = AgreementScan.objects.filter(pk=pk, municipality_id=actor.tenant).first()
    if scan is None or not actor.may(Permission.AGREEMENT_READ):
        raise Http404
    return scan


def access_clause(actor: Actor, pk: int) -> ClauseTemplate:
    """A clause of the actor's municipality's own."""
    clause = ClauseTemplate.objects.filter(pk=pk, municipality_id=actor.tenant).first()
    if clause is None or not actor.may(Permission.AGREEMENT_MANAGE):
        raise Http404
    return clause
