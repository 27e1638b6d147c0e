"""What can be said of a workbook by its list of parts and their first lines, before anything is unpacked."""

import io
import re
import zipfile

# What the parts say they unpack to. 100,000 rows of our template are 75 MB.
UNPACKED = 512 << 20
# A workbook has a dozen parts, with pictures some hundred.
PARTS = 5_000
# A declaration of entities stands before the first element; no program writes more than this before that.
PROLOG = 4_096
_BEFORE_ROOT = re.compile(rb"(?:\s+|<\?.*?\?>|<!--.*?-->)*", re.DOTALL)


class Trouble(Exception):
    """The file cannot be read; `code` is one of `troubles.Trouble`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def looked_at(content: bytes) -> zipfile.ZipFile:
    """Refuses by the archive's list of parts, before anything is unpacked."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except Exception as error:  # of half a dozen kinds, and all say the same
        raise Trouble("damaged") from error
    parts = archive.infolist()
    names = {part.filename for part in parts}
    if "xl/workbook.xml" not in names:
        raise Trouble("other_book" if names & {"xl/workbook.bin", "content.xml"} else "archive")
    if any(part.flag_bits & 1 for part in parts):
        raise Trouble("password")
    if len(parts) > PARTS or len(parts) != len(names):
        raise Trouble("damaged")
    if sum(part.file_size for part in parts) > UNPACKED:
        raise Trouble("unpacks_too_big")
    for part in parts:
        if part.filename.endswith((".xml", ".rels")):
            _refuse_declarations(archive, part)
    return archive


def _refuse_declarations(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """A part that declares a document type can hold entities that stand for gigabytes, or for our files."""
    try:
        with archive.open(part) as unpacked:
            # Some programs write two bytes for each sign.
            beginning = unpacked.read(PROLOG).lstrip(b"\xef\xbb\xbf\xff\xfe").replace(b"\0", b"")
    except Exception as error:  # of half a dozen kinds, and all say the same
        raise Trouble("damaged") from error
    rest = _BEFORE_ROOT.sub(b"", beginning, count=1)
    if rest[:2] in (b"<!", b"<?") or (not rest and part.file_size >= PROLOG):
        raise Trouble("entities")
