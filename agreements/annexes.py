"""別紙 of live data: contact list, report slip, criteria, leaflet, consent form, as they stand on the day of printing."""

from collections.abc import Callable

from agreements.criteria import in_words
from agreements.models import AgreedPath, Agreement, Annex
from consent.vocabulary import Item
from documents.agreement import AnnexPage
from documents.leaflets import hours_in, languages
from organizations.models import ContactDesk, SupportAgency

_SLIP_USUAL = (
    Item.NAME, Item.KANA, Item.ADDRESS, Item.PHONE, Item.SUPPLY_KIND, Item.CUSTOMER_NUMBER, Item.ARREARS,
    Item.STOP_DATE, Item.HOUSEHOLD, Item.VISIT_SIGNS, Item.NOTE,
)  # fmt: skip


def annex_pages(agreement: Agreement) -> list[AnnexPage]:
    """In the order of the choices, those that the agreement names. Words are those of the language in force."""
    return [_PAGES[annex](agreement) for annex in Annex if annex in agreement.generated]


def _contacts(agreement: Agreement) -> AnnexPage:
    desks = ContactDesk.objects.filter(municipality_id=agreement.municipality_id).select_related("agency")
    rows = [
        (f"{desk.agency.name} {desk.name}", desk.phone, _hours(desk))
        for desk in desks.prefetch_related("hours").order_by("agency__name", "-is_first", "name", "pk")
    ]
    words = ("生命又は身体に差し迫った危険があるときは、まず119番（消防）又は110番（警察）に通報してください。",)
    return AnnexPage("連絡先一覧", words, ("窓口", "電話", "受付時間"), rows)


def _hours(desk: ContactDesk) -> str:
    hours, _closed = hours_in(desk, "ja")
    return "\n".join(f"{days} {times}" for days, times in hours) or "電話でお確かめください"


def _items(agreement: Agreement) -> list[Item]:
    agreed = {item for path in AgreedPath.objects.filter(agreement=agreement) for item in path.items}
    return [item for item in Item if item in agreed] or list(_SLIP_USUAL)


def _slip(agreement: Agreement) -> AnnexPage:
    words = (
        "生命又は身体に差し迫った危険があるときは、まず119番又は110番に通報してください。",
        "本人の同意を得た項目だけを記入してください。同意が得られないときは、氏名等を書かずに窓口へ電話で御相談ください。",
    )
    first = [
        ("通報した日時", ""),
        ("通報者（会社・営業所・氏名・電話）", ""),
        ("本人の同意（誰が、いつ、どのように）", ""),
    ]
    return AnnexPage(
        "通報票", words, ("項目", "記入欄"), [*first, *((str(item.label), "\n") for item in _items(agreement))]
    )


def _criteria(agreement: Agreement) -> AnnexPage:
    paths = AgreedPath.objects.filter(agreement=agreement).select_related("utility").prefetch_related("rules")
    rows = [
        (path.utility.name, in_words(rule), str(rule.get_then_display()))
        for path in paths.order_by("utility__name", "pk")
        for rule in path.rules.all()
    ]
    words = ("次の条件は、通報や案内の目安であり、これに当たらない世帯について相談することを妨げるものではない。",)
    return AnnexPage(
        "対象者の条件",
        words,
        ("事業者", "条件", "行うこと"),
        rows or [("全事業者", "困っている様子がうかがわれるとき", "")],
    )


def _leaflet(agreement: Agreement) -> AnnexPage:
    agencies = SupportAgency.objects.filter(municipality_id=agreement.municipality_id).order_by("name", "pk")
    rows = [(agency.name, agency.address, agency.phone) for agency in agencies]
    kinds = "、".join(str(label) for _code, label in languages())
    words = (
        "事業者が対象者に渡す案内チラシは、市が発行する最新のものを用いる。必要な部数は、次の窓口に請求する。",
        f"用意している言語：{kinds}",
    )
    return AnnexPage("案内チラシ", words, ("窓口", "所在地", "電話"), rows)


def _consent(agreement: Agreement) -> AnnexPage:
    words = (
        f"私は、次の事項を{agreement.municipality.name}の相談窓口に知らせ、相談窓口から連絡を受けることに同意します。",
        "この同意は、いつでも取り消すことができます。同意しなくても、不利益を受けることはありません。",
    )
    rows = [(str(item.label), "□ 知らせてよい") for item in _items(agreement)]
    lines = ("日付　　　　　　年　　　月　　　日", "氏名", "説明した者（会社・氏名）")
    return AnnexPage("同意書", words, ("知らせる事項", "同意"), rows, lines)


_PAGES: dict[Annex, Callable[[Agreement], AnnexPage]] = {
    Annex.CONTACTS: _contacts,
    Annex.SLIP: _slip,
    Annex.CRITERIA: _criteria,
    Annex.LEAFLET: _leaflet,
    Annex.CONSENT: _consent,
}
