"""An institution answers again: from its last word on, through a deputy, when a later version waits."""

from datetime import timedelta

from blueprints.procedures import adoption_rules, review_rules, rules
from models.seats import Appointment
from models.stances import StanceValue
from tests import build
from tests.procedures.test_adopting import standing
from tests.requests.conftest import words

DAY = timedelta(days=1)
BUTTON = "Für die Institution antworten"


def let_sign(house, deputy):
    house.query(Appointment).filter_by(person_id=deputy.id).one().may_sign = True


def test_the_answer_begins_with_the_last_word(house, decided, sign_in):
    decided.adopt(0, "adopted-reserved", reason="Nur werktags.", provisional=True)
    house.commit()
    main = sign_in(decided.table.mains[0])
    page = main.get(decided.url("/versions/1/adopt"))
    assert "Bisher: angenommen mit Vorbehalt, vorläufig" in words(page)
    assert main.submit(page, BUTTON).status_code == 303
    said = standing(decided).of_version(1)[0].said
    assert (said.value, said.reason, said.word.waits) == (StanceValue.ADOPTED_RESERVED, "Nur werktags.", True)


def test_a_deputy_is_told_when_another_word_counts(house, decided, sign_in):
    deputy = decided.table.deputies[0]
    let_sign(house, deputy)
    decided.adopt(0)
    house.commit()
    client = sign_in(deputy)
    sent = client.submit(client.get(decided.url("/versions/1/adopt")), BUTTON, value="not-adopted")
    assert "Es zählt weiterhin die Antwort der Hauptvertretung" in words(client.get(sent.location))
    assert standing(decided).of_version(1)[0].said.value is StanceValue.ADOPTED


def test_where_nobody_is_the_main_representative_the_deputy_speaks(house, decided):
    """Else the word of somebody who has left would bind the house until a successor is found."""
    table = decided.table
    decided.adopt(0)
    let_sign(house, table.deputies[0])
    gone = house.query(Appointment).filter_by(person_id=table.mains[0].id).one()
    gone.ends_on = build.TODAY - DAY
    house.flush()
    end = build.TODAY + 30 * DAY
    answer = adoption_rules.Answer(value=StanceValue.TERMINATED, ends_on=end)
    given = {"asked_id": decided.asked(), "answer": answer, **decided.by(table.deputies[0])}
    stance = adoption_rules.adopt(house, *decided.place, 1, **given)
    assert adoption_rules.counts(house, stance)
    one = next(each for each in standing(decided).adopters if each.seat_id == table.seats[0].id)
    assert (one.binds(1, end), one.binds(1, end + DAY)) == (True, False)


def test_a_termination_that_the_management_refuses_leaves_the_adoption(house, decided, sign_in):
    decided.adopt(0)
    end = build.TODAY + 30 * DAY
    ended = decided.adopt(0, "terminated", ends_on=end, provisional=True)
    given = {"agreed": False, "said_on": build.TODAY, **decided.by(decided.table.mains[0])}
    adoption_rules.confirm(house, *decided.place, 1, ended.id, **given)
    house.commit()
    shown = words(sign_in(decided.table.mains[1]).get(decided.url()))
    assert "die Leitung hat der Kündigung nicht zugestimmt: Die Annahme gilt weiter" in shown
    assert "1 von 3 haben angenommen" in shown
    assert standing(decided, end + DAY).number_for([decided.table.seats[0].id]) == 1


def test_the_address_in_force_says_that_a_later_version_waits(house, decided, sign_in):
    decided.adopt(0)
    decided.adopt(1)
    decided.begin()
    decided.step("Neu", 2, after=1, seat_id=decided.table.seats[1].id)
    decided.decide(2, seats=decided.table.seats[:2])
    house.commit()
    told = "Fassung 2 wartet auf die Antwort Ihrer Institution"
    asked, reader = sign_in(decided.table.mains[1]), sign_in(decided.table.mains[2])
    page = asked.get(decided.url())
    assert told in words(page)
    assert f'href="{decided.url("/versions/2/adopt")}"' in page.text
    deputy = sign_in(decided.table.deputies[1]).get(decided.url())
    assert told in words(deputy)
    assert "/versions/2/adopt" not in deputy.text, "she may not sign"
    other = words(reader.get(decided.url()))
    assert told not in other
    assert "Fassung 2: verabschiedet" in other
    decided.adopt(1, number=2)
    house.commit()
    assert told not in words(asked.get(decided.url("/versions/1")))


def test_who_checked_it_and_what_was_remarked_stands_on_the_page(house, decided, sign_in):
    decided.adopt(0)
    review_rules.check_unchanged(house, *decided.place, note="Nummern geprüft.", **decided.chief())
    house.commit()
    shown = words(sign_in(decided.table.mains[0]).get(decided.url()))
    checked = shown[shown.index("Zuletzt geprüft, unverändert") :]
    who = decided.table.coordinator.name
    told = f"Zuletzt geprüft, unverändert {build.TODAY:%d.%m.%Y}, {who} Nummern geprüft."
    assert checked.startswith(told)
    reading = words(sign_in(decided.table.reader).get(decided.url()))
    assert "Zuletzt geprüft, unverändert" in reading
    assert who not in reading, "whoever only reads knows functions"


def test_another_interval_moves_the_next_review(house, decided, sign_in):
    chief = sign_in(decided.table.coordinator)
    house.commit()
    sent = chief.submit(chief.get(decided.url("/edit")), "Speichern", review_months="6")
    assert sent.status_code == 303
    house.expire_all()
    about = decided.about
    assert about.review_on == build.TODAY.replace(year=2027, month=build.TODAY.month - 6)
    about.review_on = build.TODAY
    house.flush()
    facts = {"title": "Anderer Titel", "based_on": about.version, "seat_ids": [], "core_ids": []}
    rules.edit(house, *decided.place, **facts, **decided.chief())
    assert about.review_on == build.TODAY, "who corrects a word moves no review"
