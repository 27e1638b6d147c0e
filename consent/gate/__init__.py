"""The gate: every crossing of a household's data between organisations goes through ``decide``.

    verdict = decide(crossing, facts)
    if not verdict.allowed:
        ...verdict.code, verdict.sentence, verdict.instead

The caller gathers the facts and, on a permit, writes the Disclosure in the same transaction as the
crossing. Nothing here touches the database, the clock or a request. The law is in ``table`` (which
ground exists for which crossing) and ``routes`` (what each ground requires).
"""

from consent.gate.decision import decide
from consent.gate.facts import (
    TOKYO,
    AgendaFact,
    AgreementFact,
    AppointmentFact,
    ConsentFact,
    Crossing,
    Facts,
    Id,
    Party,
    ProtectionFact,
    PublicInterestFact,
    RequestFact,
    SummonsFact,
    tokyo_day,
)
from consent.gate.requirements import says_something
from consent.gate.sentences import LAWFUL_WAY, WORDS, Words
from consent.gate.table import CELLS, GROUNDS, LANES
from consent.gate.verdicts import Permit, Refusal, RefusalCode

__all__ = [
    "CELLS",
    "GROUNDS",
    "LANES",
    "LAWFUL_WAY",
    "TOKYO",
    "WORDS",
    "AgendaFact",
    "AgreementFact",
    "AppointmentFact",
    "ConsentFact",
    "Crossing",
    "Facts",
    "Id",
    "Party",
    "Permit",
    "ProtectionFact",
    "PublicInterestFact",
    "Refusal",
    "RefusalCode",
    "RequestFact",
    "SummonsFact",
    "Words",
    "decide",
    "says_something",
    "tokyo_day",
]
