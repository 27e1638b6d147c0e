"""The only writer of what a party says at the portal of its copy: comments, and whether it agrees."""

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from agreements.access_portal import access_copy, is_open, newer_than
from agreements.errors import AgreementRefusal
from agreements.models import PartyCopy, PartyOpinion, ReviewComment
from organizations.actors import Actor


@transaction.atomic
def comment(*, actor: Actor, copy: PartyCopy, article: int, words: str) -> ReviewComment:
    """What the party says of one article, or with 0 of the whole. The same said twice is one comment.

    AgreementRefusal where the copy is open no more.
    """
    fresh = _open(actor, copy)
    if not 0 <= article <= len(fresh.content["articles"]):
        raise AgreementRefusal("no_such_article", _("This version has no such article. Choose one of those shown."))
    said = {"copy": fresh, "organization_id": actor.organization_id, "article": article, "words": words}
    same = ReviewComment.objects.filter(**said, author_id=actor.user_id).first()
    return same or ReviewComment.objects.create(
        **said, municipality_id=fresh.municipality_id, author_id=actor.user_id, author_name=actor.name
    )


@transaction.atomic
def give_opinion(*, actor: Actor, copy: PartyCopy, agrees: bool, words: str) -> PartyOpinion:
    """The party agrees, or asks for changes; the latest counts, and the same said again is one.

    AgreementRefusal where the copy is open no more, or changes are asked for without a word.
    """
    fresh = _open(actor, copy)
    commented = ReviewComment.objects.filter(copy=fresh).exists()
    if not agrees and not words and not commented:
        raise AgreementRefusal("which_changes", _("Say what should be changed, here or as a comment on an article."))
    last = PartyOpinion.objects.filter(copy=fresh).order_by("-at", "-pk").first()
    if last and (last.agrees, last.words, last.author_id) == (agrees, words, actor.user_id):
        return last
    return PartyOpinion.objects.create(
        municipality_id=fresh.municipality_id,
        copy=fresh,
        organization_id=actor.organization_id,
        agrees=agrees,
        words=words,
        author_id=actor.user_id,
        author_name=actor.name,
    )


def _open(actor: Actor, copy: PartyCopy) -> PartyCopy:
    """The copy as it is now. Two clicks at one instant: the second waits here and finds what the first has said."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"copy {copy.pk}"])
    fresh = access_copy(actor, copy.pk)
    if newer_than(fresh) is not None:
        raise AgreementRefusal(
            "newer_version",
            _("A newer version was sent to you since. Nothing was sent; look at the newer one and say it there."),
        )
    if not is_open(fresh):
        raise AgreementRefusal(
            "closed", _("This version is closed, so nothing more can be said of it. Call the municipality.")
        )
    return fresh
