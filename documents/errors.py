"""What can go wrong between plain data and a PDF; each message is a sentence for the person at the screen."""

from django.utils.functional import Promise


class PdfUnavailable(Exception):
    """The machine lacks a library that WeasyPrint draws with; everything but papers goes on working."""


class ForbiddenResource(Exception):
    """A paper asked for something other than a packaged font, style sheet or image."""


class PaperTooLong(Exception):
    """The texts given do not fit on the paper's fixed number of pages; nothing is cut off silently."""


class UnknownLanguage(Exception):
    """No leaflet exists in the language asked for."""


class IndiscreetWording(Exception):
    """A name printed on the outside of a leaflet would tell a bystander about arrears or hardship."""


class LeafletRefusal(Exception):
    """A verb on a leaflet's text or batch that cannot be done now, with a stable code and a sentence."""

    def __init__(self, code: str, sentence: str | Promise) -> None:
        super().__init__(code)
        self.code, self.sentence = code, sentence


class MissingGlyph(Exception):
    """A text holds a character that none of the leaflet's fonts can draw."""
