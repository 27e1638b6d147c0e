"""Route × method × role × relation, for both doors.

The table below says who may do what; the walk enumerates the resolvers, so a route that nobody
declared here fails, and looks into every body for the name of a household that the reader may not see.
"""

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from io import BytesIO
from itertools import product
from types import SimpleNamespace
from typing import Any
from uuid import uuid4
from zipfile import ZipFile

import pypdfium2
import pytest
from django.conf import settings
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from cases.merging import merge_cases
from cases.models import Case
from consent.models import Consent, ConsentEvidence, EvidenceKind
from notifications.models import Notice, OutboxItem
from organizations.actors import Actor
from organizations.models import Office, RoleAssignment, User
from organizations.scope import EMPTY, narrow
from organizations.sealing import seal
from referrals.importing.chunks import Head, Line, put_head, put_lines
from referrals.importing.columns import COLUMNS
from referrals.importing.rows import Fate
from referrals.models import ImportRun, RunState
from tests.agreements import criteria_rows, portal_rows
from tests.agreements import rows as agreement_rows
from tests.archive import rows as archive_rows
from tests.cast import Cast, build
from tests.conftest import DoorClient, acting_of
from tests.figures import rows as figure_rows
from tests.leaflets import rows as leaflet_rows
from tests.meeting import minutes_rows, paper_rows, request_cast
from tests.meetings import Gathering, found, hold, seat, summon
from tests.networks import rows as network_rows
from tests.world import KITAKYUSHU_SECRET, SUIDO_SECRET, TAMANA_SECRET, World, build_world

Kwargs = Callable[[World], dict[str, Any]]
CASEWORK = frozenset({"caseworker", "lead", "other_caseworker"})
LEAD = frozenset({"lead"})
ADMIN = frozenset({"admin", "other_admin"})
AUDITOR = frozenset({"auditor"})
STAFF = frozenset({"staff", "manager", "other_staff"})
MANAGER = frozenset({"manager"})
AGENCY = CASEWORK | LEAD | ADMIN | AUDITOR
MEMBER = frozenset({"member"})
PORTAL = STAFF | MEMBER
EVERYBODY = AGENCY | PORTAL
NOBODY: frozenset[str] = frozenset()
LIST_SECRET = "一覧沢 ひみつ"  # stands in a list that waits
SECRETS = (TAMANA_SECRET, KITAKYUSHU_SECRET, SUIDO_SECRET, LIST_SECRET)
#: Whose names a role may read at all.
MAY_READ = {
    "staff": {LIST_SECRET},
    "caseworker": {TAMANA_SECRET, SUIDO_SECRET},
    "lead": {TAMANA_SECRET, SUIDO_SECRET},
    "other_caseworker": {KITAKYUSHU_SECRET},
}


def _nothing(_world: World) -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class Row:
    """Roles that may GET and POST; None: the method is not served. `here`: whose object it is, 404 for others."""

    get: frozenset[str] | None
    post: frozenset[str] | None = None
    kwargs: Kwargs = _nothing
    here: frozenset[str] = field(default=EVERYBODY)
    public: bool = False


TAMANA_PEOPLE = frozenset({"caseworker", "lead", "admin", "auditor"})


def _own(get: frozenset[str] | None, post: frozenset[str] | None, kwargs: Kwargs) -> Row:
    """A page about a thing of 玉名."""
    return Row(get, post, kwargs, here=TAMANA_PEOPLE)


def _case(world: World) -> dict[str, Any]:
    return {"number": world.own_case.number}


def _two_cases(world: World) -> dict[str, Any]:
    return {"number": world.own_case.number, "other": Case.objects.get(triages=world.suido_report.pk).number}


def _merged_case(world: World) -> dict[str, Any]:
    """The water bureau's household is merged into the other one."""
    role = RoleAssignment.objects.select_related("user", "organization", "municipality")
    gone, stays = Case.objects.get(triages=world.suido_report.pk), Case.objects.get(pk=world.own_case.pk)
    versions = {case.number: case.version for case in (gone, stays)}
    actor = Actor.of(role.get(user__email="caseworker@example.jp"))
    merge_cases(actor=actor, source=gone, target=stays, versions=versions)
    return {"number": gone.number}


def _receipt(world: World) -> dict[str, Any]:
    return {"receipt": world.own_new.receipt_number}


def _supply(world: World) -> dict[str, Any]:
    return {"number": world.own_case.number, "pk": world.own_supply.pk}


def _agreement(world: World) -> dict[str, Any]:
    return {"number": world.agreement.number}


def _consent(world: World) -> dict[str, Any]:
    return {"pk": world.own_consent.pk}


def _withdrawn(world: World) -> dict[str, Any]:
    Consent.objects.filter(pk=world.own_consent.pk).update(withdrawn_at=timezone.now(), withdrawn_via="telephone")
    return {"pk": world.own_consent.pk, "style": "plain"}


def _evidence(world: World) -> dict[str, Any]:
    """A file that holds the household's name."""
    content = TAMANA_SECRET.encode()
    row = ConsentEvidence.objects.create(
        consent=world.own_consent,
        municipality_id=world.own_case.municipality_id,
        organization_id=world.own_case.agency_id,
        kind=EvidenceKind.PNG,
        size=len(content),
        sha256="0" * 64,
        content=seal(content),
        added_by=RoleAssignment.objects.get(user__email="caseworker@example.jp").user,
    )
    return {"pk": world.own_consent.pk, "evidence": row.pk}


def _consent_form(_world: World) -> dict[str, Any]:
    return {"code": "tmn1", "style": "plain"}


def _consented_receipt(world: World) -> dict[str, Any]:
    return {"receipt": world.own_case.triages.get().referral.receipt_number}


def _list(world: World) -> dict[str, Any]:
    """A list with the household's name in a row that is to be mended, handed in by one of the utility's people."""
    role = RoleAssignment.objects.get(user__email="staff@example.jp")
    office = Office.objects.filter(utility=role.organization_id).first()
    run = ImportRun.objects.create(
        organization_id=role.organization_id,
        office=office,
        user=role.user,
        role=role,
        state=RunState.CHECKED,
        rows=1,
        invalid=1,
    )
    put_head(run, Head("list.csv", tuple(str(column.name) for column in COLUMNS)))
    put_lines(run, [Line(1, [LIST_SECRET] * len(COLUMNS), Fate.INVALID)])
    return {"run": run.pk}


def _row_of_list(world: World) -> dict[str, Any]:
    return {**_list(world), "n": 1}


HANDED_IN = frozenset({"staff"})


def _unknown(_world: World) -> dict[str, Any]:
    return {"pk": uuid4()}


def _gathering(world: World) -> Gathering:
    """A meeting of 玉名."""
    here: Any = SimpleNamespace(tamana=world.own_case.municipality, tamana_agency=world.own_case.agency)
    return found(here)


def _meeting(world: World) -> dict[str, Any]:
    return {"pk": _gathering(world).meeting.pk}


def _meeting_session(world: World) -> dict[str, Any]:
    return {"pk": hold(_gathering(world)).pk}


def _letter(world: World) -> dict[str, Any]:
    """A session with one member called to it."""
    gathering = _gathering(world)
    organization = world.own_new.utility
    assert organization is not None
    seat(gathering, "member", user=None, organization=organization)
    session = hold(gathering)
    summon(gathering, "member")
    return {"pk": session.pk, "summons": gathering.summonses["member"].pk}


def _letter_session(world: World) -> dict[str, Any]:
    """That session."""
    return {"pk": _letter(world)["pk"]}


def _term(world: World, email: str = "") -> dict[str, Any]:
    """The term of a member: without log-in, or of whoever has this address."""
    user = User.objects.get(email=email) if email else None
    organization = world.own_new.utility
    assert organization is not None
    return {"pk": seat(_gathering(world), "member", user=user, organization=organization).pk}


def _own_term(world: World) -> dict[str, Any]:
    return _term(world, "member@example.jp")


def _leaflet(_world: World) -> dict[str, Any]:
    return {"code": "tmn1", "language": "ja"}


COMMON = {
    "healthz": Row(EVERYBODY, public=True),
    "home": Row(EVERYBODY),
    "switch_role": Row(None, EVERYBODY),
    "draft_save": Row(None, EVERYBODY),
    "session_keepalive": Row(EVERYBODY, EVERYBODY),
    "postal_lookup": Row(EVERYBODY),
    "account_home": Row(EVERYBODY),
    "invitation": Row(NOBODY, NOBODY, lambda _w: {"token": "unknown"}, here=NOBODY, public=True),
    "set_language": Row(EVERYBODY, EVERYBODY, public=True),
    # allauth
    "account_login": Row(EVERYBODY, EVERYBODY, public=True),
    "account_logout": Row(EVERYBODY, EVERYBODY),
    "account_inactive": Row(EVERYBODY, public=True),
    "account_signup": Row(EVERYBODY, EVERYBODY, public=True),
    "account_reauthenticate": Row(EVERYBODY, EVERYBODY),
    "account_change_password": Row(EVERYBODY, EVERYBODY),
    "account_set_password": Row(EVERYBODY, EVERYBODY),
    "account_reset_password": Row(EVERYBODY, EVERYBODY, public=True),
    "account_reset_password_done": Row(EVERYBODY, public=True),
    "account_reset_password_from_key": Row(
        EVERYBODY, EVERYBODY, lambda _w: {"uidb36": "1", "key": "unknown"}, public=True
    ),
    "account_reset_password_from_key_done": Row(EVERYBODY, public=True),
    "mfa_index": Row(EVERYBODY),
    "mfa_authenticate": Row(EVERYBODY, EVERYBODY, public=True),
    "mfa_reauthenticate": Row(EVERYBODY, EVERYBODY),
    "mfa_activate_totp": Row(EVERYBODY, EVERYBODY),
    "mfa_deactivate_totp": Row(NOBODY, NOBODY, here=NOBODY),
    "mfa_view_recovery_codes": Row(NOBODY, here=NOBODY),
    "mfa_generate_recovery_codes": Row(EVERYBODY, EVERYBODY),
    "mfa_download_recovery_codes": Row(NOBODY, NOBODY, here=NOBODY),
    "mfa_list_webauthn": Row(EVERYBODY),
    "mfa_add_webauthn": Row(EVERYBODY, EVERYBODY),
    "mfa_reauthenticate_webauthn": Row(EVERYBODY, EVERYBODY),
    "mfa_remove_webauthn": Row(NOBODY, NOBODY, lambda _w: {"pk": 0}, here=NOBODY),
    "mfa_edit_webauthn": Row(NOBODY, NOBODY, lambda _w: {"pk": 0}, here=NOBODY),
    "mfa_login_webauthn": Row(EVERYBODY, EVERYBODY, public=True),
    "usersessions_list": Row(EVERYBODY, EVERYBODY),
    # papers and people
    "people": Row(ADMIN | MANAGER, ADMIN | MANAGER),
    "end_access": Row(None, ADMIN | MANAGER, lambda _w: {"pk": 0}, here=NOBODY),
    "leaflet_list": Row(CASEWORK | ADMIN | STAFF),
    "leaflet_pdf": Row(CASEWORK | ADMIN | STAFF, None, _leaflet, here=TAMANA_PEOPLE | STAFF),
    "consent_form": Row(CASEWORK | ADMIN | STAFF, None, _consent_form, here=TAMANA_PEOPLE | STAFF),
    "report_slip": Row(CASEWORK | ADMIN | STAFF, None, lambda _w: {"code": "tmn1"}, here=TAMANA_PEOPLE | STAFF),
}

AGENCY_ROWS = COMMON | {
    "thresholds": Row(ADMIN, ADMIN),
    "today": Row(CASEWORK),
    "triage_list": Row(CASEWORK),
    "triage": _own(CASEWORK, None, _receipt),
    "triage_open_case": _own(None, CASEWORK, _receipt),
    "triage_add_to_case": _own(None, CASEWORK, _receipt),
    "triage_close": _own(None, CASEWORK, _receipt),
    "triage_ask": _own(None, CASEWORK, _receipt),
    "triage_return": _own(None, CASEWORK, _receipt),
    "triage_pass_on": _own(None, CASEWORK, _receipt),
    "intake": Row(CASEWORK, CASEWORK),
    "intake_discard": Row(None, CASEWORK),
    "case_list": Row(CASEWORK, CASEWORK),
    "case": _own(CASEWORK, None, _case),
    "case_add_note": _own(None, CASEWORK, _case),
    "case_assign": _own(None, LEAD, _case),
    "case_close": _own(None, CASEWORK, _case),
    "case_reopen": _own(None, CASEWORK, _case),
    "case_history": _own(CASEWORK, None, _case),
    "case_same": _own(CASEWORK, CASEWORK, _case),
    "case_merge": _own(CASEWORK, CASEWORK, _two_cases),
    "case_apart": _own(CASEWORK, CASEWORK, _merged_case),
    "supply_update": _own(None, CASEWORK, _supply),
    "supply_settle": _own(None, CASEWORK, _supply),
    "visit_plan": _own(CASEWORK, CASEWORK, _case),
    "visit_record": _own(CASEWORK, CASEWORK, _case),
    "visit": _own(CASEWORK, CASEWORK, lambda w: {"pk": w.own_visit.pk}),
    "agreement_list": Row(CASEWORK | ADMIN | AUDITOR),
    "agreement": _own(CASEWORK | ADMIN | AUDITOR, None, _agreement),
    "agreement_pdf": _own(CASEWORK | ADMIN | AUDITOR, None, _agreement),
    "agreement_change_pdf": _own(CASEWORK | ADMIN | AUDITOR, None, agreement_rows.amendment_of),
    "agreement_compare": _own(CASEWORK | ADMIN | AUDITOR, None, _agreement),
    "agreement_calendar": Row(CASEWORK | ADMIN | AUDITOR),
    "agreement_new": Row(ADMIN, ADMIN),
    "agreement_head": _own(ADMIN, ADMIN, agreement_rows.draft_of),
    "agreement_parties": _own(ADMIN, ADMIN, agreement_rows.draft_of),
    "agreement_edit": _own(ADMIN, ADMIN, agreement_rows.draft_of),
    "agreement_drop": _own(None, ADMIN, agreement_rows.draft_of),
    "agreement_review": _own(ADMIN, None, _agreement),
    "agreement_send": _own(None, ADMIN, agreement_rows.draft_of),
    "agreement_back": _own(None, ADMIN, agreement_rows.draft_of),
    "agreement_said": _own(None, ADMIN, agreement_rows.draft_of),
    "comment_reply": _own(None, ADMIN, agreement_rows.comment_of),
    "agreement_sign": _own(ADMIN, None, _agreement),
    "agreement_signatures": _own(None, ADMIN, agreement_rows.draft_of),
    "agreement_signature_back": _own(None, ADMIN, agreement_rows.party_of),
    "agreement_scan_add": _own(None, ADMIN, agreement_rows.draft_of),
    "agreement_scan": _own(CASEWORK | ADMIN | AUDITOR, None, agreement_rows.scan_of),
    "agreement_conclude": _own(None, ADMIN, agreement_rows.draft_of),
    "agreement_notice": _own(ADMIN, ADMIN, _agreement),
    "notice_back": _own(None, ADMIN, agreement_rows.notice_of),
    "notice_pdf": _own(CASEWORK | ADMIN | AUDITOR, None, agreement_rows.notice_of),
    "agreement_follow": _own(ADMIN, ADMIN, _agreement),
    "clause_list": Row(ADMIN),
    "clause_new": Row(ADMIN, ADMIN),
    "clause": Row(ADMIN, ADMIN, agreement_rows.clause_of),
    "clause_offer": Row(None, ADMIN, agreement_rows.clause_of),
    "agreement_criteria": _own(ADMIN, None, criteria_rows.agreement_of),
    "path_edit": _own(ADMIN, ADMIN, criteria_rows.path_of),
    "rule_new": _own(ADMIN, ADMIN, criteria_rows.path_of),
    "rule_edit": _own(ADMIN, ADMIN, criteria_rows.rule_of),
    "rule_remove": _own(ADMIN, ADMIN, criteria_rows.rule_of),
    "network_list": Row(CASEWORK | ADMIN | AUDITOR),
    "network_new": Row(LEAD | ADMIN, LEAD | ADMIN),
    "network": _own(CASEWORK | ADMIN | AUDITOR, None, network_rows.network_of),
    "network_edit": _own(LEAD | ADMIN, LEAD | ADMIN, network_rows.network_of),
    "network_end": _own(None, LEAD | ADMIN, network_rows.network_of),
    "network_register": _own(CASEWORK | ADMIN | AUDITOR, None, network_rows.network_of),
    "network_register_xlsx": _own(CASEWORK | ADMIN | AUDITOR, None, network_rows.network_of),
    "network_members": _own(CASEWORK | ADMIN | AUDITOR, None, network_rows.network_of),
    "network_member_new": _own(LEAD | ADMIN, LEAD | ADMIN, network_rows.network_of),
    "network_member_tick": _own(LEAD | ADMIN, LEAD | ADMIN, network_rows.network_of),
    "network_member_paste": _own(LEAD | ADMIN, LEAD | ADMIN, network_rows.network_of),
    "network_member": _own(LEAD | ADMIN, LEAD | ADMIN, network_rows.member_of),
    "conference_list": _own(CASEWORK | ADMIN | AUDITOR, None, network_rows.network_of),
    "conference_new": _own(LEAD | ADMIN, LEAD | ADMIN, network_rows.network_of),
    "conference": _own(CASEWORK | ADMIN | AUDITOR, None, network_rows.conference_of),
    "conference_edit": _own(LEAD | ADMIN, LEAD | ADMIN, network_rows.conference_of),
    "conference_agenda": _own(CASEWORK | ADMIN | AUDITOR, None, network_rows.conference_of),
    "conference_attendance": _own(LEAD | ADMIN, LEAD | ADMIN, network_rows.conference_of),
    "conference_attendance_xlsx": _own(CASEWORK | ADMIN | AUDITOR, None, network_rows.conference_of),
    "conference_minutes": _own(LEAD | ADMIN, LEAD | ADMIN, network_rows.conference_of),
    "conference_close": _own(None, LEAD | ADMIN, network_rows.conference_of),
    "conference_cancel": _own(None, LEAD | ADMIN, network_rows.conference_of),
    "exchange_list": _own(CASEWORK | ADMIN | AUDITOR, None, network_rows.network_of),
    "exchange_new": _own(None, LEAD | ADMIN, network_rows.network_of),
    "exchange_strike": _own(None, LEAD | ADMIN, network_rows.exchange_of),
    "cost_list": Row(CASEWORK | ADMIN | AUDITOR),
    "cost_new": Row(LEAD | ADMIN, LEAD | ADMIN),
    "cost_strike": _own(None, LEAD | ADMIN, network_rows.cost_of),
    "cost_xlsx": Row(CASEWORK | ADMIN | AUDITOR, None, lambda _w: {"year": 2026}),
    "programme_new": Row(LEAD | ADMIN, LEAD | ADMIN),
    "programme_edit": _own(LEAD | ADMIN, LEAD | ADMIN, network_rows.programme_of),
    "figures_year": Row(LEAD | ADMIN | AUDITOR),
    "figures_report": Row(LEAD | ADMIN | AUDITOR),
    "figures_xlsx": Row(LEAD | ADMIN | AUDITOR, None, figure_rows.inside_of),
    "meeting_list": Row(CASEWORK | ADMIN),
    "meeting_new": Row(LEAD | ADMIN, LEAD | ADMIN),
    "meeting": _own(CASEWORK | ADMIN, None, _meeting),
    "meeting_edit": _own(LEAD | ADMIN, LEAD | ADMIN, _meeting),
    "meeting_dissolve": _own(None, LEAD | ADMIN, _meeting),
    "meeting_charter": _own(CASEWORK | ADMIN, None, _meeting),
    "register": _own(CASEWORK | ADMIN, None, _meeting),
    "register_pdf": _own(CASEWORK | ADMIN, None, _meeting),
    "member_new": _own(LEAD | ADMIN, LEAD | ADMIN, _meeting),
    "provisional_new": _own(LEAD | ADMIN, LEAD | ADMIN, _meeting_session),
    "appointment": _own(CASEWORK | ADMIN, None, _term),
    "appointment_reply": _own(None, LEAD | ADMIN, _term),
    "appointment_appoint": _own(None, LEAD | ADMIN, _term),
    "appointment_pledge": _own(None, LEAD | ADMIN, _term),
    "appointment_end": _own(None, LEAD | ADMIN, _term),
    "appointment_withdraw": _own(None, LEAD | ADMIN, _term),
    "appointment_renew": _own(None, LEAD | ADMIN, _term),
    "appointment_paper": _own(CASEWORK | ADMIN, None, lambda w: {**_term(w), "kind": "appointment"}),
    "agenda_add": _own(CASEWORK, CASEWORK, minutes_rows.session_of),
    "agenda_add_case": _own(CASEWORK, CASEWORK, _case),
    "agenda_item": _own(CASEWORK, CASEWORK, minutes_rows.item_of),
    "agenda_take_off": _own(None, CASEWORK, minutes_rows.item_of),
    "agenda_move": _own(None, CASEWORK, minutes_rows.item_of),
    "agenda_exclude": _own(None, CASEWORK, minutes_rows.item_of),
    "agenda_include": Row(None, CASEWORK, lambda _w: {"pk": 0}, here=NOBODY),
    "session_calendar": Row(CASEWORK | ADMIN),
    "session_new": _own(CASEWORK | ADMIN, CASEWORK | ADMIN, _meeting),
    "session": _own(CASEWORK | ADMIN, None, minutes_rows.session_of),
    "session_edit": _own(CASEWORK | ADMIN, CASEWORK | ADMIN, minutes_rows.session_of),
    "session_summon": _own(CASEWORK | ADMIN, CASEWORK | ADMIN, minutes_rows.session_of),
    "session_unsummon": _own(None, CASEWORK | ADMIN, _letter),
    "session_call": _own(CASEWORK | ADMIN, CASEWORK | ADMIN, minutes_rows.session_of),
    "session_cancel": _own(CASEWORK | ADMIN, CASEWORK | ADMIN, minutes_rows.session_of),
    "session_letter": _own(CASEWORK | ADMIN, None, _letter),
    "session_letters": _own(CASEWORK | ADMIN, None, _letter_session),
    "session_agenda_pdf": _own(CASEWORK | ADMIN, None, minutes_rows.session_of),
    "paper": _own(CASEWORK, CASEWORK, paper_rows.item_of),
    "paper_correct": _own(None, CASEWORK, paper_rows.item_of),
    "paper_issue": _own(CASEWORK, CASEWORK, paper_rows.item_of),
    "copy_table": _own(CASEWORK, None, paper_rows.session_of),
    "copy_table_pdf": _own(CASEWORK, None, paper_rows.session_of),
    "copies_hand_out": _own(None, CASEWORK, paper_rows.session_of),
    "copies_return": _own(None, CASEWORK, paper_rows.session_of),
    "copies_destroy": _own(None, CASEWORK, paper_rows.session_of),
    "copies_give_up": _own(None, CASEWORK, paper_rows.session_of),
    "copies_take_back": _own(None, CASEWORK, paper_rows.session_of),
    "copy_print": _own(CASEWORK, None, paper_rows.printed_copy_of),
    "copies_print": _own(CASEWORK, None, paper_rows.session_of),
    "attendance": _own(CASEWORK | ADMIN, CASEWORK | ADMIN, minutes_rows.session_of),
    "minutes": _own(CASEWORK, CASEWORK, minutes_rows.session_of),
    "minutes_pdf": _own(CASEWORK, None, minutes_rows.session_of),
    "session_close": _own(CASEWORK, CASEWORK, minutes_rows.session_of),
    "minutes_item": _own(CASEWORK, CASEWORK, minutes_rows.item_of),
    "extract": _own(CASEWORK, CASEWORK, minutes_rows.item_of),
    "decision": _own(CASEWORK, CASEWORK, minutes_rows.decision_of),
    "decision_done": _own(None, CASEWORK, minutes_rows.decision_of),
    "decision_drop": _own(None, CASEWORK, minutes_rows.decision_of),
    "request_list": Row(CASEWORK),
    "request_new": _own(CASEWORK, CASEWORK, request_cast.item_of),
    "request": _own(CASEWORK, None, request_cast.request_of),
    "request_pdf": _own(CASEWORK, None, request_cast.request_of),
    "request_remind": _own(None, CASEWORK, request_cast.request_of),
    "request_close": _own(None, CASEWORK, request_cast.request_of),
    "request_withdraw": _own(None, CASEWORK, request_cast.request_of),
    "request_answer": _own(CASEWORK, CASEWORK, request_cast.request_of),
    "leaflet_batches": Row(LEAD | ADMIN),
    "leaflet_batch_new": _own(LEAD | ADMIN, LEAD | ADMIN, leaflet_rows.agency_of),
    "leaflet_batch": _own(LEAD | ADMIN, LEAD | ADMIN, leaflet_rows.batch_of),
    "leaflet_batch_pdf": _own(LEAD | ADMIN, None, leaflet_rows.batch_of),
    "leaflet_texts": _own(LEAD | ADMIN, None, leaflet_rows.agency_of),
    "leaflet_text": _own(LEAD | ADMIN, LEAD | ADMIN, leaflet_rows.text_of),
    "leaflet_publish": _own(None, LEAD | ADMIN, leaflet_rows.text_of),
    "leaflet_preview": _own(LEAD | ADMIN, None, leaflet_rows.text_of),
    "leaflet_version": _own(LEAD | ADMIN, LEAD | ADMIN, leaflet_rows.version_of),
    "callback_list": Row(CASEWORK),
    "callback": _own(CASEWORK, CASEWORK, leaflet_rows.callback_of),
    "archive_list": Row(CASEWORK | ADMIN),
    "archive_document": _own(CASEWORK | ADMIN, None, archive_rows.public_of),
    "archive_print": _own(CASEWORK | ADMIN, None, archive_rows.public_of),
    "disclosure_list": Row(CASEWORK | AUDITOR),
    "refusal_list": Row(LEAD | AUDITOR),
    "consent": _own(CASEWORK, None, _consent),
    "consent_record": _own(CASEWORK, CASEWORK, _case),
    "consent_record_report": _own(CASEWORK, CASEWORK, lambda w: {"subject": w.own_new.submission}),
    "consent_renew": _own(CASEWORK, CASEWORK, _consent),
    "consent_withdraw": _own(CASEWORK, CASEWORK, _consent),
    "consent_receipt": _own(CASEWORK, None, _withdrawn),
    "consent_evidence": _own(CASEWORK, None, _evidence),
    "consent_evidence_add": _own(None, CASEWORK, _consent),
    "consent_form_case": _own(CASEWORK, None, lambda w: {**_case(w), "style": "plain"}),
    "protection_list": Row(LEAD),
    "protection_review": _own(LEAD, LEAD, lambda w: {"pk": w.own_protection.pk}),
    "access_list": Row(AUDITOR),
    "outbox_list": Row(LEAD | ADMIN),
    "outbox_retry": Row(None, LEAD | ADMIN, lambda _w: {"item": uuid4()}, here=NOBODY),
    "machine_list": Row(ADMIN),
    "machine": Row(ADMIN, None, _unknown, here=NOBODY),
    "machine_allow": Row(None, ADMIN, _unknown, here=NOBODY),
    "machine_disallow": Row(None, ADMIN, _unknown, here=NOBODY),
    "notice_list": Row(CASEWORK),
    "notice_bell": Row(CASEWORK),
    "notice_read": _own(None, CASEWORK, lambda _w: {"notice": Notice.objects.filter(agency__code="tmn1")[0].pk}),
}
PORTAL_ROWS = COMMON | {
    "room": Row(MEMBER),
    "asked": Row(STAFF),
    "party_copies": Row(MANAGER),
    "agreed_criteria": Row(STAFF),
    "party_copy": Row(MANAGER, None, portal_rows.copy_of, here=frozenset({"staff", "manager"})),
    "party_copy_pdf": Row(MANAGER, None, portal_rows.copy_of, here=frozenset({"staff", "manager"})),
    "party_comment": Row(None, MANAGER, portal_rows.copy_of, here=frozenset({"staff", "manager"})),
    "party_opinion": Row(None, MANAGER, portal_rows.copy_of, here=frozenset({"staff", "manager"})),
    "asked_one": Row(STAFF, STAFF, request_cast.number_of, here=frozenset({"staff", "manager"})),
    "summons_reply": Row(None, MEMBER, paper_rows.summons_of, here=MEMBER),
    "copy": Row(MEMBER, None, paper_rows.own_copy_of, here=MEMBER),
    "copy_download": Row(MEMBER, None, paper_rows.own_copy_of, here=MEMBER),
    "serve_reply": Row(MEMBER, MEMBER, _own_term, here=MEMBER),
    "pledge_sign": Row(MEMBER, MEMBER, _own_term, here=MEMBER),
    "own_paper": Row(MEMBER, None, lambda w: {**_own_term(w), "kind": "appointment"}, here=MEMBER),
    "portal_home": Row(STAFF),
    "desk_list": Row(STAFF),
    "desk_list_pdf": Row(STAFF),
    "report_export": Row(STAFF, None, lambda _w: {"kind": "csv"}),
    "report_correct": Row(None, STAFF, _receipt, here=frozenset({"staff", "manager"})),
    "report_withdraw": Row(STAFF, STAFF, _receipt, here=frozenset({"staff", "manager"})),
    "guidance_counts": Row(STAFF),
    "guidance_counts_export": Row(STAFF, None, lambda _w: {"kind": "csv"}),
    "report": Row(STAFF, STAFF),
    "report_discard": Row(None, STAFF),
    "report_list": Row(STAFF),
    "report_sent": Row(STAFF, None, _receipt, here=frozenset({"staff", "manager"})),
    "report_evidence": Row(STAFF, STAFF, _consented_receipt, here=frozenset({"staff", "manager"})),
    "receipt_pdf": Row(STAFF, None, _receipt, here=frozenset({"staff", "manager"})),
    "machine_list": Row(MANAGER),
    "machine_new": Row(MANAGER, MANAGER),
    "machine": Row(MANAGER, None, _unknown, here=NOBODY),
    "machine_addresses": Row(None, MANAGER, _unknown, here=NOBODY),
    "machine_renew": Row(None, MANAGER, _unknown, here=NOBODY),
    "machine_end": Row(None, MANAGER, _unknown, here=NOBODY),
    # Opened by a token; whoever is signed in with a browser is nobody there.
    "api_openapi": Row(EVERYBODY, public=True),
    "api_token": Row(None, EVERYBODY, public=True),
    "api_reports": Row(None, EVERYBODY, public=True),
    "api_report": Row(EVERYBODY, None, _receipt, public=True),
    "import_list": Row(STAFF),
    "import_upload": Row(None, STAFF),
    "import_template": Row(STAFF, None, lambda _w: {"kind": "csv"}),
    "import_run": Row(STAFF, None, _list, here=HANDED_IN),
    "import_send": Row(None, STAFF, _list, here=HANDED_IN),
    "import_discard": Row(None, STAFF, _list, here=HANDED_IN),
    "import_row": Row(STAFF, STAFF, _row_of_list, here=HANDED_IN),
    "import_errors": Row(STAFF, None, _list, here=HANDED_IN),
    "import_receipts": Row(STAFF, None, _list, here=HANDED_IN),
    "import_receipts_file": Row(STAFF, None, _list, here=HANDED_IN),
    "channel": Row(EVERYBODY, None, leaflet_rows.code_of, public=True),
    "channel_page": Row(EVERYBODY, None, leaflet_rows.street_of, public=True),
    "callback_ask": Row(None, EVERYBODY, leaflet_rows.street_of, public=True),
    "callback_sent": Row(EVERYBODY, None, leaflet_rows.street_of, public=True),
    "guidance": Row(STAFF, STAFF),
    "guidance_done": Row(STAFF, None, lambda _w: {"pk": 0}, here=NOBODY),
}
TABLE = {"agency": AGENCY_ROWS, "portal": PORTAL_ROWS}
ROLES = sorted(EVERYBODY)


def patterns(resolver: Any) -> Iterator[URLPattern]:
    """Every address below."""
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            yield from patterns(one)
        else:
            yield one


@pytest.mark.parametrize("door", ["agency", "portal"])
def test_every_route_stands_in_the_table_and_every_row_is_a_route(door):
    served = {one.name for one in patterns(get_resolver(f"config.urls_{door}"))}
    assert served == set(TABLE[door])


@pytest.mark.parametrize("door", ["agency", "portal"])
def test_every_view_declares_its_permission(door):
    from organizations.middleware import permission_of

    undeclared = [one.name for one in patterns(get_resolver(f"config.urls_{door}")) if not permission_of(one.callback)]
    assert not undeclared


@dataclass(frozen=True)
class Stage:
    """What every test begins with."""

    cast: Cast
    world: World
    #: (door, method, role) → the cookies of somebody who has just signed in; no two requests of a test share a session.
    cookies: dict[tuple[str, str, str], dict[str, str]]


@pytest.fixture(scope="module")
def stage(django_db_setup: None, django_db_blocker: Any) -> Iterator[Stage]:
    """Written once for the whole walk.

    Each test's own transaction lies as a savepoint in this one, so what it changes is taken back after it.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        cast = build()
        stage = Stage(cast, build_world(cast, acting_of(cast)), _signed_in(cast))
        narrow(EMPTY)  # a sign-in leaves its scope in the transaction; a request brings its own
        yield stage
        transaction.set_rollback(True)


def _signed_in(cast: Cast) -> dict[tuple[str, str, str], dict[str, str]]:
    cookies = {}
    for door, method, role in product(TABLE, ("get", "post"), ROLES):
        client = DoorClient(door)
        client.sign_in(cast.roles[role])
        cookies[door, method, role] = {name: cookie.value for name, cookie in client.cookies.items()}
    return cookies


@pytest.fixture
def cast(db: None, stage: Stage) -> Cast:
    """In place of one that is built for each test; a copy, so that nobody's marks stay on it."""
    return deepcopy(stage.cast)


@pytest.fixture
def world(db: None, stage: Stage) -> World:
    """Likewise."""
    return deepcopy(stage.world)


CELLS = [(door, name) for door in TABLE for name in sorted(TABLE[door])]


@pytest.mark.parametrize(("door", "name"), CELLS, ids=[f"{door}-{name}" for door, name in CELLS])
def test_who_may_do_what(door, name, cast, world, stage, settings):
    settings.MFA_REQUIRED = False
    settings.ACCOUNT_RATE_LIMITS = False
    row = TABLE[door][name]
    address = reverse(name, urlconf=f"config.urls_{door}", kwargs=row.kwargs(world))
    client = DoorClient(door)
    for method, allowed in (("get", row.get), ("post", row.post)):
        client.cookies.clear()
        _check_stranger(row, allowed, getattr(client, method)(address), f"{door} {method} {name} as a stranger")
        for role in ROLES:
            client.cookies.clear()
            client.cookies.load(stage.cookies[door, method, role])
            answer = getattr(client, method)(address)
            _check(door, row, allowed, role, cast.door(role), answer, f"{door} {method} {name} as {role}")


def _check_stranger(row: Row, allowed: frozenset[str] | None, answer: Any, where: str) -> None:
    if row.public:
        assert answer.status_code < 500, where
    else:
        assert (answer.status_code, answer.get("Location", "").startswith("/account/")) == (302, True), where
    _no_secret(answer, set(), where)


def _check(door: str, row: Row, allowed: frozenset[str] | None, role: str, home: str, answer: Any, where: str) -> None:
    where = f"{where}: {answer.status_code}"
    assert answer.status_code < 500, where
    needs_role = row.get != EVERYBODY and row.post != EVERYBODY and not row.public and row.here != NOBODY
    needs_role = needs_role or (row.here == NOBODY and not row.public and name_needs_role(row))
    elsewhere = home != door
    may = row.get if row.get is not None else row.post
    if needs_role and (elsewhere or role not in ((row.get or NOBODY) | (row.post or NOBODY))):
        assert answer.status_code == 403, where
    elif allowed is None:
        assert answer.status_code == 405, where
    elif row.here != NOBODY and role not in row.here and not elsewhere:
        assert answer.status_code == 404, where
    elif row.get == EVERYBODY or row.post == EVERYBODY:
        assert answer.status_code in (200, 302, 400, 401, 403, 405, 429), where
    elif row.here != NOBODY:
        assert answer.status_code in (200, 302, 400, 401, 405, 409, 422), where
    assert may is not None or allowed is None, where
    _no_secret(answer, MAY_READ.get(role, set()) if not elsewhere else set(), where)


def name_needs_role(row: Row) -> bool:
    """Pages without an object to show still ask for the role first, save those of one's own account."""
    named = (row.get or NOBODY) | (row.post or NOBODY)
    return bool(named) and named != EVERYBODY


def _no_secret(answer: Any, may_read: set[str], where: str) -> None:
    body = _text(answer)
    for secret in SECRETS:
        if secret not in may_read:
            assert secret not in body, f"{where} shows {secret}"


def _text(answer: Any) -> str:
    kind = answer.get("Content-Type", "")
    if "spreadsheetml" in kind:
        with ZipFile(BytesIO(answer.content)) as book:
            return "".join(book.read(part).decode() for part in book.namelist())
    if "pdf" not in kind:
        return str(answer.content.decode())
    pages = pypdfium2.PdfDocument(answer.content)
    return "".join(page.get_textpage().get_text_bounded() for page in pages)


def test_a_colleague_of_the_same_role_sees_the_case_and_a_foreigner_does_not(browser, world):
    address = f"/cases/{world.own_case.number}/"
    assert TAMANA_SECRET in browser("caseworker").get(address).content.decode()
    assert browser("other_caseworker").get(address).status_code in (200, 404)
    assert TAMANA_SECRET not in browser("other_caseworker").get(address).content.decode()


def test_outbox_and_notices_name_nobody(world):
    written = str(list(OutboxItem.objects.values())) + str(list(Notice.objects.values()))
    assert not [secret for secret in SECRETS if secret in written]
    assert settings.EMBEDDED
