"""``decide``: the one place where it is said whether a household's data may cross."""

from consent.gate.facts import AgreementFact, Crossing, Facts, tokyo_day
from consent.gate.requirements import Requirement, sift
from consent.gate.sentences import LAWFUL_WAY, WORDS
from consent.gate.table import CELLS, FORBIDDEN, GROUNDS, LANES, Cell
from consent.gate.verdicts import Objection, Permit, Proof, Refusal, RefusalCode
from consent.vocabulary import Route


def decide(crossing: Crossing, facts: Facts) -> Permit | Refusal:
    """Whether this crossing is lawful on the ground it claims, at ``crossing.at``.

    Pure and total: no clock, no database, no exception for anything that could be constructed. The
    same call greys a button and refuses the action. Facts not stated are not so; a fact more never
    turns a permit into a refusal.
    """
    cell = CELLS.get((crossing.kind, crossing.route))
    if cell is None:
        return _refusal(crossing, Objection(RefusalCode.ROUTE_NOT_FOR_THIS_CROSSING))
    finding = _objection_before_the_route(crossing, facts, cell) or cell.examine(crossing, facts)
    if isinstance(finding, Objection):
        return _refusal(crossing, finding)
    return _permit(crossing, cell, finding)


def _permit(crossing: Crossing, cell: Cell, proof: Proof) -> Permit:
    ground = GROUNDS[crossing.route]
    return Permit(
        route=crossing.route,
        provision=ground.provision(crossing) if crossing.items else None,
        act_provision=ground.act,
        items=crossing.items,
        evidence=proof.evidence,
        needs_review=cell.needs_review,
        call_emergency_first=crossing.danger_to_life,
    )


def _refusal(crossing: Crossing, objection: Objection) -> Refusal:
    exists = (crossing.kind, crossing.route) in CELLS
    ground = GROUNDS[crossing.route] if exists else FORBIDDEN
    words = WORDS[objection.code]
    return Refusal(
        code=objection.code,
        sentence=words.sentence,
        instead=words.instead or LAWFUL_WAY[crossing.kind],
        provision=ground.provision(crossing),
        act_provision=ground.act,
        missing_items=objection.items,
        party=objection.party,
        call_emergency_first=crossing.danger_to_life,
    )


# --- what is asked of every crossing, whatever its route ---


def _objection_before_the_route(crossing: Crossing, facts: Facts, cell: Cell) -> Objection | None:
    found = (check(crossing, facts, cell) for check in _CHECKS)
    return next((objection for objection in found if objection), None)


def _parties(crossing: Crossing, facts: Facts, cell: Cell) -> Objection | None:
    lane = LANES[crossing.kind]
    if crossing.sender.kind not in lane.senders:
        return Objection(RefusalCode.PARTIES_NOT_FOR_THIS_CROSSING, party=crossing.sender)
    if crossing.recipient.kind not in lane.recipients:
        return Objection(RefusalCode.PARTIES_NOT_FOR_THIS_CROSSING, party=crossing.recipient)
    return None


def _purpose(crossing: Crossing, facts: Facts, cell: Cell) -> Objection | None:
    """Else consent to support would open feedback to whoever is named in it."""
    if crossing.purpose in LANES[crossing.kind].purposes:
        return None
    return Objection(RefusalCode.PURPOSE_NOT_FOR_THIS_CROSSING)


def _items(crossing: Crossing, facts: Facts, cell: Cell) -> Objection | None:
    """Every ground but guidance is a ground for something: no items, nothing to be covered."""
    if crossing.route != Route.F and not crossing.items:
        return Objection(RefusalCode.NO_ITEMS)
    beyond = crossing.items - cell.only if cell.only is not None else frozenset()
    return Objection(RefusalCode.ITEMS_NOT_FOR_THIS_CROSSING, items=beyond) if beyond else None


_AGREEMENT: tuple[Requirement[AgreementFact, Crossing], ...] = (
    Requirement(
        RefusalCode.AGREEMENT_NOT_IN_FORCE,
        lambda a, x: a.id == x.agreement_id and x.sender.organization_id in a.parties,
    ),
    Requirement(RefusalCode.AGREEMENT_NOT_IN_FORCE, lambda a, x: a.in_force_from <= tokyo_day(x.at)),
    Requirement(
        RefusalCode.AGREEMENT_NOT_IN_FORCE,
        lambda a, x: a.in_force_until is None or tokyo_day(x.at) <= a.in_force_until,
    ),
)


def _agreement(crossing: Crossing, facts: Facts, cell: Cell) -> Objection | None:
    """An agreement named must be in force; danger to life does not wait for papers."""
    heeded = cell.heeds_agreement and not crossing.danger_to_life
    if not heeded or crossing.agreement_id is None:
        return None
    in_force = sift(facts.agreements, crossing, _AGREEMENT)
    return in_force if isinstance(in_force, Objection) else None


_CHECKS = (_parties, _purpose, _items, _agreement)
