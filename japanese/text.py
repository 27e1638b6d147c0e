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
_COUNTER = "丁目|番地|番(?!町)|号室|号"
_BETWEEN_NUMBERS = re.compile(f"(?<=[0-9])(?:{_COUNTER}|[ノ-])+(?=[0-9])")
_AFTER_NUMBER = re.compile(f"(?<=[0-9])(?:{_COUNTER}|-)+(?![0-9])")


def address_key(text: str) -> str:
    """熊本県玉名市大字岩崎一番三号, 玉名市岩崎１－３ and 玉名市岩崎1番地の3 are equal.

    So are 霞ヶ関 and 霞が関; a prefecture at the front and 大字 do not count.
    Kanji numerals become digits everywhere (千代田 → 1000代田): this is for comparing, not for showing.
    """
    apart = re.sub(r"(?<=[0-9])[\s・]+(?=[0-9])", "-", unicodedata.normalize("NFKC", text))
    named = _PREFECTURE.sub("", _SECTION.sub("", _fold(apart, _LARGE_KANA)))
    numbered = re.sub(r"(?<![0-9])0+(?=[0-9])", "", arabic_numerals(named))
    joined = _AFTER_NUMBER.sub("", _BETWEEN_NUMBERS.sub("-", numbered))
    return _CONNECTING_GA.sub("ケ", joined)


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
