"""The standing relations of the demonstration: agreements and meetings. Texts written for it."""

from datetime import date
from typing import Any
from uuid import uuid5

from agreements.models import AgreedCriteria, AgreedPath, Agreement, AgreementKind, AgreementParty, Sign
from config.demo.organizations import World
from config.demo.stories.telling import SPACE, acting
from consent.vocabulary import Item
from organizations.models import Municipality, Utility, UtilityKind
from referrals.actions.machines import allow_machine, make_machine
from support_meetings.models import SupportMeeting

ARTICLES: list[dict[str, Any]] = [
    {"heading": "目的", "paragraphs": ["この協定は、暮らしに困っている方を早く見つけ、相談と支援につなぐために、必要なことを定める。"]},
    {"heading": "対象となる地域", "paragraphs": ["この協定の対象となる地域は、市の全域とする。"]},
    {"heading": "対象者", "paragraphs": ["検針、集金その他の業務の中で、料金の支払いが難しいと見受けられる方を対象とする。"]},
    {"heading": "通報の方法", "paragraphs": [
        "事業者は、対象者に市の案内文書を渡し、本人の同意があるときは、市の窓口に通報する。",
        "命にかかわるときは、まず119番又は110番に通報し、その後すみやかに市に連絡する。"]},
    {"heading": "業務に支障のない範囲", "paragraphs": ["事業者は、その業務に支障のない範囲で、この協定に協力する。"]},
    {"heading": "市の役割", "paragraphs": ["市は、通報を受けたときは、すみやかに訪問などにより状況を確かめ、必要な支援を行う。"]},
    {"heading": "個人情報の取扱い", "paragraphs": [
        "個人情報は、本人の同意又は法令の定めにもとづいて取り扱う。この協定は、同意のない提供の根拠とならない。"]},
    {"heading": "秘密の保持", "paragraphs": ["この協定により知った秘密は、協定が終わった後も、他に漏らしてはならない。"]},
    {"heading": "責任", "paragraphs": ["事業者は、通報をしなかったことについて、責任を負わない。"]},
    {"heading": "費用", "paragraphs": ["この協定のために要する費用は、それぞれが負担する。"]},
    {"heading": "協議", "paragraphs": ["この協定に定めのないことは、そのつど協議して定める。"]},
    {"heading": "有効期間", "paragraphs": [
        "この協定の有効期間は、締結の日から1年とする。期間が満了する1か月前までに申出がないときは、さらに1年更新する。"]},
]  # fmt: skip
PREAMBLE = "次の者は、暮らしに困っている方の早期の発見と支援のため、次のとおり協定を結ぶ。"
CLOSING = "この協定を結んだ証として、本書を当事者の数だけ作り、それぞれが署名のうえ、1通ずつ保管する。"
ANNEXES = ["連絡先一覧", "通報票", "対象者の条件", "案内チラシ"]


def agreements(world: World) -> None:
    """玉名: three parties. 北九州 and 我孫子: a network under one watching agreement."""
    _agreement(
        world,
        "tamana",
        "協定-001",
        "生活に困っている方の発見と通報に関する協定書",
        AgreementKind.NOTIFICATION,
        ("hinode", "hinode_net"),
        date(2020, 10, 13),
    )
    _agreement(
        world,
        "kitakyushu",
        "協定-001",
        "いのちとくらしを見守る協力に関する協定書",
        AgreementKind.WATCHING,
        ("hinode", "genkai"),
        date(2008, 4, 1),
    )
    _agreement(world, "abiko", "協定-001", "地域の見守りに関する協定書", AgreementKind.WATCHING,
               ("tonan", "asahi_news", "haiso"), date(2015, 6, 1))  # fmt: skip


def _agreement(
    world: World, town: str, number: str, title: str, kind: AgreementKind, companies: tuple[str, ...], signed: date
) -> None:
    municipality = world.municipalities[town]
    with acting(world, f"{town}.kanri"):
        agreement = Agreement.objects.create(
            municipality=municipality,
            kind=kind,
            number=number,
            title=title,
            preamble=PREAMBLE,
            articles=ARTICLES,
            closing=CLOSING,
            annexes=ANNEXES,
            signed_on=signed,
            in_force_from=signed,
            in_force_until=date(signed.year + 1, signed.month, signed.day),
            renews_itself=True,
        )
        parties = [(municipality, "市長"), *((world.utilities[key], "代表") for key in companies)]
        for order, (organization, position) in enumerate(parties, start=1):
            AgreementParty.objects.create(
                municipality=municipality,
                agreement=agreement,
                organization_id=organization.pk,
                order=order,
                signatory_title=position,
            )
        for key in companies:
            _criteria(municipality, agreement, world.utilities[key], signed)


#: What who supplies tells, and what who only passes by can see.
_OF_SUPPLIES = (Item.NAME, Item.KANA, Item.PHONE, Item.ADDRESS, Item.SUPPLY_KIND, Item.CUSTOMER_NUMBER,
                Item.SUPPLY_POINT, Item.ARREARS, Item.DEFERRAL, Item.STOP_DATE, Item.HOUSEHOLD, Item.HEALTH_SIGNS,
                Item.VISIT_SIGNS, Item.NOTE)  # fmt: skip
_OF_PASSERS_BY = (Item.NAME, Item.ADDRESS, Item.SUPPLY_KIND, Item.HEALTH_SIGNS, Item.VISIT_SIGNS, Item.NOTE)


def _criteria(municipality: Municipality, agreement: Agreement, utility: Utility, since: date) -> None:
    passes_by = utility.utility_kind == UtilityKind.OTHER
    path = AgreedPath.objects.create(
        municipality=municipality,
        agreement=agreement,
        utility=utility,
        agreement_number=agreement.number,
        agreement_title=agreement.title,
        items=list(_OF_PASSERS_BY if passes_by else _OF_SUPPLIES),
        in_force_from=since,
    )
    AgreedCriteria.objects.create(
        municipality=municipality,
        path=path,
        utility=utility,
        least_months=None if passes_by else 2,
        signs=[Sign.SEEN] if passes_by else [Sign.INFANT, Sign.ILLNESS, Sign.SEEN],
    )


def machines(world: World) -> None:
    """ひので電力 has its billing system connected: 玉名 allows it from this very machine, 北九州 has not yet decided."""
    here = ["127.0.0.1/32", "::1/128"]
    with acting(world, "hinode.shocho") as manager:
        made = make_machine(
            actor=manager,
            submission=uuid5(SPACE, "料金システム"),
            name="料金システム",
            office_id=world.offices["hinode"].pk,
            networks=here,
        )
    with acting(world, "tamana.kanri") as admin:
        allow_machine(actor=admin, machine=made.machine, networks=here)


def meetings(world: World) -> None:
    """玉名 and 北九州 have founded their support meeting."""
    for town in ("tamana", "kitakyushu"):
        municipality = world.municipalities[town]
        with acting(world, f"{town}.kanri"):
            SupportMeeting.objects.create(
                municipality=municipality,
                name=f"{municipality.name}支援会議",
                founded_on=date(2019, 4, 1),
                charter=f"{municipality.name}支援会議設置要綱",
                secretariat=world.agencies[town],
            )
