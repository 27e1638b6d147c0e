"""What people agree to at the agency itself, take back, and what the law or a review said no to."""

from collections.abc import Iterable
from dataclasses import replace
from io import BytesIO
from uuid import uuid5

from django.conf import settings
from django.utils import timezone
from PIL import Image, ImageDraw, ImageFont

from cases.models import Case
from cases.subjects import subjects_of
from config.demo.organizations import World
from config.demo.stories.telling import PLAIN, SPACE, Told, acting, moment, reviewed, tell
from consent.actions import withdraw_consent
from consent.evidence import CheckedFile, check_content
from consent.forms_record import a_year_after
from consent.gate import RefusalCode
from consent.models import Consent, RefusalCount
from consent.reports import reports_about
from consent.taking import ConsentSaid, record_consent
from consent.vocabulary import ConsentMeans, FailedLimb, Item, ProtectedInterest, Purpose, WithdrawnVia
from referrals.report import ProtectionStated

_TO_THE_TOWN = frozenset({Item.NAME, Item.ADDRESS, Item.PHONE, Item.ARREARS, Item.SUPPORT_PLAN})


def consents(world: World) -> None:
    """玉名: one by telephone with its words, one signed, one taken back; a report that should not have come."""
    spoken = replace(
        _said(world, 18, "見本 一郎"),
        means=ConsentMeans.TELEPHONE,
        words="「市の家計の相談の窓口に、電気代のことを伝えてもいいですか」とたずね、「はい、お願いします」と答えた。",
    )
    _recorded(world, "見本 一郎", spoken)
    _recorded(world, "例示 花子", _said(world, 4, "例示 花子"), [_photograph("例示 花子")])
    taken_back = _recorded(world, "仮名 三郎", _said(world, 20, "仮名 三郎"))
    with acting(world, "tamana.soudan") as actor:
        withdraw_consent(actor=actor, consent=taken_back, via=WithdrawnVia.TELEPHONE, at=moment(2, 15, 40))
    _should_not_have_come(world)
    _refused(world)


def _said(world: World, days_ago: int, name: str) -> ConsentSaid:
    at = moment(days_ago, 11, 20)
    return ConsentSaid(
        given_by=name,
        given_at=at,
        means=ConsentMeans.WRITTEN,
        taken_by="相談 見本",
        words="",
        items=_TO_THE_TOWN,
        recipients=frozenset({world.municipalities["tamana"].pk}),
        purposes=frozenset({Purpose.LINKAGE}),
        expires_on=a_year_after(timezone.localdate(at)),
    )


def _recorded(world: World, name: str, said: ConsentSaid, files: Iterable[CheckedFile] = ()) -> Consent:
    with acting(world, "tamana.soudan") as actor:
        case = Case.objects.get(person__name=name, municipality_id=actor.tenant)
        about = reports_about(actor, subjects_of(case))
        submission = uuid5(SPACE, f"consent of {name}")
        return record_consent(actor=actor, said=said, about=about, submission=submission, files=files)[0]


def _photograph(name: str) -> CheckedFile:
    """A sheet of paper with a name on it, as a telephone would see it."""
    sheet = Image.new("L", (900, 1270), 245)
    pen = ImageDraw.Draw(sheet)
    fonts = settings.BASE_DIR / "documents" / "fonts" / "bizud-mincho" / "BIZUDPMincho-Regular.ttf"
    for top, size, words in ((90, 44, "同意書（見本）"), (980, 30, "お名前（署名）"), (1040, 54, name)):
        pen.text((110, top), words, font=ImageFont.truetype(str(fonts), size), fill=20)
    for line in range(8):
        pen.rectangle((110, 250 + 80 * line, 140, 280 + 80 * line), outline=20, width=3)
        pen.line((170, 280 + 80 * line, 780, 280 + 80 * line), fill=150, width=2)
    content = BytesIO()
    sheet.save(content, "PNG")
    return check_content(content.getvalue())


def _should_not_have_come(world: World) -> None:
    """The person had spoken at the door and could have been asked."""
    receipt = tell(
        world,
        Told(
            "tamana-6",
            "hinode_net.tantou",
            8,
            replace(
                PLAIN,
                name="例示 十美",
                kana="れいじ とみ",
                postal_code="865-0025",
                address="熊本県玉名市高瀬0番地10",
                arrears_months=2,
                signs="玄関で話した。元気だが、支払いが遅れている。",
            ),
            protection=ProtectionStated(
                ProtectedInterest.PROPERTY, "電気が止まると、冷蔵庫の食品がいたむ。", "忙しそうだった。", "担当 見本"
            ),
            hour=14,
        ),
    )
    note = "玄関で本人と話せている。その場で同意をたずねられた。"
    reviewed(world, "tamana", receipt, failed=FailedLimb.COULD_BE_ASKED, note=note)


def _refused(world: World) -> None:
    """Counts of the last months: all that is kept of what the gate refused."""
    town = world.municipalities["tamana"]
    told = (("hinode", 75, RefusalCode.NO_CONSENT, 3), ("hinode", 33, RefusalCode.ITEMS_NOT_COVERED, 2),
            ("hinode_net", 12, RefusalCode.CONSENT_DIFFICULTY_BLANK, 1))  # fmt: skip
    for company, days_ago, code, count in told:
        with acting(world, f"{company}.tantou") as actor:
            RefusalCount.objects.create(
                organization_id=actor.organization_id,
                office=world.offices[company],
                municipality=town,
                hour=moment(days_ago, 9).replace(minute=0, second=0, microsecond=0),
                code=code,
                count=count,
            )
