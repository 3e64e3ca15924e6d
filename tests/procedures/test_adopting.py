"""Which institution is bound by which version: case 18 of domain.md 13 and the hard rules around it."""

from datetime import timedelta

import pytest

from blueprints.procedures import adoption_rules
from blueprints.procedures.adoption_queries import adoptions
from models.errors import NotAllowed, RuleBroken
from models.history import Entry
from models.letters import Letter
from models.outbox import LetterBytes
from models.procedure_paths import Node, checked
from models.procedure_words import VersionState
from models.procedures import ProcedureParty
from models.seats import Appointment, SeatKind
from models.shelf import ShelfDocument
from models.stances import SaidBy, Stance
from tests import build
from tests.procedures.conftest import Agreeing
from tests.requests.conftest import words

DAY = timedelta(days=1)


def standing(agreeing, on=build.TODAY):
    agreeing.house.flush()
    about = agreeing.about
    agreeing.house.refresh(about, ["versions"])
    return adoptions(agreeing.house, about, about.versions, on)


@pytest.fixture
def seven(house, stop_clock):
    """Seven institutions, all of them bound by version 1; the second version is decided."""
    stop_clock(build.NOW)
    made = Agreeing(house, build.table(house, 7, name="Runder Tisch der Sieben"))
    made.create(core_ids=[made.table.seats[0].id])
    made.begin()
    made.step("Melden", ends=True)
    made.decide()
    for seat in range(7):
        made.adopt(seat)
    made.begin()
    step = made.step("Zuerst anrufen", 2, after=0)
    assert step.place == 1
    return made


def test_five_of_seven_adopt_and_the_page_says_for_each_pair_which_version_applies(house, seven, sign_in):
    seven.decide(2)
    for seat in range(5):
        seven.adopt(seat, number=2)
    found = standing(seven)
    assert [(group.numbers, len(group.adopters)) for group in found.groups] == [((1, 2), 5), ((1,), 2)]
    names = [each.name for group in found.groups for each in group.adopters]
    shown = words(sign_in(seven.table.mains[6]).get(seven.url()))
    assert "Für Ihre Institution gilt" not in shown
    assert "Diese Fassung gilt für Ihre Institution" in shown
    between = shown[shown.index("Welche Fassung zwischen wem gilt") :]
    assert "A Fassung 2 Fassung 1 B Fassung 1 Fassung 1" in between
    assert [name for name in names if name not in between] == []
    newer = words(sign_in(seven.table.mains[0]).get(seven.url()))
    assert "Zuerst anrufen" in newer
    assert "Zuerst anrufen" not in shown
    own = words(sign_in(seven.table.mains[6]).get(seven.url("/versions/2")))
    assert "Für Ihre Institution gilt Fassung 1" in own


def test_it_is_in_force_once_the_core_parties_have_adopted_it(decided, sign_in):
    about, version = decided.about, decided.version()
    decided.adopt(1)
    assert version.state_on(about, build.TODAY) is VersionState.DECIDED
    assert "sobald angenommen von" in words(sign_in(decided.table.mains[1]).get(decided.url()))
    provisional = decided.adopt(0, provisional=True)
    assert version.state_on(about, build.TODAY) is VersionState.DECIDED
    given = {"agreed": True, "said_on": build.TODAY, **decided.by(decided.table.mains[0])}
    adoption_rules.confirm(decided.house, *decided.place, 1, provisional.id, **given)
    assert version.state_on(about, build.TODAY) is VersionState.IN_FORCE
    assert standing(decided).binding == [1]


def test_it_is_in_force_since_the_last_core_party_signed_whenever_that_was_recorded(house, decided):
    """A signing event on Thursday that is recorded on Monday: in force since Thursday."""
    build.added(house, ProcedureParty(procedure_id=decided.id, seat_id=decided.table.seats[1].id))
    for seat in (0, 1):
        decided.sign(seat)
    monday = {"by": build.actor(house, decided.table.coordinator), "now": build.NOW + 9 * DAY}
    for seat, days in ((0, 5), (1, 2)):
        answer = adoption_rules.Answer(value=Stance.value.type.enum_class.ADOPTED)
        said = {"said_by": SaidBy.WRITING, "said_on": build.TODAY + days * DAY, "answer": answer}
        who = {"asked_id": decided.asked(seat), "person_id": decided.table.mains[seat].id}
        adoption_rules.record_adoption(house, *decided.place, 1, **who, **said, **monday)
    assert decided.version().in_force_on == build.TODAY + 5 * DAY


def test_a_provisional_word_counts_from_the_day_of_the_management(house, decided):
    said = decided.adopt(0, provisional=True)
    later = {"by": build.actor(house, decided.table.mains[0]), "now": build.NOW + 9 * DAY}
    given = {"agreed": True, "said_on": build.TODAY + 4 * DAY, **later}
    adoption_rules.confirm(house, *decided.place, 1, said.id, **given)
    assert decided.version().in_force_on == build.TODAY + 4 * DAY


def test_only_who_may_sign_adopts_and_nobody_for_another_house(house, decided, sign_in):
    table = decided.table
    for person in (table.coordinator, table.deputies[0], table.mains[1]):
        with pytest.raises(NotAllowed):
            decided.adopt(0, person=person)
    decided.sign(0, may=False)
    answer = adoption_rules.Answer(value=Stance.value.type.enum_class.ADOPTED)
    with pytest.raises(NotAllowed):
        adoption_rules.adopt(
            house, *decided.place, 1, asked_id=decided.asked(), answer=answer, **decided.by(table.mains[0])
        )
    assert sign_in(table.mains[0]).get(decided.url("/versions/1/adopt")).status_code == 404
    assert house.query(Stance).count() == 0


def test_an_institution_answers_in_the_browser_and_the_main_representative_counts(house, decided, sign_in):
    decided.sign(0)
    deputy = decided.table.deputies[0]
    house.query(Appointment).filter_by(person_id=deputy.id).one().may_sign = True
    main = sign_in(decided.table.mains[0])
    page = main.get(decided.url("/versions/1/adopt"))
    empty = main.submit(page, "Für die Institution antworten", value="adopted-reserved", reason="")
    assert empty.status_code == 422
    sent = main.submit(
        page, "Für die Institution antworten", value="adopted-reserved", reason="Nur werktags."
    )
    assert sent.status_code == 303
    decided.adopt(0, "not-adopted", person=deputy)
    shown = words(sign_in(decided.table.mains[1]).get(decided.url()))
    assert "angenommen mit Vorbehalt" in shown
    assert "Nur werktags." in shown
    assert decided.table.mains[0].name not in shown
    assert house.query(Stance).count() == 2


def test_a_termination_binds_until_its_day(decided):
    decided.adopt(0)
    decided.adopt(1)
    end = build.TODAY + 30 * DAY
    with pytest.raises(RuleBroken):
        decided.adopt(1, "terminated")
    with pytest.raises(RuleBroken):
        decided.adopt(1, "terminated", ends_on=build.TODAY - DAY)
    decided.adopt(1, "terminated", ends_on=end)
    for on, bound in ((end, True), (end + DAY, False)):
        seat = decided.table.seats[1].id
        one = next(each for each in standing(decided, on).adopters if each.seat_id == seat)
        assert one.binds(1, on) is bound


def test_a_termination_is_offered_where_there_is_an_adoption_and_nowhere_else(decided, sign_in):
    decided.sign(1)
    with pytest.raises(RuleBroken) as refused:
        decided.adopt(1, "terminated", ends_on=build.TODAY + 30 * DAY)
    assert refused.value.field == "value"
    decided.house.commit()
    main, where = sign_in(decided.table.mains[1]), decided.url("/versions/1/adopt")
    assert "gekündigt" not in words(main.get(where))
    assert "Gekündigt zum" not in words(main.get(where))
    decided.adopt(1, provisional=True)
    decided.house.commit()
    assert "gekündigt" not in words(main.get(where)), "what is provisional binds nobody yet"
    decided.adopt(1)
    decided.house.commit()
    page = main.get(where)
    assert "gekündigt" in words(page)
    day = (build.TODAY + 30 * DAY).isoformat()
    sent = main.submit(page, "Für die Institution antworten", value="terminated", ends_on=day)
    assert sent.status_code == 303


def test_full_members_are_asked_at_first_and_advisory_ones_never(house, table, sign_in):
    """Advisory members comment, but adopt nothing (domain.md 3): neither are they core parties."""
    advisory = build.seat(
        house, table.body, build.organisation(house, "Nur beratend"), kind=SeatKind.ADVISORY
    )
    agreeing = Agreeing(house, table)
    with pytest.raises(RuleBroken) as refused:
        agreeing.create(core_ids=[advisory.id])
    assert refused.value.field == "core_ids"
    agreeing.create()
    agreeing.begin()
    agreeing.step(ends=True)
    house.commit()
    page = sign_in(table.coordinator).get(agreeing.url("/versions/1/decide"))
    assert page.text.count(" checked") == len(table.seats)
    assert "Nur beratend" not in page.text
    with pytest.raises(RuleBroken):
        agreeing.decide(seats=[advisory])


def test_only_institutions_whose_steps_changed_are_asked_again(house, decided):
    """The others stay bound: nothing changed for them, and the page says so."""
    table = decided.table
    for seat in range(3):
        decided.adopt(seat)
    decided.begin()
    decided.step("Noch einmal anrufen", 2, after=1, seat_id=table.seats[1].id)
    with pytest.raises(RuleBroken):
        decided.decide(2, seats=table.seats[2:])
    decided.decide(2, seats=table.seats[:2])
    decided.adopt(0, number=2)
    found = standing(decided)
    assert {each.seat_id for each in found.carried(2)} == {table.seats[2].id}
    assert found.number_for([table.seats[2].id]) == 2
    assert found.number_for([table.seats[1].id]) == 1


def test_a_changed_contact_alone_needs_no_version_and_asks_nobody(house, decided, sign_in):
    from models.contact_points import ContactPoint
    from models.procedure_steps import ProcedureStep

    organisation_id = decided.table.seats[1].organisation_id
    facts = {"organisation_id": organisation_id, "name": "Wache", "phone": "0231 555 0100"}
    point = build.added(house, ContactPoint(**facts))
    first = house.query(ProcedureStep).filter_by(place=1).one()
    decided.adopt(0)
    sha256 = decided.version().sha256
    chief = sign_in(decided.table.coordinator)
    page = chief.get(decided.url(f"/versions/1/steps/{first.id}/contact"))
    assert chief.submit(page, "Speichern", contact_id=str(point.id)).status_code == 303
    assert "0231 555 0100" in chief.get(decided.url()).text
    decided.begin()
    with pytest.raises(RuleBroken):
        decided.decide(2)
    assert decided.version().sha256 == sha256


def test_what_was_decided_stays_as_it_is(house, decided, sign_in):
    with pytest.raises(RuleBroken):
        decided.step("Nachträglich")
    chief = sign_in(decided.table.coordinator)
    for rest in ("/steps/new", "/wording"):
        page = chief.get(decided.url(f"/versions/1{rest}"))
        assert (
            chief.post(decided.url(f"/versions/1{rest}"), data={"action": "x", "markdown": "x"}).status_code
            == 422
        )
        assert page.status_code == 200


def test_a_signing_event_is_recorded_with_one_save_and_the_institutions_are_told(house, decided, sign_in):
    for seat in range(3):
        decided.sign(seat)
    chief = sign_in(decided.table.coordinator)
    page = chief.get(decided.url("/versions/1/adoptions/event"))
    rows = {f"signed-{at}-value": "adopted" for at in range(3)}
    sent = chief.submit(page, "Festhalten", **rows)
    assert sent.status_code == 303
    assert len(standing(decided).groups[0].adopters) == 3
    told = house.query(Letter).filter_by(template="procedures/recorded").all()
    assert told
    raws = [house.get(LetterBytes, each.id).raw for each in told]
    assert not [each for each in raws if b"Nacht" in each]
    assert house.query(Stance).filter(Stance.said_by == SaidBy.WRITING).count() == 3


def test_a_house_with_its_own_rule_adds_the_file(house, decided, sign_in):
    from io import BytesIO

    decided.sign(1)
    member = sign_in(decided.table.mains[1])
    page = member.get(decided.url("/versions/1/adopt"))
    file = (BytesIO(b"Eigene Regeln\n"), "regel.txt")
    assert (
        member.submit(page, "Für die Institution antworten", value="own-rule", upload=file).status_code == 303
    )
    document = house.query(ShelfDocument).one()
    shown = sign_in(decided.table.mains[0]).get(decided.url()).text
    assert f"/documents/{document.id}" in shown
    assert "hat eine eigene Regelung" in shown


def test_silence_adopts_nothing(decided, sign_in):
    shown = words(sign_in(decided.table.mains[0]).get(decided.url()))
    assert "hat sich nicht geäußert" in shown or "hat nichts gesagt" in shown
    assert standing(decided).binding == []
    assert decided.house.query(Entry).filter_by(gesture="put-in-force").count() == 0


WAYS = {
    "a straight line": ([{}, {"ends": True}], {}),
    "no end": ([{}, {}], {"dead_ends": (2,)}),
    "a step that nobody reaches": ([{"ends": True}, {"ends": True}], {"unreachable": (2,)}),
    "a loop with a way out": ([{}, {"branches": (1, 3)}, {"ends": True}], {"loops": ((1, 2, 1),)}),
    "a loop without a way out": ([{}, {"branches": (1,)}], {"endless": (1, 2), "loops": ((1, 2, 1),)}),
}


@pytest.mark.parametrize("name", WAYS)
def test_the_ways_are_checked(name):
    given, expected = WAYS[name]
    found = checked([Node(place=at, **facts) for at, facts in enumerate(given, 1)])
    told = {each: getattr(found, each) for each in ("dead_ends", "unreachable", "endless", "loops")}
    assert {each: value for each, value in told.items() if value} == expected
    assert found.is_sound is not bool(set(expected) - {"loops"})
