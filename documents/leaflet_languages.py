"""The leaflet's languages: their words, names, fonts, and what would be indiscreet in each."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from documents.leaflet_words import LeafletWords, en, ja, ja_easy, ko, ne, pt_br, tl, vi, zh_hans

_LATIN = ("noto-sans/NotoSans-Regular-latin.ttf",)
_BIZ = ("bizud-gothic/BIZUDPGothic-Regular.ttf", "noto-sans-jp/NotoSansCJKjp-Regular-names.otf")


@dataclass(frozen=True)
class Language:
    """`tag` is BCP 47 for readers of pages and papers; `style` the class that chooses fonts; `fonts` those files."""

    name: str
    tag: str
    style: str
    words: LeafletWords
    own_fonts: tuple[str, ...] = ()
    indiscreet: tuple[str, ...] = ()

    @property
    def fonts(self) -> tuple[str, ...]:
        """In the order in which they are asked for a character."""
        return (*self.own_fonts, *_BIZ)


_JAPANESE = ("滞納", "未納", "未払", "督促", "困窮", "貧困", "生活保護")
_ENGLISH = ("arrears", "poverty", "welfare", "unpaid", "overdue")
KNOWN: Mapping[str, Language] = MappingProxyType(
    {
        "ja": Language("日本語", "ja", "ja", ja.WORDS, indiscreet=_JAPANESE),
        "ja-easy": Language("やさしい日本語", "ja", "easy", ja_easy.WORDS),
        "en": Language("English", "en", "en", en.WORDS, indiscreet=_ENGLISH),
        "zh-Hans": Language(
            "简体中文",
            "zh-Hans",
            "zh",
            zh_hans.WORDS,
            ("noto-sans-sc/NotoSansCJKsc-Regular-everyday.otf",),
            ("欠费", "拖欠", "催缴", "贫困", "低保", "生活保护"),
        ),
        "ko": Language(
            "한국어",
            "ko",
            "ko",
            ko.WORDS,
            ("noto-sans-kr/NotoSansCJKkr-Regular-hangul.otf",),
            ("체납", "미납", "연체", "빈곤", "생활보호"),
        ),
        "vi": Language(
            "Tiếng Việt", "vi", "latin vi", vi.WORDS, _LATIN, ("nợ tiền", "quá hạn", "nghèo", "trợ cấp xã hội")
        ),
        "ne": Language(
            "नेपाली",
            "ne",
            "ne",
            ne.WORDS,
            ("noto-sans/NotoSansDevanagari-Regular.ttf", *_LATIN),
            ("बक्यौता", "गरिब", "गरीब"),
        ),
        "tl": Language("Tagalog", "tl", "latin tl", tl.WORDS, _LATIN, ("atraso", "kahirapan", "hindi nabayaran")),
        "pt-BR": Language(
            "Português",
            "pt-BR",
            "latin pt",
            pt_br.WORDS,
            _LATIN,
            ("inadimpl", "atraso", "pobreza", "assistência social"),
        ),
    }
)
#: Of every language: a bystander may read another one than the leaflet's.
INDISCREET = tuple(word for language in KNOWN.values() for word in language.indiscreet)
