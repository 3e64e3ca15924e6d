"""Contacts with politics: with a function, about a project, with what the register of lobbying asks."""

from models.political_contacts import PoliticalContact, RegisterCheck
from models.visibility import Visibility
from tests.lobbying.conftest import words

BAD = {
    "with nobody": {"counterpart": ""},
    "free of duty without a reason": {"register_check": "not-obliged", "register_note": ""},
    "entered without a number": {"register_check": "entered", "register_note": ""},
    "ahead": {"held_on": "2199"},
    "no such project": {"project_id": "987654"},
    "no such institution": {"organisation_id": "987654"},
    "for everybody": {"visibility": "public"},
    "no such way": {"way": "x"},
    "somebody's date of birth": {"note": "Klientin, geboren am 03.04.1998"},
}


def where(table, rest=""):
    return f"/round-tables/{table.body.id}/political-contacts{rest}"


def test_a_contact_is_noted_checked_for_the_register_and_deleted(house, table, follow, coordinator, sign_in):
    project = follow()
    house.commit()
    page = coordinator.get(where(table, "/new"))
    sent = coordinator.submit(page, "Speichern", counterpart="Referatsleitung", held_on="Sommer 2026",
                              addressed="government",
                              project_id=str(project.id), subject="Frist")  # fmt: skip
    assert sent.status_code == 303
    member = sign_in(table.mains[0])
    shown = words(member.get(where(table)))
    for each in ("Referatsleitung", "Sommer 2026", "Beispielgesetz", "1 Kontakt", "noch zu prüfen"):
        assert each in shown, each
    assert "Bearbeiten" not in shown
    contact = house.query(PoliticalContact).one()
    form, late = (coordinator.get(where(table, f"/{contact.id}/edit")) for _ in range(2))
    number = "RV0012345, SG0000001"
    sent = coordinator.submit(form, "Speichern", register_check="entered", register_note=number)
    assert sent.status_code == 303
    assert coordinator.submit(late, "Speichern", subject="Anderes").status_code == 409
    house.expire_all()
    assert contact.register_check is RegisterCheck.ENTERED
    shown = words(member.get(where(table)))
    assert number in shown
    assert "noch zu prüfen" not in shown
    page = coordinator.get(where(table, f"/{contact.id}/remove"))
    assert coordinator.submit(page, "Löschen").status_code == 303
    assert house.query(PoliticalContact).count() == 0


def test_a_bad_contact_is_refused_and_nothing_is_lost(house, table, coordinator):
    house.commit()
    for what, bad in BAD.items():
        data = {"counterpart": "Referatsleitung", "way": "talk", "addressed": "municipal",
                "subject": "Bleibt", "register_check": "to-check",
                "visibility": "internal"} | bad  # fmt: skip
        answer = coordinator.post(where(table, "/new"), data=data)
        assert answer.status_code == 422, what
        assert "Bleibt" in answer.text, what
    assert house.query(PoliticalContact).count() == 0


def test_what_only_the_coordination_reads_is_not_counted_for_others(
    house, table, follow, coordinator, sign_in
):
    secret = follow("Vorhaben Quitte", visibility=Visibility.COORDINATION)
    house.commit()
    for facts in ({"visibility": "coordination"}, {"project_id": str(secret.id)}):
        page = coordinator.get(where(table, "/new"))
        assert coordinator.submit(page, "Speichern", counterpart="Referat Mispel", **facts).status_code == 303
    shown = words(sign_in(table.reader).get(where(table)))
    for each in ("Mispel", "Quitte", "noch zu prüfen", "1 Kontakt", "2 Kontakte"):
        assert each not in shown, each
    assert "2 Kontakte" in words(coordinator.get(where(table)))
