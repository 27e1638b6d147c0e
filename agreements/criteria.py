"""Which households the parties of an agreement want reported: an advice, never a ground."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import groupby

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agreements.models import AgreedCriteria, NoticeStage, Sign, Then
from consent.vocabulary import Item
from consent.words import listed
from organizations.models import Municipality, UtilityKind

#: December to March: when a household without heating is in danger where it is cold.
WINTER_MONTHS = (12, 1, 2, 3)


@dataclass(frozen=True)
class Circumstances:
    """What is known of a household; None, or an empty kind, is not known.

    `unasked` are signs about which nobody was asked, so that their absence says nothing.
    """

    months: int | None
    yen: int | None
    signs: frozenset[Sign]
    supply_kind: str = ""
    stage: NoticeStage | None = None
    unasked: frozenset[Sign] = field(default=frozenset())


@dataclass(frozen=True)
class Advice:
    """`meets` is None where too little is known to say; `then` is what is done, where a rule is met."""

    meets: bool | None
    sentence: str
    then: Then | None = None


def stage_of(
    *, in_arrears: bool, notice_on: date | None, stop_on: date | None, deferred_until: date | None, on: date
) -> NoticeStage | None:
    """How far the utility's notices have come by the end of a day; None where nothing of it is stated.

    A stop date that has passed counts as stopped, unless payment is deferred: then it holds no longer.
    """
    if stop_on is not None and deferred_until is not None and deferred_until >= on:
        return NoticeStage.NOTICED
    if stop_on is not None:
        return NoticeStage.STOPPED if stop_on < on else NoticeStage.DATED
    if notice_on is not None and notice_on <= on:
        return NoticeStage.NOTICED
    return NoticeStage.UNPAID if in_arrears else None


def in_season(known: Circumstances, town: Municipality, on: date) -> Circumstances:
    """With winter among the signs where it is cold there on this day, and without it where it is not."""
    is_winter = town.is_cold_region and on.month in WINTER_MONTHS
    signs = known.signs | {Sign.WINTER} if is_winter else known.signs - {Sign.WINTER}
    return replace(known, signs=signs)


def criteria_of(utility_id: int, on: date, municipality_ids: Collection[int] | None = None) -> list[AgreedCriteria]:
    """What this utility has agreed and is in force on the day, with the municipality, in the order of their codes."""
    rows = AgreedCriteria.objects.filter(utility_id=utility_id, path__in_force_from__lte=on)
    rows = rows.filter(Q(path__in_force_until__isnull=True) | Q(path__in_force_until__gte=on))
    if municipality_ids is not None:
        rows = rows.filter(municipality_id__in=municipality_ids)
    return list(rows.select_related("municipality", "path").order_by("municipality__code", "path", "order", "pk"))


def items_agreed(found: Iterable[AgreedCriteria]) -> frozenset[Item] | None:
    """What is told under any of these; None where one leaves it open, or none is agreed."""
    rows = list(found)
    if not rows or not all(row.path.items for row in rows):
        return None
    return frozenset(Item(item) for row in rows for item in row.path.items)


def meets(rule: AgreedCriteria, known: Circumstances) -> bool | None:
    """The kind of supply must fit; then one agreed sign is enough, otherwise every threshold must be reached. Pure."""
    return _all([_among(known.supply_kind or None, rule.supply_kinds), _reached(rule, known)])


def _reached(rule: AgreedCriteria, known: Circumstances) -> bool | None:
    signs = {Sign(one) for one in rule.signs}
    if known.signs & signs:
        return True
    thresholds = [_at_least(known.months, rule.least_months), _at_least(known.yen, rule.least_yen)]
    thresholds.append(_among(known.stage, rule.stages))
    has_thresholds = rule.least_months is not None or rule.least_yen is not None or bool(rule.stages)
    if not signs or has_thresholds:
        verdict = _all(thresholds)
        return None if verdict is False and signs & known.unasked else verdict
    # Only signs were agreed, and none is seen: winter is known from the calendar, whoever looks at the door may err.
    return False if signs == {Sign.WINTER} else None


def _at_least(value: int | None, least: int | None) -> bool | None:
    if least is None:
        return True
    return None if value is None else value >= least


def _among(value: str | None, agreed: Collection[str]) -> bool | None:
    if not agreed:
        return True
    return None if value is None else value in agreed


def _all(verdicts: Sequence[bool | None]) -> bool | None:
    """No is stronger than not known."""
    if False in verdicts:
        return False
    return None if None in verdicts else True


def decided(rules: Iterable[AgreedCriteria], known: Circumstances) -> tuple[AgreedCriteria | None, bool | None]:
    """The first rule that is certainly met, and whether one is; None where it cannot be said of some, and none is. Pure."""
    verdicts = [(rule, meets(rule, known)) for rule in rules]
    met = next((rule for rule, verdict in verdicts if verdict), None)
    if met is not None:
        return met, True
    return None, None if any(verdict is None for _rule, verdict in verdicts) else False


def advise(rules: Sequence[AgreedCriteria], known: Circumstances, on: date) -> Advice:
    """What the rules of one agreement say of a household, in a sentence for whoever reports. There is a rule at least."""
    town = rules[0].municipality
    met, verdict = decided(rules, in_season(known, town, on))
    named = {"town": town.name}
    if met is not None:
        return Advice(True, _sentence_of(Then(met.then)) % named, Then(met.then))
    if verdict is None:
        return Advice(None, _("Whether it meets what you agreed with %(town)s cannot be said from this.") % named)
    return Advice(
        False,
        _("It does not reach what you agreed with %(town)s. You may report it all the same if the ground holds.")
        % named,
    )


def _sentence_of(then: Then) -> str:
    sentences = {
        Then.LEAFLET: _("This household meets what was agreed with %(town)s. Please hand over the leaflet."),
        Then.ASK: _("This household meets what was agreed with %(town)s. Please ask whether the person agrees."),
        Then.REPORT: _("This household meets what was agreed with %(town)s. Please tell them."),
    }
    return sentences[then]


def advices(rules: Iterable[AgreedCriteria], known: Circumstances, on: date) -> list[Advice]:
    """One for each agreement, in the order of the rules, which stand together by agreement."""
    return [advise(list(of_one), known, on) for _path, of_one in groupby(rules, lambda rule: rule.path_id)]


def in_words(rule: AgreedCriteria) -> str:
    """The conditions in one line."""
    thresholds = []
    if rule.least_months is not None:
        months = rule.least_months
        thresholds.append(
            ngettext("%(n)s month in arrears or more", "%(n)s months in arrears or more", months) % {"n": months}
        )
    if rule.least_yen is not None:
        thresholds.append(_("%(n)s yen or more") % {"n": f"{rule.least_yen:,}"})
    if rule.stages:
        thresholds.append(_one_of(NoticeStage(one).label for one in rule.stages))
    signs = _one_of(Sign(one).label for one in rule.signs)
    both = listed(thresholds)
    if both and signs:
        words = _("%(arrears)s; or, however long: %(signs)s") % {"arrears": both, "signs": signs}
    else:
        words = both or signs or _("no conditions: whenever you are worried")
    kinds = listed(str(UtilityKind(one).label) for one in rule.supply_kinds)
    return _("%(kinds)s: %(conditions)s") % {"kinds": kinds, "conditions": words} if kinds else words


def _one_of(labels: Iterable[object]) -> str:
    return _(" or ").join(str(label) for label in labels)


def whole_rule(rule: AgreedCriteria) -> str:
    """The conditions, and what is then done."""
    return _("%(conditions)s → %(then)s") % {"conditions": in_words(rule), "then": Then(rule.then).label}
