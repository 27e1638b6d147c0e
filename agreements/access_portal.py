"""The only doors by which a party gets at its copies of agreements at the portal. They name no household."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404

from agreements.models import PartyCopy, PartyOpinion, ReviewComment, VersionReason
from organizations.actors import Actor
from organizations.permissions import Permission

#: The portal's first page shows so many that wait.
MOST_WAITING = 5


@dataclass(frozen=True)
class CopyFacts:
    """A copy with what was said of it. `before` is the version that the party had before, `newer` one sent since."""

    copy: PartyCopy
    comments: list[ReviewComment]
    opinions: list[PartyOpinion]
    before: PartyCopy | None
    newer: PartyCopy | None

    @property
    def opinion(self) -> PartyOpinion | None:
        """The one that counts."""
        return self.opinions[0] if self.opinions else None

    @property
    def is_open(self) -> bool:
        """Whether the party may still say something of it."""
        return is_open(self.copy) and self.newer is None


def is_open(copy: PartyCopy) -> bool:
    """It was sent for an opinion, and has not been closed since."""
    return copy.reason == VersionReason.REVIEW and copy.closed_at is None


def own_copies(actor: Actor) -> QuerySet[PartyCopy]:
    """All copies of the actor's organisation, with `has_opinion`; the text itself is not fetched."""
    if not actor.may(Permission.AGREEMENT_REVIEW):
        return PartyCopy.objects.none()
    said = PartyOpinion.objects.filter(copy=OuterRef("pk"))
    rows = PartyCopy.objects.filter(organization_id=actor.organization_id).select_related("municipality")
    return rows.annotate(has_opinion=Exists(said)).defer("content")


def waiting(actor: Actor) -> list[PartyCopy]:
    """What waits for an opinion, the one that is due first before the others."""
    rows = own_copies(actor).filter(reason=VersionReason.REVIEW, closed_at__isnull=True)
    rows = rows.exclude(Exists(PartyOpinion.objects.filter(copy=OuterRef("pk"))))
    return list(rows.order_by("due_on", "pk")[:MOST_WAITING])


def access_copy(actor: Actor, pk: int) -> PartyCopy:
    """One of the own; missing and foreign are the same 404."""
    copy = own_copies(actor).defer(None).filter(pk=pk).first()
    if copy is None:
        raise Http404
    return copy


def facts_of(actor: Actor, copy: PartyCopy) -> CopyFacts:
    """What belongs to one's own copy."""
    others = own_copies(actor).filter(agreement_id=copy.agreement_id, reason=VersionReason.REVIEW)
    before = others.defer(None).filter(version_number__lt=copy.version_number).order_by("-version_number").first()
    comments = ReviewComment.objects.filter(copy=copy).select_related("reply").order_by("article", "at", "pk")
    return CopyFacts(
        copy=copy,
        comments=list(comments),
        opinions=list(PartyOpinion.objects.filter(copy=copy).order_by("-at", "-pk")),
        before=before,
        newer=newer_than(copy),
    )


def newer_than(copy: PartyCopy) -> PartyCopy | None:
    """The latest version of the same agreement that the same party has, if this is not it."""
    rows = PartyCopy.objects.filter(agreement_id=copy.agreement_id, organization_id=copy.organization_id)
    return rows.filter(version_number__gt=copy.version_number).order_by("-version_number").defer("content").first()
