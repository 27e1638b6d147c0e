"""What pages of consents share."""

from django.urls import reverse


def case_url(number: str) -> str:
    """The consents of the case in which a report lies; before triage, the list of new reports."""
    return reverse("case", args=[number]) + "#consents" if number else reverse("triage_list")
