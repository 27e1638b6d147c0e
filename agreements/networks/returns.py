"""What a fiscal year comes to, programme by programme, in two queries."""

from django.db.models import Sum

from agreements.models import Cost, SubsidyProgramme
from agreements.networks.access import ours, programmes_of
from agreements.networks.subsidy import Share, share_of
from organizations.actors import Actor


def shares_of(actor: Actor, year: int) -> list[tuple[SubsidyProgramme, Share]]:
    """Each programme with its share; struck-out costs do not count."""
    programmes = programmes_of(actor, year)
    rows = ours(actor, Cost.objects.filter(programme__in=programmes, struck_at=None)).order_by()
    spent = dict(rows.values("programme").annotate(total=Sum("yen")).values_list("programme", "total"))
    return [(one, share_of(spent.get(one.pk, 0), one.rate, one.ceiling_yen)) for one in programmes]
