"""The agenda: items in their parts, who is named, guests, order, and how it differs from what was sent."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from blueprints.meetings import agenda_queries, agenda_rules, guest_rules, invitation_rules, queries
from models.bodies import Bylaws
from models.editions import agenda_edition_of
from models.errors import NotAllowed, RuleBroken
from models.files import File, FileChunk
from models.guests import ItemGuest
from models.invitations import Invitation
from models.letters import Letter
from models.meetings import AgendaItem, ItemAudience, ItemKind, MeetingState
from models.numbering import numbered
from models.organisations import OrganisationKind
from models.people import Person
from models.versions import ChangedMeanwhile
from models.visibility import ReaderSession, Visibility
from tests import build

SECRET = {"visibility": Visibility.CONFIDENTIAL}


@pytest.fixture
def table(house):
    return build.table(house)


@pytest.fixture
def by(house, table):
    return build.actor(house, table.coordinator)


@pytest.fixture
def meeting(house, table):
    return build.meeting(house, table.body)


@pytest.fixture
def add(house, meeting, by):
    def item(title="Punkt", **facts):
        return agenda_rules.add_item(house, meeting.id, title=title, **facts, by=by, now=build.NOW)

    return item


def refused(field):
    return pytest.raises(RuleBroken, check=lambda broken: broken.field == field)


def named(house, item):
    return set(house.scalars(select(ItemAudience.seat_id).where(ItemAudience.item_id == item.id)))


def titles(house, meeting):
    rows = house.scalars(
        select(AgendaItem).where(AgendaItem.meeting_id == meeting.id).order_by(AgendaItem.place)
    )
    return [item.title for item in rows]


def reading_as(house, person):
    actor = build.actor(house, person)
    return actor, ReaderSession(house.connection(), reader=actor, join_transaction_mode="rollback_only")


def seen(house, meeting, person):
    actor, reading = reading_as(house, person)
    with reading:
        lines = agenda_queries.agenda(house, reading, meeting, actor)
        return [(line.number, line.item.title) for line in lines]


def compared(house, meeting, person, sent):
    actor, reading = reading_as(house, person)
    with reading:
        return agenda_queries.compared(agenda_queries.agenda(house, reading, meeting, actor), sent)


def invite(house, meeting, by):
    invitation_rules.invite(house, meeting.id, due_on=build.TODAY, by=by, now=build.NOW)


def test_items_are_added_at_the_end(house, meeting, add):
    for title in ("Eins", "Zwei", "Drei"):
        add(title)
    assert titles(house, meeting) == ["Eins", "Zwei", "Drei"]


def test_a_confidential_item_names_somebody_and_others_name_nobody(house, table, add):
    with refused("seat_ids"):
        add(**SECRET)
    seat = table.seats[0].id
    assert named(house, add(**SECRET, seat_ids=[seat, seat])) == {seat}
    assert named(house, add(seat_ids=[seat])) == set()


def test_only_seats_of_this_table_are_named(house, table, add):
    ended = build.seat(house, table.body, ends_on=build.TODAY - timedelta(days=1))
    for foreign in (build.seat(house, build.body(house)), ended):
        with refused("seat_ids"):
            add(**SECRET, seat_ids=[foreign.id])


def test_investigating_authorities_are_left_out_with_one_tick(house, table, add):
    kinds = (OrganisationKind.POLICE, OrganisationKind.JUSTICE, OrganisationKind.YOUTH_OFFICE)
    made = [build.seat(house, table.body, build.organisation(house, kind=kind)).id for kind in kinds]
    item = add(**SECRET, without_investigators=True, seat_ids=made[:1])
    assert named(house, item) == {made[2], *(seat.id for seat in table.seats)}


def test_the_submitter_is_an_institution(house, add):
    assert add(submitter_id=build.organisation(house).id).submitter_id
    with refused("submitter_id"):
        add(submitter_id=4711)


def test_an_item_is_changed_and_names_others_at_once(house, table, add, by):
    item = add(**SECRET, seat_ids=[table.seats[0].id])
    house.commit()
    changed = {"title": "Neu", "visibility": Visibility.CONFIDENTIAL}
    seats = [seat.id for seat in table.seats[1:]]
    agenda_rules.edit_item(house, item.id, based_on=1, **changed, seat_ids=seats, by=by, now=build.NOW)
    house.commit()
    assert (item.title, named(house, item)) == ("Neu", set(seats))
    agenda_rules.edit_item(house, item.id, based_on=2, visibility=Visibility.INTERNAL, by=by, now=build.NOW)
    assert named(house, item) == set()


def test_two_editors_of_the_named_institutions_do_not_overrun_each_other(house, table, add, by):
    item = add(**SECRET, seat_ids=[table.seats[0].id])
    house.commit()
    more = [seat.id for seat in table.seats[:2]]
    agenda_rules.edit_item(house, item.id, based_on=1, seat_ids=more, by=by, now=build.NOW)
    house.commit()
    with pytest.raises(ChangedMeanwhile):
        agenda_rules.edit_item(house, item.id, based_on=1, seat_ids=more[:1], by=by, now=build.NOW)


def test_an_item_with_confidential_files_stays_confidential(house, table, add, by):
    item = add(**SECRET, seat_ids=[table.seats[0].id])
    build.added(
        house,
        File(
            item_id=item.id,
            name="a.pdf",
            content_type="application/pdf",
            visibility=Visibility.CONFIDENTIAL,
            uploaded_at=build.NOW,
        ),
    )
    with refused("visibility"):
        agenda_rules.edit_item(
            house, item.id, based_on=1, visibility=Visibility.INTERNAL, by=by, now=build.NOW
        )


@pytest.mark.parametrize(
    ("moved", "to", "order"),
    [
        ("B", 1, "BACD"),
        ("A", 2, "BACD"),
        ("A", 4, "BCDA"),
        ("A", 99, "BCDA"),
        ("D", 0, "DABC"),
        ("C", 3, "ABCD"),
    ],
)
def test_an_item_is_moved_to_a_place(house, meeting, add, by, moved, to, order):
    items = {title: add(title) for title in "ABCD"}
    agenda_rules.move_item(house, items[moved].id, to=to, by=by, now=build.NOW)
    assert "".join(titles(house, meeting)) == order


def test_items_move_within_their_part(house, table, meeting, add, by):
    add("A")
    secret = add("S", **SECRET, seat_ids=[table.seats[0].id])
    add("B")
    other = add("T", **SECRET, seat_ids=[table.seats[0].id])
    agenda_rules.move_item(house, other.id, to=1, by=by, now=build.NOW)
    numbers = numbered(house.scalars(select(AgendaItem)).all())
    assert (numbers[other.id], numbers[secret.id]) == ("V 1", "V 2")
    assert [title for title in titles(house, meeting) if title in "AB"] == ["A", "B"]


def test_items_that_share_a_place_are_put_in_order(house, meeting, by):
    items = [build.agenda_item(house, meeting, title, place=0) for title in "ABC"]
    agenda_rules.move_item(house, items[2].id, to=1, by=by, now=build.NOW)
    assert titles(house, meeting) == ["C", "A", "B"]


def test_moving_disturbs_nobody_who_writes(house, add, by):
    first, second = add("A"), add("B")
    house.commit()
    agenda_rules.move_item(house, second.id, to=1, by=by, now=build.NOW)
    house.commit()
    agenda_rules.edit_item(house, first.id, based_on=1, title="A neu", by=by, now=build.NOW)
    assert first.title == "A neu"


def test_a_removed_item_leaves_nothing(house, table, meeting, add, by):
    item = add(**SECRET, seat_ids=[table.seats[0].id])
    guest_rules.add_guest(house, item.id, person_id=table.mains[0].id, by=by, now=build.NOW)
    file = build.added(
        house, File(item_id=item.id, name="a", content_type="text/plain", uploaded_at=build.NOW)
    )
    build.added(house, FileChunk(file_id=file.id, number=0, data=b"x"))
    house.commit()
    agenda_rules.remove_item(house, item.id, by=by, now=build.NOW)
    house.commit()
    for cls in (AgendaItem, ItemAudience, ItemGuest, File, FileChunk):
        assert house.scalar(select(func.count()).select_from(cls)) == 0


def test_what_was_on_the_agenda_of_a_past_meeting_stays(house, meeting, add, by):
    item = add()
    meeting.state = MeetingState.HELD
    with refused(None):
        agenda_rules.remove_item(house, item.id, by=by, now=build.NOW)
    meeting.state = MeetingState.MINUTED
    with refused(None):
        add()


def test_an_item_with_invited_guests_stays(house, table, meeting, add, by):
    item = add()
    guest_rules.add_guest(house, item.id, name="Gast", email="gast@musterstadt.example", by=by, now=build.NOW)
    invite(house, meeting, by)
    with refused(None):
        agenda_rules.remove_item(house, item.id, by=by, now=build.NOW)


def test_gestures_are_for_the_coordination(house, table, meeting, add):
    item = add()
    strangers = (table.mains[0], table.reader, build.coordinator_of(house, build.body(house)))
    for person in strangers:
        by = {"by": build.actor(house, person), "now": build.NOW}
        for gesture in (
            lambda by=by: agenda_rules.add_item(house, meeting.id, title="x", **by),
            lambda by=by: agenda_rules.edit_item(house, item.id, based_on=1, title="x", **by),
            lambda by=by: agenda_rules.move_item(house, item.id, to=1, **by),
            lambda by=by: agenda_rules.remove_item(house, item.id, **by),
            lambda by=by: guest_rules.add_guest(house, item.id, name="x", email="x@a.example", **by),
            lambda by=by: guest_rules.remove_guest(house, item.id, 1, **by),
        ):
            with pytest.raises(NotAllowed):
                gesture()


def test_a_guest_is_somebody_known_or_somebody_new(house, table, meeting, add, by):
    item = add()
    known = guest_rules.add_guest(house, item.id, person_id=table.mains[0].id, by=by, now=build.NOW)
    new = guest_rules.add_guest(
        house,
        item.id,
        name="Fachreferat",
        email="neu@musterstadt.example",
        starts_at=build.NOW + timedelta(days=28, minutes=30),
        ends_at=build.NOW + timedelta(days=28, minutes=60),
        by=by,
        now=build.NOW,
    )
    assert known is table.mains[0]
    assert new.email == "neu@musterstadt.example"
    slot = house.scalars(select(ItemGuest).where(ItemGuest.person_id == new.id)).one().slot_in(meeting)
    assert slot == (build.NOW + timedelta(days=28, minutes=30), build.NOW + timedelta(days=28, minutes=60))


def test_bad_guests_are_refused(house, table, add, by):
    item = add()

    def guest(**facts):
        return guest_rules.add_guest(house, item.id, **facts, by=by, now=build.NOW)

    with refused("name"):
        guest()
    with refused("email"):
        guest(name="Ohne Adresse")
    with refused("person_id"):
        guest(person_id=build.person(house).id)
    guest(person_id=table.mains[0].id)
    with refused("person_id"):
        guest(person_id=table.mains[0].id)


def test_a_guest_named_after_the_invitation_gets_a_letter_and_one_taken_off_too(house, meeting, add, by):
    item = add()
    invite(house, meeting, by)
    house.commit()
    guest = guest_rules.add_guest(
        house, item.id, name="Gast", email="gast@musterstadt.example", by=by, now=build.NOW
    )
    letters = select(Letter.template).where(Letter.recipient == "gast@musterstadt.example")
    assert house.scalars(letters).all() == ["meetings/guest_invitation"]
    house.scalars(select(Letter).where(Letter.recipient == guest.email)).one().accept(build.NOW)
    guest_rules.remove_guest(house, item.id, guest.id, by=by, now=build.NOW)
    assert set(house.scalars(letters)) == {"meetings/guest_invitation", "meetings/off_list"}
    withdrawn = house.scalars(select(Invitation.withdrawn_at).where(Invitation.item_id == item.id)).all()
    assert withdrawn == [build.NOW]
    with pytest.raises(NotAllowed):
        guest_rules.remove_guest(house, item.id, guest.id, by=by, now=build.NOW)


def test_before_the_invitation_guests_get_no_letter(house, add, by):
    guest_rules.add_guest(
        house, add().id, name="Gast", email="gast@musterstadt.example", by=by, now=build.NOW
    )
    assert house.scalars(select(Letter)).all() == []


def test_a_known_address_is_the_known_person(house, table, add, by):
    count = house.scalar(select(func.count()).select_from(Person))
    guest = guest_rules.add_guest(
        house, add().id, name="Anders", email=table.mains[0].email.upper(), by=by, now=build.NOW
    )
    assert guest is table.mains[0]
    assert house.scalar(select(func.count()).select_from(Person)) == count


def test_each_reader_sees_what_is_meant_for_her_with_the_same_numbers(house, table, meeting, add, by):
    add("Offen")
    add("Geheim", **SECRET, seat_ids=[table.seats[0].id])
    add("Nur Koordination", visibility=Visibility.COORDINATION)
    add("Auch geheim", **SECRET, seat_ids=[table.seats[1].id])
    guests = add("Mit Gast")
    guest = guest_rules.add_guest(
        house, guests.id, name="Gast", email="gast@musterstadt.example", by=by, now=build.NOW
    )
    assert seen(house, meeting, table.mains[0]) == []
    assert seen(house, meeting, guest) == []
    invite(house, meeting, by)
    house.flush()
    everyones = [("1", "Offen"), ("2", "Mit Gast")]
    assert seen(house, meeting, table.mains[2]) == everyones
    assert seen(house, meeting, table.reader) == everyones
    assert seen(house, meeting, table.mains[0]) == [*everyones, ("V 1", "Geheim")]
    assert seen(house, meeting, table.deputies[1]) == [*everyones, ("V 2", "Auch geheim")]
    assert seen(house, meeting, guest) == [("2", "Mit Gast")]
    assert len(seen(house, meeting, table.coordinator)) == 5


def test_a_member_who_is_a_guest_counts_items_that_she_does_not_see(house, table, meeting, add, by):
    """After a meeting was called off members no longer see its agenda, but a guest sees her item."""
    add("Offen")
    mine, member = add("Mit Gast"), table.mains[0]
    guest_rules.add_guest(house, mine.id, person_id=member.id, by=by, now=build.NOW)
    invite(house, meeting, by)
    meeting.state = MeetingState.CANCELLED
    house.flush()
    assert seen(house, meeting, member) == [("2", "Mit Gast")]
    assert seen(house, meeting, table.mains[1]) == []


def test_a_guest_is_not_told_who_else_is_named(house, table, meeting, add, by):
    item = add(**SECRET, seat_ids=[table.seats[0].id])
    guest = guest_rules.add_guest(
        house, item.id, name="Gast", email="gast@musterstadt.example", by=by, now=build.NOW
    )
    invite(house, meeting, by)
    house.flush()
    for person, told in ((guest, 0), (table.mains[0], 1), (table.coordinator, 1)):
        actor, reading = reading_as(house, person)
        (line,) = agenda_queries.agenda(house, reading, meeting, actor)
        assert len(line.named) == told
        assert len(agenda_queries.guests_of(reading, item.id, meeting, actor)) == told
        reading.close()


def test_members_read_guests_without_their_addresses(house, table, meeting, add, by):
    item = add()
    guest_rules.add_guest(house, item.id, name="Gast", email="gast@musterstadt.example", by=by, now=build.NOW)
    invite(house, meeting, by)
    house.flush()
    for person, told in ((table.mains[0], [None]), (table.coordinator, ["gast@musterstadt.example"])):
        actor, reading = reading_as(house, person)
        guests = agenda_queries.guests_of(reading, item.id, meeting, actor)
        assert [guest.email for guest in guests] == told
        reading.close()


def test_the_agenda_is_compared_with_the_one_that_was_sent(house, table, meeting, add, by):
    stays, goes, changes, moves = (add(title) for title in ("Bleibt", "Geht", "Anders", "Hinten"))
    invite(house, meeting, by)
    house.commit()
    sent = agenda_edition_of(house, meeting.id, by)
    assert not compared(house, meeting, table.coordinator, sent)
    agenda_rules.remove_item(house, goes.id, by=by, now=build.NOW)
    agenda_rules.edit_item(house, changes.id, based_on=1, minutes_planned=30, by=by, now=build.NOW)
    add("Neu")
    house.commit()
    found = compared(house, meeting, table.coordinator, sent)
    assert (found.added, found.removed, found.changed) == (["Neu"], ["Geht"], ["Anders"])
    assert not found.reordered
    agenda_rules.move_item(house, moves.id, to=1, by=by, now=build.NOW)
    assert compared(house, meeting, table.coordinator, sent).reordered
    assert stays.title == "Bleibt"


def test_deadlines_are_counted_back_by_the_bylaws():
    due = queries.deadlines_of(date(2026, 12, 9), Bylaws(body_id=1, notice_days=14, reply_days=7))
    assert (due.invitation_due_on, due.replies_due_on) == (date(2026, 11, 25), date(2026, 12, 2))
    announced = queries.deadlines_of(date(2026, 12, 9), Bylaws(body_id=1), date(2026, 12, 4))
    assert announced.replies_due_on == date(2026, 12, 4)


def test_an_agenda_of_a_thousand_items_costs_as_many_statements_as_one_of_ten(
    house, table, meeting, by, statements
):
    counts = []
    for count in (10, 990):
        house.add_all(
            AgendaItem(
                meeting_id=meeting.id,
                place=place,
                title=f"Punkt {place}",
                kind=ItemKind.INFORMATION,
                visibility=Visibility.CONFIDENTIAL if place % 2 else Visibility.INTERNAL,
            )
            for place in range(count)
        )
        house.flush()
        house.expire_all()
        actor, reading = reading_as(house, table.coordinator)
        with reading, statements() as asked:
            lines = agenda_queries.agenda(house, reading, meeting, actor)
        counts.append(len(asked))
    assert len(lines) == 1000
    assert counts[0] == counts[1]
