"""What leaves the municipality: no small number, in no table, whatever the year was like."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from figures.counting import GuidanceCounts, Line, Meetings, ReportCounts, Staged, YearCounts
from figures.publishing import FEW, Shown, glance, inside, outside
from figures.years import Year

NOTHING = YearCounts(Year(2025), ReportCounts(), GuidanceCounts(), {}, [], {}, {}, Meetings())


def a_year(lines: list[Staged]) -> YearCounts:
    """Of so many companies; the months repeat them."""
    total = Staged(*(sum(one.parts[n] for one in lines) for n in range(3)))
    by_month = dict(zip(Year(2025).months, lines, strict=False))
    reports = ReportCounts(
        total=total,
        danger=total.reports // 3,
        by_sender=[Line(str(n), f"会社{n}", "", one) for n, one in enumerate(lines)],
        by_office=[Line(str(n), f"会社{n}", "本店", one) for n, one in enumerate(lines)],
        by_month=by_month,
        by_outcome={"met_visit": total.reached, "no_contact_open": total.taken, "waiting": total.other},
    )
    return replace(NOTHING, reports=reports)


def table(tables: list[Shown], key: str) -> Shown:
    """By its key."""
    return next(one for one in tables if one.key == key)


def test_five_reports_of_which_three_were_reached() -> None:
    """As in 我孫子: outside, the five are shown and nothing that says who."""
    year = a_year([Staged(reached=2), Staged(reached=1, other=1), Staged(other=1)])
    leaving = outside(year)

    assert [one.now for one in glance(year, NOTHING, leaving=True)][:4] == ["5", FEW, "0", FEW]
    assert [one.now for one in glance(year, NOTHING, leaving=False)][:4] == ["5", "3", "0", "2"]
    senders = table(leaving, "senders")
    assert len(senders.columns) == 1 and [row.cells[0].text for row in senders.rows] == [FEW, FEW, FEW]
    assert table(leaving, "reached").withheld and table(leaving, "other").withheld
    assert [row.cells[0].number for row in table(inside(year), "senders").rows] == [2, 2, 1]


def test_of_three_reports_no_breakdown_leaves() -> None:
    leaving = outside(a_year([Staged(reached=1), Staged(other=2)]))
    assert all(table(leaving, key).withheld for key in ("months", "senders", "danger", "reached"))


def test_offices_never_leave() -> None:
    year = a_year([Staged(reached=50), Staged(other=70)])
    assert "offices" not in {one.key for one in outside(year)} and "offices" in {one.key for one in inside(year)}


def test_large_numbers_leave_as_they_are() -> None:
    senders = table(outside(a_year([Staged(50, 20, 30), Staged(10, 10, 10)])), "senders")
    assert [[cell.number for cell in row.cells] for row in senders.rows] == [[100, 50, 20, 30], [30, 10, 10, 10]]


def test_how_long_it_took_is_not_told_of_a_few() -> None:
    few = a_year([Staged(reached=40)])
    few = replace(
        few, reports=replace(few.reports, days=replace(few.reports.days, contacts=4, median=1.0, ninetieth=9.0))
    )
    assert [one.now for one in glance(few, few, leaving=True)][4:6] == ["–", "–"]
    assert [one.now for one in glance(few, few, leaving=False)][4:6] == ["1", "9"]


STAGED = st.builds(Staged, *(st.one_of(st.integers(0, 4), st.integers(0, 40)) for _n in range(3)))


@settings(max_examples=200, deadline=None)
@given(st.lists(STAGED, min_size=1, max_size=12))
def test_no_small_number_leaves_and_sums_stay_true(lines: list[Staged]) -> None:
    year = a_year(lines)
    for one in outside(year):
        cells = [cell for row in one.rows for cell in row.cells] + list(one.totals)
        assert not [cell for cell in cells if cell.number in range(1, 5)], one
        assert not (one.withheld and one.rows)
        for n, total in enumerate(one.totals):
            column = [row.cells[n].number for row in one.rows]
            assert column.count(None) != 1, one
            if None not in column:
                assert sum(number or 0 for number in column) == total.number
