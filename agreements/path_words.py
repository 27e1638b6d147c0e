"""What goes by an agreement, in lines of words: for the page, and for the record of a change."""

import hashlib
import json
from collections.abc import Mapping

from django.utils.translation import gettext as _

from agreements.criteria import whole_rule
from agreements.models import AgreedPath
from consent.vocabulary import Item
from consent.words import listed


def extent(path: AgreedPath, offices: Mapping[int, str]) -> list[tuple[str, str]]:
    """(label, words) of items, offices, areas, feedback. `offices` are names by key."""
    items = listed(str(Item(one).label) for one in path.items) or _("whatever a report can carry")
    named = listed(offices.get(one, _("an office that is gone")) for one in path.offices) or _("all offices")
    areas = listed(path.areas) or _("the whole municipality")
    feedback = _("yes, where the person agreed to it") if path.feedback else _("no, only that it was received")
    return [
        (_("What is told of the household"), items),
        (_("Offices covered"), named),
        (_("Area covered"), areas),
        (_("May the utility hear what became of it?"), feedback),
    ]


def lines(path: AgreedPath, offices: Mapping[int, str]) -> list[str]:
    """All of it, the rules in their order; as it is in the database."""
    stated = [_("%(label)s: %(words)s") % {"label": label, "words": words} for label, words in extent(path, offices)]
    rules = path.rules.order_by("order", "pk")
    return stated + [
        _("Rule %(n)s: %(words)s") % {"n": n, "words": whole_rule(rule)} for n, rule in enumerate(rules, 1)
    ]


def state_key(path: AgreedPath | None) -> str:
    """Changes whenever the path or a rule of it does; a form carries the one that its writer saw."""
    if path is None:
        return "-"
    rules = list(path.rules.order_by("order", "pk").values_list(
        "pk", "order", "supply_kinds", "least_months", "least_yen", "stages", "signs", "then"
    ))  # fmt: skip
    told = json.dumps([path.items, path.offices, path.areas, path.feedback, rules], ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()[:20]
