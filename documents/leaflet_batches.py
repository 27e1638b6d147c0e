"""印刷: batches of leaflets, the only writer of them, and their file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from documents.errors import LeafletRefusal
from documents.leaflet import Leaflet, leaflets_pdf
from documents.leaflet_channels import channel_of_office, channel_of_place
from documents.leaflet_languages import KNOWN
from documents.leaflet_texts import merged, wording
from documents.leaflets import content_of
from documents.models import ChannelCode, LeafletBatch, LeafletBatchLine, LeafletText
from japanese.dates import wareki
from japanese.display import day_in_japan
from organizations.actors import Actor
from organizations.models import Office, SupportAgency


@dataclass(frozen=True)
class Order:
    """What to print: each language for each office, place and, if `own`, the agency itself."""

    size: str
    languages: Sequence[str]
    copies: int
    offices: Sequence[Office] = ()
    places: Sequence[str] = ()
    own: bool = False


@transaction.atomic
def make_batch(*, actor: Actor, agency: SupportAgency, order: Order, submission: UUID) -> LeafletBatch:
    """Write down what is printed; the same submission is one batch."""
    found = LeafletBatch.objects.filter(submission=submission, municipality_id=actor.tenant).first()
    if found is not None:
        return found
    batch = LeafletBatch.objects.create(
        municipality_id=agency.municipality_id,
        agency=agency,
        size=order.size,
        made_by_id=actor.user_id,
        submission=submission,
    )
    numbers = {language: wording(agency, language).number for language in order.languages}
    LeafletBatchLine.objects.bulk_create(
        LeafletBatchLine(
            municipality_id=agency.municipality_id,
            batch=batch,
            channel=channel,
            language=language,
            text_number=numbers[language],
            copies=order.copies,
        )
        for channel in _channels(agency, order)
        for language in order.languages
    )
    return batch


def _channels(agency: SupportAgency, order: Order) -> list[ChannelCode | None]:
    own: list[ChannelCode | None] = [None] if order.own else []
    return [
        *own,
        *(channel_of_office(agency, office) for office in order.offices),
        *(channel_of_place(agency, place) for place in order.places),
    ]


@transaction.atomic
def hand_over(*, actor: Actor, line: LeafletBatchLine, on: date, to: str) -> None:
    """Where they went, once; LeafletRefusal where a colleague has noted it."""
    locked = LeafletBatchLine.objects.select_for_update().get(pk=line.pk, municipality_id=actor.tenant)
    if locked.handed_on is not None:
        raise LeafletRefusal("handed_over", gettext_lazy("A colleague has already noted where these went."))
    locked.handed_on, locked.handed_to = on, to
    locked.save(update_fields=["handed_on", "handed_to"])


def batch_pdf(batch: LeafletBatch, lines: Sequence[LeafletBatchLine]) -> bytes:
    """All its leaflets after a sheet that lists them, in the wording of the day on which it was ordered."""
    with override("ja"):
        cover = _cover(batch, lines)
    leaflets = [_leaflet(batch.agency, line) for line in lines]
    size = "cards" if batch.size == "card" else batch.size
    return leaflets_pdf(leaflets, size=size, title=cover["title"], cover=cover)


def _leaflet(agency: SupportAgency, line: LeafletBatchLine) -> Leaflet:
    code = line.channel.code if line.channel else ""
    words = KNOWN[line.language].words
    if line.text_number:
        kept = LeafletText.objects.get(agency=agency, language=line.language, number=line.text_number)
        words = merged(words, kept.words)
    return Leaflet(content_of(agency, language=line.language, code=code), line.language, words)


def _cover(batch: LeafletBatch, lines: Sequence[LeafletBatchLine]) -> dict[str, Any]:
    made = wareki(day_in_japan(batch.made_at))
    title = _("Leaflets of %(agency)s (%(size)s)") % {"agency": batch.agency.name, "size": batch.get_size_display()}
    return {"title": title, "made": made, "lines": [_line(batch.agency, line) for line in lines]}


def _line(agency: SupportAgency, line: LeafletBatchLine) -> dict[str, Any]:
    known = KNOWN[line.language]
    code = line.channel.code if line.channel else agency.channel_code
    return {
        "place": place_of(agency, line.channel),
        "code": code,
        "language": known.name,
        "tag": known.tag,
        "style": known.style,
        "copies": line.copies,
    }


def place_of(agency: SupportAgency, channel: ChannelCode | None) -> str:
    """In words: the agency, an office with its company, or a place."""
    if channel is None:
        return agency.name
    return f"{channel.office.utility.name} {channel.office.name}" if channel.office else channel.place
