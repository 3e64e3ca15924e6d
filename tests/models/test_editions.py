"""Editions: each reader gets exactly what she may see, frozen, with numbers that are everybody's."""

import json

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from models.agenda_editions import agenda_editions
from models.editions import (
    Edition,
    EditionKind,
    EditionReader,
    agenda_edition_of,
    canonical,
    editions_for,
    freeze,
)
from models.history import Entry
from models.meetings import AgendaItem, MeetingState
from models.seats import AppointmentRole
from models.visibility import ReaderSession, Visibility
from tests import build


class World:
    """A meeting with items of every kind, and everybody who may look at it."""

    def __init__(self, house):
        self.house = house
        self.table = build.table(house, seats=3)
        self.taker = build.person(house, "Protokollführung von außen")
        self.meeting = build.meeting(
            house,
            self.table.body,
            minute_taker_id=self.taker.id,
            state=MeetingState.INVITED,
            invited_at=build.NOW,
        )
        self.meeting_id = self.meeting.id
        first, second, _ = self.table.seats
        self.items = {
            name: build.agenda_item(house, self.meeting, name, **facts)
            for name, facts in {
                "Begrüßung": {},
                "Nur erste": {"visibility": Visibility.CONFIDENTIAL, "seats": [first]},
                "Absprachen": {"visibility": Visibility.PUBLIC},
                "Erste und zweite": {"visibility": Visibility.CONFIDENTIAL, "seats": [first, second]},
                "Nachbesetzung": {"visibility": Visibility.COORDINATION},
            }.items()
        }
        self.guest = build.item_guest(house, self.items["Absprachen"])
        self.secret_guest = build.item_guest(house, self.items["Erste und zweite"])
        self.elsewhere = build.table(house, seats=1)
        self.seat_reader = build.person(house, "Lesende")
        build.appointment(house, self.table.seats[0], self.seat_reader, AppointmentRole.READER)

    def everybody(self):
        table = self.table
        return [
            table.coordinator,
            self.taker,
            *table.mains,
            *table.deputies,
            table.reader,
            self.seat_reader,
            self.guest,
            self.secret_guest,
            self.elsewhere.coordinator,
            self.elsewhere.mains[0],
        ]

    def compile(self):
        coordinator = build.actor(self.house, self.table.coordinator)
        return agenda_editions(self.house, self.meeting, by=coordinator, now=build.NOW)

    def read(self, engine, person, look):
        reader = build.actor(self.house, person)
        self.house.commit()
        with ReaderSession(engine, reader=reader) as reading:
            return look(reading, reader)


@pytest.fixture
def world(house):
    return World(house)


def titles(edition):
    return [item["title"] for item in edition.data["items"]] if edition else None


def test_each_reader_gets_exactly_the_items_that_she_may_see(world, engine):
    world.compile()

    def both(reading, reader):
        visible = {item.title for item in reading.scalars(select(AgendaItem))}
        edition = agenda_edition_of(reading, world.meeting_id, reader)
        return visible, set(titles(edition) or [])

    for person in world.everybody():
        visible, printed = world.read(engine, person, both)
        assert printed == visible, person.name


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        (lambda w: w.table.coordinator, ["1", "2", "V 1", "V 2", "K 1"]),
        (lambda w: w.taker, ["1", "2", "V 1", "V 2", "K 1"]),
        (lambda w: w.table.mains[0], ["1", "2", "V 1", "V 2"]),
        (lambda w: w.table.deputies[1], ["1", "2", "V 2"]),
        (lambda w: w.table.mains[2], ["1", "2"]),
        (lambda w: w.table.reader, ["1", "2"]),
        (lambda w: w.seat_reader, ["1", "2"]),
        (lambda w: w.guest, ["2"]),
        (lambda w: w.secret_guest, ["V 2"]),
        (lambda w: w.elsewhere.coordinator, None),
    ],
)
def test_numbers_are_the_same_for_all_readers(world, engine, who, expected):
    world.compile()

    def numbers(reading, reader):
        edition = agenda_edition_of(reading, world.meeting_id, reader)
        return [item["number"] for item in edition.data["items"]] if edition else None

    assert world.read(engine, who(world), numbers) == expected


def test_an_edition_holds_no_trace_of_what_its_readers_may_not_see(world, engine):
    world.compile()
    hidden = ["Nur erste", "Erste und zweite", "Nachbesetzung", world.secret_guest.name]

    def texts(reading, _reader):
        return [edition.content for edition in reading.scalars(select(Edition))]

    for person in (world.table.mains[2], world.table.reader, world.guest):
        for content in world.read(engine, person, texts):
            assert not [words for words in hidden if words in content], person.name


def test_whoever_only_reads_gets_no_names_of_guests(world, engine):
    world.compile()
    content = world.read(
        engine,
        world.table.reader,
        lambda reading, who: agenda_edition_of(reading, world.meeting_id, who).content,
    )
    assert world.guest.name not in content
    members = world.read(
        engine,
        world.table.mains[2],
        lambda reading, who: agenda_edition_of(reading, world.meeting_id, who).content,
    )
    assert world.guest.name in members


def test_equal_sets_share_an_edition(house):
    table = build.table(house, seats=9)
    meeting = build.meeting(house, table.body)
    build.agenda_item(house, meeting)
    made = agenda_editions(house, meeting, by=None, now=build.NOW)
    assert [(edition.whole, edition.for_readers) for edition in made] == [(True, False), (False, True)]
    assert house.query(EditionReader).count() == 9


def test_a_member_who_came_later_reads_what_all_may_read(world, engine, house):
    world.compile()
    late = build.appointment(house, build.seat(house, world.table.body))
    person = house.get_one(type(world.guest), late.person_id)
    found = world.read(
        engine, person, lambda reading, who: titles(agenda_edition_of(reading, world.meeting_id, who))
    )
    assert found == ["Begrüßung", "Absprachen"]


def test_a_guest_who_was_taken_off_reads_nothing_more(world, engine, house):
    world.compile()
    item = house.scalars(select(AgendaItem).where(AgendaItem.title == "Absprachen")).one()
    house.refresh(item, ["guests"])
    item.guests.clear()
    assert (
        world.read(
            engine, world.guest, lambda reading, who: agenda_edition_of(reading, world.meeting_id, who)
        )
        is None
    )


def test_somebody_with_two_seats_gets_both_editions(world, engine, house):
    build.appointment(house, world.table.seats[2], world.table.deputies[0], AppointmentRole.DEPUTY, rank=2)
    world.compile()

    def look(reading, who):
        return [titles(one) for one in editions_for(reading, world.meeting_id, EditionKind.AGENDA, who)]

    found = world.read(engine, world.table.deputies[0], look)
    assert [len(one) for one in found] == [4, 2]


def test_the_next_compilation_has_the_next_number_and_is_the_one_shown(world, engine, house):
    world.compile()
    world.items["Begrüßung"].title = "Begrüßung und Vorstellung"
    world.compile()

    def look(reading, who):
        edition = agenda_edition_of(reading, world.meeting_id, who)
        return edition.number, titles(edition)[0]

    assert world.read(engine, world.table.mains[2], look) == (2, "Begrüßung und Vorstellung")
    assert {edition.number for edition in house.query(Edition)} == {1, 2}


def test_an_edition_stays_as_it_was_frozen(world, house):
    edition = world.compile()[0]
    world.items["Begrüßung"].title = "Anders"
    world.table.body.name = "Umbenannt"
    house.flush()
    assert titles(edition)[0] == "Begrüßung"
    assert edition.data["body"] != "Umbenannt"
    assert edition.is_true
    edition.content = edition.content.replace("Begrüßung", "Anders")
    assert not edition.is_true


def test_freezing_leaves_a_line_with_the_hash_and_no_text(world, house):
    edition = world.compile()[0]
    house.commit()
    entry = house.scalars(
        select(Entry).where(Entry.gesture == "freeze", Entry.subject_id == edition.id)
    ).one()
    assert entry.facts == {"sha256": edition.sha256, "number": 1}


def test_content_has_one_spelling(house):
    assert canonical({"b": 1, "a": "Klient*innen"}) == '{"a":"Klient*innen","b":1}'
    assert json.loads(canonical({"a": ["ä"]})) == {"a": ["ä"]}


def test_an_edition_of_ones_own_names_its_readers(world, engine, house):
    seat = world.table.seats[0]
    freeze(
        house, EditionKind.MINUTES, world.meeting.id, world.table.body.id, "Titel", {"x": 1},
        seats=[seat.id], by=None, now=build.NOW,
    )  # fmt: skip
    count = lambda reading, _: len(reading.scalars(select(Edition)).all())  # noqa: E731
    assert world.read(engine, world.table.mains[0], count) == 1
    assert world.read(engine, world.table.mains[1], count) == 0


def test_a_reader_is_a_seat_or_a_person(house, world):
    edition = world.compile()[0]
    house.add(EditionReader(edition_id=edition.id))
    with pytest.raises(IntegrityError):
        house.flush()


def test_compiling_asks_the_database_as_often_for_many_items_as_for_few(house, statements):
    counts = []
    for size in (2, 20):
        table = build.table(house, seats=3)
        meeting = build.meeting(house, table.body)
        for _ in range(size):
            item = build.agenda_item(house, meeting, visibility=Visibility.CONFIDENTIAL, seats=table.seats)
            item_guest = build.item_guest(house, item) if size == 2 else None
        guest = item_guest or build.person(house)
        for item in house.scalars(select(AgendaItem).where(AgendaItem.meeting_id == meeting.id)):
            house.expire(item)
            if size == 20:
                build.item_guest(house, item, guest)
        house.flush()
        with statements() as seen:
            agenda_editions(house, meeting, by=None, now=build.NOW)
        counts.append(len([one for one in seen if "SELECT" in str(one)]))
    assert counts[1] <= counts[0]
