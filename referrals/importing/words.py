"""The words of Japanese lists. They are read, never shown; what is shown stands in the messages."""

import re
import unicodedata
from collections.abc import Iterable

from consent.vocabulary import REPORT_ITEMS, ConsentMeans, Item, Route
from organizations.models import UtilityKind

#: No ground is claimed: nothing may cross, and the gate says so.
NO_GROUND = "none"


def _folded(word: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", word)).casefold()


def _table(words: dict[str, Iterable[str]]) -> dict[str, str]:
    return {_folded(word): meaning for meaning, known in words.items() for word in known}


GROUNDS = _table(
    {
        Route.A: ("同意", "本人同意", "本人の同意", "同意あり", "同意有", "A"),
        Route.B: (
            *("保護", "生命", "身体", "財産", "人命保護", "生命保護", "生命の保護", "生命・身体・財産の保護"),
            *("生命身体財産の保護", "生命、身体又は財産の保護", "緊急", "B"),
        ),
        Route.C: ("協力要請", "協力要請への回答", "回答", "支援会議への回答", "9条3項", "法9条3項", "C"),
        Route.D: ("支援会議", "会議", "D"),
        Route.E: ("協定", "協定書", "E"),
        NO_GROUND: ("なし", "無し", "無", "ナシ", "案内", "案内のみ", "同意なし", "同意無し", "不同意", "-", "F"),
    }
)

KINDS = _table(
    {
        UtilityKind.ELECTRICITY_RETAIL: ("電気小売", "電力小売", "電気(小売)", "小売電気"),
        UtilityKind.ELECTRICITY_NETWORK: ("送配電", "電気送配電", "配電", "電気(送配電)", "一般送配電"),
        UtilityKind.CITY_GAS: ("都市ガス", "都市瓦斯"),
        UtilityKind.LP_GAS: ("LPガス", "LPG", "プロパン", "プロパンガス", "液化石油ガス"),
        UtilityKind.WATER: ("水道", "上水道", "水道・下水道", "上下水道", "下水道", "簡易水道"),
        UtilityKind.HOUSING: ("住宅", "住居", "家賃", "公営住宅", "市営住宅", "県営住宅"),
        UtilityKind.OTHER: ("その他", "他", "そのほか"),
    }
) | {_folded(kind.value): kind.value for kind in UtilityKind}

MEANS = _table(
    {
        ConsentMeans.WRITTEN: ("書面", "文書", "紙", "同意書", "署名", "書面(同意書)"),
        ConsentMeans.ORAL: ("口頭", "対面", "面談", "訪問", "窓口", "訪問時口頭"),
        ConsentMeans.TELEPHONE: ("電話", "架電", "TEL", "通話", "受電"),
        ConsentMeans.ONLINE: ("オンライン", "WEB", "ウェブ", "インターネット", "ネット", "アプリ", "メール", "電磁的"),
    }
) | {_folded(kind.value): kind.value for kind in ConsentMeans}

DANGER = _table(
    {
        "t": (
            *(
                "はい",
                "1",
                "○",
                "◯",
                "〇",
                "◎",
                "レ",
                "✓",
                "✔",
                "☑",
                "緊急",
                "有",
                "有り",
                "あり",
                "要",
                "該当",
                "該当する",
            ),
            *("yes", "y", "true", "t", "真"),
        ),
        "": (
            *(
                "いいえ",
                "0",
                "×",
                "✕",
                "✗",
                "☐",
                "無",
                "無し",
                "なし",
                "非該当",
                "該当なし",
                "該当しない",
                "不要",
                "通常",
                "否",
            ),
            *("no", "n", "false", "f", "偽", "-", "ー", "―", "–"),
        ),
    }
)

_ITEM_WORDS: dict[tuple[Item, ...], tuple[str, ...]] = {
    (Item.NAME,): ("氏名", "名前", "お名前", "契約名義", "契約者名", "名義", "姓名"),
    (Item.KANA,): ("カナ", "フリガナ", "ふりがな", "氏名カナ", "契約名義カナ", "よみがな", "読み", "氏名の読み"),
    (Item.BIRTH_DATE,): ("生年月日", "誕生日"),
    (Item.ADDRESS,): ("住所", "ご住所", "供給場所", "使用場所", "郵便番号"),
    (Item.PHONE,): ("電話", "電話番号", "連絡先", "TEL"),
    (Item.SUPPLY_KIND,): ("供給種別", "供給の種類", "種別", "契約種別"),
    (Item.CUSTOMER_NUMBER,): ("お客さま番号", "お客様番号", "顧客番号", "契約番号"),
    (Item.SUPPLY_POINT,): ("供給地点特定番号", "供給地点番号", "供給地点"),
    (Item.ARREARS,): ("滞納", "滞納状況", "滞納額", "滞納月数", "滞納情報", "未納", "未納額", "支払状況", "料金滞納"),
    (Item.DEFERRAL,): ("支払猶予", "猶予", "支払の猶予", "支払猶予期限"),
    (Item.STOP_DATE,): (
        *(
            "停止日",
            "供給停止日",
            "停止予定日",
            "供給停止予定日",
            "停止予告日",
            "供給停止",
            "停止予告",
            "停水日",
            "停水予定日",
        ),
    ),
    (Item.HOUSEHOLD,): ("世帯", "世帯構成", "世帯状況", "家族", "家族構成", "乳幼児"),
    (Item.HEALTH_SIGNS,): ("健康", "健康状態", "病気", "体調"),
    (Item.VISIT_SIGNS,): ("訪問時の様子", "様子", "気づいたこと", "状況"),
    (Item.NOTE,): ("備考", "メモ", "特記事項", "その他"),
}
ITEMS: dict[str, frozenset[str]] = {
    _folded(word): frozenset(item.value for item in named) for named, words in _ITEM_WORDS.items() for word in words
} | {_folded(item.value): frozenset({item.value}) for item in REPORT_ITEMS}

_ALL = frozenset(item.value for item in REPORT_ITEMS)
EVERYTHING: dict[str, frozenset[str]] = {
    _folded(word): _ALL for word in ("すべて", "全て", "全項目", "全部", "すべての項目", "全ての項目", "一式", "all")
}
