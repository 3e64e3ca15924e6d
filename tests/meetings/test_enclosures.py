"""Files that travel with letters: public ones only, bounded, kept once, called back while they wait."""

import email
import email.policy
import hashlib
import io
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from blueprints.meetings import (
    addendum_rules,
    agenda_rules,
    enclosing_queries,
    file_rules,
    invitation_rules,
    recipient_queries,
)
from models.enclosures import EnclosedFile, Enclosure, ending, forget_enclosures
from models.files import File
from models.letters import Letter, LetterState, resend
from models.outbox import LetterBytes
from models.visibility import Visibility
from plumbing.delivery import deliver_waiting
from plumbing.letter_copies import shown
from plumbing.letters import render_waiting
from plumbing.mime import enclosed_part
from tests import build
from tests.pages import Page, text

LEVELS = {
    "offen.pdf": Visibility.PUBLIC,
    "intern.pdf": Visibility.INTERNAL,
    "nur Koordination.pdf": Visibility.COORDINATION,
}


@pytest.fixture(autouse=True)
def clock(stop_clock):
    return stop_clock(build.NOW)


@pytest.fixture
def write(app, house):
    """Letters are written with the settings of the site."""

    def do():
        with app.app_context():
            render_waiting(house)
        house.commit()

    return do


@pytest.fixture
def invite(write, house, meeting, by):
    def do():
        invitation_rules.invite(house, meeting.id, due_on=build.TODAY, by=by, now=build.NOW)
        write()

    return do


@pytest.fixture
def table(house):
    made = build.table(house)
    for person in (made.coordinator, *made.mains, *made.deputies):
        person.language = "en"
    return made


@pytest.fixture
def by(house, table):
    return build.actor(house, table.coordinator)


@pytest.fixture
def meeting(house, table):
    return build.meeting(house, table.body, number=12)


@pytest.fixture
def item(house, meeting):
    return build.agenda_item(house, meeting, "Bericht")


@pytest.fixture
def named(house, meeting, table):
    facts = {"visibility": Visibility.CONFIDENTIAL, "seats": table.seats[:1]}
    return build.agenda_item(house, meeting, "Sonderfall", **facts)


def put(house, item, by, name, level=Visibility.PUBLIC, content=None, **facts):
    content = content or b"%PDF-1.7 " + name.encode()
    given = {"content_type": "application/pdf", "stream": io.BytesIO(content), "now": build.NOW} | facts
    return file_rules.add_file(house, item.id, name=name, visibility=level, by=by, **given)


def mails(house):
    """Every waiting letter with its address, as it would go over the wire."""
    found = {}
    for letter, raw, enclosure_id in house.execute(
        select(Letter, LetterBytes.raw, LetterBytes.enclosure_id)
        .join(LetterBytes, LetterBytes.letter_id == Letter.id)
        .order_by(Letter.id)
    ):
        whole = raw + ending(house, enclosure_id)
        assert letter.sha256 == hashlib.sha256(whole).hexdigest()
        assert max(map(len, whole.split(b"\r\n"))) <= 998
        assert b"\n" not in whole.replace(b"\r\n", b"")
        found[letter.recipient] = email.message_from_bytes(whole, policy=email.policy.default)
    return found


def files_of(mail):
    """Names and bytes of what is attached, without our own calendar entry; and no defect in the mail."""
    assert all(not part.defects for part in mail.walk())
    parts = [part for part in mail.iter_attachments() if part.get_content_type() != "application/ics"]
    return {part.get_filename(): part.get_payload(decode=True) for part in parts}


def words(mail):
    return mail.get_body(("plain",)).get_content()


def test_of_thousands_of_letters_only_some_wait_to_be_finished(
    app, house, meeting, item, by, write, monkeypatch
):
    """The others are mails by then; together they are what they would be at once, with one enclosure."""
    monkeypatch.setattr(invitation_rules, "AT_ONCE", 4)
    monkeypatch.setattr(recipient_queries, "AT_ONCE", 2)
    put(house, item, by, "offen.pdf")
    asked = [each.address for each in recipient_queries.recipients(house, meeting, build.TODAY)]
    with app.app_context():
        invitation_rules.invite(house, meeting.id, due_on=build.TODAY, by=by, now=build.NOW)
    assert [each.letter.recipient for each in house.info["unrendered"]] == asked[4:]
    write()
    found = mails(house)
    assert list(found) == asked
    assert all(set(files_of(mail)) == {"offen.pdf"} for mail in found.values())
    assert house.query(Enclosure).count() == 1
    assert house.query(Letter).filter(Letter.institution == "").count() == 0


def test_only_public_files_of_open_items_travel(house, table, meeting, item, named, by, invite):
    for name, level in LEVELS.items():
        put(house, item, by, name, level)
    put(house, named, by, "vertraulich.pdf", Visibility.CONFIDENTIAL)
    put(house, named, by, "am vertraulichen Punkt.pdf", Visibility.PUBLIC)
    invite()
    found = mails(house)
    assert len(found) == 6
    for address, mail in found.items():
        assert set(files_of(mail)) == {"offen.pdf"}, address
        raw = mail.as_bytes()
        for name in ("intern", "nur Koordination", "ertraulich", "Sonderfall"):
            assert name.encode() not in raw
        assert "Public papers for the agenda are enclosed." in words(mail)
        calendars = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
        assert len(calendars) == 1
        assert next(part.get_content_type() for part in mail.iter_parts()) == "multipart/alternative"


def test_guests_get_the_files_of_their_item(house, meeting, item, by, invite):
    other = build.agenda_item(house, meeting, "Anderes")
    guest = build.item_guest(house, other)
    put(house, item, by, "Bericht.pdf")
    put(house, other, by, "Anderes.pdf")
    invite()
    found = mails(house)
    assert set(files_of(found.pop(guest.email))) == {"Anderes.pdf"}
    assert {frozenset(files_of(mail)) for mail in found.values()} == {
        frozenset({"Bericht.pdf", "Anderes.pdf"})
    }


def test_a_guest_of_a_confidential_item_gets_no_file(house, meeting, named, by, invite):
    guest = build.item_guest(house, named)
    put(house, named, by, "am vertraulichen Punkt.pdf")
    invite()
    assert files_of(mails(house)[guest.email]) == {}


def test_files_are_bounded_together_and_each_that_fits_goes(house, meeting, item, by, monkeypatch):
    monkeypatch.setattr(enclosing_queries, "MOST_BYTES", 100)
    put(house, item, by, "erste.pdf", content=b"%PDF-1.7" + bytes(50))
    put(house, item, by, "zu gross.pdf", content=b"%PDF-1.7" + bytes(60))
    put(house, item, by, "dritte.pdf", content=b"%PDF-1.7" + bytes(20))
    found = enclosing_queries.Enclosing(house, meeting.id).for_members()
    assert found.names == ("erste.pdf", "dritte.pdf")
    assert [each.name for each in found.too_large] == ["zu gross.pdf"]


def test_all_letters_keep_a_file_once(house, meeting, item, by, invite):
    put(house, item, by, "offen.pdf", content=b"%PDF-1.7" + bytes(500_000))
    invite()
    assert house.scalar(select(func.count()).select_from(Enclosure)) == 1
    assert house.scalar(select(func.count()).select_from(EnclosedFile)) == 1
    assert max(len(raw) for raw in house.scalars(select(LetterBytes.raw))) < 20_000
    for mail in mails(house).values():
        assert files_of(mail) == {"offen.pdf": b"%PDF-1.7" + bytes(500_000)}


def test_what_is_delivered_is_whole_and_what_nobody_carries_is_forgotten(
    app, house, meeting, item, by, tmp_path, invite
):
    put(house, item, by, "offen.pdf")
    invite()
    letter = house.scalars(select(Letter).order_by(Letter.id)).first()
    assert "offen.pdf" in shown(house, letter.id).files
    hashes = set(house.scalars(select(Letter.sha256)))
    house.commit()
    with app.app_context():
        assert deliver_waiting() == {"accepted": 6}
    sent = [each.read_bytes() for each in (tmp_path / "letters").glob("*.eml")]
    assert {hashlib.sha256(raw).hexdigest() for raw in sent} == hashes
    house.expire_all()
    forget_enclosures(house)
    for cls in (Enclosure, EnclosedFile):
        assert house.scalar(select(func.count()).select_from(cls)) == 0


def test_a_deleted_file_leaves_the_letters_that_wait(house, meeting, item, by, invite):
    gone = put(house, item, by, "versehentlich.pdf")
    put(house, item, by, "offen.pdf")
    invite()
    file_rules.remove_file(house, gone.id, by=by, now=build.NOW)
    house.commit()
    house.expire_all()
    for mail in mails(house).values():
        assert set(files_of(mail)) == {"offen.pdf"}
    assert house.get(File, gone.id) is None


def test_the_last_file_may_go_too(house, meeting, item, by, invite):
    gone = put(house, item, by, "versehentlich.pdf")
    invite()
    file_rules.remove_file(house, gone.id, by=by, now=build.NOW)
    house.commit()
    house.expire_all()
    assert all(files_of(mail) == {} for mail in mails(house).values())


def test_an_item_that_becomes_confidential_takes_its_files_out_of_waiting_letters(
    house, table, meeting, item, by, invite
):
    put(house, item, by, "offen.pdf")
    invite()
    agenda_rules.edit_item(
        house,
        item.id,
        title=item.title,
        visibility=Visibility.CONFIDENTIAL,
        seat_ids=[table.seats[0].id],
        based_on=item.version,
        by=by,
        now=build.NOW,
    )
    house.commit()
    house.expire_all()
    assert all(files_of(mail) == {} for mail in mails(house).values())
    assert not [raw for raw in house.scalars(select(LetterBytes.raw)) if b"offen.pdf" in raw]
    assert house.scalars(select(File.name)).all() == ["offen.pdf"]


def test_a_letter_sent_again_carries_its_files(house, meeting, item, by, invite):
    put(house, item, by, "offen.pdf")
    invite()
    letter = house.scalars(select(Letter).order_by(Letter.id)).first()
    letter.state = LetterState.FAILED
    again = resend(house, letter, by=by, now=build.NOW)
    house.commit()
    assert set(files_of(mails(house)[again.recipient])) == {"offen.pdf"}


def test_a_nachtrag_carries_what_came_since(house, meeting, item, by, invite, write):
    put(house, item, by, "alt.pdf")
    invite()
    later = build.NOW + timedelta(days=1)
    put(house, item, by, "neu.pdf", now=later)
    put(house, item, by, "neu intern.pdf", Visibility.INTERNAL, now=later)
    build.agenda_item(house, meeting, "Neuer Punkt")
    first = set(house.scalars(select(Letter.id)))
    addendum_rules.send_addendum(house, meeting.id, by=by, now=later + timedelta(hours=1))
    write()
    for letter_id, raw, enclosure_id in house.execute(
        select(LetterBytes.letter_id, LetterBytes.raw, LetterBytes.enclosure_id)
    ):
        if letter_id not in first:
            mail = email.message_from_bytes(raw + ending(house, enclosure_id), policy=email.policy.default)
            assert set(files_of(mail)) == {"neu.pdf"}
            assert "neu intern" not in words(mail)


def test_files_by_address_are_for_those_who_may(house, table, meeting, item, named, by, sign_in, invite):
    made = {name: put(house, item, by, name, level).id for name, level in LEVELS.items()}
    made["vertraulich.pdf"] = put(house, named, by, "vertraulich.pdf", Visibility.CONFIDENTIAL).id
    invite()
    members = {"offen.pdf", "intern.pdf"}
    for person, expected in (
        (table.coordinator, set(made)),
        (table.mains[0], members | {"vertraulich.pdf"}),
        (table.mains[1], members),
        (table.reader, members),
        (build.person(house), set()),
    ):
        client = sign_in(person)
        got = {name for name, key in made.items() if client.get(f"/files/{key}").status_code == 200}
        assert got == expected


@pytest.mark.parametrize(
    "name",
    [
        "Bericht für Klient*innen 2026.pdf",
        "เอกสาร.pdf",
        'a"; b\\c%.pdf',
        "ü" * 116 + ".pdf",
        "x" * 116 + ".pdf",
    ],
)
def test_names_come_through_whole(name):
    part = enclosed_part(name, "application/pdf", b"%PDF-1.7")
    mail = email.message_from_bytes(part, policy=email.policy.default)
    assert mail.get_filename() == name
    assert mail.get_payload(decode=True) == b"%PDF-1.7"
    assert all(len(line) <= 78 for line in part.split(b"\r\n"))


def test_a_calendar_that_somebody_encloses_is_no_invitation():
    part = enclosed_part("a.ics", "text/calendar; charset=utf-8", b"BEGIN:VCALENDAR")
    assert b"text/calendar" not in part


def test_the_pages_say_which_files_go(house, meeting, item, by, table, sign_in, monkeypatch):
    monkeypatch.setattr(enclosing_queries, "MOST_BYTES", 100)
    put(house, item, by, "offen.pdf")
    put(house, item, by, "riesig.pdf", content=b"%PDF-1.7" + bytes(200))
    put(house, item, by, "intern.pdf", Visibility.INTERNAL)
    house.commit()
    page = sign_in(table.coordinator).get(f"/meetings/{meeting.id}/invite")
    told = text(Page(page.get_data(as_text=True)).all("aside")[0])
    assert "Öffentliche Unterlagen zur Tagesordnung liegen bei." in told
    assert "Files that go with the letter offen.pdf 1 kB They are attachments" in told
    assert "riesig.pdf" in told
    assert "1 public file is too large" in told
    assert "intern.pdf" not in told
