"""Appearances and mandates: who speaks for whom, what happens when she leaves, and the report back."""

from datetime import date

import pytest
from sqlalchemy import select

from blueprints.lobbying import contact_rules, mandate_rules, report_rules, rules
from blueprints.tables.people import rules as people_rules
from models.appearance_words import AppearanceState, Capacity, MandateEnd
from models.appearances import Appearance, Mandate
from models.consequences import people_changed
from models.errors import NotAllowed, RuleBroken
from models.history import Entry
from models.letters import Letter
from models.organisations import Organisation
from models.reminder_stops import stop_reminders
from models.seats import Appointment, AppointmentRole
from models.visibility import Visibility
from tests import build
from tests.lobbying.conftest import by, words


def address(table, rest=""):
    return f"/round-tables/{table.body.id}/appearances{rest}"


def test_somebody_employed_at_a_speaks_for_b_and_a_stays_neutral(house, table, coordinator, sign_in):
    own = house.get_one(Organisation, table.seats[0].organisation_id)
    page = coordinator.get(address(table, "/new"))
    sent = coordinator.submit(page, "Speichern", kind="hearing", title="Anhörung im Ausschuss",
                              held_on="02.12.2026", host_name="Landtag", state="accepted")  # fmt: skip
    assert sent.status_code == 303
    where = sent.location
    form = coordinator.get(f"{where}/mandates/new")
    person = table.mains[0]
    given = coordinator.submit(form, "Speichern", person_id=str(person.id), principal_name="Verband B",
                               capacity="order", scope="Nur zur Finanzierung")  # fmt: skip
    assert given.status_code == 303
    card = f"{person.name} (Arbeitgeber: {own.name}) im Auftrag von Verband B"
    neutral = f"{own.name} ist nicht beteiligt und bleibt neutral"
    shown = words(sign_in(table.mains[1]).get(where))
    for each in (card, neutral, "Nur zur Finanzierung", "Landtag", "02.12.2026"):
        assert each in shown, each
    reader = words(sign_in(table.reader).get(where))
    assert person.name not in reader, "whoever only reads is told no names"
    assert f"(Arbeitgeber: {own.name}) im Auftrag von Verband B" in reader
    assert card in words(coordinator.get(f"/appearances?table={table.body.id}"))


CARDS = {
    "by order": ({"principal_name": "Verband B"}, "Leitung (Arbeitgeber: Haus A) im Auftrag von Verband B"),
    "board": (
        {"capacity": Capacity.BOARD, "principal_name": "Verband B"},
        "Leitung (Arbeitgeber: Haus A) in Funktion als Vorstand von Verband B",
    ),
    "expert": (
        {"capacity": Capacity.EXPERT, "principal_name": ""},
        "Leitung (Arbeitgeber: Haus A), als Sachverständige*r",
    ),
    "expert for somebody": (
        {"capacity": Capacity.EXPERT, "principal_name": "Verband B"},
        "Leitung (Arbeitgeber: Haus A) als Sachverständige*r für Verband B",
    ),
    "own": (
        {"capacity": Capacity.OWN, "principal_name": ""},
        "Leitung (Arbeitgeber: Haus A), für die eigene Institution",
    ),
}


def test_the_card_says_employer_and_capacity_for_each(house, table, note, give, coordinator):
    appearance = note()
    for facts, _ in CARDS.values():
        give(appearance, name="Leitung", employer_name="Haus A", **facts)
    house.commit()
    shown = words(coordinator.get(address(table, f"/{appearance.id}")))
    for what, (_, card) in CARDS.items():
        assert card in shown, what
    assert shown.count("bleibt neutral") == 3


BAD = {
    "nobody": {"name": ""},
    "somebody who is not at the table": {"person_id": "987654"},
    "no such employer": {"employer_id": "987654"},
    "no such capacity": {"capacity": "x"},
    "on nobody's behalf": {"principal_name": ""},
    "no such text": {"position_version_id": "987654"},
    "a day that is none": {"granted_on": "damals"},
    "somebody's date of birth": {"scope": "Klientin, geboren am 03.04.1998"},
}


def test_a_bad_mandate_is_refused_and_nothing_is_lost(house, table, note, give, coordinator):
    appearance = note()
    house.commit()
    for what, bad in BAD.items():
        data = {
            "name": "Leitung",
            "principal_name": "Verband B",
            "capacity": "order",
            "bound_to": "Bleibt",
        } | bad
        answer = coordinator.post(address(table, f"/{appearance.id}/mandates/new"), data=data)
        assert answer.status_code == 422, what
        assert "Bleibt" in answer.text, what
    assert house.query(Mandate).count() == 0
    elsewhere = build.table(house, 1)
    for bad in ({"person_id": elsewhere.mains[0].id}, {"employer_id": 1, "employer_name": "Haus"}):
        with pytest.raises(RuleBroken):
            give(appearance, **{"name": "Leitung"} | bad)


def test_a_bad_appearance_is_refused_and_nothing_is_lost(house, table, follow, coordinator):
    elsewhere = build.table(house, 1)
    theirs = {"by": build.actor(house, elsewhere.coordinator), "now": build.NOW}
    foreign = rules.keep(house, elsewhere.body.id, title="Fremd", **theirs)
    house.commit()
    for bad in ({"title": ""}, {"project_id": str(foreign.id)}, {"host_id": "987654"}, {"state": "x"},
                {"visibility": "confidential"}, {"held_on": "damals"}):  # fmt: skip
        data = {"title": "Anhörung", "kind": "hearing", "state": "asked", "visibility": "internal",
                "resolved_in": "Bleibt"} | bad  # fmt: skip
        answer = coordinator.post(address(table, "/new"), data=data)
        assert answer.status_code == 422, bad
        assert "Bleibt" in answer.text, bad
    assert house.query(Appearance).count() == 0


def leave(house, table, seat):
    """The main representative of a seat is gone from today on; what follows, follows."""
    held = house.query(Appointment).filter_by(seat_id=seat.id, role=AppointmentRole.MAIN).one()
    people_rules.end_appointment(house, table.body.id, held.id, ends_on=build.TODAY, **by(house, table))
    house.flush()
    people_changed(house, table.body.id, build.NOW)


def test_who_leaves_speaks_no_more_for_the_own_house_and_not_unseen_for_others(
    house, table, note, give, coordinator
):
    appearance = note(on="02.12.2026")
    person = table.mains[0]
    own = give(appearance, person, capacity=Capacity.OWN, principal_name="")
    others = give(appearance, person)
    stays = give(appearance, table.mains[1])
    past = give(note("Gewesen", state=AppearanceState.CLOSED), person)
    leave(house, table, table.seats[0])
    assert (own.ended, own.ended_on) == (MandateEnd.LAPSED, build.TODAY)
    assert (others.ended, others.to_check_since) == (None, build.TODAY)
    assert [(each.ended, each.to_check_since) for each in (stays, past)] == [(None, None)] * 2
    house.commit()
    where = address(table, f"/{appearance.id}")
    page = coordinator.get(where)
    shown = words(page)
    assert "erloschen: Person ausgeschieden" in shown
    assert "zu prüfen: Person ist nicht mehr beim Arbeitgeber" in shown
    assert coordinator.post(f"{where}/mandates/{stays.id}/keep-on").status_code == 404
    assert coordinator.post(f"{where}/mandates/{others.id}/keep-on").status_code == 303
    house.expire_all()
    assert (others.to_check_since, others.kept_on) == (None, build.TODAY)
    assert people_changed(house, table.body.id, build.NOW) == 0, "asked once, not again"
    told = [
        entry.gesture
        for entry in house.scalars(select(Entry).filter_by(subject="mandate").order_by(Entry.id))
    ]
    assert told.count("must-check") == told.count("keep-on") == 1


def test_who_went_reports_back_after_the_day_and_is_reminded_once(
    house, table, note, give, sign_in, coordinator
):
    person = table.mains[0]
    person.email = "leitung@example.org"
    appearance = note(on="03.08.2026")
    mandate = give(appearance, person)
    house.commit()
    where = address(table, f"/{appearance.id}")
    for on, count in ((date(2026, 8, 23), 0), (date(2026, 8, 24), 1), (date(2026, 8, 31), 0)):
        assert report_rules.remind(house, on, build.NOW) == count, on
    letter = house.scalars(select(Letter).where(Letter.template == report_rules.TEMPLATE)).one()
    assert letter.recipient == "leitung@example.org"
    mine, other = sign_in(person), sign_in(table.mains[1])
    assert other.get(f"{where}/mandates/{mandate.id}/report").status_code == 404
    page = mine.get(f"{where}/mandates/{mandate.id}/report")
    empty = mine.submit(page, "Speichern", text="")
    assert empty.status_code == 422
    late = coordinator.get(f"{where}/mandates/{mandate.id}/report")
    assert mine.submit(page, "Speichern", text="Gefragt wurde nach Sprachmittlung.").status_code == 303
    stale = coordinator.submit(late, "Speichern", text="Es ging um Räume.")
    assert stale.status_code == 409
    assert "Gefragt wurde nach Sprachmittlung." in words(stale)
    assert "Es ging um Räume." in words(stale)
    assert "Gefragt wurde nach Sprachmittlung." in words(other.get(where))
    house.expire_all()
    assert (mandate.ended, mandate.reported_on) == (MandateEnd.FULFILLED, build.TODAY)


def test_nobody_reports_ahead_nor_for_what_was_taken_back(house, table, note, give):
    ahead, revoked = give(note(on="2199"), table.mains[0]), give(note(), table.mains[0])
    mandate_rules.end(house, revoked.id, how=MandateEnd.REVOKED, **by(house, table))
    with pytest.raises(RuleBroken):
        mandate_rules.report(house, ahead.id, text="Schon da", based_on=1, **by(house, table))
    with pytest.raises(NotAllowed):
        mandate_rules.report(house, revoked.id, text="Doch", based_on=2, **by(house, table))
    with pytest.raises(NotAllowed):
        mandate_rules.correct(house, revoked.id, based_on=revoked.version, scope="x", **by(house, table))


def test_who_wants_no_reminders_gets_none(house, table, note, give):
    table.mains[0].email = "leitung@example.org"
    give(note(on="03.08.2026"), table.mains[0])
    stop_reminders(house, "leitung@example.org", build.NOW)
    assert report_rules.remind(house, date(2026, 8, 25), build.NOW) == 0


def test_what_is_about_a_hidden_project_is_hidden_with_its_mandates(
    house, table, follow, note, give, sign_in
):
    project = follow("Vorhaben Quitte", visibility=Visibility.COORDINATION)
    appearance = note("Anhörung Hagebutte", project_id=project.id)
    give(appearance, name="Mispel")
    house.commit()
    member, coordination = sign_in(table.mains[0]), sign_in(table.coordinator)
    assert member.get(address(table, f"/{appearance.id}")).status_code == 404
    page = member.get("/appearances").text
    assert "Hagebutte" not in page
    assert "1 Auftritt<" not in page
    assert "Mispel" in words(coordination.get("/appearances"))
    assert "Mispel" in words(coordination.get(f"/round-tables/{table.body.id}/projects/{project.id}"))
    contact_rules.note(house, table.body.id, counterpart="Referat Eberesche", project_id=project.id,
                       **by(house, table))  # fmt: skip
    house.commit()
    confirm = coordination.get(f"/round-tables/{table.body.id}/projects/{project.id}/remove")
    assert "erhalten sie die Stufe „nur Koordination“ des Vorhabens" in words(confirm)
    late = coordination.get(address(table, f"/{appearance.id}/edit"))
    rules.remove(house, project.id, **by(house, table))
    house.commit()
    kept = words(coordination.get("/appearances"))
    assert "Hagebutte" in kept, "an appearance outlives its project"
    assert member.get(address(table, f"/{appearance.id}")).status_code == 404
    contacts = f"/round-tables/{table.body.id}/political-contacts"
    assert "Eberesche" in words(coordination.get(contacts))
    for page in ("/appearances", contacts):
        assert not {"Hagebutte", "Eberesche", "Mispel"} & set(words(member.get(page)).split())
    assert coordination.submit(late, "Speichern", visibility="internal").status_code == 422
    page = coordination.get(address(table, f"/{appearance.id}/edit"))
    late = coordination.get(address(table, f"/{appearance.id}/edit"))
    assert coordination.submit(page, "Speichern", state="closed").status_code == 303
    assert coordination.submit(late, "Speichern", state="declined").status_code == 409


def test_the_overview_names_reports_that_are_owed_and_mandates_to_be_checked(
    house, table, note, give, coordinator, sign_in
):
    past = note(on="20.08.2026", state=AppearanceState.ATTENDED)
    for appearance in (past, note(on="20.10.2026"), note(on="August 2026")):
        give(appearance, table.mains[0])
    house.commit()
    main = sign_in(table.mains[0])
    page = main.get("/overview").text
    assert "Rückmeldung an den Tisch zu einem Auftritt" in page
    assert "17.09." in page, "four weeks after the day"
    assert address(table, f"/{past.id}") in page
    assert "zu einem Auftritt" not in coordinator.get("/overview").text
    mine = house.scalars(select(Mandate).where(Mandate.appearance_id == past.id)).one()
    mine.to_check_since = build.TODAY
    house.commit()
    assert "Ein Mandat prüfen" in coordinator.get("/overview").text
    assert "Mandat prüfen" not in main.get("/overview").text
    as_main = {"by": build.actor(house, table.mains[0]), "now": build.NOW}
    mandate_rules.report(house, mine.id, text="Angehört.", based_on=mine.version, **as_main)
    house.commit()
    assert "zu einem Auftritt" not in main.get("/overview").text
