"""Folded keys for matching and searching names, readings, addresses and telephone numbers.

A key stands beside what was received and never in its place: nothing here
changes stored text, and an equal key only suggests that two things are one.
No key holds a blank, control character or lone surrogate, so each can always
be stored, and key(key(x)) == key(x).

The folding works on the decomposed form (NFKD) and composes again at its end;
each table maps characters to characters that no table maps further.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from japanese.numerals import arabic_numerals
from japanese.variants import VARIANTS

# Every line that people, Excel and old systems use for a dash or a long vowel, and 〜.
DASHES = "-‐‑‒–—―−ー〜~˗⁃─━－～ｰ"

_HIRAGANA = {code: code + 0x60 for code in (*range(0x3041, 0x3097), 0x309D)}
_SMALL_KANA = str.maketrans(
    "ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ",
    "アイウエオツヤユヨワアイウエオツヤユヨワ",
)
_COMMON: dict[int, int | str | None] = {
    **VARIANTS,
    **_HIRAGANA,
    **str.maketrans("ゕゖヵヶđ", "カケカケd"),
    **dict.fromkeys(map(ord, DASHES), "-"),
    **dict.fromkeys(map(ord, "・,.、。'’`=゠"), None),
    # Latin accents: NGUYỄN reaches us as NGUYEN. The marks of kana (U+3099, U+309A) stay.
    **dict.fromkeys(range(0x0300, 0x0370), None),
    # Variation selectors: which shape of one and the same kanji is to be drawn.
    **dict.fromkeys((*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)), None),
}
_LARGE_KANA = {**_COMMON, **_SMALL_KANA}
_LIKE_SOUNDS = str.maketrans("ヂヅヲヰヱ", "ジズオイエ")
_DIRECTION = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zs", "Zl", "Zp"})


def name_key(text: str) -> str:
    """髙﨑　さちこ, 高崎サチコ and 高崎 ｻﾁｺ are equal; so are Nguyễn and NGUYEN."""
    return _fold(text, _COMMON)


def kana_key(text: str) -> str:
    """The reading: タマナ ショウヂ, ﾀﾏﾅ ｼﾖｳｼﾞ and たまな・しょうじ are equal.

    Old systems know no small kana, so all are large.
    """
    return _fold(text, _LARGE_KANA).translate(_LIKE_SOUNDS)


_KANA_ONLY = re.compile("[ァ-ヺヽヾ-]+")


def reading(name: str, kana: str) -> str:
    """The reading of which `kana` is the key; else that of a name that is written in kana."""
    return kana or (kana_key(name) if _KANA_ONLY.fullmatch(name) else "")


_UNVOICED = re.compile("[\u3099\u309a-]")
_LONG_VOWEL = re.compile(
    "(?<=[アカサタナハマヤラワ])ア|(?<=[イキシチニヒミリ])イ|(?<=[ウクスツヌフムユル])ウ"
    "|(?<=[エケセテネヘメレ])[エイ]|(?<=[オコソトノホモヨロ])[オウ]"
)


def reading_skeleton(key: str) -> str:
    """What of a reading, given as its key, survives careless writing: no voicing marks, no long vowels.

    オオノ ユウジ, オーノ ユージ and オノ ユシ are equal, so an equal skeleton says "alike" only.
    """
    plain = _UNVOICED.sub("", unicodedata.normalize("NFD", key))
    return _LONG_VOWEL.sub("", plain)


def halves(skeleton: str) -> tuple[str, str]:
    """The first and the last half, both rounded down.

    One mistake (a letter more, fewer or other) lies in one of them, so whatever is one mistake away
    shares the other: two plain equalities find all that is alike.
    """
    size = max(len(skeleton) // 2, 1)
    return skeleton[:size], skeleton[-size:]


def halves_near(skeleton: str) -> tuple[list[str], list[str]]:
    """Of what is at most one mistake away: which first halves and which last halves it can have."""
    if not skeleton:
        return [], []
    sizes = sorted({max(length // 2, 1) for length in range(len(skeleton) - 1, len(skeleton) + 2)})
    return [skeleton[:size] for size in sizes], [skeleton[-size:] for size in sizes]


_KANJI_OR_DIGIT = "[0-9㐀-鿿]"
_CONNECTING_GA = re.compile(f"(?<={_KANJI_OR_DIGIT})[ガカ](?={_KANJI_OR_DIGIT})")
_PREFECTURE = re.compile(
    "^(?:北海道|東京都|(?:京都|大阪)府|(?:青森|岩手|宮城|秋田|山形|福島|茨城|栃木|群馬|埼玉|千葉|神奈川|新潟|富山|石川|福井"
    "|山梨|長野|岐阜|静岡|愛知|三重|滋賀|兵庫|奈良|和歌山|鳥取|島根|岡山|広島|山口|徳島|香川|愛媛|高知|福岡|佐賀|長崎|熊本"
    "|大分|宮崎|鹿児島|沖縄)県)+"
)
# 大字 and 字 stand in one record and not in the next; a mark after them must not move to the kana before.
_SECTION = re.compile("(?<!大)大*字[\u3099\u309a]*")
# 番町 is the name of a town, not a number in it.
_COUNTER = "丁目|丁(?!町)|番地|番(?!町)|号室|号"
_BETWEEN_NUMBERS = re.compile(f"(?<=[0-9])(?:{_COUNTER}|[ノ-])+(?=[0-9])")
_AFTER_NUMBER = re.compile(f"(?<=[0-9])(?:{_COUNTER}|-)+(?![0-9])")


def address_key(text: str) -> str:
    """熊本県玉名市大字岩崎一番三号, 玉名市岩崎１－３ and 玉名市岩崎1番地の3 are equal.

    So are 霞ヶ関 and 霞が関; a prefecture at the front and 大字 do not count.
    Kanji numerals become digits everywhere (千代田 → 1000代田): this is for comparing, not for showing.
    """
    return _numbered(_named(text))


def _named(text: str) -> str:
    """Folded, without prefecture and 大字, numerals as they stand."""
    apart = re.sub(r"(?<=[0-9])[\s・]+(?=[0-9])", "-", unicodedata.normalize("NFKC", text))
    return _PREFECTURE.sub("", _SECTION.sub("", _fold(apart, _LARGE_KANA)))


def _numbered(named: str) -> str:
    """With Arabic numbers joined by a dash."""
    numbered = re.sub(r"(?<![0-9])0+(?=[0-9])", "", arabic_numerals(named))
    joined = _AFTER_NUMBER.sub("", _BETWEEN_NUMBERS.sub("-", numbered))
    return _CONNECTING_GA.sub("ケ", joined)


_NUMERAL = "0-9〇一二三四五六七八九十百千"
# Where town ends and number begins. Not in 一番町, 北1条, 東3線, 三ツ沢, 四日市, 千代田, which are names.
_FIRST_NUMBER = re.compile(
    f"[0-9]+(?![0-9]|番[町丁]|条|線|ツ|日[市町])|[{_NUMERAL[3:]}]+(?=丁(?!町)|番(?![町丁])|号|[ノ-][{_NUMERAL}]|$)"
)
_NUMBERS = re.compile("[0-9]+(?:-[0-9]+)*")
_ROOM = re.compile("[0-9]+$")
_FARTHEST = 8  # characters before the city's name, such as those of its district
BOUND = "#"


@dataclass(frozen=True, slots=True)
class AddressParts:
    """An address taken apart, each part folded: 岩崎 | 1, 3 | コ-ポ玉名 | 101."""

    town: str
    numbers: tuple[str, ...] = ()
    building: str = ""
    room: str = ""

    @property
    def block(self) -> str:
        """Town and first number; empty where there is no number, for a town alone says too little."""
        return f"{self.town}{BOUND}{self.numbers[0]}" if self.numbers else ""

    @property
    def key(self) -> str:
        """To be stored, and read by `of_key`."""
        return BOUND.join((self.town, "-".join(self.numbers), self.building, self.room))

    @classmethod
    def of_key(cls, key: str) -> "AddressParts":
        """The way back; whatever is no such key has no parts."""
        town, numbers, building, room = (key.split(BOUND) + [""] * 4)[:4]
        return cls(town, tuple(filter(None, numbers.split("-"))), building, room)


def address_parts(text: str, city: str = "") -> AddressParts:
    """玉名市大字岩崎一番三号コーポ玉名１０１号室 in 玉名市 → 岩崎, (1, 3), コ-ポ玉名, 101.

    With the city's name known, an address that leaves it out has the same town.
    """
    named = _named(text).replace(BOUND, "-")
    begins = _FIRST_NUMBER.search(named)
    at = begins.start() if begins else len(named)
    town = _numbered(named[:at] + "0")[:-1]  # the number after it decides how 霞ガ is folded
    rest = _numbered(named[at:])
    numbers = _NUMBERS.match(rest)
    after = rest[numbers.end() if numbers else 0 :].strip("-")
    room = _ROOM.search(after)
    return AddressParts(
        town=_within(town, city),
        numbers=tuple(numbers[0].split("-")) if numbers else (),
        building=after[: room.start()].strip("-") if room else after,
        room=room[0] if room else "",
    )


def _within(town: str, city: str) -> str:
    name = address_key(city)
    at = town.find(name) if name else -1
    return town[at + len(name) :] if 0 <= at <= _FARTHEST else town


def phone_key(text: str) -> str:
    """Digits only, as dialled within Japan: +81 (0)90-1234-5678 → 09012345678."""
    folded = _fold(text, _COMMON)
    digits = re.sub("[^0-9]", "", folded)
    if not folded.startswith("+81"):
        return digits
    national = digits[2:].lstrip("0")
    return national and f"0{national}"


def contains_control(text: str, *, multiline: bool = False) -> bool:
    """Whether the text holds what no one types: control characters, direction overrides, lone surrogates.

    Line breaks and tabs count as such too, unless the field has several lines.
    """
    allowed = "\n\r\t" if multiline else ""
    return any(
        character not in allowed
        and (unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"} or character in _DIRECTION)
        for character in text
    )


def _fold(text: str, table: Mapping[int, int | str | None]) -> str:
    decomposed = unicodedata.normalize("NFKD", text).casefold().translate(table)
    seen = (char for char in decomposed if unicodedata.category(char) not in _UNSEEN)
    return unicodedata.normalize("NFC", "".join(seen))
