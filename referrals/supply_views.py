"""The supplies of a case as its page shows them, each with its two forms."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.forms import Form

from cases.models import Case
from organizations.actors import Actor
from referrals.access_triage import supplies_in
from referrals.clock import icon_of, stop_words
from referrals.forms_triage import SettleForm, SupplyDateForm
from referrals.models import Supply
from referrals.timeline import earlier_stop_dates


@dataclass(frozen=True)
class SupplyView:
    """A supply with its forms; `opened` is the form that stands open because it was refused."""

    supply: Supply
    icon: str
    stop: str
    earlier: list[str]
    date_form: Form
    settle_form: Form
    opened: str = ""


def supply_views(actor: Actor, case: Case, refused: tuple[int, str, Form] | None = None) -> list[SupplyView]:
    """The supplies of a case; `refused` is (supply, "date" or "settle", the form as it was sent)."""
    earlier = earlier_stop_dates(case)
    return [_supply_view(supply, earlier.get(supply.pk, []), refused) for supply in supplies_in(actor, case)]


def _supply_view(supply: Supply, earlier: list[str], refused: tuple[int, str, Form] | None) -> SupplyView:
    forms: dict[str, Form] = {"date": SupplyDateForm.of(supply), "settle": SettleForm.of(supply)}
    opened = ""
    if refused and refused[0] == supply.pk:
        opened = refused[1]
        forms[opened] = refused[2]
    stop = stop_words(supply.scheduled_stop_on, supply.stop_basis) if supply.scheduled_stop_on else ""
    return SupplyView(supply, icon_of(supply.kind), stop, earlier, forms["date"], forms["settle"], opened)


def refused_supply(actor: Actor, case: Case, refused: tuple[int, str, Form]) -> Mapping[str, Mapping[str, Any]]:
    """Values for `cases.pages.case_page` that put a refused form back into its place."""
    return {"supplies": {"views": supply_views(actor, case, refused)}}
