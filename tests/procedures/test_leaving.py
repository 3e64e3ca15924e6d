"""Whoever is bound by a version in force leaves it by a termination with its last day, and not otherwise."""

from datetime import timedelta

import pytest

from blueprints.procedures import adoption_rules
from models.errors import RuleBroken
from models.seats import Appointment
from models.stances import SaidBy, Stance, StanceValue
from tests import build
from tests.procedures.test_adopting import standing
from tests.requests.conftest import words

DAY = timedelta(days=1)
END = build.TODAY + 30 * DAY
BUTTON = "Für die Institution antworten"
TOLD = "Wer an eine geltende Fassung gebunden ist, verlässt sie durch Kündigung"
OTHERS = ("not-adopted", "not-concerned", "own-rule", "in-consultation")


def bound(agreeing, seat, on=build.TODAY):
    mine = agreeing.table.seats[seat].id
    return next(each for each in standing(agreeing, on).adopters if each.seat_id == mine).binds(1, on)


def test_it_is_said_beside_the_field_keeps_what_was_typed_and_changes_nothing(house, decided, sign_in):
    decided.adopt(0)
    decided.adopt(1)
    house.commit()
    main, where = sign_in(decided.table.mains[1]), decided.url("/versions/1/adopt")
    for value in OTHERS:
        sent = main.submit(main.get(where), BUTTON, value=value, reason="Wir haben zu wenig Leute.")
        assert sent.status_code == 422, value
        assert TOLD in words(sent), value
        assert "Wir haben zu wenig Leute." in sent.text, value
        assert f'value="{value}" checked' in sent.text or f'checked value="{value}"' in sent.text, value
    house.expire_all()
    assert house.query(Stance).count() == 2
    assert bound(decided, 1)
    given = {"value": "terminated", "ends_on": END.isoformat(), "reason": "Wir haben zu wenig Leute."}
    assert main.submit(main.get(where), BUTTON, **given).status_code == 303
    house.expire_all()
    assert (bound(decided, 1, END), bound(decided, 1, END + DAY)) == (True, False)


def test_a_termination_is_not_taken_back_by_leaving_at_once(decided):
    decided.adopt(0)
    decided.adopt(1)
    decided.adopt(1, "terminated", ends_on=END)
    with pytest.raises(RuleBroken) as refused:
        decided.adopt(1, "not-adopted")
    assert refused.value.field == "value"
    decided.adopt(1)
    assert bound(decided, 1, END + DAY)
    decided.adopt(1, "terminated", ends_on=build.TODAY)
    late = decided.adopt(1, "not-adopted", now=build.NOW + 2 * DAY)
    assert late.value is StanceValue.NOT_ADOPTED, "what has ended binds nobody"


def test_what_has_ended_is_not_brought_back_by_a_later_last_day(decided):
    decided.adopt(0)
    decided.adopt(1)
    decided.adopt(1, "terminated", ends_on=build.TODAY)
    decided.adopt(1, "terminated", ends_on=build.TODAY + DAY)
    assert bound(decided, 1, build.TODAY + DAY), "while it runs the last day may be another"
    with pytest.raises(RuleBroken) as refused:
        decided.adopt(1, "terminated", ends_on=END, now=build.NOW + 2 * DAY)
    assert refused.value.field == "value"
    assert not bound(decided, 1, build.TODAY + 2 * DAY)


def test_before_it_is_in_force_a_word_is_changed_freely(decided):
    """Seat 0 is the core party, and silent; then what was taken back is nothing that could be terminated."""
    for value in ("adopted", *OTHERS, "adopted", "not-adopted"):
        decided.adopt(1, value)
    assert standing(decided).binding == []
    with pytest.raises(RuleBroken) as refused:
        decided.adopt(1, "terminated", ends_on=END)
    assert refused.value.field == "value"
    decided.adopt(0)
    assert not bound(decided, 1)


def test_who_has_adopted_provisionally_is_bound_by_nothing_and_leaves_freely(decided):
    decided.adopt(0)
    decided.adopt(1, provisional=True)
    assert decided.adopt(1, "not-adopted").id
    assert not bound(decided, 1)


def test_nobody_leaves_by_a_provisional_word_but_may_terminate_subject_to_approval(decided):
    decided.adopt(0)
    decided.adopt(1)
    for value in ("adopted", "adopted-reserved"):
        with pytest.raises(RuleBroken) as refused:
            decided.adopt(1, value, reason="Nur werktags.", provisional=True)
        assert refused.value.field == "provisional"
    assert bound(decided, 1)
    decided.adopt(1, "adopted-reserved", reason="Nur werktags.")
    decided.adopt(1, "terminated", ends_on=END, provisional=True)
    assert bound(decided, 1, END + DAY), "not before the management has approved"
    with pytest.raises(RuleBroken):
        decided.adopt(1, "not-adopted")


def test_a_main_representative_is_bound_by_her_deputy_and_not_the_other_way_round(house, decided):
    decided.adopt(0)
    deputy = decided.table.deputies[1]
    house.query(Appointment).filter_by(person_id=deputy.id).one().may_sign = True
    decided.adopt(1, person=deputy)
    with pytest.raises(RuleBroken) as refused:
        decided.adopt(1, "not-adopted")
    assert refused.value.field == "value"
    decided.adopt(1)
    beside = decided.adopt(1, "not-adopted", person=deputy)
    assert not adoption_rules.counts(house, beside)
    assert bound(decided, 1), "what does not count ends nothing"


def test_the_coordination_records_no_other_way_out(house, decided, sign_in):
    decided.adopt(0)
    decided.adopt(1)
    house.commit()
    chief, who = sign_in(decided.table.coordinator), str(decided.table.mains[1].id)
    where = decided.url(f"/versions/1/adoptions/{decided.asked(1)}/record")
    given = {"person_id": who, "said_by": SaidBy.WRITING.value, "said_on": build.TODAY.isoformat()}
    sent = chief.submit(chief.get(where), "Nachtragen", value="not-adopted", reason="Kein Personal.", **given)
    assert sent.status_code == 422
    assert TOLD in words(sent)
    assert "Kein Personal." in sent.text
    event = decided.url("/versions/1/adoptions/event")
    sent = chief.submit(chief.get(event), "Festhalten", **{"signed-1-value": "not-adopted"})
    assert sent.status_code == 422
    assert TOLD in words(sent)
    assert house.query(Stance).count() == 2


def test_whoever_a_later_version_did_not_ask_leaves_it_by_a_termination_too(house, decided):
    """Seat 2 carries on: version 2 changed nothing for it, and its word to version 1 binds it to both."""
    for seat in range(3):
        decided.adopt(seat)
    decided.begin()
    decided.step("Noch einmal anrufen", 2, after=1, seat_id=decided.table.seats[1].id)
    decided.decide(2, seats=decided.table.seats[:2])
    decided.adopt(0, number=2)
    decided.version(1).in_force_on = None
    house.flush()
    assert standing(decided).number_for([decided.table.seats[2].id]) == 2
    with pytest.raises(RuleBroken):
        decided.adopt(2, "not-adopted")
