import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from japanese.numerals import arabic_numerals
from japanese.text import address_key, contains_control, kana_key, name_key, phone_key
from japanese.variants import VARIANTS

KEYS = [name_key, kana_key, address_key, phone_key]
keys = pytest.mark.parametrize("key", KEYS)

HOSTILE = [
    "",
    " ",
    "\u3000\u00a0\u2003",
    "\x00",
    "玉名\x00太郎",
    "\x1b[31m赤\x1b[0m",
    "\r\n玉名\r\n",
    "\u202e郎太\u202c",
    "\ufeff玉名太郎",
    "玉\u200b名\u200d太\u2060郎",
    "\ud83d",
    "\udc00玉",
    "\uffff\ufffe",
    "葛\U000e0100城",
    "辻\U000e0101\U000e0101",
    "か\u3099か\u309aか\u3099\u3099",
    "\u3099",
    "カ ゛",
    "ﾞ",
    "ｶﾞﾞ",
    "ｳﾞｧｲｵﾘﾝ",
    "ヽヾゝゞ々〻",
    "𠮷野家𩸽",
    "﨑﨔﨟",
    "\ufa19\ufa1a\ufa1b",
    "㈱㍿㌔㍘㏠",
    "①Ⅳ½㊤",
    "ーー−－―–—‐‑〜～",
    "・・･",
    "大大字字",
    "大字大字字",
    "か字ﾞ",
    "一番町番町番",
    "九千九百九十九京",
    "〇" * 5000,
    "0" * 5000,
    "番号の-番地の-1",
    "熊本県熊本県熊本県",
    "İıſßŉΐ",
    "e\u0301\u0323\u0345",
    "👨‍👩‍👧‍👦🏳️‍🌈",
    "각ᄀ각",
    "\u0600\u06dd١٢٣",
    "नेपाली क्\u200dष",
    "Z̸̧̢͖a̷͇l̵g̶o̴",
    "﷽",
    "'; DROP TABLE cases; --",
    "<script>alert(1)</script>",
    "=HYPERLINK(1)",
    "%s%n{0}{{7*7}}",
    "+81",
    "+81+81+810",
    "ヶ" * 300,
    "大" * 20_000,
    "1" + "番地" * 20_000 + "x",
]

# What the rules turn upon, so that they meet in every order.
tricky = st.text(
    "一二〇十百03９大字番地町丁目号室ノのがヶケカー-〜・"
    " \u3000\u3099\u309a\u200bかハッ県熊本三重ﾞﾟﾊゝ﨑髙\U000e0100\u0345ı+81",
    max_size=12,
)


@keys
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_gives_a_settled_key(key: Callable[[str], str], text: str) -> None:
    assert_settled(key, text)


@keys
@given(text=st.text(max_size=40) | tricky | st.text(st.characters(), max_size=8))
def test_a_key_of_a_key_is_itself(key: Callable[[str], str], text: str) -> None:
    assert_settled(key, text)


@pytest.mark.parametrize("key", [name_key, kana_key, address_key])
@given(text=st.text("アイガパヴーャッｱｶﾞﾊﾟ玉名太郎1230", max_size=15))
def test_full_and_half_width_are_equal(key: Callable[[str], str], text: str) -> None:
    assert key(unicodedata.normalize("NFKC", text)) == key(text)


def assert_settled(key: Callable[[str], str], text: str) -> None:
    once = key(text)
    assert key(once) == once
    assert not contains_control(once)
    assert not any(character.isspace() for character in once)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("髙﨑\u3000さちこ", "高崎 サチコ"),
        ("渡邊 一郎", "渡辺一郎"),
        ("渡邉", "渡辺"),
        ("齋藤", "斉藤"),
        ("齊藤", "斎藤"),
        ("澤田 惠子", "沢田恵子"),
        ("濵田", "浜田"),
        ("濱田", "浜田"),
        ("嶋", "島"),
        ("眞", "真"),
        ("𠮷野", "吉野"),
        ("圡屋", "土屋"),
        ("桒原", "桑原"),
        ("神\ufa19", "神神"),
        ("葛\U000e0100城", "葛城"),
        ("ﾀﾏﾅ ﾀﾞﾛｳ", "たまな・だろう"),
        ("Nguyễn Văn Đức", "NGUYEN VAN DUC"),
        ("ジャン＝ポール", "ジャン・ポ-ル"),
        ("鳥ヶ﨑", "鳥ケ崎"),
    ],
)
def test_the_same_name(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(("one", "other"), [("玉名太郎", "玉名次郎"), ("高田", "髙木"), ("上田", "土田"), ("一", "ー")])
def test_another_name(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


@pytest.mark.parametrize(
    "reading",
    [
        "タマナ ショウジ",
        "ﾀﾏﾅ ｼﾖｳｼﾞ",
        "たまな しょうじ",
        "たまなしょうぢ",
        "ﾀﾏﾅ･ｼｮｳｼﾞ",
        "タマナ\u3000ショウシ\u3099",
    ],
)
def test_the_same_reading(reading: str) -> None:
    assert kana_key(reading) == "タマナシヨウジ"


@pytest.mark.parametrize("dash", "〜～−‐‑–—ーｰ-－―")
def test_every_dash_is_one(dash: str) -> None:
    assert kana_key(f"オ{dash}ノ") == kana_key("おーの")
    assert address_key(f"岩崎163{dash}2") == "岩崎163-2"


@pytest.mark.parametrize(
    "address",
    [
        "一番三号",
        "１－３",
        "1-3",
        "1番地の3",
        "1番地3号",
        "１番３号",
        "1丁目3",
        "一丁目三番地",
        "1ノ3",
        "1 3",
        "0001-0003",
        "1ー3",
    ],
)
def test_the_same_place(address: str) -> None:
    assert address_key(f"玉名市岩崎{address}") == "玉名市岩崎1-3"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("熊本県玉名市大字岩崎163番地", "玉名市岩崎１６３"),
        ("玉名市字中町5", "玉名市中町五番地"),
        ("千代田区霞が関1-2-2", "東京都千代田区霞ヶ関一丁目二番二号"),
        ("上北郡六ヶ所村", "青森県上北郡六ヵ所村"),
        ("岩崎163 ｺｰﾎﾟ玉名101号室", "岩崎163 コーポ玉名 １０１"),
        ("岩崎1-3-101", "岩崎一番三号 101号室"),
        ("三ッ沢二丁目", "三ツ沢2"),
        ("長﨑市瀨戸町", "長崎県長崎市瀬戸町"),
    ],
)
def test_two_ways_of_writing_one_address(one: str, other: str) -> None:
    assert address_key(one) == address_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("岩崎1-3", "岩崎13"),
        ("岩崎1-3", "岩崎1-30"),
        ("一番町3", "1-町3"),
        ("中3", "中島3"),
        ("府中市1", "中市1"),
    ],
)
def test_another_place(one: str, other: str) -> None:
    assert address_key(one) != address_key(other)


@pytest.mark.parametrize(
    "phone",
    [
        "090-1234-5678",
        "０９０（１２３４）５６７８",
        "09012345678",
        "+81 90-1234-5678",
        "＋81(0)90 1234 5678",
        "090ー1234ー5678",
    ],
)
def test_the_same_telephone(phone: str) -> None:
    assert phone_key(phone) == "09012345678"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("二十三", "23"),
        ("二〇二三", "2023"),
        ("千二百", "1200"),
        ("百五", "105"),
        ("十", "10"),
        ("四日市", "4日市"),
    ],
)
def test_kanji_numerals(text: str, written: str) -> None:
    assert arabic_numerals(text) == written


@given(st.integers(0, 9999))
def test_kanji_numerals_of_every_size(number: int) -> None:
    digits = "〇一二三四五六七八九"
    assert arabic_numerals("".join(digits[int(digit)] for digit in str(number))) == str(number)
    places = [(number // unit % 10, name) for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, ""))]
    spoken = "".join((digits[digit] if digit > 1 or not name else "") + name for digit, name in places if digit)
    assert arabic_numerals(spoken or "〇") == str(number)


def test_the_table_of_variants_is_settled() -> None:
    assert len(VARIANTS) >= 80
    assert not VARIANTS.keys() & set(map(ord, VARIANTS.values()))
    for code, standard in VARIANTS.items():
        assert unicodedata.normalize("NFKD", chr(code) + standard) == chr(code) + standard
        assert name_key(chr(code)) == standard


@pytest.mark.parametrize("text", ["\x00", "玉\x07名", "\u202e", "\u2028", "\ud800", "\x7f", "\u0085"])
def test_what_no_one_types(text: str) -> None:
    assert contains_control(text)
    assert contains_control(text, multiline=True)


def test_what_people_type_is_no_control() -> None:
    assert not contains_control("髙﨑\u3000さちこ 葛\U000e0100城 क्\u200dष 🏠")
    assert contains_control("一行目\n二行目")
    assert not contains_control("一行目\r\n\t二行目", multiline=True)
