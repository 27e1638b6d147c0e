"""The lawful routes as data. ``decide`` reads it, and so does the table printed in the handbook.

A combination that is not in ``CELLS`` does not exist.
"""

from collections.abc import Callable
from dataclasses import dataclass

from consent.gate import routes
from consent.gate.facts import Crossing, Facts
from consent.gate.verdicts import Objection, Proof
from consent.vocabulary import CrossingKind, Item, PartyKind, ProvisionKey, Purpose, Route


@dataclass(frozen=True, slots=True)
class Lane:
    """Who may send to whom in a kind of crossing, and for what."""

    senders: frozenset[PartyKind]
    recipients: frozenset[PartyKind]
    purposes: frozenset[Purpose]


@dataclass(frozen=True, slots=True)
class Cell:
    """A ground that exists for a kind of crossing.

    ``only``: nothing but these items, whatever the facts say. ``needs_review``: by a lead caseworker
    after arrival. ``heeds_agreement``: an agreement named by the crossing must be in force.
    """

    examine: Callable[[Crossing, Facts], Proof | Objection]
    only: frozenset[Item] | None = None
    needs_review: bool = False
    heeds_agreement: bool = False


@dataclass(frozen=True, slots=True)
class Ground:
    """The articles of a route. The sender's kind decides: 27条 for a private one, 69条 for a public one."""

    private: ProvisionKey
    public: ProvisionKey
    public_to_public: ProvisionKey
    act: ProvisionKey | None = None

    def provision(self, crossing: Crossing) -> ProvisionKey:
        """The article of 個人情報保護法 on which this sender stands, or which stands in its way.

        A private person is bound by neither; what they tell is held to the same grounds all the same,
        and the article named is the one for private senders.
        """
        if not crossing.sender.is_public:
            return self.private
        return self.public_to_public if crossing.recipient.is_public else self.public


_MEMBERS = frozenset(PartyKind) - {PartyKind.MEETING, PartyKind.RESIDENT, PartyKind.PERSON}
_MEETING = frozenset({PartyKind.MEETING})
_AGENCY = frozenset({PartyKind.AGENCY})
_UTILITY = frozenset({PartyKind.UTILITY})
#: Nobody else tells an agency of a household. The agency itself enters what these say by telephone or FAX.
_TELLERS = frozenset(
    {
        PartyKind.UTILITY,
        PartyKind.MUNICIPALITY,
        PartyKind.SERVICE,
        PartyKind.OTHER_ORGANIZATION,
        PartyKind.WELFARE_COMMISSIONER,
        PartyKind.RESIDENT,
        PartyKind.PERSON,
    }
)

#: By what an organisation finds a person among its customers.
FINDING = frozenset(
    {Item.NAME, Item.KANA, Item.BIRTH_DATE, Item.ADDRESS, Item.CUSTOMER_NUMBER, Item.SUPPLY_POINT, Item.SUPPLY_KIND}
)

LANES: dict[CrossingKind, Lane] = {
    CrossingKind.REPORT: Lane(
        _TELLERS,
        _AGENCY,
        frozenset({Purpose.SELF_RELIANCE_SUPPORT, Purpose.SAFETY_CHECK, Purpose.EMERGENCY}),
    ),
    # The municipality speaks where a private contractor may not: see by_special_reason.
    CrossingKind.FEEDBACK: Lane(_AGENCY | {PartyKind.MUNICIPALITY}, _UTILITY, frozenset({Purpose.FEEDBACK})),
    # To another municipality's agency when the person moves; to a utility only as feedback.
    CrossingKind.LINKAGE: Lane(_AGENCY, _MEMBERS - _UTILITY, frozenset({Purpose.LINKAGE})),
    CrossingKind.EMERGENCY: Lane(
        _AGENCY,
        frozenset({PartyKind.EMERGENCY_SERVICE}),
        frozenset({Purpose.EMERGENCY, Purpose.SAFETY_CHECK}),
    ),
    CrossingKind.ANSWER: Lane(_MEMBERS, _MEETING, frozenset({Purpose.MEETING})),
    CrossingKind.MEETING_SHARE: Lane(_MEMBERS, _MEMBERS, frozenset({Purpose.MEETING})),
    # Not a new crossing: whoever opens a copy must still be in office, and so on, at that very moment.
    CrossingKind.READING: Lane(_AGENCY, _MEMBERS, frozenset({Purpose.MEETING})),
    CrossingKind.REQUEST: Lane(_MEETING, _MEMBERS, frozenset({Purpose.MEETING})),
    # A report that reached the wrong agency. It may as well go back to its sender, and then nothing crosses.
    CrossingKind.FORWARD: Lane(
        _AGENCY,
        _AGENCY,
        frozenset({Purpose.SELF_RELIANCE_SUPPORT, Purpose.SAFETY_CHECK, Purpose.EMERGENCY}),
    ),
}

CELLS: dict[tuple[CrossingKind, Route], Cell] = {
    (CrossingKind.REPORT, Route.A): Cell(routes.by_consent, heeds_agreement=True),
    (CrossingKind.REPORT, Route.B): Cell(routes.by_protection, needs_review=True, heeds_agreement=True),
    (CrossingKind.REPORT, Route.F): Cell(routes.by_guidance),
    (CrossingKind.FEEDBACK, Route.A): Cell(routes.by_consent),
    # A summons opens to the utility's person what becomes of its report, and no more.
    (CrossingKind.FEEDBACK, Route.D): Cell(routes.to_a_member, only=frozenset({Item.HANDLING_STATUS})),
    (CrossingKind.FEEDBACK, Route.G): Cell(routes.by_special_reason),
    (CrossingKind.LINKAGE, Route.A): Cell(routes.by_consent),
    (CrossingKind.EMERGENCY, Route.B): Cell(routes.by_protection),
    (CrossingKind.ANSWER, Route.C): Cell(routes.by_answer),
    # With consent a case may be shared at a co-ordination meeting (支援調整会議), which D never opens.
    (CrossingKind.MEETING_SHARE, Route.A): Cell(routes.by_consent),
    (CrossingKind.MEETING_SHARE, Route.D): Cell(routes.between_members),
    (CrossingKind.READING, Route.A): Cell(routes.still_seated),
    (CrossingKind.READING, Route.D): Cell(routes.to_a_member),
    # A request says about whom it asks, so that the person can be found, and nothing of the case.
    (CrossingKind.REQUEST, Route.C): Cell(routes.by_request, only=FINDING),
    (CrossingKind.FORWARD, Route.A): Cell(routes.by_consent),
    (CrossingKind.FORWARD, Route.B): Cell(routes.by_protection, needs_review=True),
    # An agreement is refused by name everywhere, for it is the ground most often believed in.
    **{(kind, Route.E): Cell(routes.by_agreement) for kind in CrossingKind},
}

# Where no ground is found, this is what forbids: consent first (27条1項), statute or purpose (69条1項).
FORBIDDEN = Ground(ProvisionKey.APPI_27_1, ProvisionKey.APPI_69_1, ProvisionKey.APPI_69_1)

GROUNDS: dict[Route, Ground] = {
    Route.A: Ground(ProvisionKey.APPI_27_1, ProvisionKey.APPI_69_2_1, ProvisionKey.APPI_69_2_1),
    Route.B: Ground(ProvisionKey.APPI_27_1_2, ProvisionKey.APPI_69_2_4, ProvisionKey.APPI_69_2_3),
    Route.C: Ground(ProvisionKey.APPI_27_1_1, ProvisionKey.APPI_69_1, ProvisionKey.APPI_69_1, ProvisionKey.ACT_9_3),
    Route.D: Ground(ProvisionKey.APPI_27_1_1, ProvisionKey.APPI_69_1, ProvisionKey.APPI_69_1, ProvisionKey.ACT_9_2),
    Route.E: FORBIDDEN,
    Route.F: FORBIDDEN,
    Route.G: Ground(ProvisionKey.APPI_27_1, ProvisionKey.APPI_69_2_4, ProvisionKey.APPI_69_2_4),
}
