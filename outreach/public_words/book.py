"""Which words belong to which language."""

from collections.abc import Mapping
from dataclasses import asdict
from types import MappingProxyType

from documents.leaflet_drawing import drawn_on_page, spoken
from outreach.public_words import PublicWords, asia, here

BOOK: Mapping[str, PublicWords] = MappingProxyType(
    {
        "ja": here.JA,
        "ja-easy": here.EASY,
        "en": here.EN,
        "zh-Hans": asia.ZH,
        "ko": asia.KO,
        "vi": asia.VI,
        "ne": asia.NE,
        "tl": asia.TL,
        "pt-BR": here.PT,
    }
)
#: Words that stand where no HTML can.
_PLAIN = frozenset({"languages"})


def page_words(language: str, **facts: str) -> dict[str, str]:
    """The words ready for a page: readings drawn, {phone} and {hours} filled in."""
    told = asdict(BOOK[language])
    return {name: (spoken if name in _PLAIN else drawn_on_page)(_filled(text, facts)) for name, text in told.items()}


def _filled(text: str, facts: Mapping[str, str]) -> str:
    for name, value in facts.items():
        text = text.replace(f"{{{name}}}", value)
    return text
