"""Names of the leaflet's languages."""

from django import template
from django.utils.html import format_html

from documents.leaflet_languages import KNOWN

register = template.Library()


@register.filter
def leaflet_language(code: str) -> str:
    """The language's own name, marked as being in that language."""
    known = KNOWN.get(code)
    return format_html('<span lang="{}">{}</span>', known.tag, known.name) if known else code
