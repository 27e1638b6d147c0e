"""What can be said of a case’s supplies on a paper: the stop clock, what is owed, and by which numbers it is known."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.models import Case
from consent.sharing import Line, line_source
from consent.vocabulary import Item
from japanese import display
from organizations.actors import Actor
from referrals.models import StopBasis, Supply


@line_source
def supplies_of_the_case(case: Case, actor: Actor) -> Iterable[Line]:
    """Every supply that is not settled, each fact by itself; an estimated stop date says 推定 (rule 16)."""
    rows = Supply.objects.filter(case=case, municipality_id=actor.tenant, settled_on__isnull=True)
    for supply in rows.select_related("utility").order_by("scheduled_stop_on", "pk"):
        yield from _lines(supply)


def _lines(supply: Supply) -> Iterable[Line]:
    kind = str(supply.get_kind_display())
    yield Line(Item.SUPPLY_KIND, _("Kind of supply"), f"{kind}（{supply.supplier}）" if supply.supplier else kind)
    yield Line(Item.STOP_DATE, _stop_label(supply) % {"supply": kind}, _stop(supply))
    yield Line(Item.ARREARS, _("%(supply)s: arrears") % {"supply": kind}, _arrears(supply))
    if supply.deferred_until:
        until = _("deferred until %(day)s") % {"day": display.long_day(supply.deferred_until)}
        yield Line(Item.DEFERRAL, _("%(supply)s: deferral") % {"supply": kind}, until)
    yield Line(Item.CUSTOMER_NUMBER, _("%(supply)s: customer number") % {"supply": kind}, supply.customer_number)
    yield Line(Item.SUPPLY_POINT, _("%(supply)s: supply point number") % {"supply": kind}, supply.supply_point)


def _stop_label(supply: Supply) -> str:
    """In the heading, which nobody can shorten away: whether the date was only estimated."""
    if supply.stopped_on:
        return _("%(supply)s: stopped")
    if supply.stop_basis == StopBasis.ESTIMATED:
        return _("%(supply)s: date of the stop (estimated)")
    return _("%(supply)s: date of the stop")


def _stop(supply: Supply) -> str:
    day = supply.stopped_on or supply.scheduled_stop_on
    if day is None:
        return ""
    if supply.stopped_on or supply.stop_basis != StopBasis.NOTIFIED:
        return display.long_day(day)
    return _("%(day)s (as notified)") % {"day": display.long_day(day)}


def _arrears(supply: Supply) -> str:
    said = []
    if supply.arrears_since:
        said.append(_("since %(day)s") % {"day": display.long_day(supply.arrears_since)})
    if supply.arrears_months:
        said.append(
            ngettext("%(months)s month", "%(months)s months", supply.arrears_months) % {"months": supply.arrears_months}
        )
    if supply.arrears_yen:
        said.append(_("%(yen)s yen") % {"yen": f"{supply.arrears_yen:,}"})
    return "、".join(said)
