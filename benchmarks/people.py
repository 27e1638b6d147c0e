"""An invented town of households, and what careless reports say of them. The same each time; nobody is real.

Full names are few (some ten thousand among a hundred thousand people), so that namesakes are more common
than in a real town of this size, and so are neighbours in one building.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from cases.matching import Features

CITY = "玉名市"
_FAMILIES = """
    佐藤サトウ 鈴木スズキ 高橋タカハシ 田中タナカ 伊藤イトウ 渡辺ワタナベ 山本ヤマモト 中村ナカムラ 小林コバヤシ 加藤カトウ 吉田ヨシダ
    山田ヤマダ 佐々木ササキ 山口ヤマグチ 松本マツモト 井上イノウエ 木村キムラ 林ハヤシ 斎藤サイトウ 清水シミズ 山崎ヤマザキ 森モリ 池田イケダ
    橋本ハシモト 阿部アベ 石川イシカワ 山下ヤマシタ 中島ナカシマ 石井イシイ 小川オガワ 前田マエダ 岡田オカダ 長谷川ハセガワ 藤田フジタ
    後藤ゴトウ 近藤コンドウ 村上ムラカミ 遠藤エンドウ 青木アオキ 坂本サカモト 福田フクダ 太田オオタ 西村ニシムラ 藤井フジイ 金子カネコ
    岡本オカモト 藤原フジワラ 中野ナカノ 三浦ミウラ 原田ハラダ 中川ナカガワ 松田マツダ 竹内タケウチ 小野オノ 田村タムラ 中山ナカヤマ
    和田ワダ 石田イシダ 森田モリタ 上田ウエダ 原ハラ 内田ウチダ 柴田シバタ 酒井サカイ 宮崎ミヤザキ 横山ヨコヤマ 高木タカギ 安藤アンドウ
    宮本ミヤモト 大野オオノ 小島コジマ 谷口タニグチ 今井イマイ 工藤クドウ 高田タカダ 増田マスダ 丸山マルヤマ 杉山スギヤマ 村田ムラタ
    大塚オオツカ 新井アライ 小山コヤマ 平野ヒラノ 藤本フジモト 河野カワノ 上野ウエノ 野口ノグチ 武田タケダ 松井マツイ 千葉チバ 岩崎イワサキ
    菅原スガワラ 木下キノシタ 久保クボ 佐野サノ 野村ノムラ 松尾マツオ 菊地キクチ 杉本スギモト 市川イチカワ 古川フルカワ 大西オオニシ
    島田シマダ 水野ミズノ 桜井サクライ 高野タカノ 渡部ワタナベ 浜田ハマダ 沢田サワダ 辺見ヘンミ 広瀬ヒロセ 関セキ 桑原クワバラ 真鍋マナベ
"""
_GIVEN = """
    一郎イチロウ 二郎ジロウ 三郎サブロウ 太郎タロウ 健ケン 健一ケンイチ 誠マコト 清キヨシ 正タダシ 茂シゲル 実ミノル 勝マサル 進ススム 博ヒロシ
    弘ヒロム 隆タカシ 修オサム 豊ユタカ 明アキラ 勇イサム 昇ノボル 正雄マサオ 和夫カズオ 英樹ヒデキ 直樹ナオキ 哲也テツヤ 翔太ショウタ 大輔ダイスケ
    拓也タクヤ 健太ケンタ 達也タツヤ 雄一ユウイチ 浩二コウジ 秀樹ヒデキ 学マナブ 剛ツヨシ 徹トオル 聡サトシ 亮リョウ 蓮レン 陽翔ハルト 大翔ヒロト
    湊ミナト 樹イツキ 悠真ユウマ 栄エイ 寿ヒサシ 恵ケイ 花子ハナコ 幸子サチコ 和子カズコ 洋子ヨウコ 恵子ケイコ 京子キョウコ 節子セツコ 文子フミコ
    千代チヨ 静子シズコ 久子ヒサコ 美代子ミヨコ 由美子ユミコ 陽子ヨウコ 真由美マユミ 明美アケミ 直美ナオミ 裕子ユウコ 智子トモコ 久美子クミコ
    香織カオリ 愛アイ 恵美エミ 美咲ミサキ 彩アヤ 舞マイ 麻衣マイ 桜サクラ 葵アオイ 結衣ユイ 陽菜ヒナ 凛リン 結菜ユナ 莉子リコ 咲良サクラ 美桜ミオ
    トメ シズ ハル キク フミ ヨシ
"""
_TOWNS = """
    岩崎 高瀬 繁根木 立願寺 中 築地 山田 玉名 亀甲 秋丸 永徳寺 河崎 両迫間 溝上 石貫 月田 伊倉北方 伊倉南方 大浜町 滑石 川島 津留 小浜 下
    青野 三ツ川 上小田 下小田 北坂門田 向津留 箱谷 宮原 片諏訪 横田 寺田 田崎 小田 梅林 千田川原 天水町小天 岱明町野口 岱明町山下 横島町横島
"""
_BUILDINGS = (
    "コーポ玉名 メゾン花 玉名ハイツ さくら荘 第二さくら荘 グリーンハイツ 市営住宅 ひまわり荘 サンコーポ 高瀬マンション"
)
FAMILIES, GIVEN, TOWNS, BUILDINGS = (words.split() for words in (_FAMILIES, _GIVEN, _TOWNS, _BUILDINGS))
VARIANTS = dict(zip("高崎辺斎沢浜島恵真吉富広関桜桑栄実寿", "髙﨑邊齋澤濵嶋惠眞𠮷冨廣關櫻桒榮實壽", strict=True))
_KANJI = "〇一二三四五六七八九"
_HALF = dict(
    zip(
        "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲンァィゥェォャュョッー",
        "ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜｦﾝｧｨｩｪｫｬｭｮｯｰ",
        strict=True,
    )
)
_UNVOICED = dict(
    zip(
        "ガギグゲゴザジズゼゾダヂヅデドバビブベボパピプペポ",
        "カキクケコサシスセソタチツテトハヒフヘホハヒフヘホ",
        strict=True,
    )
)


@dataclass(frozen=True)
class Place:
    """Where a household lives."""

    town: str
    numbers: tuple[int, ...]
    building: str = ""
    room: int = 0


@dataclass(frozen=True)
class Member:
    """A person of a household, as the agency knows them."""

    household: int
    place: Place
    features: Features


def town(draw: Random, people: int) -> Iterator[Member]:
    """So many people, household by household."""
    made = household = 0
    while made < people:
        place, family = _place(draw), _weighted(draw, FAMILIES)
        size = min(draw.choice((1, 1, 1, 2, 2, 3, 4)), people - made)
        phone = _phone(draw) if draw.random() < 0.3 else ""
        for _n in range(size):
            yield Member(household, place, _person(draw, family, place, phone))
        made, household = made + size, household + 1


def _person(draw: Random, family: str, place: Place, phone: str) -> Features:
    given = _weighted(draw, GIVEN)
    (surname, read), (name, sounds) = _taken_apart(family), _taken_apart(given)
    if draw.random() < 0.5:
        phone = _phone(draw)
    born = date(1935, 1, 1) + timedelta(days=draw.randrange(30_000)) if draw.random() < 0.5 else None
    kana = f"{read} {sounds}" if draw.random() < 0.9 else ""
    return Features(f"{surname} {name}", kana, phone, written(place), born)


def _weighted(draw: Random, words: list[str]) -> str:
    """The first ones of a list are common, the last ones rare."""
    return words[int(len(words) * draw.random() ** 1.7)]


def _taken_apart(word: str) -> tuple[str, str]:
    """佐藤サトウ → 佐藤, サトウ; トメ → トメ, トメ."""
    kanji = "".join(sign for sign in word if not "ァ" <= sign <= "ー")
    return kanji or word, word[len(kanji) :]


def _phone(draw: Random) -> str:
    if draw.random() < 0.4:
        return f"0968-{draw.randrange(10, 99)}-{draw.randrange(10_000):04}"
    return f"0{draw.choice((7, 8, 9))}0-{draw.randrange(1000, 9999)}-{draw.randrange(10_000):04}"


def _place(draw: Random) -> Place:
    numbers: tuple[int, ...] = (draw.randrange(1, 900),)
    if draw.random() < 0.5:
        numbers += (draw.randrange(1, 12),)
    if draw.random() < 0.35:
        floor, door = draw.randrange(1, 5), draw.randrange(1, 9)
        return Place(draw.choice(TOWNS), numbers, draw.choice(BUILDINGS), floor * 100 + door)
    return Place(draw.choice(TOWNS), numbers)


def written(place: Place) -> str:
    """As the agency writes it: 熊本県玉名市岩崎163番地2 コーポ玉名101号室."""
    numbers = "番地".join(map(str, place.numbers)) + ("番地" if len(place.numbers) == 1 else "")
    building = f" {place.building}{place.room}号室" if place.building else ""
    return f"熊本県{CITY}{place.town}{numbers}{building}"


# --- what a report says ---


def told(draw: Random, member: Member) -> Features:
    """The same person as a company's system knows them: other hands, other machines, and now and then an error."""
    known = member.features
    said = replace(
        known,
        name=_name(draw, known.name),
        kana=_reading(draw, known.kana),
        phone=_number(draw, known.phone),
        address=_address(draw, member.place),
        birth_on=None,
    )
    return replace(said, name="") if draw.random() < 0.1 and said.kana else said


def _name(draw: Random, name: str) -> str:
    spoken = "".join(VARIANTS.get(sign, sign) if draw.random() < 0.5 else sign for sign in name)
    if draw.random() < 0.05:
        spoken = spoken[:-1]  # the system's field was too short
    return spoken.replace(" ", draw.choice(("", " ", "\u3000")))


def _reading(draw: Random, kana: str) -> str:
    if not kana or draw.random() < 0.2:
        return ""
    if draw.random() < 0.2:
        kana = _mistaken(draw, kana)
    if draw.random() < 0.15:
        kana = "".join(_UNVOICED.get(sign, sign) for sign in kana)
    return "".join(_HALF.get(sign, sign) for sign in kana) if draw.random() < 0.5 else kana


def _mistaken(draw: Random, kana: str) -> str:
    """One letter other, missing or twice."""
    at = draw.randrange(len(kana))
    return kana[:at] + draw.choice(("", kana[at] * 2, draw.choice("アカサタナハマヤラワンイキシ"))) + kana[at + 1 :]


def _number(draw: Random, phone: str) -> str:
    """Missing, another one (the one at work, a new one), mistyped, or right in one of the usual ways of writing."""
    chance = draw.random()
    if not phone or chance < 0.2:
        return ""
    if chance < 0.45:
        return _phone(draw)
    if chance < 0.5:
        return phone[:-1] + str(draw.randrange(10))
    return draw.choice(_WRITTEN)(phone)


_WRITTEN: tuple[Callable[[str], str], ...] = (
    lambda phone: phone,
    lambda phone: phone.replace("-", ""),
    lambda phone: phone.translate(str.maketrans("0123456789-", "０１２３４５６７８９－")),
    lambda phone: "+81 " + phone[1:],
)


def _address(draw: Random, place: Place) -> str:
    if draw.random() < 0.06:
        place = _place(draw)  # has moved since
    start = draw.choice(("", CITY, f"熊本県{CITY}", f"熊本県{CITY}大字", f"{CITY} "))
    return start + place.town + _digits(draw, place.numbers) + _building(draw, place)


def _digits(draw: Random, numbers: tuple[int, ...]) -> str:
    style = draw.randrange(6)
    if style == 0:
        return "の".join("".join(_KANJI[int(digit)] for digit in str(number)) for number in numbers)
    joined = draw.choice(("-", "－", "ー", "の", "番地の", "番")).join(map(str, numbers))
    if style == 1:
        return joined.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    return joined + draw.choice(("", "", "番地", "号"))


def _building(draw: Random, place: Place) -> str:
    if not place.building or draw.random() < 0.2:
        return ""
    if draw.random() < 0.3:
        return f"-{place.room}"
    name = "".join(_HALF.get(sign, sign) for sign in place.building) if draw.random() < 0.3 else place.building
    return f" {name}{place.room}{draw.choice(('', '号', '号室'))}"
