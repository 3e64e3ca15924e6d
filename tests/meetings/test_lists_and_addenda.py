"""After the invitation: changes become one letter, somebody is added or taken off, a Nachtrag goes out."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from blueprints.meetings import (
    addendum_rules,
    agenda_rules,
    guest_rules,
    invitation_rules,
    list_rules,
    reply_rules,
)
from blueprints.meetings.invitation_queries import invitations
from blueprints.meetings.reply_queries import Answers
from blueprints.meetings.settling.rules import settle_item
from blueprints.minutes.sent_queries import all_sent
from models.consequences import people_changed
from models.editions import EditionKind, agenda_edition_of, versions_for
from models.errors import NotAllowed, RuleBroken
from models.gathering import RESTS_FOR
from models.history import Entry
from models.item_outcomes import ItemOutcome
from models.letters import Letter, LetterKind, LetterState
from models.rounds import Coming, Voice
from models.superseding import supersede_older
from models.visibility import Visibility
from tests import build

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def stopped(stop_clock):
    stop_clock(build.NOW)


@pytest.fixture
def table(house):
    return build.table(house, seats=2)


@pytest.fixture
def by(house, table):
    return build.actor(house, table.coordinator)


@pytest.fixture
def doing(by):
    return {"by": by, "now": build.NOW}


@pytest.fixture
def meeting(house, table):
    return build.meeting(house, table.body)


@pytest.fixture
def item(house, meeting):
    return build.agenda_item(house, meeting, title="Bericht")


@pytest.fixture
def invited(house, meeting, item, doing):
    """Invited, and every invitation has been sent."""
    invitation_rules.invite(house, meeting.id, due_on=meeting.held_on.day - 7 * DAY, **doing)
    house.commit()
    for letter in letters(house):
        letter.accept(build.NOW)
    house.commit()
    house.info.pop("unrendered")
    return invitations(house, meeting.id)


def letters(house, *states):
    found = house.scalars(select(Letter).order_by(Letter.id).execution_options(populate_existing=True))
    return [each for each in found if not states or each.state in states]


def waiting(house):
    return letters(house, LetterState.QUEUED)


def move(house, meeting, doing, days, **facts):
    facts = {"still_editing": True, "ends_at": None, "place": ""} | facts
    invitation_rules.move(
        house,
        meeting.id,
        starts_at=meeting.starts_at + days * DAY,
        due_on=build.TODAY + 3 * DAY,
        reason="",
        **facts,
        **doing,
    )
    house.flush()
    made = [draft.letter for draft in house.info.pop("unrendered")]
    supersede_older(house, made, build.NOW)
    house.commit()
    return made


def versions_of(meeting, actor, read_as):
    return versions_for(read_as(actor), meeting.id, EditionKind.AGENDA, actor)


def text_of(answer):
    return answer.get_data(as_text=True)


def test_several_changes_are_gathered_into_one_letter(house, meeting, invited, doing):
    first = move(house, meeting, doing, 1)
    assert {each.next_try_at for each in first} == {None}
    second = move(house, meeting, doing, 1)
    assert {each.state for each in first} == {LetterState.SUPERSEDED}
    assert waiting(house) == second
    sent = invitation_rules.send_gathered(house, meeting.id, **doing)
    house.commit()
    assert sent == len(invited)
    assert {each.next_try_at for each in waiting(house)} == {build.NOW}
    with pytest.raises(RuleBroken):
        invitation_rules.send_gathered(house, meeting.id, **doing)


def test_another_place_and_another_end_become_one_letter(house, meeting, invited, doing):
    move(house, meeting, doing, 0, place="Rathaus")
    move(house, meeting, doing, 0, place="Rathaus", ends_at=meeting.starts_at + timedelta(hours=1))
    assert len(waiting(house)) == len(invited)
    assert {each.next_try_at for each in waiting(house)} == {None}
    assert invitation_rules.send_gathered(house, meeting.id, **doing) == len(invited)


def test_a_change_that_is_sent_at_once_sends_what_was_gathered(house, meeting, invited, doing):
    move(house, meeting, doing, 1)
    move(house, meeting, doing, 1, still_editing=False)
    assert {each.next_try_at for each in waiting(house)} == {build.NOW + RESTS_FOR}


def test_the_page_of_the_meeting_offers_to_send_what_is_gathered(house, meeting, invited, table, sign_in):
    client = sign_in(table.coordinator)
    page = client.get(f"/meetings/{meeting.id}/move")
    new = {"day": (build.TODAY + 40 * DAY).isoformat(), "due_on": (build.TODAY + 30 * DAY).isoformat()}
    page = client.submit(page, "Weiter: Nachrichten ansehen", **new, still_editing="y")
    assert "Fristen" in text_of(page)
    client.submit(page, f"Verlegen und {len(invited)} Nachrichten versenden")
    page = client.get(f"/meetings/{meeting.id}")
    assert f"{len(invited)} Nachrichten sind gesammelt" in text_of(page)
    letter = waiting(house)[-1]
    assert "Sie wartet, bis" in text_of(client.get(f"/office/letters/{letter.id}"))
    assert client.submit(page, f"{len(invited)} gesammelte Nachrichten senden").status_code == 303
    assert {each.next_try_at for each in waiting(house)} == {build.NOW}


def test_nobody_else_sends_what_is_gathered(house, meeting, invited, table, doing, sign_in):
    move(house, meeting, doing, 1)
    member = sign_in(table.mains[0])
    assert member.post(f"/meetings/{meeting.id}/send-gathered").status_code == 404
    with pytest.raises(NotAllowed):
        invitation_rules.send_gathered(
            house, meeting.id, by=build.actor(house, table.mains[0]), now=build.NOW
        )


def test_an_institution_admitted_since_is_invited_with_what_holds_now(
    house, meeting, invited, table, doing, sign_in
):
    move(house, meeting, doing, 2, still_editing=False)
    seat = build.seat(house, table.body)
    build.appointment(house, seat)
    house.commit()
    client = sign_in(table.coordinator)
    page = client.get(f"/meetings/{meeting.id}/invitations")
    [missing] = list_rules.missing(house, meeting, build.TODAY)
    assert missing.name in text_of(page)
    assert client.submit(page, "Einladung versenden", who=[missing.form_value]).status_code == 303
    letter = letters(house)[-1]
    assert (letter.recipient, letter.sequence, letter.template) == (
        missing.address, 1, "meetings/invitation",
    )  # fmt: skip
    assert seat.id in [each.seat_id for each in Answers(house, meeting).asked]
    assert "add-late" in house.scalars(select(Entry.gesture)).all()


def test_nothing_chosen_is_refused(house, meeting, invited, table, sign_in):
    build.appointment(house, build.seat(house, table.body))
    client = sign_in(table.coordinator)
    answer = client.submit(client.get(f"/meetings/{meeting.id}/invitations"), "Einladung versenden")
    assert answer.status_code == 422
    assert "Bitte wählen Sie, wen Sie einladen." in text_of(answer)


def test_who_is_taken_off_gets_the_only_letter_and_stays_off(house, meeting, invited, table, doing, sign_in):
    deputy = next(each for each in invited if each.person_id == table.deputies[0].id)
    reply_rules.record_reply(house, deputy.id, reply_rules.Given(coming=Coming.YES), **doing)
    client = sign_in(table.coordinator)
    page = client.get(f"/meetings/{meeting.id}/invitations/{deputy.id}/take-off")
    assert client.submit(page, "Von der Liste nehmen").status_code == 303
    [letter] = waiting(house)
    assert (letter.recipient, letter.method, letter.sequence) == (deputy.address, "CANCEL", 1)
    house.refresh(deputy)
    assert deputy.withdrawn_by_id == table.coordinator.id
    people_changed(house, table.body.id, build.NOW)
    house.commit()
    assert len(waiting(house)) == 1
    lines = Answers(house, meeting).who_comes(build.TODAY, doing["by"]).lines
    assert {line.voice for line in lines} == {Voice.OPEN}


def test_the_letter_that_takes_one_off_has_no_status(house, meeting, invited, doing):
    assert list_rules.take_off(house, invited[0].id, **doing) == 1
    [draft] = house.info["unrendered"]
    assert draft.calendar.for_one
    with pytest.raises(RuleBroken):
        list_rules.take_off(house, invited[0].id, **doing)


def test_whoever_comes_back_gets_a_later_revision(house, meeting, invited, doing):
    list_rules.take_off(house, invited[0].id, **doing)
    house.commit()
    [missing] = list_rules.missing(house, meeting, build.TODAY)
    list_rules.add_late(house, meeting.id, [missing.form_value], **doing)
    house.commit()
    off, again = waiting(house)
    assert (off.recipient, off.sequence, again.recipient, again.sequence) == (
        missing.address, 1, missing.address, 1,
    )  # fmt: skip


def test_guests_are_taken_off_at_their_item(house, meeting, item, invited, table, doing, sign_in):
    guest_rules.add_guest(house, item.id, name="Gast", email="gast@musterstadt.example", **doing)
    house.commit()
    guest = invitations(house, meeting.id)[-1]
    client = sign_in(table.coordinator)
    assert client.get(f"/meetings/{meeting.id}/invitations/{guest.id}/take-off").status_code == 404
    with pytest.raises(RuleBroken):
        list_rules.take_off(house, guest.id, **doing)


def test_the_list_is_closed_before_the_invitation_and_to_others(house, meeting, table, sign_in):
    for person in (table.coordinator, table.mains[0]):
        client = sign_in(person)
        for page in ("invitations", "addendum"):
            assert client.get(f"/meetings/{meeting.id}/{page}").status_code == 404


def test_a_changed_agenda_is_told_only_if_the_coordination_says_so(
    house, meeting, invited, table, doing, sign_in
):
    agenda_rules.add_item(house, meeting.id, title="Neuer Bericht", **doing)
    house.commit()
    assert waiting(house) == []
    client = sign_in(table.coordinator)
    assert "Nachtrag vorbereiten" in text_of(client.get(f"/meetings/{meeting.id}"))
    page = client.get(f"/meetings/{meeting.id}/addendum")
    assert "Neuer Bericht" in text_of(page)
    assert "einladung.ics" not in text_of(page)
    assert "Nachtrag vom 01.09.2026 zur Tagesordnung der Sitzung am 29.09.2026" in text_of(page)
    assert client.submit(page, "4 Nachrichten versenden").status_code == 303
    sent = waiting(house)
    assert {(each.kind, each.template) for each in sent} == {(LetterKind.CONTENT, "meetings/addendum")}
    assert len(sent) == 4
    page = text_of(client.get(f"/meetings/{meeting.id}"))
    assert "Nachtrag 1" in page
    assert "Nachtrag vorbereiten" not in page


def test_what_was_sent_before_stays_readable(house, meeting, invited, table, doing, sign_in, read_as):
    agenda_rules.add_item(house, meeting.id, title="Neuer Bericht", **doing)
    addendum_rules.send_addendum(house, meeting.id, **doing)
    house.commit()
    member = sign_in(table.mains[0])
    actor = build.actor(house, table.mains[0])
    first, second = versions_of(meeting, actor, read_as)
    page = text_of(member.get(f"/editions/{second.id}"))
    assert "Hinzugekommen: Neuer Bericht" in page or "Neuer Bericht" in page
    assert f"/editions/{first.id}" in page
    assert "Wie eingeladen, Stand 01.09.2026" in page
    assert "Nachtrag vom 01.09.2026" in page
    assert "Neuer Bericht" not in text_of(member.get(f"/editions/{first.id}"))
    assert member.get(f"/editions/{second.id}.pdf").status_code == 200


def test_an_addendum_says_nothing_of_what_became_of_an_item(
    house, meeting, item, invited, table, doing, read_as
):
    later = build.meeting(house, table.body, starts_at=meeting.starts_at + 30 * DAY)
    put_off = {"outcome": ItemOutcome.PUT_OFF, "put_off_to_id": later.id}
    settle_item(house, item.id, **put_off, **doing)
    with pytest.raises(RuleBroken):
        addendum_rules.send_addendum(house, meeting.id, **doing)
    agenda_rules.add_item(house, meeting.id, title="Neuer Bericht", **doing)
    addendum_rules.send_addendum(house, meeting.id, **doing)
    house.commit()
    for person in (table.coordinator, table.mains[0], table.reader):
        added = versions_of(meeting, build.actor(house, person), read_as)[-1]
        assert added.data["changes"] == {
            "added": ["Neuer Bericht"],
            "removed": [],
            "changed": [],
            "reordered": False,
        }
        assert [(each["outcome"], each["put_off_to"]) for each in added.data["items"]] == [("", None)] * 2
        assert "put-off" not in added.content


def test_an_addendum_concerns_those_who_see_something_of_it(house, meeting, invited, table, doing, read_as):
    agenda_rules.add_item(
        house,
        meeting.id,
        title="Nur für eine",
        visibility=Visibility.CONFIDENTIAL,
        seat_ids=[table.seats[0].id],
        **doing,
    )
    assert addendum_rules.send_addendum(house, meeting.id, **doing) == 2
    house.commit()
    assert {each.recipient for each in waiting(house)} == {table.mains[0].email, table.deputies[0].email}
    [_, added] = versions_of(meeting, build.actor(house, table.mains[0]), read_as)
    assert added.data["changes"]["added"] == ["Nur für eine"]
    for person in (table.mains[1], table.reader):
        assert len(versions_of(meeting, build.actor(house, person), read_as)) == 1


def test_nobody_counts_what_is_hidden_from_her(house, meeting, invited, table, doing, sign_in):
    """A hidden Nachtrag, then an open one, of which members read by its day."""
    hidden = {"visibility": Visibility.CONFIDENTIAL, "seat_ids": [table.seats[0].id]}
    for title, facts in (("Nur für eine", hidden), ("Neuer Bericht", {})):
        agenda_rules.add_item(house, meeting.id, title=title, **facts, **doing)
        addendum_rules.send_addendum(house, meeting.id, **doing)
    house.commit()
    for person in (table.mains[1], table.reader, table.coordinator):
        client = sign_in(person)
        page = client.get(f"/meetings/{meeting.id}")
        numbered = person is table.coordinator
        assert ("Nachtrag 2" in text_of(page)) is numbered
        edition = client.get(re.search(r'href="(/editions/\d+)"', text_of(page))[1])
        assert ("Nachtrag 2 vom 01.09.2026" in text_of(edition)) is numbered
        assert ("Nachtrag 1 vom 01.09.2026" in text_of(edition)) is numbered
        assert "Fassung vom 01.09.2026" in text_of(edition)
        assert "Fassung 3" not in text_of(edition)
        assert ("Nachtrag vom 01.09.2026" in text_of(edition)) is not numbered


def test_the_purpose_of_a_letter_counts_nothing_that_is_hidden(
    house, meeting, invited, table, doing, read_as
):
    """It stands in the data that one gets about oneself."""
    hidden = {"visibility": Visibility.CONFIDENTIAL, "seat_ids": [table.seats[0].id]}
    for title, facts in (("Nur für eine", hidden), ("Neuer Bericht", {})):
        agenda_rules.add_item(house, meeting.id, title=title, **facts, **doing)
        addendum_rules.send_addendum(house, meeting.id, **doing)
    house.commit()
    second = table.mains[1]
    told = Letter.template == "meetings/addendum", Letter.recipient == second.email
    (letter,) = house.scalars(select(Letter).where(*told)).all()
    own = versions_of(meeting, build.actor(house, second), read_as)[-1]
    assert letter.purpose == f"addendum-{own.fingerprint}"


def test_the_coordination_sees_what_each_reads_now(house, meeting, invited, table, doing, sign_in):
    hidden = {"visibility": Visibility.CONFIDENTIAL, "seat_ids": [table.seats[0].id]}
    agenda_rules.add_item(house, meeting.id, title="Nur für eine", **hidden, **doing)
    addendum_rules.send_addendum(house, meeting.id, **doing)
    house.commit()
    found = all_sent(house, meeting.id, EditionKind.AGENDA).compiled()
    first, second = (seat.organisation.name for seat in table.seats)
    assert {each.readers: each.edition.addendum for each in found} == {(first,): 1, (second,): 0, (): 0}


def test_members_keep_their_own_agenda_when_only_readers_get_another(
    house, meeting, item, table, doing, read_as
):
    guest = build.item_guest(house, item)
    guest.function = "Fachkraft"
    invitation_rules.invite(house, meeting.id, due_on=meeting.held_on.day - 7 * DAY, **doing)
    guest.function = "Leitung"
    addendum_rules.send_addendum(house, meeting.id, **doing)
    house.commit()
    [own] = versions_of(meeting, build.actor(house, table.mains[0]), read_as)
    assert agenda_edition_of(house, meeting.id, build.actor(house, table.mains[0])).id == own.id
    assert not own.for_readers
    assert len(versions_of(meeting, build.actor(house, table.reader), read_as)) == 2


def test_a_title_that_somebody_never_saw_is_not_told_when_it_goes(house, meeting, table, doing, read_as):
    seats = [table.seats[0].id]
    hidden = build.agenda_item(house, meeting, title="Geheim", visibility=Visibility.CONFIDENTIAL)
    build.agenda_item(house, meeting, title="Offen")
    agenda_rules.edit_item(
        house, hidden.id, based_on=1, seat_ids=seats, visibility=Visibility.CONFIDENTIAL, **doing
    )
    invitation_rules.invite(house, meeting.id, due_on=meeting.held_on.day - 7 * DAY, **doing)
    house.commit()
    agenda_rules.remove_item(house, hidden.id, **doing)
    addendum_rules.send_addendum(house, meeting.id, **doing)
    house.commit()
    [_, newest] = versions_of(meeting, build.actor(house, table.mains[0]), read_as)
    assert newest.data["changes"]["removed"] == ["Geheim"]
    assert len(versions_of(meeting, build.actor(house, table.mains[1]), read_as)) == 1


def test_an_unchanged_agenda_has_no_addendum(house, meeting, item, table, doing, sign_in):
    guest_rules.add_guest(house, item.id, name="Gast", email="gast@musterstadt.example", **doing)
    invitation_rules.invite(house, meeting.id, due_on=meeting.held_on.day - 7 * DAY, **doing)
    build.appointment(house, build.seat(house, table.body))
    house.commit()
    with pytest.raises(RuleBroken):
        addendum_rules.send_addendum(house, meeting.id, **doing)
    page = text_of(sign_in(table.coordinator).get(f"/meetings/{meeting.id}/addendum"))
    assert "Nichts hat sich geändert" in page
