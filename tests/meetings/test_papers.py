"""Paper around a meeting: the sheet to sign, the cards for the table, the page with all of it."""

import io

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from blueprints.meetings import invitation_rules
from blueprints.meetings.papers import queries
from blueprints.meetings.reply_rules import Given, record_reply
from models.files import File, store
from models.invitations import Invitation
from models.meetings import AgendaItem, MeetingState
from models.organisations import Organisation
from models.rounds import Coming
from models.seats import Appointment
from models.visibility import Visibility
from tests import build
from tests.pages import Page, text
from tests.plumbing.test_paper import tags_of


@pytest.fixture(autouse=True)
def clock(stop_clock):
    return stop_clock(build.NOW)


@pytest.fixture
def table(house):
    made = build.table(house)
    for person in (made.coordinator, made.reader, *made.mains, *made.deputies):
        person.language = "en"
    names = ("Polizei Übermut", "Beratungsstelle für Klient*innen", "Amt für Ärger")
    for seat, name, main, deputy in zip(made.seats, names, made.mains, made.deputies, strict=True):
        of_seat(house, seat).name = name
        main.name, main.function = f"Vertretung {name}", "Leitung"
        deputy.name = f"Stellvertretung {name}"
    return made


@pytest.fixture
def meeting(house, table):
    made = build.meeting(house, table.body, number=12)
    build.agenda_item(house, made, "Bericht")
    build.agenda_item(house, made, "Sonderfall", visibility=Visibility.CONFIDENTIAL, seats=[table.seats[0]])
    return made


@pytest.fixture
def coordinator(table, sign_in):
    return sign_in(table.coordinator)


def of_seat(house, seat):
    return house.get_one(Organisation, seat.organisation_id)


def items_of(house, meeting):
    query = select(AgendaItem).where(AgendaItem.meeting_id == meeting.id)
    return house.scalars(query.order_by(AgendaItem.place)).all()


def paper(house, item, name, **facts):
    file = File(item_id=item.id, name=name, content_type="application/pdf", uploaded_at=build.NOW, **facts)
    return store(house, file, io.BytesIO(b"%PDF-1.7 " + name.encode()))


def invite(house, table, meeting):
    by = build.actor(house, table.coordinator)
    invitation_rules.invite(house, meeting.id, due_on=build.TODAY, by=by, now=build.NOW)
    house.commit()


def reply(house, table, meeting, person, coming, **given):
    invited = house.query(Invitation).filter_by(meeting_id=meeting.id, person_id=person.id).one()
    by = build.actor(house, table.coordinator)
    record_reply(house, invited.id, Given(coming=coming, **given), by=by, now=build.NOW)
    house.commit()


def read(answer):
    assert answer.status_code == 200
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Cache-Control"] == "no-store"
    return PdfReader(io.BytesIO(answer.data))


def words_of(paper, page=None):
    pages = paper.pages if page is None else [paper.pages[page]]
    return " ".join(" ".join(each.extract_text() for each in pages).split()).replace("\xad ", "")


def attendance(client, meeting):
    return read(client.get(f"/meetings/{meeting.id}/attendance-list.pdf"))


def cards(client, meeting, ending=""):
    return read(client.get(f"/meetings/{meeting.id}/name-cards.pdf{ending}"))


# The sheet to sign


def test_the_list_names_who_acts_for_each_institution(house, table, meeting, coordinator):
    paper = attendance(coordinator, meeting)
    told = words_of(paper)
    order = ["Amt für Ärger", "Beratungsstelle für Klient*innen", "Polizei Übermut"]
    assert [told.index(f"Vertretung {name}") for name in order] == sorted(
        told.index(f"Vertretung {name}") for name in order
    )
    for name in order:
        assert f"Stellvertretung {name}" in told
    assert "Unterschrift" in told
    assert "Stand: 01.09.2026" in told
    assert "12. Sitzung" in told


def test_the_list_is_tagged_paper_with_table_headers(table, meeting, coordinator):
    paper = attendance(coordinator, meeting)
    root = paper.trailer["/Root"]
    assert root["/Lang"] == "de-DE"
    assert root["/MarkInfo"]["/Marked"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    assert paper.metadata.title == "Anwesenheitsliste"
    kinds = [str(tag["/S"]) for tag in tags_of(paper)]
    assert kinds.count("/TH") == 3
    assert kinds.count("/TR") == 1 + 3 * 2 + 5


def test_answers_stand_nowhere_but_announced_substitutes_do(house, table, meeting, coordinator):
    invite(house, table, meeting)
    reply(house, table, meeting, table.mains[0], Coming.NO, note="krank")
    sent = {"substitute": "Frau Ersatz", "substitute_address": "ersatz@polizei.example"}
    reply(house, table, meeting, table.deputies[0], Coming.SUBSTITUTE, **sent)
    told = words_of(attendance(coordinator, meeting))
    assert "Frau Ersatz" in told
    assert "Vertretung Polizei Übermut" in told
    for secret in ("krank", "ersatz@", "abgesagt", "kommt nicht"):
        assert secret not in told


def test_guests_sign_on_a_sheet_of_their_item(house, table, meeting, coordinator):
    items = items_of(house, meeting)
    build.item_guest(house, items[0], build.person(house, "Gast Eins"))
    build.item_guest(house, items[1], build.person(house, "Gast Zwei"))
    paper = attendance(coordinator, meeting)
    assert len(paper.pages) == 3
    sheets = [words_of(paper, page) for page in range(3)]
    assert "Gast" not in sheets[0].replace("Gäste", "")
    assert "Sonderfall" not in sheets[0]
    assert "Gäste zu TOP 1: Bericht" in sheets[1]
    assert "Gast Eins" in sheets[1]
    assert "Gäste zu TOP V 1: Sonderfall" in sheets[2]
    assert "Gast Zwei" in sheets[2]
    assert "Sonderfall" not in sheets[1]
    assert "Gast Eins" not in sheets[2]
    for sheet in sheets[1:]:
        assert "Vertretung" not in sheet


def test_sleeping_and_ended_seats_are_left_out_and_empty_ones_stand(house, table, meeting, coordinator):
    build.dormancy(house, table.seats[0])
    table.seats[1].ends_on = build.TODAY
    appointments = select(Appointment).where(Appointment.seat_id == table.seats[2].id)
    for each in house.scalars(appointments):
        each.ends_on = build.TODAY
    house.commit()
    told = words_of(attendance(coordinator, meeting))
    assert "Polizei" not in told
    assert "Beratungsstelle" not in told
    assert "Amt für Ärger" in told


@pytest.mark.parametrize("where", ["attendance-list.pdf", "name-cards.pdf"])
def test_the_sheets_are_the_coordinations(house, table, meeting, sign_in, where):
    invite(house, table, meeting)
    for person in (table.mains[0], table.reader, build.person(house)):
        assert sign_in(person).get(f"/meetings/{meeting.id}/{where}").status_code == 404
    meeting.state = MeetingState.CANCELLED
    house.commit()
    assert sign_in(table.coordinator).get(f"/meetings/{meeting.id}/{where}").status_code == 404


def test_sheets_ask_the_same_however_many_sit_there(house, meeting, table, statements):
    def asked():
        house.commit()
        known = house.get_one(type(meeting), meeting.id)
        with statements() as seen:
            queries.at_the_table(house, known, build.TODAY)
        return len(seen)

    items = items_of(house, meeting)
    build.item_guest(house, items[0])
    before = asked()
    for count in range(8):
        seat = build.seat(house, table.body, build.organisation(house, f"Neue Stelle {count}"))
        house.add_all(build.appointed(seat, build.person(house), build.person(house)))
        build.item_guest(house, items[1])
    assert asked() == before


# The cards


def test_cards_are_for_those_who_come_two_on_a_sheet(house, table, meeting, coordinator):
    invite(house, table, meeting)
    reply(house, table, meeting, table.mains[0], Coming.NO)
    reply(house, table, meeting, table.deputies[1], Coming.YES)
    items = items_of(house, meeting)
    guest = build.item_guest(house, items[0], build.person(house, "Gast Eins"))
    build.item_guest(house, items[1], guest)
    paper = cards(coordinator, meeting)
    told = words_of(paper)
    assert len(paper.pages) == 2
    assert "Polizei" not in told
    assert "Stellvertretung Beratungsstelle" in told
    assert "Vertretung Amt für Ärger" in told
    assert paper.trailer["/Root"]["/Lang"] == "de-DE"
    tagged = [str(tag["/S"]) for tag in tags_of(paper)]
    assert tagged.count("/P") >= 3


def test_cards_may_leave_the_names_out(house, table, meeting, coordinator):
    table.mains[0].name = "Frau Dr. Geheim"
    house.commit()
    assert "Frau Dr. Geheim" in words_of(cards(coordinator, meeting))
    told = words_of(cards(coordinator, meeting, "?show=functions"))
    assert "Geheim" not in told
    assert "Leitung" in told
    assert "Polizei Übermut" in told


@pytest.mark.parametrize(
    "name", ["W" * 120, "Donaudampfschifffahrtsgesellschaftskapitän " * 2, "مريم علی", "ภาษาไทย", "O’Brien-Ä"]
)
def test_every_name_finds_room(house, table, meeting, coordinator, name):
    table.mains[0].name = name
    of_seat(house, table.seats[0]).name = "Ü" * 90 + " und " + "lang " * 20
    house.commit()
    for paper in (cards(coordinator, meeting), attendance(coordinator, meeting)):
        for page in paper.pages:
            assert within(page)


def within(page):
    """Whether all text begins on the page."""
    places = []
    page.extract_text(visitor_text=lambda words, cm, tm, *_: places.append((words, tm, cm)))
    wide, high = float(page.mediabox.width), float(page.mediabox.height)
    for words, tm, cm in places:
        x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
        y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        if words.strip() and not (0 <= x <= wide and 0 <= y <= high):
            return False
    return True


def test_nobody_comes_is_a_sheet_too(house, table, meeting, coordinator):
    for seat in table.seats:
        build.dormancy(house, seat)
    house.commit()
    assert len(cards(coordinator, meeting).pages) == 1
    assert len(attendance(coordinator, meeting).pages) == 1


# The page


def page_of(client, meeting):
    return client.get(f"/meetings/{meeting.id}/papers")


def test_the_page_leads_each_reader_to_what_is_hers(house, table, meeting, sign_in):
    paper(house, items_of(house, meeting)[0], "offen.pdf", visibility=Visibility.PUBLIC)
    paper(house, items_of(house, meeting)[1], "genannt.pdf", visibility=Visibility.CONFIDENTIAL)
    paper(house, items_of(house, meeting)[0], "nur wir.pdf", visibility=Visibility.COORDINATION)
    invite(house, table, meeting)
    expected = (
        (table.coordinator, {"offen.pdf", "genannt.pdf", "nur wir.pdf"}),
        (table.mains[0], {"offen.pdf", "genannt.pdf"}),
        (table.mains[1], {"offen.pdf"}),
        (table.reader, {"offen.pdf"}),
    )
    for person, files in expected:
        answer = page_of(sign_in(person), meeting)
        told = text(Page(answer.get_data(as_text=True)).all("main")[0])
        named = {"offen.pdf", "genannt.pdf", "nur wir.pdf"}
        assert {name for name in named if name in told} == files
        assert ("attendance-list" in answer.text) == (person is table.coordinator)
        assert "Agenda as PDF" in told
    assert page_of(sign_in(build.person(house)), meeting).status_code == 404


def test_the_page_asks_the_same_whatever_hangs_there(house, table, meeting, coordinator, statements):
    def asked():
        coordinator.get("/overview")
        with statements() as seen:
            assert page_of(coordinator, meeting).status_code == 200
        return len(seen)

    items = items_of(house, meeting)
    paper(house, items[0], "erste.pdf")
    house.commit()
    before = asked()
    for count in range(6):
        paper(house, items[count % 2], f"Papier {count}.pdf")
        build.agenda_item(house, meeting)
    house.commit()
    assert asked() == before <= 7


def test_the_meeting_leads_there(house, table, meeting, sign_in):
    assert f"/meetings/{meeting.id}/papers" in sign_in(table.coordinator).get(f"/meetings/{meeting.id}").text
