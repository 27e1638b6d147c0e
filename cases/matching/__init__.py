"""名寄せ: which persons and cases may be the household of a report. Suggests with reasons; a person confirms (rule 18).

`signals` are what two records have in common, each with a weight and words; `scoring` compares two
records and knows no database; `searching` finds the few worth comparing by indexed keys.
"""

from cases.matching.scoring import Features, Known, known_of, signals_between
from cases.matching.searching import MOST, Suggestion, suggestions
from cases.matching.signals import Signal, is_enough, reasons, strongest, weight

__all__ = [
    "MOST",
    "Features",
    "Known",
    "Signal",
    "Suggestion",
    "is_enough",
    "known_of",
    "reasons",
    "signals_between",
    "strongest",
    "suggestions",
    "weight",
]
