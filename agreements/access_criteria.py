"""The only doors by which a view gets at what goes by an agreement. It names no household."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import Http404

from agreements.actions.paths import NEVER
from agreements.models import AgreedCriteria, AgreedPath, Agreement, AgreementParty, PathChange
from agreements.path_words import extent
from organizations.actors import Actor
from organizations.models import Office, Utility
from organizations.permissions import Permission


@dataclass(frozen=True)
class UtilityPath:
    """A party that is a utility, with its path if there is one, its rules in order, and what was changed since signing."""

    utility: Utility
    path: AgreedPath | None
    rules: list[AgreedCriteria]
    changes: list[PathChange]
    extent: list[tuple[str, str]]


def utility_paths(agreement: Agreement) -> list[UtilityPath]:
    """One for each utility among the parties, in their order; as many queries for one as for many."""
    parties = AgreementParty.objects.filter(agreement=agreement).order_by("order")
    order = [party.organization_id for party in parties]
    utilities = Utility.objects.in_bulk(order)
    paths = {path.utility_id: path for path in _whole(AgreedPath.objects.filter(agreement=agreement))}
    offices = dict(Office.objects.filter(utility__in=utilities).values_list("pk", "name"))
    return [_line(utilities[pk], paths.get(pk), offices) for pk in order if pk in utilities]


def _whole(rows: QuerySet[AgreedPath]) -> QuerySet[AgreedPath]:
    return rows.select_related("municipality").prefetch_related("rules", "changes")


def _line(utility: Utility, path: AgreedPath | None, offices: dict[int, str]) -> UtilityPath:
    if path is None:
        return UtilityPath(utility, None, [], [], [])
    changes = sorted(path.changes.all(), key=lambda one: (one.at, one.pk), reverse=True)
    rules = sorted(path.rules.all(), key=lambda one: (one.order, one.pk))
    for rule in rules:
        rule.municipality = path.municipality
    return UtilityPath(utility, path, rules, changes, extent(path, offices))


def access_utility_path(agreement: Agreement, utility_id: int) -> UtilityPath:
    """Of one of the parties; anybody else is 404."""
    found = next((one for one in utility_paths(agreement) if one.utility.pk == utility_id), None)
    if found is None:
        raise Http404
    return found


def access_rule(found: UtilityPath, pk: int) -> AgreedCriteria:
    """One of its rules; any other is 404."""
    rule = next((one for one in found.rules if one.pk == pk), None)
    if rule is None:
        raise Http404
    return rule


def offices_here(utility: Utility, municipality_id: int) -> list[tuple[int, str]]:
    """The utility's offices that serve the municipality, as (key, name)."""
    rows = Office.objects.filter(utility=utility, officearea__municipality_id=municipality_id).distinct()
    return list(rows.order_by("name").values_list("pk", "name"))


def agreed_with_us(actor: Actor) -> list[UtilityPath]:
    """At the portal: what goes by the agreements of the actor's utility, and how it was changed."""
    if not actor.may(Permission.REPORT_CREATE):
        return []
    utility = Utility.objects.filter(pk=actor.organization_id).first()
    rows = _whole(AgreedPath.objects.filter(utility_id=actor.organization_id, in_force_from__lt=NEVER))
    offices = dict(Office.objects.filter(utility_id=actor.organization_id).values_list("pk", "name"))
    return [_line(utility, path, offices) for path in rows.order_by("municipality__code", "pk") if utility]
