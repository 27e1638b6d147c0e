"""What becomes of each row: the fate, the column to be mended, the gate's word."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from random import Random

import pytest
from django.utils import timezone
from django.utils.translation import override

from consent.gate import Permit, RefusalCode, decide
from consent.vocabulary import REPORT_ITEMS, ConsentMeans, Item, ProtectedInterest, Route
from japanese.dates import TOKYO, today
from organizations.models import ServiceArea, SupportAgency
from organizations.routing import destination
from referrals.crossings import report_crossing, report_facts, utility_sender
from referrals.importing.columns import arrange
from referrals.importing.routes import Routes
from referrals.importing.rows import Fate
from referrals.report import ConsentGiven, ProtectionStated
from tests.importing.hostile import HOSTILE
from tests.importing.lists import DANGER, GOOD, HEADINGS, PROTECTED, cells_of, check, checker, many, numbered
from tests.world import HOUSEHOLD, report_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def checked(cast, acting):
    """`checked(row, …)`: the rows as one list of the electricity company, checked."""

    def run(*rows, **more):
        with acting("staff") as staff:
            return check(cast, staff, *rows, **more)

    return run


def told(row):
    """(column, code) of what is wrong with a row."""
    return [(error.column, error.code) for error in row.errors]


def test_good_rows_are_accepted_as_they_are(checked):
    rows = checked(GOOD, PROTECTED, DANGER)
    assert [(row.n, row.fate, row.errors) for row in rows] == [(n, Fate.ACCEPTED, ()) for n in (1, 2, 3)]
    values = rows[0].values
    assert (values.name, values.kana, values.address) == ("玉名　花子", "ﾀﾏﾅ ﾊﾅｺ", "熊本県玉名市岩崎1-2-3")
    assert (values.postal_code, values.supply_kind, values.arrears_yen) == ("865-0016", "electricity_retail", "24800")


@pytest.mark.parametrize(
    ("changes", "column", "code"),
    [
        ({"お客さま番号": ""}, "お客さま番号", "missing"),
        ({"お客さま番号": "　"}, "お客さま番号", "missing"),
        ({"お客さま番号": "1" * 41}, "お客さま番号", "too_long"),
        ({"契約名義": "", "契約名義カナ": ""}, "契約名義", "missing"),
        ({"契約名義": "玉名\x00花子"}, "契約名義", "control"),
        ({"契約名義": "あ" * 101}, "契約名義", "too_long"),
        ({"契約名義カナ": "玉名 花子"}, "契約名義カナ", "kana"),
        ({"郵便番号": ""}, "郵便番号", "missing"),
        ({"郵便番号": "865"}, "郵便番号", "not_understood"),
        ({"郵便番号": "100-0001"}, "郵便番号", "no_agency"),
        ({"郵便番号": "000-0000"}, "郵便番号", "no_agency"),
        ({"住所": ""}, "住所", "missing"),
        ({"住所": "玉名市\n岩崎"}, "住所", "control"),
        ({"電話番号": "968123456"}, "電話番号", "phone"),
        ({"供給種別": "石炭"}, "供給種別", "supply_kind"),
        ({"供給地点特定番号": "1234"}, "供給地点特定番号", "supply_point"),
        ({"供給種別": "水道"}, "供給地点特定番号", "no_supply_point"),
        ({"滞納月数": "数か月"}, "滞納月数", "number"),
        ({"滞納額": "0"}, "滞納額", "number"),
        ({"最古の支払期日": f"{today() + timedelta(days=1)}"}, "最古の支払期日", "ahead"),
        ({"支払猶予期限": "来月"}, "支払猶予期限", "not_understood"),
        ({"停止予告日": "1970-01-01"}, "停止予告日", "too_early"),
        ({"供給停止予定日": "2月30日"}, "供給停止予定日", "not_understood"),
        ({"供給停止予定日": "2062-01-01"}, "供給停止予定日", "too_late"),
        ({"根拠": "たぶん"}, "根拠", "ground"),
        ({"同意日": ""}, "同意日", "missing"),
        ({"同意方法": "念力"}, "同意方法", "consent_means"),
        ({"同意項目": "氏名、趣味"}, "同意項目", "consent_items"),
        ({"緊急": "不明"}, "緊急", "danger"),
        ({"備考": "あ" * 501}, "備考", "too_long"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_what_cannot_be_read_is_told_with_its_column_and_the_remedy(checked, changes, column, code):
    (row,) = checked(GOOD | changes)
    assert (row.fate, told(row)) == (Fate.INVALID, [(column, code)])
    assert row.values is None
    (error,) = row.errors
    assert 10 < len(error.message) < 200
    assert not [value for value in changes.values() if len(value) > 3 and value in error.message]


def test_all_that_is_wrong_with_a_row_is_told_at_once(checked):
    (row,) = checked(GOOD | {"住所": "", "滞納月数": "x", "電話番号": "1"})
    assert sorted(told(row)) == [("住所", "missing"), ("滞納月数", "number"), ("電話番号", "phone")]


def test_good_rows_beside_bad_ones_are_good(checked):
    rows = checked(GOOD, GOOD | {"お客さま番号": "2", "住所": ""}, GOOD | {"お客さま番号": "3"})
    assert [row.fate for row in rows] == [Fate.ACCEPTED, Fate.INVALID, Fate.ACCEPTED]


def test_the_messages_are_in_the_readers_language(cast, acting):
    bad = GOOD | {"供給停止予定日": "2月30日"}
    with acting("staff") as staff, override("ja"):
        assert "読み取れません" in check(cast, staff, bad)[0].errors[0].message
    with acting("staff") as staff, override("en"):
        assert "could not be read" in check(cast, staff, bad)[0].errors[0].message


# --- rows that are not as wide as the headings ---


@pytest.mark.parametrize("cells", [cells_of(GOOD)[:-1], [], ["4012345678"], [*cells_of(GOOD), "余り"]])
def test_a_ragged_row_is_not_guessed_at(cast, acting, cells):
    with acting("staff") as staff:
        rows = checker(cast, staff).check([(7, cells_of(GOOD)), (8, cells), (9, cells_of(PROTECTED))])
    assert [(row.n, row.fate) for row in rows] == [(7, Fate.ACCEPTED), (8, Fate.INVALID), (9, Fate.ACCEPTED)]
    assert told(rows[1]) == [("", "ragged")]


def test_blank_cells_beyond_the_last_heading_do_no_harm(cast, acting):
    with acting("staff") as staff:
        (row,) = checker(cast, staff).check([(1, [*cells_of(GOOD), "", " "])])
    assert row.fate is Fate.ACCEPTED


def test_a_list_needs_few_columns(cast, acting):
    headings = ["住所", "お客さま番号", "契約名義", "郵便番号", "根拠", "保護の必要性", "同意困難の理由"]
    with acting("staff") as staff:
        (row,) = checker(cast, staff, arrangement=arrange(headings)).check([(1, cells_of(PROTECTED, headings))])
    assert (row.fate, row.values.kana, row.values.supply_kind) == (Fate.ACCEPTED, "", "electricity_retail")


# --- the law ---


@pytest.mark.parametrize(
    ("changes", "code", "column"),
    [
        ({"根拠": ""}, "no_consent", "根拠"),
        ({"根拠": "案内のみ"}, "no_consent", "根拠"),
        ({"根拠": "なし"}, "no_consent", "根拠"),
        (dict.fromkeys(("同意日", "同意方法", "同意取得者", "同意項目"), ""), "no_consent", "根拠"),
        ({"同意方法": ""}, "consent_incomplete", "同意方法"),
        ({"同意取得者": "　"}, "consent_incomplete", "同意取得者"),
        ({"同意取得者": "…"}, "consent_incomplete", "同意取得者"),
        ({"同意項目": ""}, "consent_incomplete", "同意項目"),
        ({"同意日": f"{today() + timedelta(days=1)}"}, "consent_not_yet_given", "同意日"),
        ({"同意項目": "氏名、住所"}, "items_not_covered", "同意項目"),
        ({"根拠": "協力要請", "協力要請番号": "玉支-1"}, "request_not_found", "協力要請番号"),
        ({"根拠": "協定"}, "agreement_is_no_basis", "根拠"),
        ({"根拠": "支援会議"}, "route_not_for_this_crossing", "根拠"),
        ({"根拠": "保護"}, "no_protection_statement", "保護の必要性"),
        ({"根拠": "保護", "保護の必要性": "倒れている"}, "consent_difficulty_blank", "同意困難の理由"),
        ({"根拠": "保護", "同意困難の理由": "話せない"}, "protection_reason_blank", "保護の必要性"),
        (
            {"根拠": "保護", "保護の必要性": "。", "同意困難の理由": "話せない"},
            "protection_reason_blank",
            "保護の必要性",
        ),
    ],
)
def test_without_a_ground_the_gate_refuses_and_says_what_to_do_instead(checked, changes, code, column):
    (row,) = checked(GOOD | changes)
    assert (row.fate, told(row)) == (Fate.REFUSED, [(column, code)])
    assert row.values is None
    assert GOOD["契約名義"] not in row.errors[0].message


def test_what_a_consent_does_not_cover_is_named_by_its_kind(checked):
    (row,) = checked(
        GOOD | {"同意項目": "氏名、カナ、住所、電話番号、供給種別、お客さま番号、供給地点特定番号、停止日、備考"}
    )
    assert str(Item.ARREARS.label) in row.errors[0].message


def test_a_consent_to_what_is_told_is_enough(checked):
    little = dict.fromkeys(("契約名義カナ", "電話番号", "供給地点特定番号", "最古の支払期日", "停止予告日", "備考"), "")
    (row,) = checked(GOOD | little | {"同意項目": "氏名、住所、供給種別、お客さま番号、滞納、停止日"})
    assert row.fate is Fate.ACCEPTED


def test_a_consent_of_today_has_been_given(checked):
    (row,) = checked(GOOD | {"同意日": f"{today()}"})
    assert row.fate is Fate.ACCEPTED


def test_a_blank_ground_infers_nothing_from_the_columns_of_a_consent(checked):
    (row,) = checked(GOOD | {"根拠": ""})
    assert (row.fate, told(row)) == (Fate.REFUSED, [("根拠", "no_consent")])


# --- danger to life ---


def test_danger_needs_neither_name_nor_ground(checked):
    (row,) = checked(DANGER | {"契約名義": "", "契約名義カナ": "", "根拠": ""})
    assert row.fate is Fate.ACCEPTED
    assert row.stand.crossing.danger_to_life and row.stand.verdict.call_emergency_first
    assert row.values.name and row.values.given_by == ""


def test_danger_too_needs_both_limbs(checked):
    (row,) = checked(DANGER | {"同意困難の理由": ""})
    assert (row.fate, told(row)) == (Fate.REFUSED, [("同意困難の理由", "consent_difficulty_blank")])


@pytest.mark.parametrize(
    ("why", "interest"),
    [("倒れている", "life"), ("身体：転倒のおそれ", "body"), ("【財産】悪質な訪問販売", "property")],
)
def test_what_is_to_be_protected_is_life_unless_the_reason_begins_otherwise(checked, why, interest):
    (row,) = checked(PROTECTED | {"保護の必要性": why})
    assert (row.values.interest, row.values.why_protect) == (interest, why)


# --- the same row again ---


def test_a_row_counts_once_in_a_list(checked):
    first, second, other = checked(GOOD, GOOD | {"備考": "二度目"}, GOOD | {"お客さま番号": "4012345679"})
    assert (first.fate, second.fate, other.fate) == (Fate.ACCEPTED, Fate.DUPLICATE, Fate.ACCEPTED)
    assert told(second) == [("お客さま番号", "twice_in_list")]


@pytest.mark.parametrize("number", ["４０１２３４５６７８", "4012 345678", "４０１２　３４５６７８"])
def test_width_and_blanks_of_a_customer_number_do_not_count(checked, number):
    rows = checked(GOOD, GOOD | {"お客さま番号": number})
    assert [row.fate for row in rows] == [Fate.ACCEPTED, Fate.DUPLICATE]


@pytest.mark.parametrize("changes", [{"供給停止予定日": ""}, {"供給種別": "送配電"}, {"緊急": "はい"}])
def test_another_stop_date_supply_or_danger_is_news(checked, changes):
    rows = checked(PROTECTED, PROTECTED | changes)
    assert [row.fate for row in rows] == [Fate.ACCEPTED, Fate.ACCEPTED]


def test_a_row_to_be_mended_does_not_stand_in_the_way_of_the_mended_one(checked):
    rows = checked(GOOD | {"住所": ""}, GOOD)
    assert [row.fate for row in rows] == [Fate.INVALID, Fate.ACCEPTED]


def test_the_list_is_remembered_from_batch_to_batch(cast, acting):
    with acting("staff") as staff:
        one = checker(cast, staff)
        assert [row.fate for row in one.check(numbered(many(3)))] == [Fate.ACCEPTED] * 3
        assert [row.fate for row in one.check(numbered(many(4)))] == [*[Fate.DUPLICATE] * 3, Fate.ACCEPTED]


# --- the agency in charge ---


def test_many_addresses_find_the_agency_that_one_finds(cast):
    special = SupportAgency.objects.exclude(pk=cast.tamana_agency.pk)[0]
    ServiceArea.objects.create(municipality=cast.kitakyushu, agency=special, jis_code="43206", postal_code="8650051")
    ServiceArea.objects.create(municipality=cast.kitakyushu, agency=special, jis_code="24303")
    codes = ["865-0016", "865-0051", "803-0813", "498-0000", "498-0801", "100-0001", "000-0000", "861-0000", "452-0961"]
    addresses = ["玉名市岩崎1", "三重県木曽岬町大字源緑輪中", "愛知県弥富市", "北九州市小倉北区", ""]
    routes = Routes()
    routes.learn(codes)
    for code in codes:
        for address in addresses:
            found = destination(code, address)
            assert routes[code].of(address) == (found.agency if found else None), (code, address)


# --- one answer for rows that the gate cannot tell apart ---


def test_each_row_has_the_answer_that_the_gate_gives_to_its_own_report(cast, acting):
    draw, at = Random(9), timezone.now()  # noqa: S311 - the same rows each time
    rows = [_any_row(draw, n) for n in range(1500)]
    with acting("staff") as staff:
        found = check(cast, staff, *rows, at=at)
    seen = set()
    for row, checked in zip(rows, found, strict=True):
        verdict = _verdict(cast, row, at, staff.name)
        seen.add(RefusalCode(verdict.code) if not verdict.allowed else "permit")
        if isinstance(verdict, Permit):
            assert checked.fate is Fate.ACCEPTED, row
            assert checked.stand.verdict == verdict
        else:
            assert checked.fate is Fate.REFUSED, row
            assert {error.code for error in checked.errors} == {verdict.code}
    assert len(seen) > 8


BLANK = ("", "　", "…")
DAYS = {f"{today() - timedelta(days=3)}": -3, f"{today()}": 0, f"{today() + timedelta(days=2)}": 2}


def _any_row(draw, n):
    """Anything the gate may have to judge, and nothing that is unreadable."""
    may = {
        "契約名義": ("玉名 花子",),
        "契約名義カナ": ("", "ﾀﾏﾅ"),
        "電話番号": ("", "0968-12-3456"),
        "滞納月数": ("", "2"),
        "滞納額": ("", "500"),
        "支払猶予期限": ("", "2026-12-01"),
        "供給停止予定日": ("", "2026-12-24"),
        "備考": ("", "夜に"),
        "根拠": ("同意", "同意", "保護", "協力要請", "協定", "会議", ""),
        "同意日": tuple(DAYS),
        "同意方法": ("書面", "電話", ""),
        "同意取得者": ("佐藤", "佐藤", *BLANK),
        "同意項目": ("すべて", "すべて", "氏名、住所、供給種別、お客さま番号", ""),
        "保護の必要性": ("身体：倒れた", "返事がない", *BLANK),
        "同意困難の理由": ("話せない", *BLANK),
        "緊急": ("", "", "はい"),
    }
    fixed = {"お客さま番号": f"9{n:05}", "郵便番号": draw.choice(("865-0016", "803-0813")), "住所": "岩崎1"}
    return {**fixed, **{name: draw.choice(choices) for name, choices in may.items()}}


def _verdict(cast, row, at, judge):
    """The gate's answer, asked as the portal's pages ask it."""
    agency = cast.tamana_agency if row["郵便番号"] == "865-0016" else cast.kitakyushu_agency
    household = replace(
        HOUSEHOLD,
        name=row["契約名義"],
        kana=row["契約名義カナ"],
        phone=row["電話番号"],
        customer_number=row["お客さま番号"],
        supply_point="",
        arrears_months=int(row["滞納月数"] or 0) or None,
        arrears_yen=int(row["滞納額"] or 0) or None,
        deferred_until=today() if row["支払猶予期限"] else None,
        scheduled_stop_on=today() if row["供給停止予定日"] else None,
        note=row["備考"],
    )
    routes = {"同意": Route.A, "保護": Route.B, "協力要請": Route.C, "協定": Route.E, "会議": Route.D}
    route = routes.get(row["根拠"], Route.B if row["緊急"] else Route.A)
    report = replace(
        report_of(cast, office_id=cast.denki_office.pk),
        household=household,
        route=route,
        danger_to_life=bool(row["緊急"]),
        consent=_consent(row) if row["根拠"] == "同意" else None,
        protection=_protection(row, judge) if route == Route.B else None,
    )
    sender = utility_sender(cast.denki_office)
    return decide(report_crossing(report, sender.party, agency, at), report_facts(report, agency))


def _consent(row):
    items = {"": (), "すべて": REPORT_ITEMS}
    some = (Item.NAME, Item.ADDRESS, Item.SUPPLY_KIND, Item.CUSTOMER_NUMBER)
    means = {"書面": ConsentMeans.WRITTEN, "電話": ConsentMeans.TELEPHONE}
    return ConsentGiven(
        given_by=row["契約名義"],
        given_at=datetime.combine(today() + timedelta(days=DAYS[row["同意日"]]), time.min, tzinfo=TOKYO),
        means=means.get(row["同意方法"]),
        taken_by=row["同意取得者"],
        words="",
        items=frozenset(items.get(row["同意項目"], some)),
        expires_on=None,
        to_feedback=False,
    )


def _protection(row, judge):
    why, difficulty = row["保護の必要性"].strip(), row["同意困難の理由"].strip()
    return ProtectionStated(ProtectedInterest.LIFE, why, difficulty, judge) if why or difficulty else None


# --- whatever stands in a cell ---


@pytest.mark.parametrize("column", HEADINGS)
def test_nothing_in_a_cell_breaks_the_check_or_is_repeated_in_a_message(cast, acting, column):
    rows = [GOOD | {"お客さま番号": f"5{n:04}", column: cell} for n, cell in enumerate(HOSTILE)]
    with acting("staff") as staff:
        found = check(cast, staff, *rows)
    assert len(found) == len(HOSTILE)
    for cell, row in zip(HOSTILE, found, strict=True):
        assert row.fate in Fate
        assert bool(row.errors) == (row.fate is not Fate.ACCEPTED)
        for error in row.errors:
            assert len(cell.strip()) < 4 or cell not in error.message
            assert len(error.message) < 400


@pytest.mark.parametrize(
    "name", ["表ソ能 十予", "髙﨑　㈱①", "ﾊﾟﾊﾞ ｶﾞｳﾞ", "𠮷野 鷗", "Nguyễn Văn", "神\ufe00 﨑", "=1+1", 'O\'Brien \\N "x"']
)
def test_a_name_is_kept_byte_for_byte(checked, name):
    (row,) = checked(GOOD | {"契約名義": name})
    assert row.fate is Fate.ACCEPTED and row.values.name == name
