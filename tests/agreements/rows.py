"""What the rows of agreements at the agency are asked about."""

from typing import Any

from django.utils import timezone

from agreements.models import (
    Agreement,
    AgreementScan,
    AgreementVersion,
    PartyCopy,
    ReviewComment,
    TermNotice,
    VersionReason,
)
from agreements.texts import content_of, digest_of
from organizations.models import RoleAssignment
from organizations.sealing import seal
from tests.world import World


def _admin() -> Any:
    return RoleAssignment.objects.get(user__email="admin@example.jp").user


def draft_of(world: World) -> dict[str, Any]:
    """The agreement of the world as a draft again."""
    Agreement.objects.filter(pk=world.agreement.pk).update(signed_on=None)
    return {"number": world.agreement.number}


def amendment_of(world: World) -> dict[str, Any]:
    """A draft that changes it."""
    old = Agreement.objects.get(pk=world.agreement.pk)
    made = Agreement.objects.create(
        municipality=old.municipality, kind=old.kind, number="2", title="変更", preamble="前文", closing="結び",
        articles=[{"heading": "目的", "paragraphs": ["別の本文"]}], previous=old, follows_as="amendment",
    )  # fmt: skip
    return {"number": made.number}


def party_of(world: World) -> dict[str, Any]:
    """A party of the draft."""
    return {**draft_of(world), "party": world.agreement.parties.order_by("order")[0].pk}


def comment_of(world: World) -> dict[str, Any]:
    """What the utility said of it."""
    found = Agreement.objects.with_parties().get(pk=world.agreement.pk)
    content = content_of(found)
    version = AgreementVersion.objects.create(
        municipality=found.municipality, agreement=found, number=1, reason=VersionReason.REVIEW, content=content,
        digest=digest_of(content), made_by=_admin(),
    )  # fmt: skip
    utility = world.own_new.utility
    copy = PartyCopy.objects.create(
        municipality=found.municipality, agreement=found, version=version, organization_id=utility.pk,
        number=found.number, title=found.title, version_number=1, reason=VersionReason.REVIEW, content=content,
    )  # fmt: skip
    comment = ReviewComment.objects.create(
        municipality=found.municipality, copy=copy, organization_id=utility.pk, words="一言", author=_admin(),
        author_name="担当",
    )  # fmt: skip
    return {"pk": comment.pk}


def notice_of(world: World) -> dict[str, Any]:
    """That it is terminated."""
    today = timezone.localdate()
    notice = TermNotice.objects.create(
        municipality=world.agreement.municipality, agreement=world.agreement, kind="termination",
        given_by_id=world.agreement.municipality_id, received_on=today, ends_on=today, recorded_by=_admin(),
    )  # fmt: skip
    return {"pk": notice.pk}


def scan_of(world: World) -> dict[str, Any]:
    """A file."""
    scan = AgreementScan.objects.create(
        municipality=world.agreement.municipality, agreement=world.agreement, name="署名.png", kind="image/png",
        content=seal("署名".encode()), size=6, digest="0" * 64, added_by=_admin(),
    )  # fmt: skip
    return {"pk": scan.pk}


def clause_of(_world: World) -> dict[str, Any]:
    """One that Tsunagi brings: every municipality has it."""
    return {"key": "costs"}
