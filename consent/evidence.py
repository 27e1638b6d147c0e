"""What a file really is, whatever its name says; and whether it is fit to be kept as evidence of a consent."""

import hashlib
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageFile, UnidentifiedImageError

from consent.models import EvidenceKind

LARGEST = 10_000_000  # bytes; a telephone's photograph has 2 to 6 million
MOST_PIXELS = 80_000_000  # beyond this it is no photograph of a sheet of paper but a bomb
#: A JPEG has about ten passes; thousands of empty ones would keep the server busy for hours.
MOST_PASSES = 200
_PASS = b"\xff\xda"
_KINDS = {"JPEG": EvidenceKind.JPEG, "PNG": EvidenceKind.PNG}
_BROKEN = _("This picture is damaged. Please photograph or scan it again.")
_APPLE = (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftyphevc")


@dataclass(frozen=True)
class CheckedFile:
    """A file that was looked into. `kind` is what its content is."""

    kind: EvidenceKind
    content: bytes = field(repr=False)

    @property
    def sha256(self) -> str:
        """Names the content."""
        return hashlib.sha256(self.content).hexdigest()


def check_upload(file: "UploadedFile[Any]") -> CheckedFile:
    """A file as it was sent. ValidationError with a sentence that says what to do."""
    if (file.size or 0) > LARGEST:
        raise ValidationError(
            _("This file is larger than 10 MB. Make the photograph smaller, or scan in grey."), "large"
        )
    return check_content(file.read())


def check_content(content: bytes) -> CheckedFile:
    """PDF, JPEG or PNG, whole and readable; ValidationError otherwise."""
    if not content:
        raise ValidationError(_("This file is empty. Please choose it again."), "empty")
    if content.startswith(b"%PDF-"):
        return _pdf(content)
    if content[4:12] in _APPLE:
        raise ValidationError(
            _(
                "This is a photograph in Apple’s own form (HEIC). Save it as JPEG, or photograph with “most compatible”."
            ),
            "heic",
        )
    if content.startswith(b"\xff\xd8") and content.count(_PASS) > MOST_PASSES:
        raise ValidationError(_BROKEN, "broken")
    return _picture(content)


def _pdf(content: bytes) -> CheckedFile:
    if b"startxref" not in content[-2048:] or b"%%EOF" not in content[-1024:]:
        raise ValidationError(_("This PDF breaks off in the middle. Please make or send it again."), "broken")
    return CheckedFile(EvidenceKind.PDF, content)


def _picture(content: bytes) -> CheckedFile:
    # WeasyPrint, once loaded, makes the whole process content with halves of pictures; it needs none for our papers.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with Image.open(BytesIO(content), formats=tuple(_KINDS)) as picture:
            kind, pixels = _KINDS[str(picture.format)], picture.width * picture.height
            if pixels <= MOST_PIXELS:
                _look_through(picture)
    except Exception as trouble:  # noqa: BLE001 - Pillow raises whatever a hostile file makes it stumble over
        raise _not_a_picture(trouble) from None
    if pixels > MOST_PIXELS:
        raise ValidationError(_("This picture has too many pixels. Please make it smaller."), "pixels")
    return CheckedFile(kind, content)


def _look_through(picture: Any) -> None:
    """To its last line: a JPEG at an eighth of its size, which is quick; a PNG by the sums of its parts."""
    if picture.format == "JPEG":
        picture.draft("L", (picture.width // 8, picture.height // 8))
        picture.load()
    else:
        picture.verify()


def _not_a_picture(trouble: Exception) -> ValidationError:
    if isinstance(trouble, Image.DecompressionBombError):
        return ValidationError(_("This picture has too many pixels. Please make it smaller."), "pixels")
    if isinstance(trouble, UnidentifiedImageError):
        return ValidationError(_("Only a PDF, or a photograph as JPEG or PNG, can be kept."), "kind")
    return ValidationError(_BROKEN, "broken")
