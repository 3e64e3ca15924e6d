"""The invitation by post: letters for window envelopes, each with the agenda that is meant for it."""

import io

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from blueprints.meetings import invitation_rules
from blueprints.minutes import by_post_queries, by_post_rules
from models.errors import NotAllowed, RuleBroken
from models.letters import Dispatch, Letter, LetterState, Way
from models.meetings import AgendaItem, Meeting, MeetingState
from models.organisations import Organisation
from models.visibility import Visibility
from tests import build
from tests.pages import Page, text
from tests.plumbing.test_paper import tags_of

MM = 72 / 25.4
"""Points of a PDF in a millimetre."""
ADDRESS = "Am Markt 1\n12345 Musterstadt"


@pytest.fixture(autouse=True)
def clock(stop_clock):
    return stop_clock(build.NOW)


@pytest.fixture
def table(house):
    made = build.table(house, name="Runder Tisch Übermut")
    made.coordinator.language = made.mains[2].language = "en"
    for number, seat in enumerate(made.seats):
        place = house.get_one(Organisation, seat.organisation_id)
        place.name, place.postal_address = f"Stelle {number}", ADDRESS
    made.mains[0].salutation = "Frau Dr. Größer"
    return made


@pytest.fixture
def meeting(house, table):
    made = build.meeting(house, table.body, number=12, place="Rathaus, Raum 204")
    build.agenda_item(house, made, "Bericht", text="Für Klient*innen")
    facts = {"visibility": Visibility.CONFIDENTIAL, "seats": table.seats[:1]}
    build.agenda_item(house, made, "Sonderfall", **facts)
    build.agenda_item(house, made, "Nur Koordination", visibility=Visibility.COORDINATION)
    return made


@pytest.fixture
def by(house, table):
    return build.actor(house, table.coordinator)


@pytest.fixture
def invited(house, table, meeting, by):
    """Stelle 1 has no address for mail, Stelle 2 had letters that came to nothing."""
    table.mains[1].email = table.deputies[1].email = None
    invitation_rules.invite(house, meeting.id, due_on=build.TODAY, by=by, now=build.NOW)
    lost = {table.mains[2].email, table.deputies[2].email}
    for letter in house.scalars(select(Letter).order_by(Letter.id)):
        letter.state = LetterState.BOUNCED if letter.recipient in lost else LetterState.ACCEPTED
        if letter.recipient in lost:
            letter.institution, letter.organisation_id = "Stelle 2", table.seats[2].organisation_id
    house.commit()
    return meeting


@pytest.fixture
def coordinator(table, sign_in):
    return sign_in(table.coordinator)


def url(meeting):
    return f"/meetings/{meeting.id}/letters-by-post"


def printed(client, meeting, *keys, **typed):
    answer = client.submit(client.get(url(meeting)), "Letters as PDF", to=list(keys), **typed)
    assert answer.status_code == 200
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Cache-Control"] == "no-store"
    return PdfReader(io.BytesIO(answer.data))


def words_of(*pages):
    told = " ".join(" ".join(page.extract_text() for page in pages).split())
    return told.replace("\xad ", "").replace("\xad", "")


def key(seat):
    return f"seat-{seat.id}"


def places_of(page):
    """Each piece of text with where it begins, in millimetres from the left and from the top."""
    found = []

    def look(words, cm, tm, *_):
        if words.strip():
            x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
            y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
            found.append((words.strip(), x / MM, (float(page.mediabox.height) - y) / MM))

    page.extract_text(visitor_text=look)
    return found


def test_each_gets_the_agenda_that_is_meant_for_it(table, invited, coordinator):
    paper = printed(coordinator, invited, *map(key, table.seats))
    first, second, third = (words_of(*paper.pages[at : at + 2]) for at in (0, 2, 4))
    assert len(paper.pages) == 6
    for each in (first, second):
        assert "Einladung zur 12. Sitzung" in each
        assert "Bericht" in each
        assert "Klient*innen" in each
        assert "Seite 1 von 2" in each
        assert "Seite 2 von 2" in each
    assert "Sonderfall" in first
    assert "Vertraulich" in words_of(paper.pages[0])
    for each in (second, third):
        assert "Sonderfall" not in each
    for page in paper.pages:
        assert "Nur Koordination" not in words_of(page)
    assert "Guten Tag Frau Dr. Größer," in first
    assert "Invitation to meeting no. 12" in third
    assert "Page 1 of 2" in third


def test_the_address_stands_in_the_window(table, invited, coordinator):
    """DIN 5008 form B: the field lies 20 mm from the left and 45 mm from the top, 85 by 45 mm."""
    page = printed(coordinator, invited, key(table.seats[0])).pages[0]
    found = places_of(page)
    for line in ("Stelle 0", "Am Markt 1", "12345 Musterstadt"):
        x, y = next((x, y) for words, x, y in found if words == line)
        assert 20 <= x <= 105
        assert 62.7 <= y <= 90
    subject = next(y for words, _, y in found if words.startswith("Einladung zur 12."))
    assert 98 <= subject <= 104
    inside = [words for words, x, y in found if 20 <= x <= 105 and 62 <= y <= 90]
    assert inside == ["Stelle 0", table.mains[0].name, "Am Markt 1", "12345 Musterstadt"]


def test_the_first_page_of_each_letter_has_marks_to_fold(table, invited, coordinator):
    pages = printed(coordinator, invited, *map(key, table.seats)).pages
    strokes = [marks_of(page) for page in pages]
    assert strokes == [[105, 148.5, 210], []] * 3


def marks_of(page):
    """How far from the top strokes begin that lie left of the text, in millimetres."""
    found, here = [], []

    def look(operator, operands, cm, _tm):
        if operator == b"m":
            x, y = (float(each) for each in operands)
            here.append((x * cm[0] + y * cm[2] + cm[4], x * cm[1] + y * cm[3] + cm[5]))
        elif operator == b"S":
            found.append(here[-1])

    page.extract_text(visitor_operand_before=look)
    high = float(page.mediabox.height)
    return sorted(round((high - y) / MM, 1) for x, y in found if x < 20 * MM)


def test_a_protected_address_stays_blank(house, table, invited, coordinator):
    place = house.get_one(Organisation, table.seats[1].organisation_id)
    place.postal_address, place.place, place.address_protected = "", "", True
    house.commit()
    page = coordinator.get(url(invited))
    assert "The address is protected and not stored" in page.text
    sheet = printed(coordinator, invited, key(table.seats[1])).pages[0]
    assert [words for words, x, y in places_of(sheet) if 20 <= x <= 105 and 50 <= y <= 90] == []
    beside = [words for words, x, _ in places_of(sheet) if x >= 120]
    assert any("Stelle 1" in words for words in beside)


def test_it_is_tagged_paper(table, invited, coordinator):
    paper = printed(coordinator, invited, *map(key, table.seats))
    root = paper.trailer["/Root"]
    assert root["/Lang"] == "de-DE"
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    assert paper.metadata.title == "Einladungen per Post"
    kinds = [str(tag["/S"]) for tag in tags_of(paper)]
    assert kinds.count("/H1") == 3
    assert kinds.count("/TH") == 4 * 3
    assert {"/P", "/Table", "/H2"} <= set(kinds)
    assert any(str(tag.get("/Lang", "")).startswith("en") for tag in tags_of(paper))


def test_whoever_was_not_reached_is_proposed(table, invited, coordinator):
    page = coordinator.get(url(invited))
    form = Page(page.get_data(as_text=True))
    ticked = {box.get("value") for box in form.all("input") if box.get("checked") is not None}
    assert ticked == {key(table.seats[1]), key(table.seats[2])}
    assert "Not reached by mail." in text(form.all("main")[0])


def test_an_empty_seat_is_not_proposed_and_an_address_is_entered_where_the_directory_keeps_it(
    house, table, invited, coordinator
):
    empty = build.seat(house, table.body, build.organisation(house, "Unbesetzt"))
    house.commit()
    page = coordinator.get(url(invited))
    form = Page(page.get_data(as_text=True))
    ticked = {box.get("value") for box in form.all("input") if box.get("checked") is not None}
    assert ticked == {key(table.seats[1]), key(table.seats[2])}
    assert "Nobody fills this seat." in text(form.all("main")[0])
    assert f'href="/organisations/{empty.organisation_id}/edit"' in page.text
    assert f'href="/organisations/{table.seats[0].organisation_id}/edit"' not in page.text


def test_a_guest_gets_a_letter_of_her_own(house, table, meeting, by, coordinator):
    items = sorted(build_items(house, meeting), key=lambda each: each.place)
    guest = build.item_guest(house, items[0], build.person(house, "Gast Eins", email=None))
    invitation_rules.invite(house, meeting.id, due_on=build.TODAY, by=by, now=build.NOW)
    house.commit()
    told = words_of(*printed(coordinator, meeting, f"guest-{guest.id}").pages)
    assert "Einladung als Gast" in told
    assert "Bericht" in told
    assert "Sonderfall" not in told
    assert "Nur Koordination" not in told


def build_items(house, meeting):
    return house.scalars(select(AgendaItem).where(AgendaItem.meeting_id == meeting.id)).all()


def test_printing_changes_nothing_and_posting_is_noted(house, table, invited, coordinator):
    def dispatches():
        house.expire_all()
        rows = select(Dispatch).where(Dispatch.way == Way.POST).order_by(Dispatch.id)
        return house.scalars(rows).all()

    printed(coordinator, invited, *map(key, table.seats))
    assert dispatches() == []
    page = coordinator.get(url(invited))
    chosen = [key(table.seats[1]), key(table.seats[2])]
    answer = coordinator.submit(page, "Note as posted", to=chosen, on=str(build.TODAY))
    assert answer.status_code == 303
    names = [each.institution for each in dispatches()]
    assert sorted(set(names)) == ["Stelle 1", "Stelle 2"]
    told = by_post_queries.addressees(house, house.get_one(Meeting, invited.id), build.TODAY)
    assert {each.institution: (each.reached, each.posted_on) for each in told} == {
        "Stelle 0": (True, None),
        "Stelle 1": (False, build.TODAY),
        "Stelle 2": (True, build.TODAY),
    }
    lost = house.scalars(select(Letter).where(Letter.state == LetterState.BOUNCED)).all()
    assert {each.reached_by for each in lost} == {Way.POST}
    again = Page(coordinator.get(url(invited)).get_data(as_text=True))
    assert not [box for box in again.all("input") if box.get("checked") is not None]


def test_a_note_that_was_a_mistake_is_taken_back(house, table, invited, coordinator):
    def told():
        house.expire_all()
        found = by_post_queries.addressees(house, house.get_one(Meeting, invited.id), build.TODAY)
        return {each.institution: (each.reached, each.posted_on) for each in found}

    before = told()
    chosen = [key(table.seats[1]), key(table.seats[2])]
    page = coordinator.get(url(invited))
    assert "Take the note back" not in page.text
    coordinator.submit(page, "Note as posted", to=chosen, on=str(build.TODAY))
    assert told() != before
    page = coordinator.get(url(invited))
    answer = coordinator.submit(page, "Take the note back", to=[key(table.seats[0])])
    assert (answer.status_code, "No letter by post is noted for them." in answer.text) == (422, True)
    assert coordinator.submit(page, "Take the note back", to=chosen).status_code == 303
    assert told() == before
    assert not house.scalars(select(Dispatch).where(Dispatch.way == Way.POST)).all()


def test_bad_choices_are_told_and_change_nothing(house, table, invited, coordinator):
    for typed, told in (
        ({"to": []}, "Please choose to whom"),
        ({"to": ["seat-99999"]}, "valid choice"),
        ({"to": [key(table.seats[1])], "on": "2026-09-02"}, "This day has not come yet"),
        ({"to": [key(table.seats[1])], "on": "2026-08-01"}, "Nobody was invited yet"),
        ({"to": [key(table.seats[1])], "on": "gestern"}, ""),
    ):
        page = coordinator.get(url(invited))
        answer = coordinator.submit(page, "Note as posted", **{"on": str(build.TODAY)} | typed)
        assert answer.status_code == 422, typed
        assert told in text(Page(answer.get_data(as_text=True)).all("main")[0])
    assert house.scalars(select(Dispatch).where(Dispatch.way == Way.POST)).all() == []


def test_letters_are_the_coordinations_and_of_a_meeting_ahead(house, table, invited, by, sign_in):
    for person in (table.mains[0], table.reader, build.person(house)):
        assert sign_in(person).get(url(invited)).status_code == 404
        with pytest.raises(NotAllowed):
            note(house, invited, table, build.actor(house, person))
    invited.state = MeetingState.CANCELLED
    house.commit()
    assert sign_in(table.coordinator).get(url(invited)).status_code == 404
    with pytest.raises(RuleBroken):
        note(house, invited, table, by)


def note(house, meeting, table, by):
    keys, on = [key(table.seats[1])], build.TODAY
    return by_post_rules.note_letters(house, meeting.id, keys, on, by=by, now=build.NOW)


def test_the_page_asks_the_same_however_many_there_are(house, table, meeting, by, coordinator, statements):
    def asked():
        coordinator.get("/overview")
        with statements() as seen:
            assert coordinator.get(url(meeting)).status_code == 200
        return len(seen)

    invitation_rules.invite(house, meeting.id, due_on=build.TODAY, by=by, now=build.NOW)
    house.commit()
    before = asked()
    for count in range(6):
        seat = build.seat(house, table.body, build.organisation(house, f"Neue Stelle {count}"))
        house.add_all(build.appointed(seat, build.person(house), build.person(house)))
    house.commit()
    assert asked() == before


@pytest.mark.parametrize("name", ["Ü" * 90 + " " + "w" * 80, "مؤسسة العون", "ภาษาไทย", "a*b_c #fett $x$"])
def test_odd_names_find_room(house, table, invited, coordinator, name):
    place = house.get_one(Organisation, table.seats[0].organisation_id)
    place.name, place.postal_address = name, "\n".join(f"Zeile {n} " + "lang " * 10 for n in range(8))
    house.commit()
    page = printed(coordinator, invited, key(table.seats[0])).pages[0]
    for _, x, y in places_of(page):
        assert 0 <= x <= 210
        assert 0 <= y <= 297
    subject = next(y for words, _, y in places_of(page) if words.startswith("Einladung"))
    assert 98 <= subject <= 104
