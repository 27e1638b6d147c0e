"""The engine of the flags and its command: one open flag of a kind, one town alone, few statements."""

import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext

from cases.flags import rules
from cases.models import Case, CaseNote, CaseStatus, Flag
from cases.sweeping import sweep_as_worker
from organizations.scope import log_in_as
from tests.core.intakes import put_case, put_supply
from tests.core.sweeping import DAY, TODAY, nothing_but, swept


def test_a_case_has_one_open_flag_of_a_kind(near):
    swept()
    flag = Flag.objects.get()
    flag.pk = None
    with pytest.raises(IntegrityError, match="flag_open_once"), transaction.atomic():
        flag.save(force_insert=True)
    Flag.objects.update(resolved_on=TODAY)
    flag.save(force_insert=True)
    assert Flag.objects.count() == 2


def test_one_municipality_alone(cast, near):
    far = put_case(cast.kitakyushu_agency, opened_on=TODAY)
    put_supply(far, cast.denki, reported_on=TODAY, scheduled_stop_on=TODAY + DAY)
    assert swept(municipality=cast.kitakyushu) == nothing_but(raised={"stop_near": 1})
    assert Flag.objects.get().case == far
    assert swept() == nothing_but(raised={"stop_near": 1}, kept={"stop_near": 1})
    Case.objects.update(status=CaseStatus.CLOSED, closed_on=TODAY)
    assert swept(municipality=cast.kitakyushu) == nothing_but(resolved={"stop_near": 1})
    assert Flag.objects.get(resolved_on=None).case == near.case


def command(*words):
    output = io.StringIO()
    call_command("sweep", "--today", TODAY.isoformat(), *words, stdout=output)
    return output.getvalue()


def test_the_command_answers_in_json(cast, near, quiet):
    answer = json.loads(command("--json"))
    assert isinstance(answer.pop("seconds"), float)
    none = dict.fromkeys((one.kind for one in rules()), 0)
    one_each = none | {"long_arrears": 1, "stop_near": 1}
    assert answer == {"today": "2026-11-24", "raised": one_each, "resolved": none, "kept": none}
    again = json.loads(command("--json"))
    assert (again["raised"], again["resolved"], again["kept"]) == (none, none, one_each)


def test_the_command_takes_one_municipality(cast, near):
    assert json.loads(command("--json", "--municipality", "401005"))["raised"]["stop_near"] == 0
    assert json.loads(command("--json", "--municipality", "432067"))["raised"]["stop_near"] == 1
    for wrong in (("--municipality", "999999"), ("--today", "tomorrow")):
        with pytest.raises(CommandError):
            call_command("sweep", *wrong)


def test_statements_do_not_grow_with_the_cases(cast, near):
    def statements():
        with CaptureQueriesContext(connection) as queries:
            sweep_as_worker(TODAY)
        return len(queries)

    one = statements()
    for _case in range(199):
        case = put_case(cast.tamana_agency, opened_on=TODAY)
        put_supply(case, cast.denki, reported_on=TODAY, scheduled_stop_on=TODAY + DAY)
    assert statements() == one
    assert Flag.objects.filter(resolved_on=None).count() == 200


@pytest.mark.django_db
def test_the_sweep_runs_with_the_workers_rights_which_open_no_note():
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic(), log_in_as("worker"):
        CaseNote.objects.exists()
