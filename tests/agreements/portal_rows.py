"""What the matrix asks of the portal's pages of agreements: a copy of the electricity company's."""

from typing import Any

from agreements.models import AgreementVersion, PartyCopy, VersionReason
from organizations.models import RoleAssignment
from tests.world import World


def copy_of(world: World) -> dict[str, Any]:
    """The first version, sent to the company for its opinion."""
    return {"pk": put_copy(world.agreement, world.own_new.utility_id).pk}


def put_copy(agreement: Any, organization_id: int, number: int = 1, **more: Any) -> PartyCopy:
    """A version of the agreement as one party has it."""
    by = RoleAssignment.objects.get(user__email="admin@example.jp")
    content = more.pop("content", None) or text()
    reason = more.get("reason", VersionReason.REVIEW)
    version, _made = AgreementVersion.objects.get_or_create(
        agreement=agreement,
        number=number,
        defaults={
            "municipality_id": agreement.municipality_id,
            "reason": reason,
            "content": content,
            "digest": "0" * 64,
            "made_by_id": by.user_id,
        },
    )
    return PartyCopy.objects.create(
        municipality_id=agreement.municipality_id,
        agreement=agreement,
        version=version,
        organization_id=organization_id,
        number=agreement.number,
        title=agreement.title,
        version_number=number,
        reason=reason,
        content=content,
        **{name: value for name, value in more.items() if name != "reason"},
    )


def text(*paragraphs: str) -> dict[str, Any]:
    """What `agreements.texts.content_of` gives; the paragraphs are those of the second article."""
    return {
        "title": "早期把握に関する協定",
        "preamble": "玉名市とひので電力は、次のとおり協定を結ぶ。",
        "articles": [
            {"heading": "目的", "paragraphs": ["早く気づき、早く支える。"]},
            {"heading": "通報", "paragraphs": list(paragraphs) or ["気づいたときは知らせる。"]},
        ],
        "closing": "本協定の成立を証する。",
        "annexes": ["連絡先一覧"],
        "generated": [],
        "parties": [
            {"organization": 1, "name": "玉名市", "address": "玉名市岩崎163", "title": "市長", "signatory": "山田"},
            {"organization": 2, "name": "ひので電力", "address": "熊本市", "title": "支店長", "signatory": "川上"},
        ],
        "term": {
            "from": "2026-12-01",
            "until": "2027-03-31",
            "renews_itself": True,
            "renewal_months": 12,
            "notice_period": 1,
            "notice_unit": "months",
        },
    }
