"""The things of the site in each of their states, made by the same rules as on the site.

`make(world)` puts them beside the world: `states["meeting"]["held"]` says what an address then names.
"""

from datetime import timedelta
from io import BytesIO
from typing import Any

from sqlalchemy import select

from blueprints.accounts import rules as account_rules
from blueprints.meetings import agenda_rules, guest_rules, invitation_rules, list_rules
from blueprints.meetings import rules as meeting_rules
from blueprints.minutes import circulation_rules, extract_rules
from blueprints.minutes import rules as minutes_rules
from blueprints.tables import rules
from blueprints.tables.admissions import rules as admission_rules
from blueprints.tables.imports import rules as import_rules
from blueprints.tables.people import rules as people_rules
from blueprints.tables.seats import rules as seat_rules
from blueprints.tables.shelf import rules as shelf_rules
from models.accounts import Account
from models.bodies import Body, BodyState, Office, OfficeKind
from models.editions import Edition, EditionReader
from models.files import File
from models.fuzzy_dates import FuzzyDate
from models.imports import ImportKind, ImportLine, ImportState, Outcome
from models.invitations import Invitation
from models.letters import Letter, LetterKind, LetterState, Way
from models.meetings import AgendaItem, Meeting, MeetingState
from models.minutes import Attendance, Minutes
from models.nominations import Nomination, NominationState
from models.organisations import Ending
from models.people import Person
from models.post_office import queue_of
from models.seats import Appointment, AppointmentRole, Reappointment, Seat
from models.second_factors import SecondFactor
from models.sending_pauses import SendingPause
from models.shelf import DocumentKind
from models.visibility import Visibility
from plumbing.letters import render_waiting
from plumbing.markdown import render
from plumbing.uploads import accepted
from tests import build
from tests.rights import (
    date_states,
    decision_states,
    evaluation_states,
    objection_states,
    paper_states,
    position_states,
    procedure_states,
    project_states,
    request_states,
    signature_states,
    survey_states,
    task_states,
    topic_states,
)
from tests.rights.world import World, add_file

Names = dict[str, dict[str, Any]]
"""By state: the ids (and secrets) that an address names then."""
DAYS = timedelta(days=1)


def make(world: World) -> dict[str, Names]:
    """All states of all things, at the world's table and with the world's people."""
    states: dict[str, Names] = {
        "meeting": _meetings(world),
        "date finding": date_states.make(world),
        "task": task_states.make(world),
        "topic": topic_states.make(world),
        "objection": objection_states.make(world, _minuted(world, 41, 4).id),
        "minutes": objection_states.make_minutes(
            world,
            {state: _minuted(world, 42 + n, 4) for n, state in enumerate(("running", "over", "approved"))},
            _planned(world, 45, in_days=-1, on=-20),
        ),
        "publication": objection_states.make_publications(
            world,
            {
                state: _minuted(world, 51 + n, 4)
                for n, state in enumerate(("none", "prepared", "published", "withdrawn"))
            },
            _planned(world, 50, in_days=-1, on=-20),
        ),
        "decision": decision_states.make(world),
        "table": _tables(world),
        "sending": _sending(world),
        "seat": _seats(world),
        "appointment": _appointments(world),
        "office": _offices(world),
        "person": _people(world),
        "account": _accounts(world),
        "import": _imports(world),
        "letter": _letters(world),
        "dormancy": _dormancies(world),
        "nomination": _nominations(world),
        "admission": _admissions(world),
        "document": _documents(world),
        "procedure": (agreed := procedure_states.make(world)),
        "procedure to comment on": {each: agreed[each] for each in ("draft", "consultation", "decided")},
        "binding procedure": procedure_states.make_binding(world),
        "annexed procedure": procedure_states.make_annexed(world),
        "paper": paper_states.make(world),
        "project": project_states.make(world),
        "mandate": project_states.make_mandates(world),
        "proposed station": project_states.make_proposed(world),
        "watched project": project_states.make_watched(world),
        "citing paper": paper_states.make_citing(world),
        "request": request_states.make(world),
        "report": request_states.make_reports(world),
        "position": position_states.make(world),
        "shared position": position_states.make_shared(world),
        "sign-off": signature_states.make(world),
        "signature": signature_states.make_signatures(world),
        "signed position": signature_states.make_issued(world),
        "submission": signature_states.make_submissions(world),
        "survey": survey_states.make(world),
        "outside respondent": survey_states.make_outside(world),
        "results": evaluation_states.make(world),
        "quotable answer": evaluation_states.make_releases(world),
        "told answer": evaluation_states.make_told(world),
        "removed section": position_states.make_removed(world),
        "amendment": position_states.make_amendments(world),
        "supported amendment": position_states.make_supported(world),
        "position comment": position_states.make_comments(world),
        "institution": {
            "in use": {},
            "ended": {
                "organisation_id": build.organisation(
                    world.house, ending=Ending.CLOSED, ended_on=build.TODAY
                ).id
            },
            "with a name ahead": {
                "organisation_id": build.organisation(
                    world.house, next_name="Künftiger Name", next_name_on=build.TODAY + 30 * DAYS
                ).id
            },
            "unused": {"organisation_id": build.organisation(world.house).id},
        },
        "coordination": {"always": {}},
        "body outside": {
            "always": {
                "table_id": world.ids["external_table"],
                "appointment_id": world.ids["delegate_appointment"],
                "meeting_id": world.ids["outside_session"],
            }
        },
        "table without coordination": {
            "orphaned": {"table_id": world.ids["orphaned_table"]},
            "coordinated": {},
        },
        "nothing": {"always": {"free_organisation": build.organisation(world.house).id}},
    }
    render_waiting(world.house)
    return states


def _at(world: World, days: int) -> dict[str, Any]:
    """The coordinator, so many days from now."""
    return world.as_coordinator() | {"now": build.NOW + days * DAYS}


def _planned(world: World, number: int, *, in_days: int, on: int = 0) -> Meeting:
    """A meeting with one item, planned on a day; the minute taker is named."""
    starts_at = build.NOW + in_days * DAYS
    meeting = meeting_rules.schedule(
        world.house,
        world.ids["table_id"],
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
        number=number,
        took_place=in_days < on,
        minute_taker_id=None,
        **_at(world, on),
    )
    meeting.minute_taker_id = world.people["minute_taker"].id
    world.house.flush()
    return meeting


def _invited(world: World, number: int, *, in_days: int, on: int = 0) -> Meeting:
    meeting = _planned(world, number, in_days=in_days, on=on)
    _named(world, meeting)
    due_on = (build.NOW + (in_days - 1) * DAYS).date()
    invitation_rules.invite(world.house, meeting.id, due_on=due_on, **_at(world, on))
    return meeting


def _minuted(world: World, number: int, steps: int) -> Meeting:
    """Held, and its minutes begun, written, confirmed, circulated: so many steps of these."""
    house, meeting = world.house, _planned(world, number, in_days=-3)
    names = _named(world, meeting)
    minutes_rules.begin(house, meeting.id, **_at(world, 0))
    if steps > 1:
        minutes_rules.write_item(
            house, names["item_id"], "Es wurde beraten.", based_on=0, render=render, **_at(world, 0)
        )
        minutes_rules.note_attendance(house, meeting.id, {}, **_at(world, 0))
    if steps > 2:
        minutes_rules.confirm(house, meeting.id, **_at(world, 0))
    if steps > 3:
        item = house.get_one(AgendaItem, names["item_id"])
        guest = build.item_guest(house, item, build.person(house, "Gast auf Papier"))
        circulation_rules.circulate(house, meeting.id, **_at(world, 0))
        to = meeting.id, guest.id, Way.POST, build.TODAY
        extract_rules.hand_over_extract(house, *to, **_at(world, 0))
    return meeting


def _meetings(world: World) -> Names:
    house, table = world.house, world.ids["table_id"]
    planned = meeting_rules.record_meeting(
        house, table, held_on=FuzzyDate.parse("Herbst 2026"), number=20, **_at(world, 0)
    )
    planned.minute_taker_id = world.people["minute_taker"].id
    cancelled = _invited(world, 24, in_days=30)
    invitation_rules.cancel(house, cancelled.id, reason="Zu wenige Zusagen", **_at(world, 0))
    failed = _planned(world, 25, in_days=31)
    meeting_rules.mark_not_held(house, failed.id, reason="Krankheit", **_at(world, 0))
    moved = _invited(world, 26, in_days=32)
    starts_at = build.NOW + 33 * DAYS
    invitation_rules.move(
        house,
        moved.id,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
        place="",
        due_on=(starts_at - 2 * DAYS).date(),
        reason="Raum belegt",
        still_editing=True,
        **_at(world, 0),
    )
    others = Invitation.person_id == world.people["deputy"].id
    off_list = house.scalars(select(Invitation.id).where(Invitation.meeting_id == moved.id, others)).all()
    list_rules.take_off(house, off_list[0], **_at(world, 0))
    agenda_rules.add_item(house, moved.id, title="Nachgetragen", **_at(world, 0))
    found = {
        "planned": planned,
        "scheduled": _planned(world, 21, in_days=28),
        "scheduled and over": _planned(world, 22, in_days=-2, on=-20),
        "invited": _invited(world, 23, in_days=29),
        "moved": moved,
        "invited and over": _invited(world, 27, in_days=-2, on=-30),
        "cancelled": cancelled,
        "not held": failed,
        "held": _planned(world, 28, in_days=-3),
        "minutes begun": _minuted(world, 29, 1),
        "minutes written": _minuted(world, 30, 2),
        "minutes confirmed": _minuted(world, 31, 3),
        "minutes circulated": _minuted(world, 32, 4),
    }
    assert {each.state for each in found.values()} | {MeetingState.CLOSED} == set(MeetingState)
    named = {state: _named(world, meeting) for state, meeting in found.items()}
    named["moved"]["late"] = list_rules.missing(house, moved, build.TODAY)[0].form_value
    return named


def _on_paper(house: Any, meeting: Meeting) -> int:
    """The guest whose extract was handed over, or nobody."""
    editions = select(Edition.id).where(Edition.meeting_id == meeting.id)
    theirs = select(EditionReader.person_id).where(
        EditionReader.edition_id.in_(editions), EditionReader.paper_way.is_not(None)
    )
    return house.scalar(theirs) or 0


def _named(world: World, meeting: Meeting) -> dict[str, Any]:
    """What addresses name of a meeting: an item with a guest and a file, and the member's invitation."""
    house = world.house
    item = next((each for each in _items(world, meeting) if each.title == "Beratung"), None)
    if item is None and meeting.state in agenda_rules.CHANGEABLE:
        item = agenda_rules.add_item(house, meeting.id, title="Beratung", **world.as_coordinator())
        agenda_rules.add_item(house, meeting.id, title="Verschiedenes", **world.as_coordinator())
        known = world.people["stranger"]
        guest_rules.add_guest(house, item.id, name=known.name, email=known.email, **world.as_coordinator())
        add_file(world, item, Visibility.INTERNAL)
    mine = select(Invitation.id).where(
        Invitation.meeting_id == meeting.id, Invitation.person_id == world.people["member"].id
    )
    return {
        "meeting_id": meeting.id,
        "item_id": item.id if item else 0,
        "file_id": (item and house.scalar(select(File.id).where(File.item_id == item.id))) or 0,
        "person_id": world.people["stranger"].id,
        "handed_id": _on_paper(house, meeting),
        "invitation_id": house.scalar(mine) or 0,
        "edition_id": objection_states.edition_of(world, meeting.id),
        "place": 1,
        "seat_id": world.ids["seat_id"],
        "line_id": line_of(world, meeting.id),
    }


def line_of(world: World, meeting_id: int) -> int:
    """The member's line in the attendance list of a meeting's minutes."""
    mine = select(Attendance.id).join(Minutes, Minutes.id == Attendance.minutes_id)
    where = Minutes.meeting_id == meeting_id, Attendance.seat_id == world.ids["seat_id"]
    return world.house.scalar(mine.where(*where)) or 0


def _items(world: World, meeting: Meeting) -> list[AgendaItem]:
    return list(world.house.scalars(select(AgendaItem).where(AgendaItem.meeting_id == meeting.id)))


def _tables(world: World) -> Names:
    """A table of the same people in each state; the member sits on its one seat."""
    house, found = world.house, {}
    for state in BodyState:
        body = build.body(house, f"Tisch, {state.value}", by=world.people["coordinator"])
        seat = build.seat(house, body, reference="Niederschrift 3")
        build.appointment(house, seat, world.people["member"])
        body.state = state
        found[state.value] = {"table_id": body.id, "seat_id": seat.id}
    return found


def _sending(world: World) -> Names:
    """Tables whose letters go out, and whose coordination has stopped them."""
    coordinator = world.people["coordinator"]
    found = {
        state: {"table_id": build.body(world.house, f"Tisch, Versand {state}", by=coordinator).id}
        for state in ("open", "stopped")
    }
    world.house.add(SendingPause(body_id=found["stopped"]["table_id"], paused_at=build.NOW))
    return found


def _seats(world: World) -> Names:
    house = world.house
    body = house.get_one(Body, world.ids["table_id"])
    made = {
        state: build.seat(house, body)
        for state in ("active", "dormant", "vacant", "asked for a successor", "ends soon", "left")
    }
    for state, seat in made.items():
        if state not in ("vacant", "asked for a successor"):
            build.appointment(house, seat)
        else:
            build.appointment(house, seat, ends_on=build.TODAY - DAYS)
            build.appointment(house, seat, role=AppointmentRole.DEPUTY)
    house.flush()
    house.expire_all()
    table = body.id
    seat_rules.let_rest(
        house, table, made["dormant"].id, starts_on=build.TODAY, ends_on=None, reason="Umbau", **_at(world, 0)
    )
    for state, days in (("ends soon", 20), ("left", 0)):
        rules.end_seat(
            house,
            table,
            made[state].id,
            ends_on=build.TODAY + days * DAYS,
            reason="Austritt",
            **_at(world, 0),
        )
    seat_rules.ask_for_successor(
        house, table, made["asked for a successor"].id, due_on=build.TODAY + 30 * DAYS, **_at(world, 0)
    )
    assert house.query(Reappointment).count() >= 1
    return {state: {"seat_id": seat.id} for state, seat in made.items()}


def _dormancies(world: World) -> Names:
    seat = build.seat(world.house, world.house.get_one(Body, world.ids["table_id"]))
    periods = {"now": (0, None), "coming": (30, None), "over": (-30, -3)}
    found = {}
    for state, (first, last) in periods.items():
        ends_on = None if last is None else build.TODAY + last * DAYS
        made = build.dormancy(world.house, seat, build.TODAY + first * DAYS, ends_on=ends_on)
        found[state] = {"dormancy_id": made.id}
    return found


def _nominations(world: World) -> Names:
    """Of the member for her own seat."""
    house, found = world.house, {}
    for state in NominationState:
        if state is NominationState.PENDING:
            made = house.get_one(Nomination, world.ids["nomination_id"])
        else:
            seat = house.get_one(Seat, world.ids["seat_id"])
            made = build.nomination(house, seat, world.people["member"], role=AppointmentRole.DEPUTY)
            made.decide(state, build.NOW, "Bitte prüfen")
        found[state.value] = {"nomination_id": made.id}
    return found


def _admissions(world: World) -> Names:
    """Proposed for the member's seat, and by the coordination itself."""
    house, mine = world.house, world.people["member"]
    body = house.get_one(Body, world.ids["table_id"])
    past = build.admission(house, body, mine, seat_id=world.ids["seat_id"])
    admission_rules.withdraw(house, body.id, past.id, by=build.actor(house, mine), now=build.NOW)
    return {
        "open": {"admission_id": world.ids["admission_id"]},
        "the coordination's": {"admission_id": world.ids["coordination_admission"]},
        "withdrawn": {"admission_id": past.id},
    }


def _documents(world: World) -> Names:
    house, ids = world.house, world.ids
    stream = BytesIO(b"Zeilen\n")
    name, content_type = accepted(stream, "alt.txt")
    archived = shelf_rules.put(
        house,
        ids["table_id"],
        title="Altes Papier",
        kind=DocumentKind.PAPER,
        visibility=Visibility.INTERNAL,
        seat_ids=[],
        upload={"name": name, "content_type": content_type, "stream": stream},
        **_at(world, 0),
    )
    shelf_rules.release(house, archived.id, **_at(world, 0))
    shelf_rules.archive(house, archived.id, replaced_by_id=None, **_at(world, 0))
    named = {
        "draft": ids["draft_document"],
        "released": ids["document_id"],
        "named": ids["named_document"],
        "asked": ids["asked_document"],
        "archived": archived.id,
        "bylaws": ids["bylaws_document"],
    }
    return {state: {"document_id": each} for state, each in named.items()}


def _appointments(world: World) -> Names:
    """Of a seat of its own each; the one without a declaration is the undeclared person's."""
    house = world.house
    body = house.get_one(Body, world.ids["table_id"])

    def of(role: AppointmentRole = AppointmentRole.MAIN, **facts: Any) -> Appointment:
        made: Appointment = build.appointment(house, build.seat(house, body), role=role, **facts)
        return made

    made = {
        "in force": of(),
        "coming": of(starts_on=build.TODAY + 5 * DAYS),
        "of a deputy": of(AppointmentRole.DEPUTY),
        "of a reader": of(AppointmentRole.READER),
        "without declaration": house.get_one(Appointment, world.ids["undeclared_appointment"]),
        "ended": of(),
    }
    house.flush()
    house.expire_all()
    people_rules.end_appointment(
        house, body.id, made["ended"].id, ends_on=build.TODAY - 3 * DAYS, **_at(world, 0)
    )
    return {state: {"appointment_id": each.id} for state, each in made.items()}


def _offices(world: World) -> Names:
    house = world.house
    body = house.get_one(Body, world.ids["table_id"])
    last = house.query(Office).filter_by(person_id=world.people["coordinator"].id, body_id=body.id).one()
    made = {
        "of a reader": build.office(house, body, build.person(house)),
        "of a coordination that no other outlasts": build.office(
            house, body, build.person(house), OfficeKind.COORDINATION, ends_on=build.TODAY + 90 * DAYS
        ),
        "of the last coordination": last,
        "ended": build.office(house, body, build.person(house), ends_on=build.TODAY - DAYS),
    }
    return {state: {"office_id": each.id} for state, each in made.items()}


def _people(world: World) -> Names:
    """Somebody of the table: without address, without account, with one, known elsewhere, too."""
    house = world.house
    body = house.get_one(Body, world.ids["table_id"])

    def at_the_table(**facts: Any) -> Person:
        made: Person = build.person(house, **facts)
        build.appointment(house, build.seat(house, body), made)
        return made

    made = {
        "without address": at_the_table(email=None),
        "without account": at_the_table(),
        "with account": at_the_table(),
        "known elsewhere": at_the_table(),
        "of another table": build.person(house),
    }
    elsewhere = build.body(house, "Dritter Tisch")
    for state in ("known elsewhere", "of another table"):
        build.appointment(house, build.seat(house, elsewhere), made[state])
    account = account_rules.create_account(house, made["with account"], now=build.NOW)
    account.password_hash = "has one"
    return {state: {"person_id": each.id} for state, each in made.items()}


def _accounts(world: World) -> Names:
    house = world.house

    def account(**facts: Any) -> Account:
        made = account_rules.create_account(house, build.person(house), now=build.NOW)
        for name, value in facts.items():
            setattr(made, name, value)
        house.flush()
        return made

    made = {
        "invited": account(),
        "in use": account(password_hash="has one"),
        "with second factor": account(password_hash="has one"),
        "locked": account(password_hash="has one", locked_at=build.NOW),
        "one's own": house.query(Account).filter_by(person_id=world.people["administrator"].id).one(),
    }
    house.add(
        SecondFactor(
            account_id=made["with second factor"].id, seed="another", set_up_at=build.NOW, last_step=0
        )
    )
    made["whose address changed"] = house.get_one(Account, world.ids["account_to_follow"])
    return {state: {"account_id": each.id} for state, each in made.items()}


def _imports(world: World) -> Names:
    """Begun by the former coordination, whose imports go on belonging to the table."""
    found = {}
    for state in ImportState:
        line = import_rules.ReadLine(2, {"name": "Beispiel"})
        made = import_rules.begin(
            world.house,
            kind=ImportKind.PEOPLE,
            table_id=world.ids["table_id"],
            file_name=f"{state.value}.csv",
            sha256="0" * 64,
            columns=["name"],
            unknown=[],
            lines=[line],
            **_at(world, 0),
        )
        made.state, made.started_by_id = state, world.people["former_coordinator"].id
        world.house.flush()
        doubtful = world.house.query(ImportLine).filter_by(import_id=made.id).one()
        doubtful.outcome, doubtful.asked = Outcome.DOUBTFUL, "person"
        found[state.value] = {"import_id": made.id, "line": doubtful.id}
    return found


def _letters(world: World) -> Names:
    """Letters of the table in each state, and one about an account."""
    house = world.house
    render_waiting(house)
    about = (Letter.meeting_id == world.ids["meeting_id"]) & Letter.reached_by.is_(None)
    queued = select(Letter).where(about, Letter.state == LetterState.QUEUED)
    free = house.scalars(queued.order_by(Letter.id)).all()
    found = {}
    for state, letter in zip(LetterState, free, strict=False):
        letter.state = state
        found[state.value] = {"letter_id": letter.id}
    told = free[len(LetterState)]
    told.state, told.reached_by, told.reached_on = LetterState.FAILED, Way.PHONE, build.TODAY
    found["told by phone"] = {"letter_id": told.id}
    account_letter = house.scalars(
        select(Letter)
        .where(Letter.kind == LetterKind.ACCOUNT, Letter.body_id.is_(None))
        .order_by(Letter.id)
        .limit(1)
    ).one()
    account_letter.state = LetterState.FAILED
    found["failed, about an account"] = {"letter_id": account_letter.id}
    queue = queue_of(house)
    queue.held_since = build.NOW
    house.add(queue)
    assert len(found) == len(LetterState) + 2
    return found
