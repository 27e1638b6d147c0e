"""Every address of the meeting, for whoever is summoned, not summoned, of another meeting, gone, or no member.

Agency addresses are walked by `tests/matrix` as well; here nobody of the five gets in by standing near the meeting.
"""

from typing import Any

import pytest
from django.urls import reverse

from organizations.scope import log_in_as, scope
from support_meetings.models import Acceptance, Appointment, CopyOpening, PaperCopy, Pledge, Summons, SummonsReply
from support_meetings.paths import PARTS
from tests.meeting.paper_cast import SECRET
from tests.meeting.relations import (
    ELSEWHERE,
    ELSEWHERE_WORDS,
    EVERYBODY,
    FORMER,
    MEMBERS,
    NOBODY,
    STAFF,
    SUMMONED,
    UNSUMMONED,
    Relations,
    relations,
)
from tests.world import TAMANA_SECRET

pytestmark = pytest.mark.django_db

#: (address, method, body) → what each gets for their OWN: "–" where there is none of that kind.
#: Order: summoned, not summoned, of another meeting, former, nobody, the utility's staff.
OWN: dict[tuple[str, str], tuple[Any, ...]] = {
    ("room", "get"): (200, 200, 200, 200, 200, 403),
    ("copy", "get"): (200, "–", 200, 422, "–", "–"),
    ("copy_download", "get"): (200, "–", 200, 422, "–", "–"),
    ("summons_reply", "post"): (302, "–", 302, 302, "–", "–"),
    ("serve_reply", "get"): (200, 200, 200, 200, "–", "–"),
    ("serve_reply", "post"): (409, 409, 409, 409, "–", "–"),
    ("pledge_sign", "get"): (200, 200, 200, 200, "–", "–"),
    ("pledge_sign", "post"): (302, 302, 302, 302, "–", "–"),
    ("own_paper", "get"): (200, 200, 200, 200, "–", "–"),
    ("asked", "get"): (403, 403, 403, 403, 403, 200),
    ("asked_one", "get"): (403, 403, 403, 403, 403, 200),
    ("asked_one", "post"): (403, 403, 403, 403, 403, 400),
}
BODIES = {"summons_reply": {"coming": "yes"}, "serve_reply": {"accepted": "no"}, "pledge_sign": {"signed_name": "x"}}


@pytest.fixture
def they(cast: Any, world: Any, acting: Any) -> Relations:
    """See tests/meeting/relations.py."""
    return relations(cast, world, acting)


def _path(name: str, *args: Any) -> str:
    return reverse(name, args=args, urlconf="config.urls_portal")


def _address(name: str, they: Relations, of: str) -> str | None:
    """The address of what belongs to this person; None where there is nothing."""
    if name in ("room", "asked"):
        return _path(name)
    if name == "asked_one":
        return _path(name, they.request.number)
    if name in ("copy", "copy_download"):
        return _path(name, they.copies[of].pk) if of in they.copies else None
    if name == "summons_reply":
        return _path(name, they.summonses[of].pk) if of in they.summonses else None
    if of not in they.appointments:
        return None
    return _path(name, they.appointments[of].pk, *(["pledge"] if name == "own_paper" else []))


def _ask(browser: Any, who: str, method: str, address: str, name: str) -> Any:
    client = browser(who)
    return client.post(address, BODIES.get(name, {})) if method == "post" else client.get(address)


def _words(answer: Any) -> str:
    return str(answer.content.decode(errors="ignore"))


def test_the_table_names_every_address_of_the_portal() -> None:
    assert {name for name, _method in OWN} == {one.name for part in PARTS for one in part.PORTAL}


@pytest.mark.parametrize(("name", "method"), list(OWN))
def test_what_each_gets_for_their_own(name: str, method: str, they: Relations, browser: Any) -> None:
    for who, expected in zip(EVERYBODY, OWN[name, method], strict=True):
        address = _address(name, they, who)
        if expected == "–":
            assert address is None, who
            continue
        assert address is not None, who
        answer = _ask(browser, who, method, address, name)
        assert answer.status_code == expected, (who, _words(answer)[:500])
        words = _words(answer)
        assert (SECRET in words) == (name == "copy" and who == SUMMONED), who
        assert (ELSEWHERE_WORDS in words) == (name == "copy" and who == ELSEWHERE), who
        assert name == "copy" or name.startswith("asked_one") or TAMANA_SECRET not in words, who


#: Addresses that name one row.
ROWS = sorted({(name, method) for name, method in OWN if name not in ("room", "asked", "asked_one")})


@pytest.mark.parametrize(("name", "method"), ROWS)
def test_nothing_of_anybody_else_exists(name: str, method: str, they: Relations, browser: Any) -> None:
    tried = 0
    clients = {who: browser(who) for who in EVERYBODY}
    for owner in (SUMMONED, UNSUMMONED, ELSEWHERE, FORMER, "lead", "commissioner"):
        address = _address(name, they, owner)
        for who in EVERYBODY if address else ():
            if who == owner:
                continue
            answer = _ask(clients.__getitem__, who, method, str(address), name)
            assert answer.status_code == (403 if who == STAFF else 404), (who, owner)
            assert SECRET not in _words(answer) and ELSEWHERE_WORDS not in _words(answer)
            tried += 1
    assert tried >= 10
    assert not (Acceptance.objects.exists() or SummonsReply.objects.exists() or CopyOpening.objects.exists())


def test_the_room_lists_the_own_copies_only(they: Relations, browser: Any) -> None:
    for who in MEMBERS:
        page = _words(browser(who).get(_path("room")))
        for owner, copy in they.copies.items():
            assert (str(copy.pk) in page) == (owner == who), (who, owner)


def test_whoever_has_left_answers_no_summons(they: Relations, browser: Any) -> None:
    address = str(_address("summons_reply", they, FORMER))
    page = _words(browser(FORMER).post(address, {"coming": "yes"}, follow=True))
    assert "任期は終わりました" in page
    assert not SummonsReply.objects.exists()
    browser(SUMMONED).post(str(_address("summons_reply", they, SUMMONED)), {"coming": "yes"})
    assert SummonsReply.objects.get().summons == they.summonses[SUMMONED]


def test_another_utility_does_not_find_the_request(they: Relations, browser: Any) -> None:
    assert browser("other_staff").get(_path("asked_one", they.request.number)).status_code == 404
    assert they.request.number not in _words(browser("other_staff").get(_path("asked")))
    assert they.request.number in _words(browser(STAFF).get(_path("asked")))


def test_no_address_of_the_agency_lets_any_of_them_in(they: Relations, cast: Any, browser: Any) -> None:
    """Their role is not served there; and at the portal the address does not exist."""
    walked = 0
    for who in EVERYBODY:
        stranger = browser("", door="agency")
        stranger.sign_in(cast.roles[who])
        for address in _agency_addresses(they):
            answer = stranger.get(address)
            assert answer.status_code in (302, 403, 404), (address, who)
            assert TAMANA_SECRET not in _words(answer) and SECRET not in _words(answer)
            assert "/meetings/" not in answer.get("Location", "") and "/sessions/" not in answer.get("Location", "")
            walked += 1
    assert walked >= 6 * 40
    at_home = browser(SUMMONED)
    assert {at_home.get(address).status_code for address in _agency_addresses(they)} == {404}


def _agency_addresses(they: Relations) -> list[str]:
    paths = [one for part in PARTS for one in part.AGENCY]
    return [reverse(str(one.name), kwargs=_kwargs(one, they), urlconf="config.urls_agency") for one in paths]


def _kwargs(one: Any, they: Relations) -> dict[str, Any]:
    """Rows of the session: by what stands before the key in the address."""
    session, item = they.gathering.session, they.gathering.item
    assert session and item
    route = str(one.pattern)
    firsts = {
        "cases/": item.case.number,
        "copies/": they.copies["commissioner"].pk,
        "agenda/": item.pk,
        "meetings/items/": item.pk,
        "meetings/sessions/": session.pk,
        "sessions/": session.pk,
        "meetings/appointments/": they.appointments[SUMMONED].pk,
        "meetings/requests/": they.request.pk,
        "meetings/": they.gathering.meeting.pk,
    }
    key = max((prefix for prefix in firsts if route.startswith(prefix)), key=len)
    extra = {"kind": "pledge", "summons": they.summonses[SUMMONED].pk}
    values = {"pk": firsts[key], "number": item.case.number, **extra}
    return {name: values[name] for name in one.pattern.converters}


def test_the_database_shows_each_exactly_their_rows(they: Relations, cast: Any) -> None:
    """As the portal's log-in, without any condition of ours."""
    for who in EVERYBODY:
        own = {
            PaperCopy: {they.copies[who].pk} if who in they.copies else set(),
            Summons: {they.summonses[who].pk} if who in they.summonses else set(),
            Appointment: {they.appointments[who].pk} if who in they.appointments else set(),
            Pledge: {they.appointments[who].pledge.pk} if who in they.appointments else set(),
        }
        with log_in_as("portal"), scope(municipality=cast.tamana.pk, user=cast.roles[who].user.pk):
            seen: dict[Any, set[Any]] = {model: set(model.objects.values_list("pk", flat=True)) for model in own}
        assert seen == own, who
    assert NOBODY not in they.appointments and STAFF not in they.appointments
