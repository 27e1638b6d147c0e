"""The only writer of an agency's leaflet texts: draft, publish, an earlier version back."""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from documents.errors import IndiscreetWording, LeafletRefusal, MissingGlyph, PaperTooLong
from documents.leaflet import leaflet_pdf
from documents.leaflet_languages import KNOWN
from documents.leaflet_texts import merged
from documents.leaflets import NoDesk, content_of
from documents.models import LeafletText, PaperSize
from organizations.actors import Actor
from organizations.models import SupportAgency


def _changed() -> LeafletRefusal:
    sentence = _("A colleague has changed this draft meanwhile. Compare, and save again.")
    return LeafletRefusal("changed_meanwhile", sentence)


def draft_of(agency: SupportAgency, language: str) -> LeafletText | None:
    """The one that is being written."""
    return LeafletText.objects.filter(agency=agency, language=language, published_at__isnull=True).first()


@transaction.atomic
def save_draft(
    *, actor: Actor, agency: SupportAgency, language: str, words: dict[str, Any], note: str, version: int
) -> LeafletText:
    """Keep what differs from Tsunagi's words; `version` is that of the draft when the page was shown, 0 for none.

    LeafletRefusal where a colleague has written meanwhile.
    """
    draft = LeafletText.objects.select_for_update().filter(agency=agency, language=language, published_at=None).first()
    if (draft.version if draft else 0) != version:
        raise _changed()
    if draft is None:
        draft = LeafletText(municipality_id=agency.municipality_id, agency=agency, language=language)
        draft.number = _next_number(agency, language)
    draft.words, draft.note, draft.version = words, note, version + 1
    draft.made_at, draft.made_by_id = timezone.now(), actor.user_id
    try:
        with transaction.atomic():
            draft.save()
    except IntegrityError as meanwhile:
        raise _changed() from meanwhile
    return draft


def _next_number(agency: SupportAgency, language: str) -> int:
    last = LeafletText.objects.filter(agency=agency, language=language).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


@transaction.atomic
def publish(*, actor: Actor, agency: SupportAgency, language: str, version: int) -> LeafletText:
    """From now on leaflets are printed like this. LeafletRefusal where it cannot be printed in some size."""
    rows = LeafletText.objects.select_for_update().filter(agency=agency, language=language, published_at=None)
    draft = rows.first()
    if draft is None or draft.version != version:
        raise _changed()
    try:
        _try_all_sizes(agency, draft)
    except (NoDesk, IndiscreetWording, MissingGlyph, PaperTooLong) as trouble:
        raise LeafletRefusal("not_printable", str(trouble)) from trouble
    draft.published_at, draft.made_by_id = timezone.now(), actor.user_id
    draft.save(update_fields=["published_at", "made_by"])
    return draft


def _try_all_sizes(agency: SupportAgency, draft: LeafletText) -> None:
    words = merged(KNOWN[draft.language].words, draft.words)
    content = content_of(agency, language=draft.language)
    for size in PaperSize.values:
        leaflet_pdf(content, language=draft.language, size=size, words=words)


@transaction.atomic
def bring_back(*, actor: Actor, agency: SupportAgency, language: str, number: int, version: int) -> LeafletText:
    """An earlier version, or Tsunagi's own words (0), becomes the draft, and so once published a new version."""
    words: dict[str, Any] = {}
    if number:
        words = LeafletText.objects.get(agency=agency, language=language, number=number).words
    note = str(_("back to version {number}")).format(number=number) if number else str(_("back to Tsunagi’s words"))
    return save_draft(actor=actor, agency=agency, language=language, words=words, note=note, version=version)
