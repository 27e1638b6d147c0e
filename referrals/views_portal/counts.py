"""Leaflets handed out, by office and month."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from japanese.dates import fiscal_year, today
from organizations.actors import Actor, actor_of
from organizations.permissions import Permission, permission
from referrals.access_counts import YearOfCounts, guidance_counts, years_with_counts
from referrals.forms.guidance import Channel, language_name
from referrals.forms.list_filter import YearForm
from referrals.views_portal.downloads import Table, download, must_be_kind


@permission(Permission.GUIDANCE_RECORD)
@require_GET
def guidance_counts_page(request: HttpRequest) -> HttpResponse:
    """A fiscal year as a table, with the ways and the languages. There is nobody's data in it to be logged."""
    form, counts = _asked(request, actor_of(request))
    context = {
        "form": form,
        "counts": counts,
        "query": f"?year={counts.year}",
        "channels": [(_channel(code), times) for code, times in counts.by_channel.items()],
        "languages": [(language_name(code), times) for code, times in counts.by_language.items()],
    }
    return render(request, "referrals/portal/counts.html", context)


@permission(Permission.GUIDANCE_RECORD)
@require_GET
def guidance_counts_export(request: HttpRequest, kind: str) -> HttpResponse:
    """The same table as a file."""
    must_be_kind(kind)
    _form, counts = _asked(request, actor_of(request))
    return download(request, kind, _table(counts))


def _asked(request: HttpRequest, actor: Actor) -> tuple[YearForm, YearOfCounts]:
    form = YearForm(years_with_counts(actor), request.GET)
    chosen = form.cleaned_data["year"] if form.is_valid() else None
    return form, guidance_counts(actor, chosen or fiscal_year(today()))


def _channel(code: str) -> str:
    return str(Channel(code).label) if code in Channel.values else code


def _table(counts: YearOfCounts) -> Table:
    headings = [_("Office"), *(f"{month:%Y-%m}" for month in counts.months), _("Total")]
    rows = [[office.name, *map(str, office.by_month), str(office.total)] for office in counts.offices]
    rows.append([_("All offices"), *map(str, counts.by_month), str(counts.total)])
    return Table(f"leaflets-{counts.year}", headings, rows)
