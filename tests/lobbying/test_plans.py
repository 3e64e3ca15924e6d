"""Backward plans: counted in working days, moved with their date, warned where they break a period."""

from datetime import date
from itertools import pairwise

import pytest

from blueprints.lobbying import plan_rules, rules, station_rules
from models.backward_plans import STEPS, BackwardPlan, breaches, planned
from models.bodies import Bylaws
from models.deadlines import Land, is_working_day
from models.errors import NotAllowed, RuleBroken
from models.fuzzy_dates import FuzzyDate
from models.project_phases import StationKind
from tests.lobbying.conftest import address, by, words


def plan(**lengths):
    return BackwardPlan(station_id=1, body_id=1, **lengths)


def test_steps_meet_without_a_gap_and_skip_holidays_of_the_land():
    """1 November is a holiday in North Rhine-Westphalia, 31 October in Lower Saxony."""
    short = plan(drafting_days=1, amendments_days=1, final_text_days=1, sign_off_days=2, dispatch_days=1)
    for land, starts, told in (
        (Land.NW, date(2023, 10, 30), ["Allerheiligen"]),
        (Land.NI, date(2023, 10, 30), ["Reformationstag"]),
        (Land.BE, date(2023, 10, 31), []),
    ):
        steps = planned(short, date(2023, 11, 3), land)
        assert steps[-1].ends_on == date(2023, 11, 2)
        assert steps[3].starts_on == starts
        assert [name for step in steps for _, name in step.holidays] == told
        for step, following in pairwise(steps):
            between = range(step.ends_on.toordinal() + 1, following.starts_on.toordinal())
            assert not any(is_working_day(date.fromordinal(day), land) for day in between)


def test_each_step_has_as_many_working_days_as_planned():
    lengths = dict(zip((f"{step}_days" for step in STEPS), (15, 10, 3, 12, 4), strict=True))
    for step, wanted in zip(
        planned(plan(**lengths), date(2027, 1, 12), Land.NW), lengths.values(), strict=True
    ):
        days = map(date.fromordinal, range(step.starts_on.toordinal(), step.ends_on.toordinal() + 1))
        assert sum(is_working_day(day, Land.NW) for day in days) == wanted


def test_a_plan_warns_where_it_breaks_the_bylaws_or_begins_too_late():
    short = plan(sign_off_days=5)
    steps = planned(short, date(2026, 12, 18), Land.NW)

    def told(today, least=10):
        return [each.message[:20] for each in breaches(short, steps, sign_off_least=least, today=today)]

    assert told(date(2026, 9, 1)) == ["Sign-off has %(plann"]
    assert told(date(2026, 9, 1), least=5) == []
    assert len(told(date(2026, 11, 20))) == 2
    assert len(told(steps[1].starts_on)) == 1, "a step that begins today is in time"


def test_a_plan_is_laid_changed_moved_with_its_date_and_taken_away(
    house, table, follow, enter, coordinator, sign_in
):
    project = follow()
    station = enter(project, StationKind.HEARING, "12.01.2027")
    house.query(Bylaws).filter_by(body_id=table.body.id).one().circular_working_days = 12
    house.commit()
    where, back = address(table, f"/{project.id}"), f"/stations/{station.id}/plan"
    page, late = (coordinator.get(f"{where}{back}") for _ in range(2))
    assert 'value="12"' in page.text, "the table's own period is proposed"
    for bad in (
        {"drafting_days": "0"},
        {"sign_off_days": "121"},
        {"dispatch_days": "x"},
        {"position_id": "987654"},
    ):
        assert coordinator.submit(page, "Speichern", **bad).status_code == 422, bad
    assert coordinator.submit(page, "Speichern", sign_off_days="5", dispatch_days="1").status_code == 303
    assert coordinator.submit(late, "Speichern", sign_off_days="6").status_code == 409
    member = sign_in(table.mains[0])
    shown = words(member.get(where))
    assert "Versand 11.01.2027 11.01.2027" in shown
    assert "Mitzeichnung sind 5 Werktage" in shown
    assert "Weihnachtstag" in shown
    station_rules.correct(house, project.id, station.id, based_on=station.version,
                          held_on=FuzzyDate.parse("19.01.2027"), **by(house, table))  # fmt: skip
    house.commit()
    assert "Versand 18.01.2027 18.01.2027" in words(member.get(where))
    assert coordinator.post(f"{where}{back}/drop").status_code == 303
    assert coordinator.post(f"{where}{back}/drop").status_code == 404
    assert "Rückwärtsplan" not in words(member.get(where))


def test_only_a_known_day_of_the_own_project_can_be_planned_back_from(house, table, follow, enter):
    project, other = follow(), follow("Anderes")
    vague, known = (
        enter(project, StationKind.HEARING, "Herbst 2027"),
        enter(other, StationKind.HEARING, "12.01.2027"),
    )
    with pytest.raises(RuleBroken):
        plan_rules.plan(house, project.id, vague.id, based_on=0, **by(house, table))
    with pytest.raises(NotAllowed):
        plan_rules.plan(house, project.id, known.id, based_on=0, **by(house, table))
    plan_rules.plan(house, other.id, known.id, based_on=0, **by(house, table))
    with pytest.raises(NotAllowed):
        plan_rules.drop(house, project.id, known.id, **by(house, table))
    rules.remove(house, other.id, **by(house, table))
    assert house.query(BackwardPlan).count() == 0
