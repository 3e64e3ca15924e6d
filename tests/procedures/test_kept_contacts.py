"""What the form of a step does not offer stays as it is; and a contact point that has only a website."""

from datetime import timedelta
from io import BytesIO

from pypdf import PdfReader

from blueprints.procedures import paper_rules
from models.contact_points import ContactKind, ContactPoint
from models.procedure_steps import ProcedureStep, StepContact
from tests import build


def internal(house, seat, name="Bereitschaft Quitte"):
    facts = {"name": name, "phone": "0231 555 0199", "kind": ContactKind.INTERNAL}
    return build.added(house, ContactPoint(organisation_id=seat.organisation_id, **facts))


def test_a_lead_who_does_not_see_the_contact_point_of_a_step_does_not_lose_it(house, drafted, sign_in):
    """Its institution has left the table: the lead may not see the internal one, and edits another word."""
    table = drafted.table
    gone, stays = internal(house, table.seats[2]), internal(house, table.seats[0], "Wache")
    step = drafted.step("Anrufen", contact_id=gone.id, after=1)
    drafted.about.lead_seat_id = table.seats[1].id
    table.seats[2].ends_on = build.TODAY - timedelta(days=1)
    house.commit()
    lead, where = sign_in(table.mains[1]), drafted.url(f"/versions/1/steps/{step.id}/edit")
    page = lead.get(where)
    assert "Quitte" not in page.text
    assert lead.submit(page, "Speichern", note="Zweimal klingeln.").status_code == 303
    house.expire_all()
    assert house.get(ProcedureStep, step.id).note == "Zweimal klingeln."
    assert house.query(StepContact).one().contact_id == gone.id
    assert lead.submit(lead.get(where), "Speichern", contact_id=str(stays.id)).status_code == 303
    house.expire_all()
    assert house.query(StepContact).one().contact_id == stays.id
    assert lead.submit(lead.get(where), "Speichern", contact_id="").status_code == 303
    assert house.query(StepContact).count() == 0, "what she sees she may take away"


def test_a_contact_point_that_is_no_choice_any_more_is_still_offered_where_it_stands(house, drafted, sign_in):
    """It was public, of an institution that never sat here, and has become internal."""
    elsewhere = build.organisation(house, "Nachbarstadt")
    facts = {"name": "Nachtdienst", "phone": "0231 555 0100"}
    point = build.added(house, ContactPoint(organisation_id=elsewhere.id, **facts))
    step = drafted.step("Anrufen", contact_id=point.id, after=1)
    point.kind = ContactKind.INTERNAL
    house.commit()
    chief = sign_in(drafted.table.coordinator)
    where = drafted.url(f"/versions/1/steps/{step.id}")
    assert chief.submit(chief.get(f"{where}/edit"), "Speichern", note="Bleibt.").status_code == 303
    house.expire_all()
    assert house.query(StepContact).one().contact_id == point.id
    assert chief.submit(chief.get(f"{where}/contact"), "Speichern").status_code == 303
    house.expire_all()
    assert house.query(StepContact).one().contact_id == point.id
    assert "Nachtdienst" not in chief.get(drafted.url("/versions/1/steps/new")).text
    assert chief.submit(chief.get(f"{where}/edit"), "Speichern", contact_id="").status_code == 303
    assert house.query(StepContact).count() == 0


def test_a_contact_point_with_only_a_website_says_how_it_is_reached(house, drafted, sign_in):
    """In the ordered list of the page, in the whole document and on the pocket card."""
    facts = {"name": "Meldestelle", "website": "www.meldestelle.example", "kind": ContactKind.INTERNAL}
    organisation_id = drafted.table.seats[1].organisation_id
    point = build.added(house, ContactPoint(organisation_id=organisation_id, **facts))
    drafted.step("Melden", contact_id=point.id, after=0)
    drafted.decide()
    drafted.adopt(0)
    house.commit()
    member = sign_in(drafted.table.mains[0])
    page = member.get(drafted.url())
    steps = page.text[page.text.index('<ol class="steps">') :]
    assert '<a href="https://www.meldestelle.example">www.meldestelle.example</a>' in steps
    assert "tel:" not in steps
    assert "mailto:" not in steps
    made = paper_rules.compile_paper(house, *drafted.place, 1, **drafted.by(drafted.table.mains[0]))
    house.commit()
    told = "www.meldestelle.example · nie geprüft"
    for kind in ("card", "document"):
        sent = member.get(drafted.url(f"/papers/{made.id}/{kind}.pdf"))
        pages = PdfReader(BytesIO(sent.data)).pages
        assert told in " ".join(" ".join(each.extract_text() for each in pages).split()), kind
