"""Around a sign-off: a wrong day of withdrawal, who is missing, who finds what, the register of lobbying."""

from datetime import timedelta

import pytest

from blueprints.positions import (
    lobby_reminder_rules,
    party_rules,
    publishing_rules,
    signature_rules,
    signing_rules,
    version_rules,
    withdrawal_rules,
)
from blueprints.positions.lobby_rules import note
from models.errors import NotAllowed, RuleBroken
from models.history import Entry
from models.letters import Letter
from models.lobby_checks import LobbyResult
from models.organisations import Organisation
from models.people import Person
from models.reminder_stops import stop_reminders
from models.signatures import SignatureValue, SignatureWithdrawal
from tests import build
from tests.positions.conftest import address, as_, words
from tests.positions.signing.conftest import named, table_name

NEXT_YEAR = build.TODAY + timedelta(days=400)


@pytest.fixture
def ending(house, table, asked, say):
    """A signature that is taken back from a day far ahead, by mistake."""
    position = asked()
    made = say(position, 0)
    signature_rules.withdraw(house, position.id, made.id, from_on=NEXT_YEAR, **as_(house, table.mains[0]))
    return position, made


def test_a_wrong_day_is_corrected_until_it_has_come(house, table, ending, sign_in):
    position, made = ending
    member = sign_in(table.mains[0])
    place = address(position, f"/versions/1/signatures/{made.id}/take-back/correct")
    page = member.get(place)
    tomorrow = build.TODAY + timedelta(days=1)
    assert member.submit(page, "Speichern", from_on=build.TODAY - timedelta(days=1)).status_code == 422
    assert member.submit(page, "Speichern", from_on=tomorrow).status_code == 303
    house.expire_all()
    assert house.query(SignatureWithdrawal).one().from_on == tomorrow
    facts = house.query(Entry).filter_by(gesture="correct-withdrawal").one().facts
    assert facts == {"before": NEXT_YEAR.isoformat(), "from_on": tomorrow.isoformat()} | facts
    assert sign_in(table.mains[1]).get(place).status_code == 404
    later = {"by": build.actor(house, table.mains[0]), "now": build.NOW + timedelta(days=2)}
    with pytest.raises(RuleBroken, match="holds already"):
        withdrawal_rules.correct(house, position.id, made.id, from_on=NEXT_YEAR, **later)


def test_a_signature_stands_after_all_until_the_day_has_come(house, table, ending, sign_in):
    position, made = ending
    with pytest.raises(NotAllowed):
        withdrawal_rules.keep(house, position.id, made.id, **as_(house, table.mains[1]))
    member = sign_in(table.mains[0])
    place = address(position, f"/versions/1/signatures/{made.id}")
    assert "Zeichnung bestehen lassen" in words(member.get(f"{place}/take-back/correct"))
    assert member.post(f"{place}/keep").status_code == 303
    house.expire_all()
    assert house.query(SignatureWithdrawal).count() == 0
    assert named(house, table, position, NEXT_YEAR) == [0]
    with pytest.raises(RuleBroken):
        withdrawal_rules.keep(house, position.id, made.id, **as_(house, table.mains[0]))


def test_correcting_to_today_takes_the_name_off_at_once(house, table, ending, coordinator):
    position, made = ending
    chief = as_(house, table.coordinator)
    signing_rules.close(house, position.id, **chief)
    issue = publishing_rules.compile_issue(house, position.id, **chief)
    publishing_rules.publish(house, position.id, issue.id, **chief)
    withdrawal_rules.correct(house, position.id, made.id, from_on=build.TODAY, **as_(house, table.mains[0]))
    assert publishing_rules.public_issue(house, position.id) is None


def test_closing_early_names_who_is_missing(house, table, asked, say, coordinator):
    position = asked()
    say(position, 0)
    say(position, 1, SignatureValue.CONSULTING)
    page = coordinator.get(address(position, "/versions/1/signatures/close"))
    names = [house.get_one(Organisation, each.organisation_id).name for each in table.seats]
    shown = words(page)
    assert "Die Mitzeichnung läuft bis zum" in shown
    assert f"2 Institutionen haben noch nicht entschieden: {names[1]} {names[2]}" in shown
    assert names[0] not in shown
    assert coordinator.submit(page, "Abschließen und Text freigeben").status_code == 303


def test_whoever_leads_reminds_the_silent_and_sees_before_who_is_written_to(
    house, table, asked, say, sign_in
):
    position = asked()
    say(position, 0)
    say(position, 1, SignatureValue.CONSULTING)
    house.commit()
    lead, member = sign_in(table.mains[0]), sign_in(table.mains[1])
    place = address(position, "/versions/1/signatures")
    assert "Schweigende erinnern" in words(lead.get(place))
    assert "Schweigende erinnern" not in words(member.get(place))
    assert member.get(f"{place}/remind").status_code == 404
    page = lead.get(f"{place}/remind")
    shown = words(page)
    assert table.mains[2].email in shown
    for other in (table.mains[0], table.mains[1], table.deputies[2]):
        assert str(other.email) not in shown
    assert "Erinnerung: Bitte um Mitzeichnung bis 15.09.2026" in shown
    assert house.query(Letter).filter_by(template="positions/sign_off_reminder").count() == 0
    assert lead.submit(page, "Mit 1 Nachricht erinnern").status_code == 303
    letter = house.query(Letter).filter_by(template="positions/sign_off_reminder").one()
    assert (letter.recipient, letter.body_id) == (table.mains[2].email, table.body.id)
    assert house.query(Entry).filter_by(subject="sign_off", gesture="remind").one().facts["letters"] == 1
    again = lead.submit(lead.get(f"{place}/remind"), "Mit 1 Nachricht erinnern")
    assert again.status_code == 422
    assert "heute bereits erinnert" in words(again)


def test_a_reminder_goes_to_no_others_than_were_shown_and_not_after_the_last_day(
    house, table, asked, say, sign_in, stop_clock
):
    position = asked()
    house.commit()
    lead = sign_in(table.mains[0])
    place = address(position, "/versions/1/signatures")
    page = lead.get(f"{place}/remind")
    say(position, 1, SignatureValue.NEUTRAL)
    house.commit()
    refused = lead.submit(page, "Mit 3 Nachrichten erinnern")
    assert refused.status_code == 422
    assert table.mains[1].email not in words(refused)
    assert house.query(Letter).filter_by(template="positions/sign_off_reminder").count() == 0
    stop_reminders(house, table.mains[2].email, build.NOW)
    house.commit()
    shown = words(lead.get(f"{place}/remind"))
    assert table.mains[2].email not in shown
    assert table_name(house, table, 2) in shown.split("Nicht erreicht")[1]
    stop_clock(build.NOW + timedelta(days=15))
    lead = sign_in(table.mains[0])
    assert "Schweigende erinnern" not in words(lead.get(place))
    assert lead.get(f"{place}/remind").status_code == 422


@pytest.fixture
def outside(house, table):
    """`outside(position)` invites a co-signer of another institution, who sits at no table."""

    def made(position, *, may_sign=True):
        of = build.organisation(house, "Verband von außen")
        person = {"name": "Frau Außen", "email": "aussen@verband.example", "same": None}
        given = {"organisation_id": of.id, "may_sign": may_sign, "person": person, "send": False}
        return party_rules.invite_delegate(house, position.id, **given, **as_(house, table.coordinator))

    return made


@pytest.mark.parametrize("may_sign", [True, False])
def test_a_co_signer_from_outside_finds_the_text_on_her_overview(
    house, table, begin, outside, sign_in, may_sign
):
    position = begin("Wir bitten um Mittel.")
    delegate = outside(position, may_sign=may_sign)
    version_rules.freeze_final(house, position.id, **as_(house, table.coordinator))
    signing_rules.ask(
        house, position.id, due_on=build.TODAY + timedelta(days=9), **as_(house, table.coordinator)
    )
    house.flush()
    who = house.get_one(Person, delegate.person_id)
    page = sign_in(who).get("/overview")
    asked = "Zeichnet Ihre Institution mit? „Gute Beratung für alle“" in words(page)
    assert asked is may_sign
    link = f'href="{address(position, "/versions/1/signatures")}"'
    assert (link in page.text) is may_sign


def test_what_an_institution_owes_names_its_open_signatures(house, table, asked, say, sign_in):
    position = asked()
    own = table.seats[0].organisation_id
    deputy = sign_in(table.deputies[0])
    assert "Zeichnet Ihre Institution mit?" in words(deputy.get(f"/organisations/{own}/owes"))
    assert "Zeichnet Ihre Institution mit?" in words(
        sign_in(table.coordinator).get(f"/organisations/{own}/owes")
    )
    say(position, 0)
    assert "Zeichnet Ihre Institution mit?" not in words(deputy.get(f"/organisations/{own}/owes"))


def test_the_check_of_the_register_is_reminded_of_at_the_end_of_a_quarter(house, table, asked, say):
    position = asked()
    say(position, 0)
    say(position, 1)
    say(position, 2, SignatureValue.DISSENT)
    chief = as_(house, table.coordinator)
    signing_rules.close(house, position.id, **chief)
    issue = publishing_rules.compile_issue(house, position.id, **chief)
    end = lobby_reminder_rules.quarter_end(build.TODAY)
    early, late = end - timedelta(days=15), end - timedelta(days=14)
    assert lobby_reminder_rules.remind(house, late, build.NOW) == 0, "nothing has gone out yet"
    publishing_rules.publish(house, position.id, issue.id, **chief)
    assert lobby_reminder_rules.remind(house, early, build.NOW) == 0
    given = {"reason": "Nur zwei Wahlkreise.", "based_on": 0}
    of = table.seats[1].organisation_id
    note(house, position.id, of, result=LobbyResult.NOT_LIABLE, **given, **as_(house, table.mains[1]))
    assert lobby_reminder_rules.remind(house, late, build.NOW) == 1
    assert lobby_reminder_rules.remind(house, late, build.NOW) == 0, "once a quarter"
    house.commit()
    letter = house.query(Letter).filter_by(template="positions/lobby_check_due").one()
    assert letter.recipient == table.mains[0].email
    stop_reminders(house, table.mains[0].email, build.NOW)
    next_quarter = lobby_reminder_rules.quarter_end(end + timedelta(days=1))
    assert lobby_reminder_rules.remind(house, next_quarter, build.NOW) == 0


def test_quarters_end_on_their_last_day():
    ends = [
        lobby_reminder_rules.quarter_end(build.TODAY.replace(month=month, day=1)) for month in range(1, 13)
    ]
    assert {f"{each:%d.%m.}" for each in ends} == {"31.03.", "30.06.", "30.09.", "31.12."}
    assert {each.year for each in ends} == {build.TODAY.year}


def test_readers_find_what_is_published_though_they_read_no_drafts(house, table, asked, say, sign_in):
    position = asked()
    say(position, 0)
    chief = as_(house, table.coordinator)
    signing_rules.close(house, position.id, **chief)
    issue = publishing_rules.compile_issue(house, position.id, **chief)
    reader = sign_in(table.reader)
    place = f"/positions?table={table.body.id}"
    assert "Noch keine Positionen" in words(reader.get(place))
    publishing_rules.publish(house, position.id, issue.id, **chief)
    shown = reader.get(place)
    assert "Noch keine Positionen" not in words(shown)
    assert f'href="/public/positions/{position.id}"' in shown.text
    assert "Veröffentlicht, für alle lesbar" not in words(sign_in(table.mains[0]).get(place))
    elsewhere = build.table(house, 1)
    assert "/public/" not in sign_in(elsewhere.mains[0]).get(f"/positions?table={elsewhere.body.id}").text
