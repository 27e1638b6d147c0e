"""The only writer of what goes to the parties and what comes back from them; the portal adds what they say there."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.actions.drafting import lock, lock_draft, saved
from agreements.errors import AgreementRefusal
from agreements.models import (
    Agreement,
    AgreementParty,
    AgreementVersion,
    CommentReply,
    PartyCopy,
    PartyOpinion,
    ReviewComment,
    VersionReason,
)
from agreements.texts import content_of, digest_of
from organizations.actors import Actor


def freeze(actor: Actor, agreement: Agreement, reason: VersionReason) -> AgreementVersion:
    """The text of now as a version that never changes. Part of the caller's transaction, which holds the row."""
    content = content_of(Agreement.objects.with_parties().get(pk=agreement.pk))
    last = AgreementVersion.objects.filter(agreement=agreement).order_by("-number").first()
    return AgreementVersion.objects.create(
        municipality_id=agreement.municipality_id,
        agreement=agreement,
        number=last.number + 1 if last else 1,
        reason=reason,
        content=content,
        digest=digest_of(content),
        made_by_id=actor.user_id,
    )


def hand_out(version: AgreementVersion, agreement: Agreement, *, words: str = "", due_on: date | None = None) -> None:
    """A copy for each party but the municipality itself.

    The agency's log-in does not see who of another organisation has a log-in, so everybody has a copy; where nobody
    opens it at the portal, what came by letter or telephone is recorded on it.
    """
    parties = AgreementParty.objects.filter(agreement=agreement).exclude(organization=agreement.municipality_id)
    PartyCopy.objects.bulk_create(
        PartyCopy(
            municipality_id=agreement.municipality_id,
            agreement=agreement,
            version=version,
            organization_id=organization_id,
            number=agreement.number,
            title=agreement.title,
            version_number=version.number,
            reason=version.reason,
            content=version.content,
            words=words,
            due_on=due_on,
        )
        for organization_id in parties.values_list("organization_id", flat=True)
    )


@transaction.atomic
def send_for_review(
    *, actor: Actor, agreement: Agreement, version: int, due_on: date, words: str = ""
) -> AgreementVersion:
    """The text goes to the parties and is closed until it is taken back to a draft."""
    locked = lock_draft(actor, agreement.pk, version)
    if not locked.articles:
        raise AgreementRefusal("no_articles", _("There are no articles yet. Write them first."))
    if AgreementParty.objects.filter(agreement=locked).count() < 2:
        raise AgreementRefusal("no_parties", _("An agreement needs two parties at least. Choose them first."))
    if due_on < timezone.localdate():
        raise AgreementRefusal("due_is_past", _("The day by which opinions are asked has passed. Choose a later one."))
    frozen = freeze(actor, locked, VersionReason.REVIEW)
    hand_out(frozen, locked, words=words, due_on=due_on)
    locked.review_sent_at, locked.review_due_on = timezone.now(), due_on
    saved(locked)
    return frozen


@transaction.atomic
def back_to_draft(*, actor: Actor, agreement: Agreement, version: int) -> Agreement:
    """The text opens again for a next version. Copies that the parties have are closed; what they said stays."""
    locked = lock(actor, agreement.pk, version)
    if locked.signed_on is not None or locked.review_sent_at is None:
        raise AgreementRefusal("not_with_the_parties", _("The parties do not have it for their opinion now."))
    PartyCopy.objects.filter(agreement=locked, closed_at__isnull=True).update(closed_at=timezone.now())
    locked.review_sent_at = locked.review_due_on = None
    return saved(locked)


@transaction.atomic
def reply_to(*, actor: Actor, comment: ReviewComment, taken_up: bool, words: str) -> CommentReply:
    """The municipality's one reply to a comment; the party reads it at the portal."""
    ReviewComment.objects.get(pk=comment.pk, municipality_id=actor.tenant)
    lock(actor, comment.copy.agreement_id)
    if CommentReply.objects.filter(comment=comment).exists():
        raise AgreementRefusal("replied", _("Somebody has replied to this comment already."))
    return CommentReply.objects.create(
        municipality_id=actor.tenant,
        organization_id=comment.organization_id,
        comment=comment,
        taken_up=taken_up,
        words=words,
        author_id=actor.user_id,
    )


def _open_copy(actor: Actor, agreement: Agreement, organization_id: int) -> PartyCopy:
    lock(actor, agreement.pk)
    rows = PartyCopy.objects.filter(agreement=agreement, organization_id=organization_id, closed_at__isnull=True)
    copy = rows.filter(reason=VersionReason.REVIEW).order_by("-version_number").first()
    if copy is None:
        raise AgreementRefusal("no_open_copy", _("This party has no version for its opinion now. Send it one first."))
    return copy


@transaction.atomic
def record_comment(
    *, actor: Actor, agreement: Agreement, organization_id: int, article: int, words: str
) -> ReviewComment:
    """A comment that came by letter, by telephone or in person. `article` 0 is the whole."""
    copy = _open_copy(actor, agreement, organization_id)
    if not 0 <= article <= len(copy.content["articles"]):
        raise AgreementRefusal("no_such_article", _("The version that they have has no such article."))
    return ReviewComment.objects.create(
        municipality_id=actor.tenant,
        copy=copy,
        organization_id=organization_id,
        article=article,
        words=words,
        author_id=actor.user_id,
        author_name=actor.name,
        recorded_by_agency=True,
    )


@transaction.atomic
def record_opinion(
    *, actor: Actor, agreement: Agreement, organization_id: int, agrees: bool, words: str
) -> PartyOpinion:
    """That a party agrees, or asks for changes, as it said by letter, by telephone or in person. The latest counts."""
    copy = _open_copy(actor, agreement, organization_id)
    return PartyOpinion.objects.create(
        municipality_id=actor.tenant,
        copy=copy,
        organization_id=organization_id,
        agrees=agrees,
        words=words,
        author_id=actor.user_id,
        author_name=actor.name,
        recorded_by_agency=True,
    )
