"""Two records compared, table by table: what they have in common, as a caseworker would say it. No database."""

from datetime import date

import pytest

from cases.matching import Features, Signal, is_enough, known_of, reasons, signals_between, strongest

NOTHING = None


def in_common(one: Features, other: Features, city: str = "玉名市") -> frozenset[Signal]:
    return strongest(signals_between(known_of(one, city), known_of(other, city), whole=True))


def at(address: str) -> Features:
    return Features(name="", kana="", phone="", address=address)


def called(name: str, kana: str = "") -> Features:
    return Features(name=name, kana=kana, phone="", address="")


def only(found: frozenset[Signal]) -> Signal | None:
    assert len(found) <= 1, found
    return next(iter(found), None)


# --- addresses ---

SAME = Signal.ADDRESS
IWASAKI = [
    *("岩崎1-3", "玉名市岩崎1-3", "熊本県玉名市岩崎1-3", "熊本県 玉名市 岩崎 1-3", "玉名市大字岩崎1-3"),
    *("玉名市岩崎一番三号", "玉名市岩崎１番３号", "玉名市岩崎1番地の3", "玉名市岩崎1番地3", "玉名市岩崎１丁目３番地"),
    *("玉名市岩崎１－３", "玉名市岩崎1ー3", "玉名市岩崎1ｰ3", "玉名市岩崎1―3", "玉名市岩崎1−3", "玉名市岩崎1‐3"),
    *("玉名市岩崎1〜3", "玉名市岩崎1～3", "玉名市岩崎1ノ3", "玉名市岩崎1の3", "玉名市岩崎 1 3", "玉名市岩崎1・3"),
    *("玉名市岩﨑1-3", "玉名市岩嵜1-3", "玉名市岩崎0001-0003", "玉名市岩崎一-三"),
]


@pytest.mark.parametrize("address", IWASAKI)
def test_one_place_however_it_is_written(address):
    assert only(in_common(at("玉名市岩崎1-3"), at(address))) == SAME
    assert only(in_common(at(address), at("玉名市岩崎1-3"))) == SAME


ADDRESSES = [
    # kanji numerals
    ("玉名市岩崎163", "玉名市岩崎百六十三番地", SAME),
    ("玉名市岩崎163", "玉名市岩崎一六三番", SAME),
    ("玉名市岩崎12-3", "玉名市岩崎十二番三号", SAME),
    ("玉名市岩崎20-3", "玉名市岩崎二〇番三号", SAME),
    ("玉名市岩崎20-3", "玉名市岩崎二十番地の三", SAME),
    ("玉名市岩崎1-2-3", "玉名市岩崎一丁目二番三号", SAME),
    ("玉名市岩崎1-2-3", "玉名市岩崎１丁目２番地の３", SAME),
    # 大字, 字
    ("玉名市大字岩崎字中163", "玉名市岩崎中163番地", SAME),
    ("玉名市字中町5", "玉名市中町五番地", SAME),
    # old kanji, ヶ and its kin
    ("玉名市瀨戸1", "玉名市瀬戸1", SAME),
    ("玉名市髙瀬0番地1", "玉名市高瀬０－１", SAME),
    ("玉名市三ツ沢2", "玉名市三ッ沢二番地", SAME),
    ("玉名市三ヶ田5", "玉名市三ケ田5", SAME),
    ("玉名市霞ヶ丘5", "玉名市霞が丘5", SAME),
    ("玉名市霞ヵ丘5", "玉名市霞ガ丘5", SAME),
    # names of towns that look like numbers
    ("玉名市滑石一番町3", "滑石1番町3番地", SAME),
    ("玉名市一番町3", "玉名市二番町3", NOTHING),
    ("玉名市一番町3", "玉名市1-町3", NOTHING),
    ("玉名市三丁町5", "玉名市三丁目5", NOTHING),
    # buildings
    ("玉名市岩崎163 コーポ玉名101号室", "玉名市岩崎163 ｺｰﾎﾟ玉名１０１", SAME),
    ("玉名市岩崎163コーポ玉名101", "玉名市岩崎163-101", SAME),
    ("玉名市岩崎163 コーポ玉名 101", "玉名市岩崎163番地 コ−ポ玉名 101号", SAME),
    ("玉名市岩崎163 玉名ハイツA101", "玉名市岩崎163 玉名ハイツＡ－１０１", SAME),
    ("玉名市岩崎163 第二玉名荘5号", "玉名市岩崎163 第2玉名荘5", SAME),
    ("玉名市岩崎1-3 コーポ玉名", "玉名市岩崎1-3", SAME),
    ("玉名市岩崎1-3 コーポ玉名101", "玉名市岩崎1-3", Signal.BUILDING),
    ("玉名市岩崎163 コーポ玉名101", "玉名市岩崎163", Signal.BUILDING),
    ("玉名市岩崎1-3-101", "玉名市岩崎1-3", Signal.BUILDING),
    ("玉名市岩崎163 コーポ玉名101", "玉名市岩崎163 コーポ玉名102", Signal.ANOTHER_ROOM),
    ("玉名市岩崎163 コーポ玉名101号室", "玉名市岩崎163-203", Signal.ANOTHER_ROOM),
    ("玉名市岩崎1-3-101", "玉名市岩崎1-3-102", Signal.ANOTHER_ROOM),
    ("玉名市岩崎163 コーポ玉名101", "玉名市岩崎163 メゾン花101", Signal.BLOCK),
    # neighbours
    ("玉名市岩崎1-3", "玉名市岩崎1-30", Signal.BLOCK),
    ("玉名市岩崎1-3", "玉名市岩崎1-4", Signal.BLOCK),
    ("玉名市岩崎163", "玉名市岩崎163-2", Signal.BLOCK),
    ("玉名市岩崎1-2-3", "玉名市岩崎1-2-4", Signal.BLOCK),
    ("玉名市岩崎1-2-3", "玉名市岩崎1-3-3", Signal.BLOCK),
    ("玉名市岩崎1-3", "玉名市岩崎13", Signal.TOWN),
    ("玉名市岩崎1-3", "玉名市岩崎2-3", Signal.TOWN),
    ("玉名市岩崎163", "玉名市岩崎164", Signal.TOWN),
    ("玉名市岩崎11-3", "玉名市岩崎1-13", Signal.TOWN),
    ("玉名市岩崎163", "玉名市岩崎", Signal.TOWN),
    # elsewhere
    ("玉名市岩崎163", "玉名市高瀬163", NOTHING),
    ("玉名市岩崎163", "玉名市東岩崎163", NOTHING),
    ("玉名市上町1-1", "玉名市下町1-1", NOTHING),
    ("玉名市中3", "玉名市中島3", NOTHING),
    ("玉名市岩崎163", "玉名郡長洲町岩崎163", NOTHING),
    ("玉名市岩崎163", "", NOTHING),
    ("", "", NOTHING),
]


@pytest.mark.parametrize(("one", "other", "expected"), ADDRESSES)
def test_two_addresses_in_tamana(one, other, expected):
    assert only(in_common(at(one), at(other))) == expected
    assert only(in_common(at(other), at(one))) == expected


ELSEWHERE = [
    ("千代田区", "千代田区霞が関1-2-2", "東京都千代田区霞ヶ関一丁目二番二号", SAME),
    ("千代田区", "東京都千代田区紀尾井町１－３", "紀尾井町一番三号", SAME),
    ("千代田区", "東京都千代田区九段南1-2-1", "千代田区九段南一丁目2番1号", SAME),
    ("千代田区", "千代田区四番町1", "千代田区4番町1", SAME),
    ("札幌市", "北海道札幌市中央区北1条西2丁目1", "札幌市中央区北一条西二丁目一番地", SAME),
    ("札幌市", "札幌市中央区北1条西2丁目", "札幌市中央区北2条西1丁目", NOTHING),
    ("富良野市", "北海道富良野市弥生町1番1号", "富良野市弥生町1-1", SAME),
    ("富良野市", "富良野市東3線北5号", "富良野市東三線北五号", SAME),
    ("富良野市", "富良野市字下五区", "富良野市下五区", SAME),
    ("北九州市", "福岡県北九州市小倉北区城内１番１号", "小倉北区城内1-1", SAME),
    ("北九州市", "北九州市八幡西区黒崎3丁目15-3", "北九州市八幡西区黑﨑三丁目十五番三号", SAME),
    ("北九州市", "北九州市小倉北区城内1-1", "北九州市小倉南区城内1-1", NOTHING),
    ("鳥羽市", "三重県鳥羽市鳥羽三丁目1番1号", "鳥羽3-1-1", SAME),
    ("鳥羽市", "鳥羽市安楽島町75番地", "鳥羽市安楽島町75-4", Signal.BLOCK),
    ("六ヶ所村", "上北郡六ヶ所村大字尾駮字野附475", "青森県上北郡六ケ所村尾駮野附475番地", SAME),
    ("四日市市", "四日市市諏訪町1-5", "三重県四日市市諏訪町１番５号", SAME),
]


@pytest.mark.parametrize(("city", "one", "other", "expected"), ELSEWHERE)
def test_two_addresses_elsewhere(city, one, other, expected):
    assert only(in_common(at(one), at(other), city)) == expected


def test_the_tables_of_addresses_are_long_enough_to_mean_something():
    assert len(IWASAKI) + len(ADDRESSES) + len(ELSEWHERE) >= 60


# --- names and readings ---

NAMES = [
    ("髙﨑\u3000さちこ", "高崎 サチコ", Signal.NAME),
    ("渡邊 一郎", "渡辺一郎", Signal.NAME),
    ("渡邉一郎", "渡辺 一郎", Signal.NAME),
    ("齋藤 健", "斉藤健", Signal.NAME),
    ("齊藤 健", "斎藤\u3000健", Signal.NAME),
    ("澤田 惠子", "沢田恵子", Signal.NAME),
    ("濵田 正", "浜田正", Signal.NAME),
    ("濱田 正", "浜田 正", Signal.NAME),
    ("眞鍋 廣", "真鍋 広", Signal.NAME),
    ("𠮷野 櫻", "吉野 桜", Signal.NAME),
    ("圡屋 榮", "土屋 栄", Signal.NAME),
    ("桒原 實", "桑原 実", Signal.NAME),
    ("龜田 德", "亀田 徳", Signal.NAME),
    ("小澤 壽", "小沢 寿", Signal.NAME),
    ("\ufa19 明", "神 明", Signal.NAME),
    ("葛\U000e0100城 茂", "葛城 茂", Signal.NAME),
    ("鳥ヶ﨑 梢", "鳥ケ崎 梢", Signal.NAME),
    ("㈱玉名商店", "（株）玉名商店", Signal.NAME),
    ("Nguyễn Văn Đức", "NGUYEN VAN DUC", Signal.NAME),
    ("玉名 太郎", "玉名 太朗", Signal.NAME_ALIKE),
    ("玉名 花子", "玉名 花", Signal.NAME_ALIKE),
    ("玉名 太郎", "玉名 次郎", Signal.NAME_ALIKE),
    ("菅野 茂", "管野 茂", Signal.NAME_ALIKE),
    ("高田 健", "髙木 健", Signal.NAME_ALIKE),
    ("佐藤 一郎", "佐藤 花子", Signal.SURNAME),
    ("佐藤 一郎", "鈴木 一郎", NOTHING),
    ("林 健", "森 健", NOTHING),
    ("林 健", "林 健一", NOTHING),
    ("玉名 太郎", "別人 花子", NOTHING),
    ("", "", NOTHING),
]
READINGS = [
    ("タマナ ハナコ", "ﾀﾏﾅ ﾊﾅｺ", Signal.KANA),
    ("たまな\u3000はなこ", "タマナハナコ", Signal.KANA),
    ("タマナ ショウジ", "ﾀﾏﾅ ｼﾖｳｼﾞ", Signal.KANA),
    ("タマナ ショウヂ", "タマナ・ショウジ", Signal.KANA),
    ("スズキ ヅミコ", "スズキ ズミコ", Signal.KANA),
    ("ヲノ ヱイコ", "オノ エイコ", Signal.KANA),
    ("タマナ タ\u3099イ", "タマナ ダイ", Signal.KANA),
    ("オオノ ユウジ", "オーノ ユージ", Signal.KANA_ALIKE),
    ("オノ ユウジ", "オオノ ユウジ", Signal.KANA_ALIKE),
    ("ワタナベ イチロウ", "ワタナヘ イチロウ", Signal.KANA_ALIKE),
    ("ナカシマ ミノル", "ナカジマ ミノル", Signal.KANA_ALIKE),
    ("サイトウ ケン", "サイト ケン", Signal.KANA_ALIKE),
    ("タマナ ハナコ", "タマナ ハナ", Signal.KANA_ALIKE),
    ("ミホン イチロウ", "ミホソ イチロウ", Signal.KANA_ALIKE),
    ("サトウ ハナコ", "カトウ ハナコ", Signal.KANA_ALIKE),
    ("ミホン イチロウ", "ミソホ イチロウ", NOTHING),
    ("カン", "キン", NOTHING),
    ("ハヤシ ケン", "ハヤシ ケンイチ", NOTHING),
    ("タマナ ハナコ", "ベツジン タロウ", NOTHING),
    ("", "", NOTHING),
]


@pytest.mark.parametrize(("one", "other", "expected"), NAMES)
def test_two_names(one, other, expected):
    assert only(in_common(called(one), called(other))) == expected


@pytest.mark.parametrize(("one", "other", "expected"), READINGS)
def test_two_readings(one, other, expected):
    assert only(in_common(called("", one), called("", other))) == expected
    assert only(in_common(called("", other), called("", one))) == expected


def test_a_name_in_kana_is_its_own_reading():
    assert only(in_common(called("タマナ ハナコ"), called("玉名 花子", "ﾀﾏﾅ ﾊﾅｺ"))) == Signal.KANA


TELEPHONES = [
    ("0968-11-2222", "０９６８（１１）２２２２", Signal.PHONE),
    ("090-1234-5678", "+81 (0)90 1234 5678", Signal.PHONE),
    ("0968-11-2222", "0968-11-2223", Signal.PHONE_ALIKE),
    ("0968-11-2222", "0968-11-222", Signal.PHONE_ALIKE),
    ("0968-11-2222", "0968-11-2233", NOTHING),
    ("112222", "0968-11-2222", NOTHING),
    ("", "", NOTHING),
]


@pytest.mark.parametrize(("one", "other", "expected"), TELEPHONES)
def test_two_telephones(one, other, expected):
    asked, known = (Features("", "", phone, "") for phone in (one, other))
    assert only(in_common(asked, known)) == expected


# --- put together ---

HANAKO = Features("玉名 花子", "タマナ ハナコ", "0968-11-2222", "玉名市岩崎163 コーポ玉名101", date(1960, 4, 1))


def test_another_date_of_birth_speaks_against_one_person_and_not_against_one_family():
    namesake = Features("玉名 花子", "", "", "玉名市岩崎163 コーポ玉名101", date(1999, 1, 1))
    son = Features("玉名 太一", "", "", "玉名市岩崎163 コーポ玉名101", date(1999, 1, 1))
    assert Signal.OTHER_BIRTH in in_common(HANAKO, namesake)
    assert in_common(HANAKO, son) == {Signal.ADDRESS, Signal.SURNAME}


@pytest.mark.parametrize(
    "neighbour",
    [
        Features("別人 太郎", "ベツジン タロウ", "0968-99-9999", "玉名市岩崎163 コーポ玉名102"),
        Features("玉名 一", "タマナ ハジメ", "", "玉名市岩崎163 コーポ玉名203"),
        Features("別人 太郎", "", "", "玉名市岩崎163 メゾン花101"),
        Features("別人 太郎", "", "", "玉名市岩崎163"),
    ],
)
def test_another_household_in_the_building_or_beside_it_is_not_enough(neighbour):
    assert not is_enough(in_common(HANAKO, neighbour))


@pytest.mark.parametrize(
    ("same", "words"),
    [
        (Features("", "ﾀﾏﾅ ﾊﾅ", "0968112222", "玉名市岩崎163"), ["電話番号が同じ", "建物が同じ", "フリガナが似ている"]),
        (Features("玉名 花子", "", "", "玉名市岩崎163 コーポ玉名101"), ["住所が同じ", "氏名が同じ"]),
        (Features("玉名 一郎", "", "0968-11-2222", "玉名市高瀬1"), ["電話番号が同じ", "姓が同じ"]),
    ],
)
def test_the_reasons_are_words_the_weightiest_first(same, words):
    found = in_common(HANAKO, same)
    assert is_enough(found)
    assert [str(reason) for reason in reasons(found)] == words
