"""What can be said of a case itself on a paper: who, where, the household, what is planned.

It stands here and not with the cases, which know nothing of the vocabulary of crossings.
"""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from cases.models import Case
from consent.sharing import Line, line_source
from consent.vocabulary import Item
from japanese import display
from japanese.dates import age_on, today
from organizations.actors import Actor


@line_source
def the_person(case: Case, actor: Actor) -> Iterable[Line]:
    """本人: each by itself, so that a paper can do with the age and without the name."""
    person = case.person
    yield Line(Item.NAME, _("Name"), person.name)
    yield Line(Item.KANA, _("Reading of the name"), person.kana)
    if person.birth_on:
        yield Line(Item.BIRTH_DATE, _("Date of birth"), display.both_days(person.birth_on))
        age = _("%(age)s years old") % {"age": age_on(person.birth_on, today())}
        yield Line(Item.BIRTH_DATE, _("Age only"), age)
    yield Line(Item.PHONE, _("Telephone"), person.phone)


@line_source
def the_household(case: Case, actor: Actor) -> Iterable[Line]:
    """世帯: where they live, who they are, and what makes them vulnerable."""
    household = case.household
    postal = f"〒{household.postal_code}　" if household.postal_code else ""
    yield Line(Item.ADDRESS, _("Address"), f"{postal}{household.address}" if household.address else "")
    yield Line(Item.HOUSEHOLD, _("Household"), household.notes)
    if household.has_infant:
        yield Line(Item.HOUSEHOLD, _("Children"), _("There is an infant in the household."))
    if household.has_illness:
        signs = _("Somebody is ill, or lives with equipment that needs electricity.")
        yield Line(Item.HEALTH_SIGNS, _("Signs of ill health"), signs)


@line_source
def what_is_planned(case: Case, actor: Actor) -> Iterable[Line]:
    """The next step and its day."""
    if case.next_step:
        until = f"（{display.long_day(case.next_on)}）" if case.next_on else ""
        yield Line(Item.SUPPORT_PLAN, _("Next step"), f"{case.next_step}{until}")
