"""The words of the leaflet, one module a language.

Side one lies open on a table or shows through an envelope: it never mentions arrears, poverty or
welfare. Side two may speak of payments, as gently as it can. Nothing is promised that the agency
cannot keep: no delay of a stop date, no grant, no secrecy beyond what the law gives.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Labelled:
    """A short heading and the sentence below it."""

    label: str
    text: str


@dataclass(frozen=True)
class LeafletWords:
    """Every word of a leaflet that does not come from the agency. Headline and lead break where given."""

    title: str
    headline: tuple[str, ...]
    lead: tuple[str, ...]
    promises: tuple[Labelled, Labelled, Labelled]
    phone_label: str
    hours_label: str
    closed_label: str
    no_phone: str
    fax_label: str
    email_label: str
    address_label: str
    access_label: str
    postal_mark: str
    flow_heading: str
    flow: tuple[Labelled, Labelled, Labelled, Labelled]
    topics_heading: str
    topics: tuple[Labelled, ...]
    support_heading: str
    support: tuple[Labelled, ...]
    support_note: str
    bring_heading: str
    bring: str
    stop_heading: str
    stop: str
    danger: str
    code_label: str
    code_note: str
    qr_title: str
    run_by: str
