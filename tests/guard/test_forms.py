"""Forms across the site: what the guard finds is shown, reworded or confirmed; the history keeps a number."""

import ast
from io import BytesIO

import pytest
from flask import g
from sqlalchemy import select

from models.contact_points import ContactPoint
from models.files import File, chunks
from models.guard_directory import known_to
from models.guarding import Kind, phone_key
from models.history import Entry, broken_links
from models.meetings import AgendaItem, Meeting
from models.texts import TextDraft
from plumbing import uploads_ahead
from plumbing.file_texts import text_of
from plumbing.forms import LineField, TextField
from tests import build
from tests.guard.test_stripping import png
from tests.house_rules.tree import modules

TELLING = "Frau X., 19, aus Rumänien, <b>wohnt</b> bei Bekannten. Rückruf: 0176 12345678"
REASON = "erfundenes Beispiel aus der Schulung"


@pytest.fixture
def table(house, app):
    with app.app_context():
        made = build.table(house, seats=2)
        made.meeting = build.meeting(house, made.body)
        house.commit()
    return made


def page_of(table):
    return f"/meetings/{table.meeting.id}/items/new"


def confirmations(house):
    return house.scalars(select(Entry).where(Entry.gesture == "confirm-guard").order_by(Entry.id)).all()


def test_a_passage_is_marked_and_nothing_is_saved(house, table, sign_in):
    client = sign_in(table.coordinator)
    answer = client.submit(client.get(page_of(table)), title="Bericht", text=TELLING)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "<mark>Frau X., 19, aus Rumänien</mark>" in page
    assert "<mark>0176 12345678</mark>" in page
    assert "&lt;b&gt;wohnt" in page
    assert "<b>wohnt" not in page
    assert "Rückruf: 0176 12345678</textarea>" in page
    assert house.scalars(select(AgendaItem)).all() == []


def test_a_reason_lets_it_pass_and_only_the_number_is_kept(house, table, sign_in):
    client = sign_in(table.coordinator)
    asked = client.submit(client.get(page_of(table)), title="Bericht", text=TELLING)
    short = client.submit(asked, guard_reason="kurz")
    assert short.status_code == 422
    assert "mindestens zehn Zeichen" in short.get_data(as_text=True)
    assert client.submit(short, guard_reason=REASON).status_code == 303
    entry = confirmations(house)[0]
    assert entry.facts == {"person": 1, "phone": 1}
    assert (entry.subject, entry.subject_id) == ("person", table.coordinator.id)
    assert entry.body_id == table.body.id
    assert REASON not in str([each.facts for each in house.scalars(select(Entry))])
    assert not list(broken_links(house))
    assert "Telefonnummern: 1" in client.get("/office/history").get_data(as_text=True)


def test_another_text_is_asked_about_anew(house, table, sign_in):
    client = sign_in(table.coordinator)
    asked = client.submit(client.get(page_of(table)), title="Bericht", text=TELLING)
    other = client.submit(asked, guard_reason=REASON, text="Herr Y., 34, aus Ungarn")
    assert other.status_code == 422
    assert "<mark>Herr Y., 34, aus Ungarn</mark>" in other.get_data(as_text=True)
    assert house.scalars(select(AgendaItem)).all() == []
    assert client.submit(other, text="Ein Fall in anonymer Form").status_code == 303
    assert confirmations(house) == []


def test_a_seal_of_ones_own_making_is_none(house, table, sign_in):
    client = sign_in(table.coordinator)
    page = client.get(page_of(table))
    forged = {"guard_seen": "0" * 64, "guard_reason": REASON}
    assert client.submit(page, title="B", text=TELLING).status_code == 422
    answer = client.post(page_of(table), data={"title": "B", "text": TELLING, "guard_seen": "ü", **forged})
    assert answer.status_code == 422


def test_minutes_are_guarded_drafts_only_marked(house, table, sign_in):
    client = sign_in(table.coordinator)
    item = build.agenda_item(house, house.get_one(Meeting, table.meeting.id), "Bericht")
    house.commit()
    client.post(f"/meetings/{table.meeting.id}/minutes/begin")
    address = f"/agenda-items/{item.id}/minutes"
    sent = {"markdown": TELLING, "based_on": "0"}
    kept = client.post(f"{address}/draft", data=sent, headers={"Sec-Fetch-Dest": "empty"})
    assert kept.status_code == 200
    assert ">Frau X., 19, aus Rumänien</mark>" in kept.get_data(as_text=True)
    assert house.scalars(select(TextDraft.markdown)).one() == TELLING
    told = client.post(address, data=sent, headers={"Accept": "application/json"})
    assert told.status_code == 422
    assert "Speichern" in told.json["told"]
    assert "<mark" not in told.json["told"]
    asked = client.post(address, data=sent)
    assert asked.status_code == 422
    assert client.submit(asked, guard_reason=REASON).status_code == 303
    assert confirmations(house)[0].facts == {"person": 1, "phone": 1}


def test_a_field_may_hold_what_it_is_meant_for(house, table, sign_in):
    client = sign_in(table.coordinator)
    of = table.seats[0].organisation_id
    page = client.get(f"/organisations/{of}/contact-points/new")
    assert client.submit(page, name="Wache", phone="0211 8700", hours="oder 0176 12345678").status_code == 303
    page = client.get(f"/organisations/{of}/contact-points/new")
    answer = client.submit(page, name="Wache", phone="0211 8701", note="Bei Frau X., 19, aus Ghana")
    assert answer.status_code == 422


def test_the_directory_is_asked_as_the_reader_knows_it(house, table, read_as):
    of = table.seats[0].organisation_id
    build.added(
        house,
        ContactPoint(organisation_id=of, name="Intern", phone="0211 123-45", email="wache@polizei.example"),
    )
    hidden = build.organisation(house, "Haus Morgenrot", address_protected=True)
    house.commit()
    coordinator = build.actor(house, table.coordinator)
    known = known_to(read_as(coordinator), coordinator)
    assert phone_key("0211 12345") in known.phones
    assert {"wache@polizei.example", table.mains[0].email} <= set(known.mails)
    assert "polizei.example" in known.domains
    assert "haus morgenrot" in known.protected
    assert hidden.place == ""
    stranger = build.actor(house, build.person(house, "Fremde", email="fremd@anderswo.example"))
    assert table.mains[0].email not in known_to(read_as(stranger), stranger).mails


def test_ordinary_texts_ask_the_directory_nothing(table, sign_in, statements):
    client = sign_in(table.coordinator)
    counts = []
    for text in ("Kurzer Bericht", "Frau X., 19, aus Ghana", "Anruf: 0176 12345678"):
        page = client.get(page_of(table))
        with statements() as seen:
            client.submit(page, title="", text=text)
        counts.append(len(seen))
    assert counts[0] == counts[1]
    assert counts[2] <= counts[0] + 5


def test_notes_that_came_by_mail_are_shown_with_a_mark(app):
    with app.test_request_context():
        shown = app.jinja_env.from_string("{{ note|guarded }}").render(note="<i> Frau X., 19, aus Ghana")
    assert shown.startswith("&lt;i&gt; <mark title=")
    assert "Frau X., 19, aus Ghana</mark>" in shown


def test_every_free_field_is_one_that_the_guard_reads():
    """Plain WTForms text fields would pass it by: they are for codes and choices only."""
    allowed = {"proof", "direction"}
    found = [
        f"{path.name}:{node.lineno}"
        for path in modules("blueprints", "plumbing")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Call)
        and ast.unparse(node.value.func).split(".")[-1] in ("StringField", "TextAreaField", "FileField")
        and ast.unparse(node.targets[0]) not in allowed
    ]
    assert not found, f"use LineField, TextField or UploadField: {found}"
    assert Kind.PHONE not in LineField(None, 1).kwargs.get("meant", ())
    assert Kind.PHONE not in TextField(None, 1).kwargs.get("meant", ())


def upload(client, table, item, content, name="bericht.txt", **fields):
    address = f"/meetings/{table.meeting.id}/items/{item.id}/files/new"
    return client.submit(client.get(address), upload=(BytesIO(content), name), **fields)


def test_a_file_is_read_by_name_and_text_before_it_is_kept(house, table, sign_in):
    client = sign_in(table.coordinator)
    item = build.agenda_item(house, house.get_one(Meeting, table.meeting.id), "Bericht")
    house.commit()
    asked = upload(client, table, item, TELLING.encode())
    page = asked.get_data(as_text=True)
    assert asked.status_code == 422
    assert "<mark>Frau X., 19, aus Rumänien</mark>" in page
    assert "wählen Sie die Datei erneut" in page
    named = upload(client, table, item, b"Guten Tag", "Frau_X.,_19,_aus_Ghana.txt")
    assert "<mark>Frau X., 19, aus Ghana</mark>" in named.get_data(as_text=True)
    assert house.scalars(select(File)).all() == []
    sent = {"upload": (BytesIO(TELLING.encode()), "bericht.txt"), "guard_reason": REASON}
    assert client.submit(asked, **sent).status_code == 303
    assert house.scalars(select(File.name)).all() == ["bericht.txt"]
    assert confirmations(house)[0].facts == {"person": 1, "phone": 1}


def test_a_file_is_read_before_anybody_who_saves_has_to_wait(house, table, sign_in, client, monkeypatch):
    item = build.agenda_item(house, house.get_one(Meeting, table.meeting.id), "Bericht")
    house.commit()
    open_work = []

    def slowly(stream, kind):
        open_work.append("work" in g)
        return text_of(stream, kind)

    monkeypatch.setattr(uploads_ahead, "text_of", slowly)
    browser = sign_in(table.coordinator)
    assert upload(browser, table, item, TELLING.encode()).status_code == 422
    assert open_work == [False], "once, and while no transaction is open"
    stranger = {"upload": (BytesIO(TELLING.encode()), "bericht.txt")}
    assert client.post(
        f"/meetings/{table.meeting.id}/items/{item.id}/files/new", data=stranger
    ).status_code in (400, 401, 404)
    assert open_work == [False], "nothing is read for strangers"


def test_a_file_is_kept_without_what_its_program_notes(house, table, sign_in):
    client = sign_in(table.coordinator)
    item = build.agenda_item(house, house.get_one(Meeting, table.meeting.id), "Bericht")
    house.commit()
    picture = png((b"tEXt", b"Author\0Erika Beispielautorin"))
    assert upload(client, table, item, picture, "bild.png").status_code == 303
    file = house.scalars(select(File)).one()
    assert b"".join(chunks(house, file.id)) == png()
