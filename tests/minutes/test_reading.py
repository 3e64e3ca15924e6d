"""Reading: everybody her edition, on the page as on paper; what is not hers does not exist."""

import io
import re
from datetime import timedelta

import pypdf
import pytest
from sqlalchemy import select

from blueprints.minutes import extract_rules
from models.agenda_editions import agenda_editions
from models.editions import Edition, EditionKind
from models.minutes import Attendance, AttendanceState
from models.people import Person
from models.seats import Appointment, AppointmentRole
from tests import build

HIDDEN = {
    "first": ["Nachbesetzung"],
    "second": ["Nur erste", "Nachbesetzung"],
    "reader": ["Nur erste", "Nachbesetzung", "Gast Klinik"],
    "guest": ["Begrüßung", "Nur erste", "Nachbesetzung"],
}
SHOWN = {
    "first": ["Begrüßung", "Fachvortrag", "Nur erste", "Gast Klinik"],
    "second": ["Begrüßung", "Fachvortrag", "Gast Klinik"],
    "reader": ["Begrüßung", "Fachvortrag"],
    "guest": ["Fachvortrag"],
    "coordinator": ["Begrüßung", "Fachvortrag", "Nur erste", "Nachbesetzung"],
    "taker": ["Begrüßung", "Fachvortrag", "Nur erste", "Nachbesetzung"],
}


@pytest.fixture
def sent(house, room):
    room.written()
    for row in house.scalars(select(Attendance).where(Attendance.person_id.is_not(None))):
        row.state = AttendanceState.PRESENT
    room.circulate()
    extract_rules.send_extracts(house, room.meeting_id, by=room.by, now=room.after)
    return room


@pytest.fixture
def people(sent):
    table = sent.table
    return {
        "first": table.mains[0],
        "second": table.deputies[1],
        "reader": table.reader,
        "guest": sent.guest,
        "coordinator": sent.coordinator,
        "taker": sent.taker,
    }


def edition_of(house, page):
    """The id of the edition that a page shows, from its download."""
    return int(page.get_data(as_text=True).split("/editions/")[1].split(".pdf")[0])


def text_of(content):
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)


@pytest.mark.parametrize("who", list(SHOWN))
def test_everybody_reads_what_is_hers_on_the_page_and_on_paper(house, sent, people, sign_in, who):
    client = sign_in(people[who])
    page = client.get(sent.url())
    assert page.status_code == 200
    paper = client.get(f"/editions/{edition_of(house, page)}.pdf")
    assert paper.mimetype == "application/pdf"
    reader = pypdf.PdfReader(io.BytesIO(paper.data))
    whole = text_of(paper.data) + str(reader.metadata) + reader.xmp_metadata.stream.get_data().decode()
    for words in SHOWN[who]:
        assert words in page.get_data(as_text=True), words
        assert words in whole, words
    for words in HIDDEN.get(who, []):
        assert words not in page.get_data(as_text=True), words
        assert words not in whole, words


@pytest.mark.parametrize("who", list(SHOWN))
def test_editions_of_others_do_not_exist(house, sent, people, sign_in, who):
    client = sign_in(people[who])
    mine = edition_of(house, client.get(sent.url()))
    house.commit()
    ids = house.scalars(select(Edition.id)).all()
    answers = {number: client.get(f"/editions/{number}").status_code for number in ids}
    papers = {number: client.get(f"/editions/{number}.pdf").status_code for number in ids}
    assert answers == papers
    assert answers[mine] == 200
    opened = {number for number, code in answers.items() if code == 200}
    if who in ("coordinator", "taker"):
        assert opened == set(ids)
    else:
        house.commit()
        for edition in house.scalars(select(Edition).where(Edition.id.in_(opened))):
            assert not [words for words in HIDDEN[who] if words in edition.content]


def test_other_tables_find_nothing(house, sent, sign_in):
    ids = house.scalars(select(Edition.id)).all()
    for stranger in (sent.elsewhere.coordinator, sent.elsewhere.mains[0], build.person(house)):
        client = sign_in(stranger)
        assert client.get(sent.url()).status_code == 404
        for number in (*ids, 10**9):
            assert client.get(f"/editions/{number}").status_code == 404
            assert client.get(f"/editions/{number}.pdf").status_code == 404


def test_administration_reads_no_minutes(house, sent, sign_in):
    client = sign_in(build.person(house, "Systemadministration"), is_admin=True)
    assert client.get(sent.url()).status_code == 404


def test_whoever_has_left_reads_nothing_more(house, sent, sign_in):
    main = sent.table.mains[0]
    for appointment in house.scalars(select(Appointment).where(Appointment.person_id == main.id)):
        appointment.end(build.TODAY)
    assert sign_in(main).get(sent.url()).status_code == 404


def test_a_successor_reads_on(house, sent, sign_in):
    successor = build.person(house, "Nachfolge")
    build.appointment(house, sent.table.seats[0], successor, AppointmentRole.DEPUTY, rank=5)
    page = sign_in(successor).get(sent.url()).get_data(as_text=True)
    assert "Nur erste" in page


def test_later_changes_show_nowhere(house, sent, people, sign_in):
    sent.open_item.title = "Nachträglich geändert"
    sent.table.body.name = "Umbenannter Tisch"
    client = sign_in(people["second"])
    page = client.get(sent.url())
    paper = client.get(f"/editions/{edition_of(house, page)}.pdf")
    for words in (
        page.get_data(as_text=True).split("<main")[1].split('class="content"')[1],
        text_of(paper.data),
    ):
        assert "Begrüßung" in words
        assert "Nachträglich" not in words
        assert "Umbenannter" not in words


def test_the_page_says_version_checksum_level_and_what_comes_next(house, sent, people, sign_in, stop_clock):
    client = sign_in(people["second"])
    page = client.get(sent.url())
    edition = house.get_one(Edition, edition_of(house, page))
    text = page.get_data(as_text=True)
    answer = client.get("/check", query_string={"checksum": edition.fingerprint})
    assert "Version 1" in answer.text or "Fassung 1" in answer.text, "what the page shows is enough to type"
    for words in (edition.fingerprint, "30.09.2026", "14.10.2026", "TLP:AMBER", "Klient*innen"):
        assert words in text, words


def test_paper_says_the_same_on_every_page(house, sent, people, sign_in):
    client = sign_in(people["first"])
    edition = house.get_one(Edition, edition_of(house, client.get(sent.url())))
    reader = pypdf.PdfReader(io.BytesIO(client.get(f"/editions/{edition.id}.pdf").data))
    for number, page in enumerate(reader.pages, 1):
        text = page.extract_text()
        for words in (edition.fingerprint, "TLP:AMBER+STRICT", f"{number} von {len(reader.pages)}"):
            assert words in text, words
    assert reader.trailer["/Root"]["/Lang"].startswith("de")


def test_paper_is_german_whatever_the_page_speaks(house, sent, people, sign_in):
    client = sign_in(people["first"])
    number = edition_of(house, client.get(sent.url()))
    german = text_of(client.get(f"/editions/{number}.pdf").data)
    with client.session_transaction() as session:
        session["language"] = "en"
    assert text_of(client.get(f"/editions/{number}.pdf").data) == german
    assert '<html lang="en">' in client.get(f"/editions/{number}").get_data(as_text=True)


def test_the_file_name_keeps_the_asterisk(house, sent, people, sign_in):
    client = sign_in(people["first"])
    answer = client.get(f"/editions/{edition_of(house, client.get(sent.url()))}.pdf")
    header = answer.headers["Content-Disposition"]
    assert header.startswith("attachment;")
    assert "Klient%2Ainnen" in header
    assert "Klient_innen" in header
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_agenda_as_invited_is_read_the_same_way(house, room, sign_in):
    editions = house.scalars(select(Edition).where(Edition.kind == EditionKind.AGENDA)).all()
    whole = next(edition for edition in editions if edition.whole)
    extract = next(edition for edition in editions if edition.data["extract"])
    readers = next(edition for edition in editions if edition.for_readers)
    ids = {"whole": whole.id, "extract": extract.id, "readers": readers.id}
    guest, reader = sign_in(room.guest), sign_in(room.table.reader)
    assert guest.get(f"/editions/{ids['whole']}").status_code == 404
    assert guest.get(f"/editions/{ids['readers']}").status_code == 404
    page = guest.get(f"/editions/{ids['extract']}").get_data(as_text=True)
    assert "Fachvortrag" in page
    assert "Begrüßung" not in page
    text = text_of(reader.get(f"/editions/{ids['readers']}.pdf").data)
    assert "Begrüßung" in text
    assert "Nur erste" not in text


def test_reading_asks_the_database_as_often_for_many_items_as_for_few(house, room, sign_in, statements):
    room.written()
    counts = []
    for extra in (0, 30):
        for _ in range(extra):
            build.agenda_item(house, room.meeting)
        if not extra:
            room.circulate()
        client = sign_in(room.table.mains[0])
        client.get(room.url())
        with statements() as seen:
            assert client.get(room.url()).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 14


def test_the_coordination_sees_who_reads_what(house, sent, people, sign_in):
    text = sign_in(people["coordinator"]).get(sent.url()).get_data(as_text=True)
    assert text.count('href="/editions/') >= 5
    assert sent.guest.name in text


def test_minutes_for_a_person_of_two_institutions(house, room, sign_in):
    double = room.table.deputies[1]
    build.appointment(
        house, room.table.seats[0], house.get_one(Person, double.id), AppointmentRole.DEPUTY, rank=3
    )
    room.written().circulate()
    page = sign_in(double).get(room.url()).get_data(as_text=True)
    assert "Nur erste" in page or "V 1" in page


def test_scripts_and_remote_images_reach_neither_page_nor_paper(house, room, sign_in):
    room.begin()
    evil = "\n".join(
        [
            "<script>alert(1)</script><img src=x onerror=alert(1)>",
            "![Bild](https://evil.example/x.png) [klick](javascript:alert(1)) <iframe src=//evil.example>",
            "Klient*innen und Sexarbeiter*innen",
        ]
    )
    room.write(room.open_item, evil)
    room.circulate()
    client = sign_in(room.table.mains[0])
    page = client.get(room.url())
    text = page.get_data(as_text=True).split("<main")[1]
    for words in ("<script", "<img", "<iframe", 'javascript:alert(1)"', 'onerror=alert(1)>"'):
        assert words not in text, words
    assert "Klient*innen und Sexarbeiter*innen" in text
    paper = client.get(f"/editions/{edition_of(house, page)}.pdf").data
    assert "Klient*innen und Sexarbeiter*innen" in text_of(paper)
    links = [
        note.get_object()["/A"]["/URI"]
        for part in pypdf.PdfReader(io.BytesIO(paper)).pages
        for note in part.get("/Annots", [])
        if "/Dest" not in note.get_object()
    ]
    own = [link for link in links if "/check/" in link]
    assert len(own) == 1
    assert all(link.startswith("https://") for link in links if link not in own)


def test_a_minute_taker_who_has_left_the_table_reads_and_writes_nothing_of_her_time(house, room, sign_in):
    room.written()
    who, seat = room.table.deputies[1], room.table.seats[1]
    room.meeting.minute_taker_id = who.id
    mine = house.query(Appointment).filter_by(person_id=who.id).one()
    client = sign_in(who)
    paths = (room.screen("Nachbesetzung"), room.screen("Begrüßung"), f"/meetings/{room.meeting_id}")

    def opened():
        house.commit()
        return {client.get(each).status_code for each in paths}

    assert opened() == {200}
    mine.ends_on = (room.after - timedelta(days=1)).date()
    assert opened() == {404}
    mine.ends_on = (room.after - timedelta(days=3)).date()
    assert opened() == {200}, "named for a meeting after she left"
    mine.ends_on, seat.ends_on = None, (room.after - timedelta(days=1)).date()
    assert opened() == {404}
    build.appointment(house, room.table.seats[2], who, role=AppointmentRole.DEPUTY, rank=2)
    assert opened() == {200}


@pytest.mark.parametrize(
    ("who", "named"),
    [
        ("first", True),
        ("second", True),
        ("coordinator", True),
        ("taker", True),
        ("reader", False),
        ("guest", False),
    ],
)
def test_who_leads_is_named_to_those_who_read_names(house, room, sign_in, who, named):
    """Whoever reads functions only reads no name: at the meeting, in agenda, minutes and paper."""
    room.meeting.chair = "Frau Dr. Vorsitz"
    agenda_editions(house, room.meeting, by=room.by, now=room.after)
    room.written()
    for row in house.scalars(select(Attendance).where(Attendance.person_id.is_not(None))):
        row.state = AttendanceState.PRESENT
    room.circulate()
    extract_rules.send_extracts(house, room.meeting_id, by=room.by, now=room.after)
    house.commit()
    people = {"first": room.table.mains[0], "second": room.table.deputies[1], "reader": room.table.reader}
    people |= {"guest": room.guest, "coordinator": room.coordinator, "taker": room.taker}
    client = sign_in(people[who])
    meeting, minutes = client.get(f"/meetings/{room.meeting_id}"), client.get(room.url())
    number = re.search(r"/editions/(\d+)\.pdf", meeting.text).group(1)
    agenda = client.get(f"/editions/{number}")
    numbers = number, edition_of(house, minutes)
    papers = [text_of(client.get(f"/editions/{each}.pdf").data) for each in numbers]
    for words in (meeting.text, minutes.text, agenda.text, *papers):
        assert ("Vorsitz" in words) == named
        assert named or room.taker.name not in words
