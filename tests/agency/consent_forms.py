"""What a caseworker fills in about a yes, and files that prove one; for tests of the agency's pages."""

from io import BytesIO
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from consent.models import Consent
from consent.vocabulary import Item, Purpose
from tests.agency.reported import NAME


def url(name: str, *args: Any) -> str:
    return reverse(name, args=args, urlconf="config.urls_agency")


def spoken(to: list[int], **changed: Any) -> dict[str, Any]:
    """A yes by telephone, just now, to two items, for a year; `None` leaves a field out."""
    now = timezone.localtime()
    said = {
        "submission": str(uuid4()),
        "given_by": NAME,
        "given_on": now.date().isoformat(),
        "given_time": now.strftime("%H:%M"),
        "means": "telephone",
        "taken_by": "相談 花子",
        "words": "家計の相談に伝えてよいかとたずね、「お願いします」と答えた。",
        "items": [Item.ARREARS, Item.SUPPORT_PLAN],
        "recipients": [str(one) for one in to],
        "purposes": [Purpose.LINKAGE],
        "expires_on": now.date().replace(year=now.year + 1, day=1).isoformat(),
        **changed,
    }
    return {name: value for name, value in said.items() if value is not None}


def to_feedback(to: list[int], **changed: Any) -> dict[str, Any]:
    """The same, to the state of handling, so that the company may be told."""
    agreed = {"items": [Item.HANDLING_STATUS], "purposes": [Purpose.FEEDBACK]}
    return spoken(to, **{**agreed, **changed})


def recorded(client: Any, number: str, said: dict[str, Any]) -> Consent:
    """Through the page; the consent's first row."""
    answer = client.post(url("consent_record", number), said)
    assert answer.status_code == 302, answer.context["form"].errors
    return Consent.objects.get(pk=answer.url.rstrip("/").rpartition("/")[2])


def picture(kind: str = "PNG", size: tuple[int, int] = (60, 85)) -> bytes:
    """A small sheet of paper."""
    content = BytesIO()
    Image.new("RGB", size, (250, 249, 240)).save(content, kind)
    return content.getvalue()


PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\nxref\n0 1\ntrailer\n<<>>\nstartxref\n9\n%%EOF\n"


def upload(content: bytes, name: str = "form.png", kind: str = "image/png") -> SimpleUploadedFile:
    """As a browser sends it; name and kind are what it says, not what it is."""
    return SimpleUploadedFile(name, content, kind)
