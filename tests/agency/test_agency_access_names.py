"""The access log names what was seen by the numbers that people know, and nobody by name."""

from tests.world import TAMANA_SECRET


def test_the_auditor_reads_case_and_receipt_numbers(browser, world):
    worker = browser("caseworker")
    worker.get(f"/cases/{world.own_case.number}/")
    worker.get(f"/triage/{world.own_new.receipt_number}/")
    worker.get(f"/visits/{world.own_visit.pk}/")
    page = browser("auditor").get("/access/").content.decode()
    assert world.own_case.number in page
    assert world.own_new.receipt_number in page
    assert TAMANA_SECRET not in page


def test_the_number_of_questions_does_not_grow_with_the_log(browser, world, django_assert_max_num_queries):
    worker = browser("caseworker")
    for _turn in range(8):
        worker.get(f"/cases/{world.own_case.number}/")
        worker.get("/today/")
    auditor = browser("auditor")
    auditor.get("/access/")
    with django_assert_max_num_queries(24):
        assert auditor.get("/access/").status_code == 200
