"""The papers that the tests draw: the municipality, companies and addresses are made up."""

from datetime import UTC, date, datetime

from documents.agreement import AgreementContent
from documents.leaflet import LeafletContent
from documents.receipt import ReceiptContent

LEAFLET_JA = LeafletContent(
    agency_name="つなぎ市社会福祉協議会",
    municipality_name="つなぎ市",
    desk_name="くらしサポート窓口",
    postal_code="000-0001",
    address="つなぎ市中央一丁目2番3号 市役所1階",
    phone="000-123-4567",
    fax="000-123-4568",
    email="kurashi@example.jp",
    hours=(("月曜日〜金曜日", "8時30分〜17時15分"), ("第2・第4土曜日", "9時〜12時")),
    closed_text="日曜日・祝日・12月29日〜1月3日",
    access_text="つなぎ駅からバスで8分「市役所前」下車すぐ。駐車場があります。",
    channel_code="T-4K7",
    url="https://kurashi.example.jp/c/T-4K7",
)

LEAFLET_EN = LeafletContent(
    agency_name="Tsunagi City Council of Social Welfare",
    municipality_name="Tsunagi City",
    desk_name="Everyday Life Desk",
    postal_code="000-0001",
    address="City Hall 1F, 1-2-3 Chuo, Tsunagi City",
    phone="000-123-4567",
    fax="000-123-4568",
    hours=(("Monday–Friday", "8:30–17:15"),),
    closed_text="Weekends, holidays, 29 Dec–3 Jan",
    channel_code="T-4K7",
)

RECEIPT = ReceiptContent(
    receipt_number="R8-00123-7",
    received_at=datetime(2026, 11, 24, 0, 5, tzinfo=UTC),
    utility_name="つなぎ電力株式会社",
    office_name="つなぎ営業所",
    agency_name="くらしサポート窓口",
    desk_phone="000-123-4567",
    desk_hours_text="月曜日〜金曜日 8時30分〜17時15分（祝日・12月29日〜1月3日を除く）",
    route_label="ご本人の同意",
    will_be_told="「受け付けました」「対応中です」「終わりました」の3つを、事業者ポータルでお伝えします。ご相談の内容はお伝えできません。",
    emergency=False,
)

AGREEMENT = AgreementContent(
    title="見守り及び相談支援の連携に関する協定書",
    number="つ福協定第5号",
    municipality_name="つなぎ市",
    parties=(
        ("つなぎ市", "つなぎ市中央一丁目2番3号", "つなぎ市長", "𠮷田　髙志"),
        ("つなぎ電力株式会社　つなぎ営業所", "つなぎ市本町4番5号", "営業所長", "山﨑　鷗"),
        ("つなぎ送配電株式会社　つなぎ配電事業所", "つなぎ市港町6番7号", "事業所長", "渡邉　澪"),
    ),
    preamble="つなぎ市（以下「甲」という。）、つなぎ電力株式会社つなぎ営業所（以下「乙」という。）及びつなぎ送配電株式会社つなぎ配電事業所（以下「丙」という。）は、暮らしに困りごとを抱える世帯を早期に支援へつなぐため、次のとおり協定を締結する。",
    articles=(
        (
            "目的",
            (
                "この協定は、甲、乙及び丙が連携し、支援を必要とする世帯を早期に把握し、相談支援につなぐことを目的とする。",
            ),
        ),
        ("対象地域", ("この協定の対象地域は、つなぎ市の全域とする。",)),
        (
            "通報",
            (
                "乙及び丙は、業務に支障のない範囲で、対象者の条件に該当する世帯を知ったときは、本人の同意を得て甲に通報するものとする。",
                "生命に危険が及ぶおそれがあるときは、乙及び丙は、直接119番又は110番に通報した後、速やかに甲に連絡するものとする。",
            ),
        ),
        ("案内文書の配布", ("乙及び丙は、甲が作成した案内文書を、必要と認める世帯に配布するものとする。",)),
        (
            "甲の責務",
            ("甲は、通報を受けたときは、速やかに当該世帯の状況を確認し、必要な支援を行うものとする。",),
        ),
        (
            "個人情報の取扱い",
            ("甲、乙及び丙は、個人情報の保護に関する法律その他の法令を遵守し、個人情報を適切に取り扱うものとする。",),
        ),
        (
            "守秘義務",
            ("甲、乙及び丙は、この協定により知り得た秘密を他に漏らしてはならない。この協定の終了後も、同様とする。",),
        ),
        ("免責", ("乙及び丙は、通報をしなかったことについて責任を負わない。",)),
        ("費用", ("この協定の実施に要する費用は、それぞれが負担する。",)),
        ("協議", ("この協定に定めのない事項及び疑義が生じた事項については、甲、乙及び丙が協議して定める。",)),
        (
            "有効期間",
            (
                "この協定の有効期間は、締結の日から令和9年3月31日までとする。",
                "期間満了の1か月前までに、いずれからも書面による申出がないときは、更に1年間更新するものとし、その後も同様とする。",
            ),
        ),
    ),
    closing="この協定の締結を証するため、本書3通を作成し、甲、乙及び丙がそれぞれ記名押印の上、各自1通を保有する。",
    signed_on=date(2026, 11, 24),
    provisions=(
        ("生活困窮者自立支援法", "第8条", "（条文は、協定の日に施行されているものを記載します。）"),
        (
            "個人情報の保護に関する法律",
            "第27条第1項",
            "（条文は、協定の日に施行されているものを記載します。）",
        ),
    ),
    annexes=("連絡先一覧", "通報票", "対象者の条件", "案内チラシ", "同意書"),
)
