"""A small world in which every role exists, and every thing that an address can name."""

from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO
from typing import Any

from sqlalchemy import func, select

from blueprints.accounts import rules as account_rules
from blueprints.calendars import rules as feed_rules
from blueprints.meetings import agenda_rules, file_rules, guest_rules, invitation_rules
from blueprints.meetings import rules as meeting_rules
from blueprints.meetings.dates import rules as date_rules
from blueprints.minutes import circulation_rules
from blueprints.minutes import rules as minutes_rules
from blueprints.organisations import contact_rules
from blueprints.tables.checks import rules as check_rules
from blueprints.tables.imports import rules as import_rules
from models.accounts import Account, LinkPurpose, SignInSession, hashed, new_token
from models.address_changes import AddressChange
from models.bodies import Body, BodyState, Office, OfficeKind
from models.contact_points import ContactKind
from models.date_findings import DateOption, Fits, Times
from models.editions import Edition, EditionReader
from models.feeds import CalendarFeed, FeedKind
from models.fuzzy_dates import FuzzyDate
from models.history import record
from models.imports import ImportKind, ImportState
from models.invitations import Invitation
from models.letters import Letter, LetterKind, LetterState, Way
from models.meetings import AgendaItem, Meeting
from models.minutes import Attendance, Minutes
from models.organisations import Ending, FormerName
from models.people import Person
from models.relations import Relation, RelationKind
from models.rounds import AskedSeat, Round, RoundKind
from models.seats import Appointment, AppointmentRole, SeatKind
from models.second_factors import SecondFactor
from models.visibility import Visibility
from plumbing.letters import render_waiting
from plumbing.markdown import render
from plumbing.uploads import accepted
from tests import build
from tests.rights import (
    decision_states,
    evaluation_states,
    objection_states,
    paper_states,
    position_states,
    procedure_states,
    project_states,
    request_states,
    shelf,
    signature_states,
    survey_states,
    task_states,
    topic_states,
)

SEATED = ("member", "deputy", "advisory", "of_sleeping_seat", "of_two_houses")
AT_THE_TABLE = (*SEATED, "reader", "coordinator")


@dataclass
class World:
    """`people` by role; `ids` by what they name; `marks` are words, and who may ever read them."""

    house: Any
    people: dict[str, Person] = field(default_factory=dict)
    ids: dict[str, Any] = field(default_factory=dict)
    marks: dict[str, tuple[str, ...]] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)

    def mark(self, word: str, *roles: str) -> str:
        """A word that nobody else may ever find in an answer."""
        self.marks[word] = roles
        return word

    def as_coordinator(self) -> dict[str, Any]:
        return {"by": build.actor(self.house, self.people["coordinator"]), "now": build.NOW}


def make(house: Any) -> World:
    """Everything is made by the same rules as on the site; whoever calls commits."""
    world = World(house)
    _tables(world)
    _institutions(world)
    _outsiders(world)
    _orphaned(world)
    _invited_meeting(world)
    _minutes(world)
    objection_states.furnish(world)
    task_states.furnish(world)
    topic_states.furnish(world)
    decision_states.furnish(world)
    _people_checks(world)
    _date_finding(world)
    _imports(world)
    shelf.furnish(world)
    paper_states.furnish(world)
    project_states.furnish(world)
    request_states.furnish(world)
    position_states.furnish(world)
    procedure_states.furnish(world)
    signature_states.furnish(world)
    survey_states.furnish(world)
    evaluation_states.furnish(world)
    _accounts(world)
    render_waiting(house)
    _letters(world)
    return world


def _tables(world: World) -> None:
    house = world.house
    table = build.table(
        house, seats=2, name=world.mark("Tisch-Kiesel", *AT_THE_TABLE, "minute_taker", "guest")
    )
    other = build.table(house, seats=1, name="Tisch-Nachbar")
    world.marks["Tisch-Kiesel"] += ("guest_of_another_item", "administrator")
    advisory = build.appointment(house, build.seat(house, table.body, kind=SeatKind.ADVISORY))
    asleep = build.seat(house, table.body)
    sleeping = build.dormancy(house, asleep, starts_on=build.TODAY)
    of_sleeping = build.appointment(house, asleep)
    of_two = build.appointment(house, build.seat(house, table.body))
    build.appointment(house, build.seat(house, table.body), house.get_one(Person, of_two.person_id))
    former = build.appointment(house, table.seats[1], role=AppointmentRole.DEPUTY, rank=2)
    former.ends_on = build.TODAY - timedelta(days=1)
    locked = build.appointment(house, table.seats[1], role=AppointmentRole.DEPUTY, rank=3)
    undeclared = build.appointment(
        house, table.seats[0], role=AppointmentRole.DEPUTY, rank=2, declared_on=None
    )
    coming = build.appointment(house, table.seats[1], role=AppointmentRole.DEPUTY, rank=4)
    coming.starts_on = build.TODAY + timedelta(days=1)
    gone = build.office(
        house,
        table.body,
        build.person(house, "Frühere Koordination"),
        OfficeKind.COORDINATION,
        ends_on=build.TODAY - timedelta(days=1),
    )
    dissolved = build.body(house, "Aufgelöster Tisch", state=BodyState.DISSOLVED)
    of_dissolved = build.appointment(house, build.seat(house, dissolved))
    house.flush()
    world.marks["Tisch-Kiesel"] += ("undeclared",)
    named: dict[str, Any] = {
        "advisory": advisory,
        "of_sleeping_seat": of_sleeping,
        "of_two_houses": of_two,
        "former": former,
        "former_coordinator": gone,
        "coming": coming,
        "of_dissolved_body": of_dissolved,
        "locked": locked,
        "undeclared": undeclared,
    }
    world.people = {role: house.get_one(Person, row.person_id) for role, row in named.items()} | {
        "coordinator": table.coordinator,
        "member": table.mains[0],
        "deputy": table.deputies[0],
        "reader": table.reader,
        "coordinator_elsewhere": other.coordinator,
        "stranger": other.mains[0],
    }
    shared = build.person(
        house, world.mark("Postfach-Quarz", "stranger", "coordinator_elsewhere"), email=other.mains[0].email
    )
    build.appointment(house, other.seats[0], shared, AppointmentRole.DEPUTY, rank=2)
    world.ids["claimed_person"] = shared.id
    mine = house.query(Appointment).filter_by(person_id=table.mains[0].id).one()
    second = house.query(Appointment).filter_by(person_id=table.deputies[0].id).one()
    vacant = build.seat(house, table.body)
    build.appointment(house, vacant, ends_on=build.TODAY - timedelta(days=3))
    build.appointment(house, vacant, role=AppointmentRole.DEPUTY)
    office = house.query(Office).filter_by(person_id=table.reader.id).one()
    nomination = build.nomination(house, table.seats[0], table.mains[0])
    own = ("member", "deputy", "coordinator")
    proposed = build.admission(
        house, table.body, table.mains[0], seat_id=table.seats[0].id, name=world.mark("Antrag-Jaspis", *own)
    )
    kept = build.admission(
        house, table.body, table.coordinator, name=world.mark("Antrag-Marmor", "coordinator")
    )
    world.ids |= {
        "table_id": table.body.id,
        "nomination_id": nomination.id,
        "admission_id": proposed.id,
        "coordination_admission": kept.id,
        "seat_id": table.seats[0].id,
        "organisation_id": table.seats[0].organisation_id,
        "offer_id": build.offer(house, organisation_id=table.seats[0].organisation_id).id,
        "appointment_id": mine.id,
        "deputy_appointment": second.id,
        "undeclared_appointment": undeclared.id,
        "vacant_seat": vacant.id,
        "dormancy_id": sleeping.id,
        "office_id": office.id,
        "person_id": table.mains[0].id,
        "coordinator_person": table.coordinator.id,
    }


def _orphaned(world: World) -> None:
    """A body whose coordinator never had an account."""
    world.ids["orphaned_table"] = build.body(world.house, world.mark("Verwaist-Schiefer", "administrator")).id


def _institutions(world: World) -> None:
    """The member's institution with all that its page shows, and one at the table that is no more."""
    house, own = world.house, world.ids["organisation_id"]
    facts = {"name": "Bereitschaft", "kind": ContactKind.INTERNAL, "by": world.as_coordinator()["by"]}
    seen = (*AT_THE_TABLE, "coordinator_elsewhere")
    phone = world.mark("Telefon-Achat", *seen)
    contact = contact_rules.add_contact(house, own, phone=phone, now=build.NOW, **facts)
    relation = Relation(
        kind=RelationKind.FOUNDED,
        organisation_id=own,
        body_id=world.ids["table_id"],
        wording=world.mark("Wortlaut-Opal", *AT_THE_TABLE, "guest", "guest_of_another_item", "minute_taker"),
    )
    former = FormerName(organisation_id=own, name="Früherer Name", until=FuzzyDate.of_year(2001))
    ended = build.organisation(house, ending=Ending.CLOSED, ended_on=build.TODAY)
    house.add_all([relation, former])
    house.flush()
    seat = build.seat(house, house.get_one(Body, world.ids["table_id"]), ended)
    ahead: dict[str, Any] = {"next_name": "Künftig", "next_name_on": build.TODAY + timedelta(days=30)}
    world.ids |= {
        "organisation_with_name_ahead": build.organisation(house, **ahead).id,
        "contact_id": contact.id,
        "relation_id": relation.id,
        "name_id": former.id,
        "ended_seat": seat.id,
    }


def _people_checks(world: World) -> None:
    """The institutions were asked about their people, twice."""
    due_on = build.TODAY + timedelta(days=20)
    for name in ("closed_round", "round_id"):
        check_rules.ask(world.house, world.ids["table_id"], due_on=due_on, **world.as_coordinator())
        world.house.flush()
        world.ids[name] = world.house.scalar(select(func.max(Round.id)).where(Round.kind == RoundKind.PEOPLE))
    member = world.people["member"].email
    waiting = [each for each in world.house.info["unrendered"] if each.letter.recipient == member]
    world.tokens["people_link"] = waiting[-1].facts["token"]
    mine = (AskedSeat.round_id == world.ids["round_id"]) & (AskedSeat.seat_id == world.ids["seat_id"])
    world.ids["asked_id"] = world.house.scalar(select(AskedSeat.id).where(mine))


def _date_finding(world: World) -> None:
    """Dates are offered; the member has answered."""
    house, day = world.house, build.NOW + timedelta(days=40)
    times = [Times(day + timedelta(days=each)) for each in range(3)]
    asking, _ = date_rules.ask(
        house,
        world.ids["table_id"],
        times=times,
        due_on=build.TODAY + timedelta(days=14),
        **world.as_coordinator(),
    )
    member = world.people["member"]
    waiting = [each for each in house.info["unrendered"] if each.letter.recipient == member.email]
    world.tokens["dates_link"] = waiting[-1].facts["token"]
    options = house.scalars(
        select(DateOption.id).where(DateOption.round_id == asking.id).order_by(DateOption.id)
    )
    said = dict.fromkeys(options, Fits.YES)
    mine = (AskedSeat.round_id == asking.id) & (AskedSeat.seat_id == world.ids["seat_id"])
    asked = house.scalar(select(AskedSeat.id).where(mine))
    note = world.mark("Notiz-Termin", "member", "deputy", "coordinator")
    date_rules.answer(house, asked, said, note, by=build.actor(house, member), now=build.NOW)
    world.ids |= {"date_round": asking.id, "date_asked": asked, "option_id": min(said)}


def _outsiders(world: World) -> None:
    roles = (
        *("minute_taker", "guest", "guest_of_another_item", "guest_long_ago"),
        *("administrator", "privacy_officer"),
    )
    for role in roles:
        world.people[role] = build.person(world.house, f"Rolle {role.replace('_', ' ')}")


def _meeting(world: World, in_days: int, number: int) -> Meeting:
    """Its minute taker holds no seat and no office: all that she may see follows from the minutes."""
    starts_at = build.NOW + timedelta(days=in_days)
    meeting = meeting_rules.schedule(
        world.house,
        world.ids["table_id"],
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
        number=number,
        took_place=in_days < 0,
        **world.as_coordinator(),
    )
    meeting.minute_taker_id = world.people["minute_taker"].id
    world.house.flush()
    return meeting


def _item(world: World, meeting: Meeting, word: str, *readers: str, **facts: Any) -> AgendaItem:
    return agenda_rules.add_item(
        world.house,
        meeting.id,
        title=world.mark(f"Titel-{word}", *readers, "coordinator", "minute_taker"),
        text=world.mark(f"Text-{word}", *readers, "coordinator", "minute_taker"),
        **facts,
        **world.as_coordinator(),
    )


def _invited_meeting(world: World) -> None:
    """Invited, with an item that all may see, one for one institution, one for the coordination."""
    house, ids = world.house, world.ids
    meeting = _meeting(world, 28, 1)
    everybody = (*SEATED, "reader")
    internal = _item(world, meeting, "Feuerstein", *everybody, "guest")
    others = _item(world, meeting, "Basalt", *everybody, "guest_of_another_item")
    named = _item(
        world,
        meeting,
        "Granit",
        "member",
        "deputy",
        visibility=Visibility.CONFIDENTIAL,
        seat_ids=[ids["seat_id"]],
    )
    kept = _item(world, meeting, "Schiefer", visibility=Visibility.COORDINATION)
    for role, item in (("guest", internal), ("guest_of_another_item", others)):
        guest_rules.add_guest(house, item.id, person_id=None, **_named(world, role), **world.as_coordinator())
    due_on = build.TODAY + timedelta(days=14)
    invitation_rules.invite(house, meeting.id, due_on=due_on, **world.as_coordinator())
    world.tokens["reply"] = next(
        each.facts["token"]
        for each in house.info["unrendered"]
        if each.letter.recipient == world.people["member"].email
    )
    ids |= {
        "meeting_id": meeting.id,
        "item_id": internal.id,
        "named_item": named.id,
        "coordination_item": kept.id,
        "guest_id": world.people["guest"].id,
        "file_id": add_file(world, internal, Visibility.INTERNAL),
        "coordination_file": add_file(world, internal, Visibility.COORDINATION),
        "invitation_id": house.scalar(
            select(Invitation.id).where(Invitation.person_id == world.people["member"].id)
        ),
    }


def _named(world: World, role: str) -> dict[str, Any]:
    """A guest is named by function and address; the same person is found again."""
    return {"name": world.people[role].name, "email": world.people[role].email}


def add_file(world: World, item: AgendaItem, visibility: Visibility) -> int:
    stream = BytesIO(b"Zahlen aus einem Jahr\n")
    name, content_type = accepted(stream, f"zahlen-{visibility.value}.txt")
    return file_rules.add_file(
        world.house,
        item.id,
        name=name,
        content_type=content_type,
        stream=stream,
        visibility=visibility,
        **world.as_coordinator(),
    ).id


def _minutes(world: World) -> None:
    """One meeting whose minutes are being written, one whose minutes are out."""
    for name, number in (("written", 2), ("circulated", 3)):
        meeting = _meeting(world, -20 - number, number)
        readers = (*SEATED, "reader") if name == "circulated" else ()
        item = _item(world, meeting, f"Quarz-{name}", *SEATED, "reader")
        minutes_rules.begin(world.house, meeting.id, **world.as_coordinator())
        named = {"visibility": Visibility.CONFIDENTIAL, "seat_ids": [world.ids["seat_id"]]}
        kept = _item(world, meeting, f"Gneis-{name}", "member", "deputy", **named)
        _write(world, item, f"Satz-{name}", *readers)
        if name == "written":
            _guest_long_ago(world, meeting, item)
        _write(world, kept, f"Vertraulich-{name}", *readers[:2])
        world.ids |= {f"{name}_meeting": meeting.id, f"{name}_item": item.id}
    lines = select(Attendance.id).join(Minutes, Minutes.id == Attendance.minutes_id)
    world.ids["line_id"] = world.house.scalar(
        lines.where(Minutes.meeting_id == world.ids["written_meeting"]).order_by(Attendance.id).limit(1)
    )
    circulated = world.ids["circulated_meeting"]
    minutes_rules.note_attendance(world.house, circulated, {}, **world.as_coordinator())
    minutes_rules.confirm(world.house, world.ids["circulated_meeting"], **world.as_coordinator())
    circulation_rules.circulate(world.house, world.ids["circulated_meeting"], **world.as_coordinator())
    world.house.flush()
    of_seat = select(EditionReader.edition_id).where(EditionReader.seat_id == world.ids["seat_id"])
    about = Edition.meeting_id == world.ids["circulated_meeting"]
    world.ids["edition_id"] = world.house.scalar(select(Edition.id).where(about, Edition.id.in_(of_seat)))


def _guest_long_ago(world: World, meeting: Meeting, item: AgendaItem) -> None:
    """She was invited, and came; more than 14 days ago."""
    named = _named(world, "guest_long_ago")
    guest_rules.add_guest(world.house, item.id, person_id=None, **named, **world.as_coordinator())
    meeting.invited_at = build.NOW - timedelta(days=50)
    world.house.flush()


def _write(world: World, item: AgendaItem, word: str, *readers: str) -> None:
    text = world.mark(word, *readers, "coordinator", "minute_taker")
    minutes_rules.write_item(world.house, item.id, text, based_on=0, render=render, **world.as_coordinator())


def _imports(world: World) -> None:
    """A file at the table, checked; one of the directory; one that was written, with nothing in it."""
    for name, kind, table_id, state in (
        ("import_id", ImportKind.PEOPLE, world.ids["table_id"], ImportState.CHECKED),
        ("directory_import", ImportKind.INSTITUTIONS, None, ImportState.CHECKED),
        ("written_import", ImportKind.PEOPLE, world.ids["table_id"], ImportState.DONE),
    ):
        facts = {"name": world.mark(f"Zeile-{name}", "coordinator"), "kind": "police"}
        line = import_rules.ReadLine(2, facts, [{"column": "name", "message": "example", "values": {}}])
        imported = import_rules.begin(
            world.house,
            kind=kind,
            table_id=table_id,
            file_name=world.mark(f"datei-{name}.csv", "coordinator"),
            sha256="0" * 64,
            columns=list(facts),
            unknown=[],
            lines=[line],
            **world.as_coordinator(),
        )
        imported.state = state
        world.ids[name] = imported.id


def _accounts(world: World) -> None:
    """Each role may sign in; the tokens are the secrets of their cookies."""
    house = world.house
    for role, person in world.people.items():
        account = account_rules.create_account(
            house,
            person,
            now=build.NOW,
            is_admin=role == "administrator",
            is_privacy_officer=role == "privacy_officer",
        )
        world.tokens[role] = account_rules.open_session(house, account, factor_at=build.NOW, now=build.NOW)
    _half_signed_in(world)
    _feeds(world)
    coordinator = house.query(Account).filter_by(person_id=world.people["coordinator"].id).one()
    coordinator.password_hash = "has one"
    account = house.query(Account).filter_by(person_id=world.people["locked"].id).one()
    account.locked_at = build.NOW
    target = house.query(Account).filter_by(person_id=world.people["member"].id).one()
    mine = house.query(SignInSession).filter_by(account_id=target.id).one()
    world.ids |= {"account_id": target.id, "session_id": mine.id}


def _feeds(world: World) -> None:
    """A member's calendar, the coordinator's deadlines, and the calendar of somebody locked out since."""
    for name, role, kind in (
        ("feed", "member", FeedKind.MEETINGS),
        ("deadlines_feed", "coordinator", FeedKind.DEADLINES),
        ("locked_feed", "locked", FeedKind.MEETINGS),
    ):
        person = world.people[role]
        account = world.house.query(Account).filter_by(person_id=person.id).one()
        by = build.actor(world.house, person, account=account.id)
        world.tokens[name] = feed_rules.make(
            world.house, kind=kind, device=f"Gerät {role}", by=by, now=build.NOW
        )
    world.ids["feed_id"] = world.house.query(CalendarFeed).order_by(CalendarFeed.id).first().id


def _half_signed_in(world: World) -> None:
    """Who has typed the right password only: a coordinator with a second factor, an administrator without."""
    house = world.house
    house.flush()
    coordinator = house.query(Account).filter_by(person_id=world.people["coordinator"].id).one()
    house.add(SecondFactor(account_id=coordinator.id, seed="seed", set_up_at=build.NOW, last_step=0))
    _changes_of_address(world, coordinator)
    world.ids["account_with_factor"] = coordinator.id
    newcomer = account_rules.create_account(
        house, build.person(house, "Neue Systemadministration"), now=build.NOW, is_admin=True
    )
    for role, account in (("half_signed_in", coordinator), ("without_factor", newcomer)):
        world.tokens[role] = account_rules.open_session(house, account, now=build.NOW)
    house.flush()


def _changes_of_address(world: World, coordinator: Account) -> None:
    """One waits for the new mailbox, one may be undone by the old one, one may be begun by administration."""
    house = world.house
    for place, (name, done_at) in enumerate((("old_mailbox", build.NOW), ("new_mailbox", None))):
        world.tokens[name], token_hash = new_token()
        house.add(
            AddressChange(
                account_id=coordinator.id,
                old_email=coordinator.email if done_at else f"frueher{place}@musterstadt.example",
                new_email=f"neu{place}@musterstadt.example",
                asked_at=build.NOW,
                confirm_hash=hashed(f"confirm {name}") if done_at else token_hash,
                undo_hash=token_hash if done_at else None,
                done_at=done_at,
            )
        )
    moved = build.person(house, "Vertretung mit neuer Adresse")
    world.ids["account_to_follow"] = account_rules.create_account(house, moved, now=build.NOW).id
    moved.email = "umgezogen@musterstadt.example"
    record(house, "correct", moved, **world.as_coordinator())


def _letters(world: World) -> None:
    """A letter of the table in doubt, and one about an account that failed."""
    letter = world.house.scalars(
        select(Letter).where(Letter.meeting_id == world.ids["meeting_id"]).order_by(Letter.id).limit(1)
    ).one()
    letter.state = LetterState.UNKNOWN
    world.ids["letter_id"] = letter.id
    told = world.house.scalars(
        select(Letter)
        .where(Letter.meeting_id == world.ids["meeting_id"], Letter.id != letter.id)
        .order_by(Letter.id.desc())
        .limit(1)
    ).one()
    told.reached_by, told.reached_on = Way.PHONE, build.TODAY
    world.ids["told_letter"] = told.id
    world.ids["unclear_id"] = build.unclear_mail(
        world.house,
        world.house.get_one(Meeting, world.ids["meeting_id"]),
        invitation_id=letter.invitation_id,
        note=world.mark("Notiz-unklar", "coordinator"),
    ).id
    account_rules.request_reset(world.house, str(world.people["member"].email), now=build.NOW)
    render_waiting(world.house)
    accounts = select(Letter).where(Letter.kind == LetterKind.ACCOUNT).order_by(Letter.id)
    about = world.house.scalars(accounts.limit(1)).one()
    about.state = LetterState.FAILED
    world.ids["account_letter"] = about.id
    account = world.house.get_one(Account, world.ids["account_id"])
    world.tokens["account_link"] = account_rules.issue_link(
        world.house, account, LinkPurpose.RESET, build.NOW
    )
