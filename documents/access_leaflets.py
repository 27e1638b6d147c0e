"""The only doors by which a view gets at texts, codes and batches of leaflets."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet, Sum
from django.http import Http404

from documents.leaflet_batches import place_of
from documents.leaflet_languages import KNOWN
from documents.models import ChannelCode, ChannelCount, LeafletBatch, LeafletBatchLine, LeafletText
from organizations.actors import Actor
from organizations.models import Office, SupportAgency


def known_language(language: str) -> str:
    """One that the leaflet has; any other is a 404."""
    if language not in KNOWN:
        raise Http404
    return language


def versions(agency: SupportAgency, language: str) -> list[LeafletText]:
    """The latest first, the draft on top."""
    rows = LeafletText.objects.filter(agency=agency, language=language).select_related("made_by")
    return list(rows.order_by("-number"))


def access_version(agency: SupportAgency, language: str, number: int) -> LeafletText:
    """One of them; any other is a 404."""
    found = (
        LeafletText.objects.filter(agency=agency, language=language, number=number).select_related("made_by").first()
    )
    if found is None:
        raise Http404
    return found


def offices_for(agency: SupportAgency) -> dict[int, Office]:
    """Offices of companies that serve the municipality."""
    rows = Office.objects.filter(municipalities=agency.municipality_id).select_related("utility").distinct()
    return {office.pk: office for office in rows.order_by("utility__name", "name", "pk")}


def batches(actor: Actor) -> QuerySet[LeafletBatch]:
    """Of the actor's municipality."""
    rows = LeafletBatch.objects.filter(municipality_id=actor.tenant).select_related("agency", "made_by")
    return rows.annotate(copies=Sum("lines__copies"))


def access_batch(actor: Actor, pk: int) -> LeafletBatch:
    """One; missing and foreign are the same 404."""
    found = batches(actor).select_related("agency__municipality").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def lines_of(batch: LeafletBatch) -> list[LeafletBatchLine]:
    """In the order of the file."""
    return list(batch.lines.select_related("channel__office__utility").order_by("pk"))


def access_line(batch: LeafletBatch, pk: int) -> LeafletBatchLine:
    """A line of this batch; any other is a 404."""
    found = batch.lines.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True)
class Total:
    """Of one code in one financial year."""

    place: str
    code: str
    copies: int
    handed: int
    opened: int
    called_back: int


def totals(actor: Actor, year: int) -> list[Total]:
    """Per code of the agencies: printed, handed over, opened, call-backs asked for; few queries, whatever the number."""
    span = (date(year, 4, 1), date(year + 1, 3, 31))
    printed = _copies(actor, span, Q())
    handed = _copies(actor, span, Q(handed_on__isnull=False))
    counts = ChannelCount.objects.filter(municipality_id=actor.tenant, on__range=span)
    seen = {row["code"]: row for row in counts.values("code").annotate(o=Sum("opened"), c=Sum("called_back"))}
    found = []
    for agency, channel in _channels(actor):
        code, key = channel.code if channel else agency.channel_code, (agency.pk, channel.pk if channel else None)
        met = seen.get(code, {"o": 0, "c": 0})
        copies = (printed.get(key, 0), handed.get(key, 0))
        found.append(Total(place_of(agency, channel), code, *copies, met["o"], met["c"]))
    return found


def _channels(actor: Actor) -> list[tuple[SupportAgency, ChannelCode | None]]:
    agencies = SupportAgency.objects.filter(municipality_id=actor.tenant).order_by("name", "pk")
    rows = ChannelCode.objects.filter(municipality_id=actor.tenant).select_related("agency", "office__utility")
    return [(agency, None) for agency in agencies] + [(row.agency, row) for row in rows.order_by("pk")]


def _copies(actor: Actor, span: tuple[date, date], which: Q) -> dict[tuple[int, int | None], int]:
    """(agency, channel) → copies of batches made in the span, by the clocks of Japan."""
    rows = LeafletBatchLine.objects.filter(which, municipality_id=actor.tenant, batch__made_at__date__range=span)
    counted = rows.values_list("batch__agency", "channel").annotate(all=Sum("copies"))
    return {(agency, channel): copies for agency, channel, copies in counted}
