"""The only writer of what goes by an agreement for one utility, and of its rules.

While it is a draft, whoever manages agreements writes freely. The criteria are an annex that the parties agreed on: once it
is signed every change needs on record on what they agreed, and the utility reads before and after at the portal.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from agreements.actions.drafting import lock
from agreements.actions.paths import days_of
from agreements.errors import AgreementRefusal
from agreements.models import AgreedCriteria, AgreedPath, Agreement, AgreementParty, PathChange, Then
from agreements.path_words import lines, state_key
from organizations.actors import Actor
from organizations.models import Office, Utility

MOST_RULES = 20
_ASIDE = 1000


@dataclass(frozen=True)
class Extent:
    """How far it goes; empty lists leave it open."""

    items: Sequence[str] = ()
    offices: Sequence[int] = ()
    areas: Sequence[str] = ()
    feedback: bool = True


@dataclass(frozen=True)
class Rule:
    """One rule as typed; `place` counts from 1."""

    supply_kinds: Sequence[str] = ()
    least_months: int | None = None
    least_yen: int | None = None
    stages: Sequence[str] = ()
    signs: Sequence[str] = ()
    then: str = Then.REPORT
    place: int = field(default=MOST_RULES)

    def of(self, path: AgreedPath) -> AgreedCriteria:
        """As a row of the path, not saved yet."""
        return AgreedCriteria(
            municipality_id=path.municipality_id,
            municipality=path.municipality,
            utility_id=path.utility_id,
            path=path,
            **self.columns(),
        )

    def columns(self) -> dict[str, object]:
        """By the names of the columns."""
        return {
            "supply_kinds": list(self.supply_kinds),
            "least_months": self.least_months,
            "least_yen": self.least_yen,
            "stages": list(self.stages),
            "signs": list(self.signs),
            "then": self.then,
        }


@transaction.atomic
def put_path(
    *, actor: Actor, agreement: Agreement, utility: Utility, seen: str, extent: Extent, reason: str = ""
) -> AgreedPath:
    """How far the agreement goes for one of its parties. `seen` is the `state_key` of what the writer saw."""
    locked, path = _locked(actor, agreement, utility, seen, reason)
    if path is None:
        first, last = days_of(locked)
        path = AgreedPath(
            municipality_id=locked.municipality_id,
            agreement=locked,
            utility=utility,
            agreement_number=locked.number,
            agreement_title=locked.title,
            in_force_from=first,
            in_force_until=last,
        )
        path.save()

    def write() -> None:
        path.items, path.offices = list(extent.items), list(extent.offices)
        path.areas, path.feedback = list(extent.areas), extent.feedback
        path.save()

    _recorded(actor, locked, path, reason, write)
    return path


@transaction.atomic
def put_rule(
    *,
    actor: Actor,
    agreement: Agreement,
    utility: Utility,
    seen: str,
    rule: Rule,
    instead_of: int | None = None,
    reason: str = "",
) -> AgreedPath:
    """A rule at its place; `instead_of` is the key of the one that it replaces."""
    locked, path = _locked(actor, agreement, utility, seen, reason)
    if path is None:
        raise AgreementRefusal("no_path", _("Settle first how far the agreement goes for this utility."))
    there = list(path.rules.order_by("order", "pk"))
    if instead_of is None and len(there) >= MOST_RULES:
        raise AgreementRefusal("too_many_rules", _("There are twenty rules already. Take one out first."))
    _recorded(actor, locked, path, reason, lambda: _place(path, there, rule, instead_of))
    return path


def _place(path: AgreedPath, there: list[AgreedCriteria], rule: Rule, instead_of: int | None) -> None:
    rest = [one for one in there if one.pk != instead_of]
    changed = rule.of(path)
    changed.pk = instead_of
    rest.insert(min(max(rule.place, 1) - 1, len(rest)), changed)
    _in_order(path, rest)


def _in_order(path: AgreedPath, rules: Sequence[AgreedCriteria]) -> None:
    """Orders are unique: all step aside first, then each takes its place."""
    AgreedCriteria.objects.filter(path=path).update(order=F("order") + _ASIDE)
    for order, one in enumerate(rules, start=1):
        one.order = order
        one.save(force_insert=one.pk is None, force_update=one.pk is not None)


@transaction.atomic
def remove_rule(
    *, actor: Actor, agreement: Agreement, utility: Utility, seen: str, rule_id: int, reason: str = ""
) -> AgreedPath:
    """The rule is no longer there; taken out twice it is gone once."""
    locked, path = _locked(actor, agreement, utility, seen, reason)
    if path is None:
        raise AgreementRefusal("no_path", _("Settle first how far the agreement goes for this utility."))
    _recorded(actor, locked, path, reason, lambda: _take_out(path, rule_id))
    return path


def _take_out(path: AgreedPath, rule_id: int) -> None:
    path.rules.filter(pk=rule_id).delete()
    _in_order(path, list(path.rules.order_by("order", "pk")))


def _locked(
    actor: Actor, agreement: Agreement, utility: Utility, seen: str, reason: str
) -> tuple[Agreement, AgreedPath | None]:
    locked = lock(actor, agreement.pk)
    if locked.dropped_at is not None:
        raise AgreementRefusal("given_up", _("This agreement was given up. Begin a new one."))
    if not AgreementParty.objects.filter(agreement=locked, organization_id=utility.pk).exists():
        raise AgreementRefusal("no_party", _("This utility is no party of the agreement. Make it one first."))
    path = AgreedPath.objects.select_related("municipality").filter(agreement=locked, utility=utility).first()
    if state_key(path) != seen:
        raise AgreementRefusal(
            "changed_meanwhile",
            _("Somebody changed this meanwhile. What you typed is still here; look at what stands there now."),
        )
    if locked.signed_on is not None and not reason.strip():
        raise AgreementRefusal(
            "reason_needed",
            _("The agreement is signed, so this is changed with the parties only. Write when and how they agreed."),
        )
    return locked, path


def _recorded(actor: Actor, agreement: Agreement, path: AgreedPath, reason: str, write: Callable[[], None]) -> None:
    """Write; of a signed agreement keep how it was and how it is."""
    offices = dict(Office.objects.filter(utility_id=path.utility_id).values_list("pk", "name"))
    before = lines(path, offices)
    write()
    after = lines(path, offices)
    if agreement.signed_on is None or before == after:
        return
    PathChange.objects.create(
        municipality_id=path.municipality_id,
        utility_id=path.utility_id,
        path=path,
        reason=reason.strip(),
        before=before,
        after=after,
        by_id=actor.user_id,
        by_name=actor.name,
    )
