"""Role by gesture by state: what each gesture of the site is, whose it is, and in which states of its thing.

`GESTURES` decides on every address that takes a POST. Each entry reads as a sentence:

    "meetings.invite": of("Plan, invite, move, cancel meeting", "meeting", COORDINATION, "scheduled", ...),

"of the action in domain.md 3, on a meeting, by the coordination, while it is scheduled". In all other
states of the thing (tests/rights/states.py makes them) and for all other roles it is refused, and nothing
changes. The rest is what is typed into the gesture's form; what its page proposes is sent as it stands. `on`
is the page that shows the form, if that is not the gesture's own.

`QUESTIONS` decides the same for every `may_...` function that asks about a person, for all roles and states.
`ACTIONS` are the rows of domain.md 3, so that the list is whole: those that are read, and those that later
issues build, are named, too.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO
from typing import Any

from tests import build
from tests.rights.matrix import COORDINATORS, OFFICE, REPRESENTED, REPRESENTING, SIGNED_IN, WRITERS
from tests.rights.world import AT_THE_TABLE, SEATED

COORDINATION = ("coordinator",)
ADMINISTRATION = ("administrator",)
FREE_OF_FACTOR = tuple(role for role in SIGNED_IN if role not in (*OFFICE, "member", "stranger"))
"""Who need not show a second factor: all but those with duties, and whoever may sign."""
ALWAYS = ("always",)


@dataclass(frozen=True)
class Gesture:
    """`accepted`: by state of the thing the roles whose gesture is taken; no other state takes it."""

    action: str
    thing: str
    accepted: Mapping[str, tuple[str, ...]]
    on: str = ""
    sends: Mapping[str, Any] = field(default_factory=dict)

    @property
    def roles(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(role for roles in self.accepted.values() for role in roles))


def reported(*states: str, on: str = "", **sends: Any) -> Gesture:
    """Of the report on a request, by whoever has the lead."""
    leading = ("member", "deputy", "coordinator")
    return Gesture(REPORT, "report", dict.fromkeys(states, leading), on, sends)


def of(action: str, thing: str, roles: tuple[str, ...], *states: str, on: str = "", **sends: Any) -> Gesture:
    return Gesture(action, thing, dict.fromkeys(states or ALWAYS, roles), on, sends)


@dataclass(frozen=True)
class Id:
    """Typed is the id of a thing of this name."""

    name: str


FIRST = "the first that may be chosen"


def led(*states: str, on: str = "", **sends: Any) -> Gesture:
    """Of the reply to a request, by whoever has the lead, and by the coordination before it is named."""
    return Gesture(REPORT, "request", {each: LEADING[each] for each in states}, on, sends)


def day(days: int) -> str:
    return (build.TODAY + timedelta(days=days)).isoformat()


def file(name: str, content: bytes) -> Any:
    """A file of its own for each sending."""
    return lambda: (BytesIO(content), name)


# The rows of domain.md 3, in their order
TABLE = "Create table, edit rules (Geschäftsordnung settings)"
ADMIT = "Admit/end organisation (after decision)"
NAME = "Name own representative/deputy"
MEMBERS = "See member list (functions; contacts of others only if released)"
MEET = "Plan, invite, move, cancel meeting"
REPLY = "Reply to invitation, name substitute"
TOPIC = "Submit topic"
READ = "Read agenda/papers"
MINUTES = "Write minutes / send / decide objections"
OBJECT = "Object to minutes"
VOTE = "Vote/consensus signal"
TASK = "Own task status"
DRAFT = "Draft/comment procedure or position"
ADOPT = "Adopt procedure, sign off position"
SURVEY = "Create survey, close, aggregate"
ANSWER = "Answer survey"
SINGLE = "See single answers of other organisations"
REPORT = "Release report, reply to committee"
PUBLISH = "Publish position, log submission, name delegates"
OWN = "Export own data (Art. 15) / correct"
ROWS = (
    *(TABLE, ADMIT, NAME, MEMBERS, MEET, REPLY, TOPIC, READ, MINUTES, OBJECT, VOTE, TASK, DRAFT, ADOPT),
    *(SURVEY, ANSWER, SINGLE, REPORT, PUBLISH, OWN),
)
# What the house adds to them (rulings.md 17, 18; house.md; issue 3)
DIRECTORY = "Keep institutions and what they offer"
ACCOUNTS = "Administer accounts and duties, nothing of content"
SHELF = "Keep the documents of a body"
PAPERS = "Keep papers of committees and where they were consulted"
PROJECTS = "Follow projects of politics"
SPEAK = "Send somebody to a hearing, report back"
LETTERS = "Decide on letters that wait for a person"
DECIDE = "Put questions to the table and keep its decisions"
NOTE = "Take note of minutes for one's institution"
KEEP = "Keep agreed procedures: what is decided, in force, reviewed"
PRINT = "Have a procedure that one may read on paper"
PURGE = "Take a passage out for good"
IMPRINT = "Say who runs the site"

ACTIONS: dict[str, tuple[str, ...] | str] = {
    MEMBERS: ("tables.show", "tables.contacts", "tables.contact", "tables.export"),
    READ: ("meetings.item", "meetings.download_file", "minutes.show", "minutes.edition", "minutes.download"),
    SINGLE: ("surveys.respondent", "surveys.answers", "surveys.export"),
}
"""What is only read, by the addresses that show it; and what comes later, by the issue that brings it."""

REQUESTS = ("received", "assigned", "drafted", "released", "sent", "withdrawn")
GOING_ON = REQUESTS[:-1]
UNSENT = REQUESTS[:-2]
LEADING = {"received": ("coordinator",), **dict.fromkeys(REQUESTS[1:], ("member", "deputy", "coordinator"))}
"""Whoever has the lead in a request, once it is named."""
DRAFTED = ("draft", "consultation")
RESULTS = ("open", "closed", "evaluated", "published", "withdrawn")
BINDING = ("in force", "with a later one", "under review")
PROCEDURES = ("bare", *DRAFTED, "decided")
ENDED = ("accepted", "failed", "bounced", "unknown")
STANDING = (*ENDED, "queued", "held", "sending")
OPEN_AGENDA = (
    *("planned", "scheduled", "scheduled and over", "invited", "moved", "invited and over", "held"),
    *("minutes begun", "minutes written", "minutes confirmed"),
)
EVERY_MEETING = (*OPEN_AGENDA, "cancelled", "not held", "minutes circulated")
WITH_AGENDA = (*OPEN_AGENDA, "cancelled", "minutes circulated")
OPEN = OPEN_AGENDA[:6]
INVITED = ("invited", "moved", "invited and over")
UNDECIDED = ("running", "overdue")
DATE_STATES = (*UNDECIDED, "chosen", "closed")
WRITING = ("minutes begun", "minutes written", "minutes confirmed")
LIVING = ("founding", "active", "dormant")
MADE = ("draft", "being recorded")
"""Surveys whose questions nobody has been asked yet."""
MANDATES = ("running", "to be checked", "reported", "revoked")
AWAKE = ("active", "vacant", "asked for a successor", "ends soon")
SEATS = (*AWAKE, "dormant")
DOCUMENTS = ("draft", "released", "named", "asked", "archived", "bylaws")
NEAREST_TO_IT = ("coordinator", "member")
APPOINTED = ("in force", "coming", "of a deputy", "of a reader", "without declaration")
TASKS = ("open", "in-progress", "waiting", "put-back", "done", "dropped")
REPORTED = {**dict.fromkeys(TASKS, ("coordinator", "member", "deputy")), "of the coordination": COORDINATION}
WAITING_TOPICS = ("submitted", "put-off", "put-back")
UNDECIDED_TOPICS = (*WAITING_TOPICS, "off agenda", "of the coordination")
OPEN_TOPICS = {**dict.fromkeys(WAITING_TOPICS, ("member", "deputy")), "of the coordination": COORDINATION}
EDITORS = ("member", *COORDINATION)
"""Of the positions of the world: the one who began it, and the coordination."""
WRITTEN = ("idea", "draft", "open", "over")
AMENDMENTS = ("new", "accepted", "asked", "refused", "referred", "taken in", "withdrawn")
UNWITHDRAWN = AMENDMENTS[:-1]
SPOKEN_FOR = ("new", "accepted", "asked", "refused", "referred")
POSITIONS = (*WRITTEN, "final", "abandoned")
SIGNERS = ("member",)
"""Whoever may sign."""
ISSUED = ("released", "compiled", "published", "withdrawn")
SUBMITTED = ("prepared", "sent")
TAKEN = ("asked", "express and over")
TAKEN_BACK = ("signed", "provisional", "confirmed")
PROPOSED = ("proposal", "circular proposal")
ASKING = ("open", "circulating", "provisional in circulation")
CIRCULATING = ("circulating", "provisional in circulation")
UNDECIDED_YET = (*PROPOSED, *ASKING, "overdue")
CAME_ABOUT = ("came about", "provisional")
WORKING = ("invited", "in use", "with second factor", "whose address changed")

ONE_DAY: dict[str, Any] = {
    "starts": "10:00",
    "step": "make",
    "days-0-planned": day(43),
    "days-0-choice": day(43),
}
"""A year of one meeting."""

GESTURES: dict[str, Gesture] = {
    # meetings
    "meetings.plan": of(MEET, "table", COORDINATION, *LIVING, day=day(40), starts="10:00"),
    "meetings.edit_template": of(TABLE, "table", COORDINATION, *LIVING, place="Rathaus", step="alone"),
    "meetings.plan_year": of(MEET, "table", COORDINATION, *LIVING, **ONE_DAY),
    "meetings.record": of(MEET, "table", COORDINATION, *LIVING, held_on="Herbst 2026", state="planned"),
    "meetings.choose_date": of(MEET, "date finding", COORDINATION, *UNDECIDED),
    "meetings.withdraw_date": of(MEET, "date finding", COORDINATION, *UNDECIDED),
    "meetings.extend_dates": of(MEET, "date finding", COORDINATION, *UNDECIDED, due_on=day(20)),
    "meetings.remind_dates": of(MEET, "date finding", COORDINATION, "running"),
    "meetings.close_dates": of(MEET, "date finding", COORDINATION, *UNDECIDED, reason="Niemand kann"),
    "meetings.answer_dates": of(REPLY, "date finding", ("member", "deputy"), "running", all_yes="yes"),
    "meetings.record_dates": of(REPLY, "date finding", COORDINATION, *UNDECIDED, all_yes="yes"),
    "meetings.edit": of(MEET, "meeting", COORDINATION, *EVERY_MEETING, title="Sondersitzung"),
    "meetings.hold": of(
        MEET, "meeting", COORDINATION, "scheduled and over", "invited and over", on="meetings.show"
    ),
    "meetings.note_topics": of(
        *(MEET, "meeting", COORDINATION, "planned", "scheduled", "scheduled and over"),
        on="meetings.call_topics",
        called="yes",
    ),
    "meetings.mark_not_held": of(
        *(MEET, "meeting", COORDINATION, "planned", "scheduled", "scheduled and over", "invited and over"),
        reason="Krankheit",
    ),
    "meetings.invite": of(MEET, "meeting", COORDINATION, "scheduled", due_on=day(20)),
    "meetings.move": of(
        *(MEET, "meeting", COORDINATION, *INVITED),
        day=day(50),
        starts="10:00",
        due_on=day(43),
        reason="Raum belegt",
    ),
    "meetings.cancel": of(MEET, "meeting", COORDINATION, *OPEN, reason="Krankheit"),
    "meetings.send_gathered": of(MEET, "meeting", COORDINATION, "moved", on="meetings.show"),
    "meetings.invited": of(MEET, "meeting", COORDINATION, "moved", who=Id("late")),
    "meetings.take_off": of(MEET, "meeting", COORDINATION, "invited", "moved"),
    "meetings.send_addendum": of(MEET, "meeting", COORDINATION, "moved"),
    "meetings.remind": of(MEET, "meeting", COORDINATION, "invited", "moved"),
    "minutes.by_post": of(MEET, "meeting", COORDINATION, "invited", "moved", to=FIRST, step="note"),
    "meetings.add_item": of(MEET, "meeting", COORDINATION, *OPEN_AGENDA, title="Neuer Punkt"),
    "meetings.edit_item": of(MEET, "meeting", COORDINATION, *OPEN_AGENDA, title="Neuer Titel"),
    "meetings.move_item": of(MEET, "meeting", COORDINATION, *OPEN_AGENDA, to="2"),
    "meetings.remove_item": of(MEET, "meeting", COORDINATION, "planned", "scheduled", "scheduled and over"),
    "meetings.draft_agenda": of(MEET, "meeting", COORDINATION, *OPEN, keys="tasks"),
    "minutes.carry_item": of(*(MEET, "meeting", COORDINATION, *WITH_AGENDA), way="copy", to_meeting_id=FIRST),
    "meetings.settle_item": of(
        *(MINUTES, "meeting", WRITERS, *OPEN_AGENDA), outcome="put-off", put_off_to_id=""
    ),
    "meetings.add_guest": of(
        *(MEET, "meeting", COORDINATION, *OPEN_AGENDA), name="Neuer Gast", email="gast@musterstadt.example"
    ),
    "meetings.set_guest_time": of(MEET, "meeting", COORDINATION, *OPEN_AGENDA[1:], slot_from="10:30"),
    "meetings.remove_guest": of(MEET, "meeting", COORDINATION, *OPEN_AGENDA),
    "meetings.add_file": of(
        *(MEET, "meeting", COORDINATION, *OPEN_AGENDA), upload=file("neu.txt", b"Zahlen\n")
    ),
    "meetings.add_version": of(
        *(MEET, "meeting", COORDINATION, *OPEN_AGENDA), upload=file("neuer.txt", b"Zahlen 2\n")
    ),
    "meetings.remove_file": of(MEET, "meeting", COORDINATION, *OPEN_AGENDA),
    "meetings.reply": of(REPLY, "meeting", ("member",), *INVITED, coming="yes"),
    "meetings.record_reply": of(REPLY, "meeting", COORDINATION, *INVITED, coming="yes"),
    # minutes
    "meetings.submit_topic": of(TOPIC, "table", ("member", *COORDINATION), *LIVING, title="Neues Thema"),
    "meetings.edit_topic": Gesture(TOPIC, "topic", OPEN_TOPICS, sends={"title": "Anders"}),
    "meetings.withdraw_topic": Gesture(TOPIC, "topic", OPEN_TOPICS),
    "meetings.add_topic_file": Gesture(
        TOPIC, "topic", OPEN_TOPICS, sends={"upload": file("neu.txt", b"Zahlen\n")}
    ),
    "meetings.remove_topic_file": Gesture(TOPIC, "topic", OPEN_TOPICS, on="meetings.topic"),
    "meetings.decide_topic": of(TOPIC, "topic", COORDINATION, *UNDECIDED_TOPICS, decision="put-back"),
    "meetings.call_topics": of(TOPIC, "meeting", COORDINATION, "scheduled", due_on=day(5)),
    "tasks.create": of(TASK, "coordination", COORDINATION, title="Etwas", of=Id("seat_id"), deadline="none"),
    "tasks.create_at": of(TASK, "meeting", WRITERS, *EVERY_MEETING, title="Etwas", of=Id("seat_id")),
    "tasks.report": Gesture(TASK, "task", REPORTED, sends={"state": "in-progress", "note": "Neues."}),
    "tasks.edit": of(TASK, "task", COORDINATION, *TASKS, "of the coordination", title="Anders"),
    "decisions.propose": of(DECIDE, "table", COORDINATION, *LIVING, title="Etwas", wording="Der Text."),
    "decisions.edit": of(DECIDE, "decision", COORDINATION, *PROPOSED, title="Anders"),
    "decisions.put": of(DECIDE, "decision", COORDINATION, *PROPOSED),
    "decisions.close": of(DECIDE, "decision", COORDINATION, "open"),
    "decisions.adjourn": of(DECIDE, "decision", COORDINATION, *UNDECIDED_YET, note="Zu spät"),
    "decisions.follow_up": of(DECIDE, "decision", COORDINATION, *CAME_ABOUT, follows="Ein Flyer"),
    "decisions.cast": of(VOTE, "decision", ("member", "deputy"), *ASKING, value="abstain", provisional=""),
    "decisions.record": of(VOTE, "decision", COORDINATION, *ASKING, value="abstain", provisional=""),
    "decisions.record_room": of(
        VOTE,
        "decision",
        COORDINATION,
        "open",
        **{"voices-0-value": "abstain", "voices-0-person_id": FIRST},
    ),
    "decisions.object_to_it": of(VOTE, "decision", ("member", "deputy"), *CIRCULATING, sure="y"),
    "decisions.record_objection": of(VOTE, "decision", COORDINATION, *CIRCULATING),
    "decisions.confirm": of(
        *(VOTE, "decision", ("member", "deputy", "coordinator")),
        *("provisional", "provisional in circulation"),
        agreed="yes",
    ),
    "minutes.begin": of(*(MINUTES, "meeting", WRITERS, *OPEN[1:], "held"), on="minutes.show"),
    "minutes.write_item": of(MINUTES, "meeting", WRITERS, *WRITING, markdown="Anders."),
    "minutes.note_line": of(MINUTES, "meeting", WRITERS, *WRITING, state="absent"),
    "minutes.keep_draft": of(MINUTES, "meeting", WRITERS, *WRITING, markdown="Anders.", based_on="0"),
    "minutes.discard_draft": of(MINUTES, "meeting", WRITERS, *WRITING),
    "minutes.note_attendance": of(MINUTES, "meeting", WRITERS, *WRITING),
    "minutes.confirm": of(MINUTES, "meeting", WRITERS, *WRITING[1:], confirmed="y"),
    "minutes.circulate": of(MINUTES, "meeting", COORDINATION, *WRITING[1:], confirmed="y"),
    "minutes.object_to": of(
        *(OBJECT, "meeting", ("member", "coordinator"), "minutes circulated"),
        wrong="Das stimmt so nicht.",
        seat_id=Id("seat_id"),
    ),
    "minutes.withdraw_objection": of(OBJECT, "objection", ("member",), "open"),
    "minutes.decide_objection": of(
        MINUTES, "objection", COORDINATION, "open", outcome="refused", answer="Es war so."
    ),
    "minutes.send_extracts": of(MINUTES, "minutes", COORDINATION, "running", "over", "approved"),
    "minutes.hand_over_extract": of(
        *(MINUTES, "meeting", COORDINATION, "minutes circulated"),
        person_id=Id("person_id"),
        way="post",
        handed_on="2026-09-01",
    ),
    "minutes.take_back_extract": of(
        MINUTES, "meeting", COORDINATION, "minutes circulated", person_id=Id("handed_id")
    ),
    "minutes.take_note": of(NOTE, "meeting", ("member", "deputy"), "minutes circulated"),
    "minutes.prepare_publication": of(
        *(MINUTES, "publication", COORDINATION, "none", "prepared", "withdrawn"),
        chosen_1="y",
        title_1="Ergebnis",
        text_1="Ein Text für alle.",
    ),
    "minutes.publish": of(MINUTES, "publication", COORDINATION, "prepared", on="minutes.publication"),
    "minutes.withdraw_publication": of(
        *(MINUTES, "publication", COORDINATION, "published"), on="minutes.publication"
    ),
    "minutes.correct": of(
        *(MINUTES, "minutes", COORDINATION, "running", "over", "approved"),
        text_1="Berichtigt.",
        reason="Zahlendreher.",
        step="send",
    ),
    "minutes.approve": of(MINUTES, "minutes", COORDINATION, "over", in_meeting_id=Id("later_id"), sure="y"),
    # tables
    "tables.create": of(
        *(TABLE, "nothing", ADMINISTRATION),
        name="Neuer Tisch",
        organisation_name="Neue Stelle",
        coordinator="Koordination",
        email="neu@musterstadt.example",
    ),
    "tables.edit": of(TABLE, "table", COORDINATION, *LIVING, theme="Hilfe"),
    "tables.edit_bylaws": of(TABLE, "table", COORDINATION, *LIVING),
    "tables.pass_on": of(
        *(TABLE, "table", COORDINATION, *LIVING),
        organisation_id=Id("free_organisation"),
        name="Nachfolge",
        starts_on=day(30),
        email="nachfolge@musterstadt.example",
        confirmed="1",
    ),
    # seats and people
    "tables.admit": of(ADMIT, "table", COORDINATION, *LIVING, organisation_id=Id("free_organisation")),
    "tables.end_seat": of(ADMIT, "seat", COORDINATION, *SEATS, ends_on=day(10), reason="Austritt"),
    "tables.let_rest": of(ADMIT, "seat", COORDINATION, *AWAKE, starts_on=day(3), reason="Umbau"),
    "tables.appoint": of(
        *(NAME, "seat", COORDINATION, *SEATS),
        name="Neue Vertretung",
        role="deputy",
        rank="7",
        ends_on=day(10),
    ),
    "tables.ask_for_successor": of(NAME, "seat", COORDINATION, "vacant", "asked for a successor"),
    "tables.edit_appointment": of(NAME, "appointment", COORDINATION, *APPOINTED, "ended"),
    "tables.end_appointment": of(NAME, "appointment", COORDINATION, *APPOINTED, ends_on=day(10)),
    "tables.succeed": of(
        *(NAME, "appointment", COORDINATION, *APPOINTED, "ended"), name="Folge", starts_on=day(30)
    ),
    "tables.move_deputy": of(
        NAME, "appointment", COORDINATION, "of a deputy", "without declaration", to="up"
    ),
    "tables.declare": of(NAME, "appointment", ("undeclared",), "without declaration", given="y"),
    "tables.give_office": of(*(NAME, "table", COORDINATION, *LIVING), name="Neu", kind="reader"),
    "tables.end_office": of(*(NAME, "office", COORDINATION, "of a reader"), ends_on=day(1)),
    "tables.give_access": of(NAME, "person", COORDINATION, "without account", "known elsewhere"),
    "tables.correct_person": of(
        *(NAME, "person", COORDINATION, "without address", "without account", "with account"),
        function="Leitung",
    ),
}
GESTURES |= {
    "tables.wake": of(ADMIT, "dormancy", COORDINATION, "now", "coming"),
    "tables.name_coordination": of(
        *(TABLE, "table without coordination", ADMINISTRATION, "orphaned"),
        organisation_name="Neue Stelle",
        coordinator="Koordination",
        email="neu@musterstadt.example",
    ),
    # imports
    "tables.begin_import": of(
        *(ADMIT, "table", COORDINATION, *LIVING),
        upload=file("neu.csv", b"institution;membership\nStelle;voting\n"),
    ),
    "tables.begin_directory_import": of(
        *(DIRECTORY, "nothing", COORDINATORS), upload=file("neu.csv", b"name;kind\nStelle;police\n")
    ),
    "tables.continue_import": of(ADMIT, "import", COORDINATION, "checking", "running", "undoing"),
    "tables.choose_lines": of(ADMIT, "import", COORDINATION, "checked", chosen=Id("line")),
    "tables.run_import": of(ADMIT, "import", COORDINATION, "checked"),
    "tables.undo_import": of(ADMIT, "import", COORDINATION, "done"),
    "tables.discard_import": of(ADMIT, "import", COORDINATION, "checking", "checked", "stopped"),
    # the directory
    "organisations.create": of(DIRECTORY, "nothing", COORDINATORS, name="Neue Stelle", kind="police"),
    "organisations.edit": of(DIRECTORY, "nothing", COORDINATION, note="Neu"),
    "organisations.add_offer": of(
        *(DIRECTORY, "nothing", (*COORDINATORS, *REPRESENTING)),
        title="Neues Angebot",
        organisation_id=FIRST,
    ),
    "organisations.edit_offer": of(DIRECTORY, "nothing", (*COORDINATORS, "member"), title="Neuer Titel"),
    "organisations.check_offer": of(DIRECTORY, "nothing", (*COORDINATORS, "member"), based_on="1"),
    # accounts of others
    "accounts.invite": of(ACCOUNTS, "nothing", ADMINISTRATION, name="Neu", email="noch@musterstadt.example"),
    "accounts.renew_link": of(ACCOUNTS, "account", ADMINISTRATION, *WORKING, "one's own"),
    "accounts.lock": of(ACCOUNTS, "account", ADMINISTRATION, *WORKING, "locked"),
    "accounts.unlock": of(ACCOUNTS, "account", ADMINISTRATION, "locked"),
    "accounts.set_duties": of(
        ACCOUNTS, "account", ADMINISTRATION, *WORKING, "locked", is_privacy_officer="y"
    ),
    "accounts.reset_factor": of(ACCOUNTS, "account", ADMINISTRATION, "with second factor"),
    "accounts.follow_address": of(ACCOUNTS, "account", ADMINISTRATION, "whose address changed"),
    # letters
    "office.resend": of(LETTERS, "letter", COORDINATION, *ENDED, "told by phone", on="office.letter"),
    "office.other_way": of(LETTERS, "letter", COORDINATION, *STANDING, way="phone"),
    "office.take_way_back": of(LETTERS, "letter", COORDINATION, "told by phone", on="office.letter"),
    "office.settle": of(LETTERS, "letter", COORDINATION, "unknown", on="office.letter", arrived="yes"),
    "office.pause_table": of(LETTERS, "sending", COORDINATION, "open", on="office.index"),
    "office.release_table": of(LETTERS, "sending", COORDINATION, "stopped", on="office.index"),
    "office.release": of(LETTERS, "nothing", ADMINISTRATION),
    "office.pause": of(LETTERS, "nothing", ADMINISTRATION),
    "office.purge_table": of(PURGE, "table", COORDINATION, *LIVING, passage="Niederschrift 3"),
    "office.purge_meeting": of(PURGE, "meeting", COORDINATION, *WITH_AGENDA, passage="Verschiedenes"),
    "office.purge_text": of(PURGE, "nothing", COORDINATION, passage="Satzung"),
    "office.edit_imprint": of(IMPRINT, "nothing", ADMINISTRATION, operator="Amt", contact="post@amt.example"),
    # one's own account
    "accounts.profile": of(OWN, "nothing", SIGNED_IN, name="Neuer Name"),
}

GESTURES |= {
    # the life of a table, its names, groups and bodies outside
    "tables.step": of(TABLE, "table", COORDINATION, *LIVING, "dissolved", since=day(0), reason="Beschluss"),
    "tables.rename": of(TABLE, "table", COORDINATION, *LIVING, name="Anderer Name", since=day(-1)),
    "tables.take_name_back": of(DIRECTORY, "body outside", COORDINATORS),
    "tables.note_name": of(TABLE, "table", COORDINATION, *LIVING, name="Alter Name", until="1999"),
    "tables.found_group": of(TABLE, "table", COORDINATION, *LIVING, name="Neue Gruppe"),
    "tables.handover": of(TABLE, "coordination", COORDINATION, point="members", done="y"),
    "tables.call_off": of(TABLE, "coordination", COORDINATION),
    "tables.enter": of(DIRECTORY, "nothing", COORDINATORS, name="Neues Gremium"),
    "tables.correct_entry": of(DIRECTORY, "body outside", COORDINATORS, theme="Hilfe"),
    "tables.add_term": of(DIRECTORY, "body outside", COORDINATORS, label="2. Wahlperiode", since="2030"),
    "tables.correct_term": of(DIRECTORY, "body outside", COORDINATORS, label="1. Periode"),
    "tables.sit": of(PUBLISH, "body outside", COORDINATORS),
    "tables.leave": of(PUBLISH, "body outside", ()),
    "tables.name_delegate": of(PUBLISH, "body outside", ("delegate",), name="Neu", role="deputy"),
    "tables.end_delegate": of(PUBLISH, "body outside", ("delegate",), ends_on=day(10)),
    # nominations and seats of former institutions
    "tables.nominate": of(
        NAME, "seat", COORDINATION, *SEATS, name="Neu", role="deputy", wording="Wir benennen"
    ),
    "tables.confirm_nomination": of(NAME, "nomination", COORDINATION, "pending"),
    "tables.send_nomination_back": of(NAME, "nomination", COORDINATION, "pending", reason="Bitte prüfen"),
    "tables.withdraw_nomination": of(NAME, "nomination", ("member", *COORDINATION), "pending"),
    "tables.settle_seat": of(ADMIT, "seat", COORDINATION),
    "tables.let_be": of(NAME, "seat", COORDINATION),
    "tables.propose_admission": of(
        *(ADMIT, "table", ("member", *COORDINATION), *LIVING),
        name="Neue Stelle",
        organisation_kind="police",
        reason="Sie wird gebraucht.",
    ),
    "tables.admit_proposed": of(
        ADMIT, "admission", COORDINATION, "open", "the coordination's", reference="1"
    ),
    "tables.refuse_admission": of(
        *(ADMIT, "admission", COORDINATION, "open", "the coordination's"), reason="Nein", reference="1"
    ),
    "tables.withdraw_admission": Gesture(
        *(ADMIT, "admission", {"open": ("member", "deputy"), "the coordination's": COORDINATION})
    ),
    # the shelf
    "tables.put_document": of(SHELF, "table", COORDINATION, *LIVING, title="Neues Papier"),
    "tables.correct_document": of(SHELF, "document", COORDINATION, *DOCUMENTS, title="Anderer Titel"),
    "tables.add_version": of(
        *(SHELF, "document", COORDINATION, "draft", "released", "named", "asked", "bylaws"),
        upload=file("neu.txt", b"Neu\n"),
    ),
    "tables.release_document": of(SHELF, "document", COORDINATION, "draft"),
    "tables.archive_document": of(SHELF, "document", COORDINATION, "released", "named", "asked", "bylaws"),
    "tables.bring_back_document": of(SHELF, "document", COORDINATION, "archived"),
    "tables.remove_document": of(SHELF, "document", COORDINATION, *DOCUMENTS[:5]),
    "tables.set_level": of(SHELF, "document", COORDINATION, *DOCUMENTS, visibility="coordination"),
    "tables.consent": of(SHELF, "document", COORDINATION, "asked", agreed="yes"),
    "tables.write_wording": of(SHELF, "document", COORDINATION, "bylaws", markdown="Neu."),
    "tables.put_into_force": of(SHELF, "document", COORDINATION, "bylaws", number="2", in_force_on=day(1)),
    # papers
    "requests.keep_paper": of(PAPERS, "table", COORDINATION, *LIVING, title="Neue Vorlage"),
    "requests.correct_paper": of(PAPERS, "paper", COORDINATION, "internal", title="Anderer Titel"),
    "requests.remove_paper": of(PAPERS, "paper", COORDINATION, "internal"),
    "requests.add_paper_file": of(
        PAPERS, "paper", COORDINATION, "internal", upload=file("neu.txt", b"Neu\n")
    ),
    "requests.remove_paper_file": of(PAPERS, "paper", COORDINATION, "internal"),
    "requests.relate_papers": of(
        PAPERS, "paper", COORDINATION, "internal", kind="answers", other_id=Id("related")
    ),
    "requests.unrelate_papers": of(
        PAPERS, "citing paper", COORDINATION, "internal", kind="cites", other_id=Id("related")
    ),
    "requests.add_consultation": of(PAPERS, "paper", COORDINATION, "internal", committee_id=Id("table_id")),
    "requests.correct_consultation": of(PAPERS, "paper", COORDINATION, "internal", note="Verschoben"),
    "requests.remove_consultation": of(PAPERS, "paper", COORDINATION, "internal"),
    "requests.record_session": of(PAPERS, "body outside", COORDINATORS, held_on="Herbst 2026"),
    "requests.correct_session": of(PAPERS, "body outside", COORDINATORS, note="Verlegt"),
    # requests
    "requests.register": of(REPORT, "table", COORDINATION, *LIVING, title="Neue Frage", asker="Vorsitz"),
    "requests.correct_request": of(REPORT, "request", COORDINATION, *REQUESTS, note="Anderes"),
    "requests.assign": of(REPORT, "request", COORDINATION, *GOING_ON, seat_id="0", appointment_id=""),
    "requests.begin": led(*GOING_ON, on="requests.show"),
    "requests.remind_lead": of(REPORT, "request", COORDINATION, "assigned", "drafted", "released"),
    "requests.withdraw": of(REPORT, "request", COORDINATION, *GOING_ON),
    "requests.take_up_again": of(REPORT, "request", COORDINATION, "withdrawn", on="requests.show"),
    "requests.remove": of(REPORT, "request", COORDINATION, *UNSENT, "withdrawn"),
    "requests.tie": of(REPORT, "request", COORDINATION, *REQUESTS, belonging=Id("untied_thing")),
    "requests.untie": of(
        REPORT, "request", COORDINATION, *REQUESTS, on="requests.show", belonging=Id("tied_thing")
    ),
    "requests.draft_reply": led(*GOING_ON, addressee="Ausschuss", text="Nichts"),
    "requests.note_given": of(
        REPORT,
        "request",
        COORDINATION,
        *GOING_ON,
        addressee="Ausschuss",
        text="Nichts",
        released_by="Leitung",
        sent_on=day(0),
    ),
    "requests.correct_reply": led("drafted", "released", text="Anderes"),
    "requests.drop_reply": led("drafted", "released"),
    "requests.release_reply": of(
        REPORT, "request", COORDINATION, "drafted", "released", released_by="Andere Leitung"
    ),
    "requests.hand_over_reply": of(REPORT, "request", COORDINATION, "released"),
    "requests.begin_report": led(*REQUESTS, on="requests.show"),
    "requests.write_report": reported("draft", "shown", "released", proposal="Weiter so"),
    "requests.add_assessment": reported("draft", "shown", "released", text="Gut", author="Leitung"),
    "requests.remove_assessment": reported("draft", "shown", "released", on="requests.report"),
    "requests.show_report": of(REPORT, "report", COORDINATION, "draft"),
    "requests.release_report": of(REPORT, "report", COORDINATION, "draft", "shown", released_by="Leitung"),
    "requests.ask_agreement": of(REPORT, "report", COORDINATION, "draft", "shown", on="requests.report"),
    "requests.note_taken": of(REPORT, "request", COORDINATION, "sent"),
    # projects
    "lobbying.keep_project": of(PROJECTS, "table", COORDINATION, *LIVING, title="Neues Vorhaben"),
    "lobbying.correct_project": of(PROJECTS, "project", COORDINATION, "followed", title="Anderer Titel"),
    "lobbying.remove_project": of(PROJECTS, "project", COORDINATION, "followed"),
    "lobbying.watch_project": of(PROJECTS, "project", AT_THE_TABLE, "followed", on="lobbying.project"),
    "lobbying.end_project_watch": of(
        PROJECTS, "watched project", ("member",), "watched", on="lobbying.project"
    ),
    "lobbying.add_station": of(
        PROJECTS, "project", (*SEATED, "coordinator"), "followed", kind="hearing", title="Neuer Termin"
    ),
    "lobbying.correct_station": of(PROJECTS, "project", COORDINATION, "followed", note="Verschoben"),
    "lobbying.take_station_over": of(PROJECTS, "proposed station", COORDINATION, "proposed"),
    "lobbying.remove_station": of(PROJECTS, "project", COORDINATION, "followed"),
    "lobbying.add_project_paper": of(
        PROJECTS, "project", COORDINATION, "followed", paper_id=Id("other_paper_of_project")
    ),
    "lobbying.take_paper_out": of(
        PROJECTS, "project", COORDINATION, "followed", paper_id=Id("paper_of_project")
    ),
    "lobbying.plan_back": of(PROJECTS, "project", COORDINATION, "followed", drafting_days="20"),
    "lobbying.drop_plan": of(PROJECTS, "project", COORDINATION, "followed", on="lobbying.project"),
    "lobbying.note_contact": of(PROJECTS, "table", COORDINATION, *LIVING, counterpart="Referatsleitung"),
    "lobbying.correct_contact": of(PROJECTS, "project", COORDINATION, "followed", subject="Anderes"),
    "lobbying.remove_contact": of(PROJECTS, "project", COORDINATION, "followed"),
    "lobbying.raise_demand": of(PROJECTS, "table", COORDINATION, *LIVING, wording="Mehr Zeit am Abend"),
    "lobbying.correct_demand": of(PROJECTS, "project", COORDINATION, "followed", note="Anderes"),
    "lobbying.add_demand_entry": of(PROJECTS, "project", COORDINATION, "followed", words="Brief"),
    "lobbying.remove_demand_entry": of(PROJECTS, "project", COORDINATION, "followed", on="lobbying.demand"),
    # appearances
    "lobbying.note_appearance": of(SPEAK, "table", COORDINATION, *LIVING, title="Neue Anhörung"),
    "lobbying.correct_appearance": of(SPEAK, "mandate", COORDINATION, *MANDATES, title="Andere Anhörung"),
    "lobbying.remove_appearance": of(SPEAK, "mandate", COORDINATION, *MANDATES),
    "lobbying.give_mandate": of(
        SPEAK, "mandate", COORDINATION, *MANDATES, name="Leitung", capacity="own", employer_name="Haus"
    ),
    "lobbying.correct_mandate": of(SPEAK, "mandate", COORDINATION, "running", "to be checked", scope="Wenig"),
    "lobbying.end_mandate": of(SPEAK, "mandate", COORDINATION, "running", "to be checked", how="revoked"),
    "lobbying.keep_mandate_on": of(SPEAK, "mandate", COORDINATION, "to be checked", on="lobbying.appearance"),
    "lobbying.report_back": of(
        SPEAK,
        "mandate",
        ("member", "coordinator"),
        *("running", "to be checked", "reported"),
        text="Es wurde gefragt.",
    ),
    # positions
    "positions.begin": Gesture(
        DRAFT,
        "table",
        {**dict.fromkeys(LIVING, ("member", *COORDINATION)), "dissolved": ("member",)},
        sends={"title": "Neue Position"},
    ),
    "positions.correct": of(DRAFT, "position", EDITORS, *WRITTEN, title="Anderer Titel"),
    "positions.name_editors": of(DRAFT, "position", EDITORS, *POSITIONS, writes=Id("beside")),
    "positions.open_for_amendments": of(DRAFT, "position", EDITORS, *WRITTEN[1:], until=day(9)),
    "positions.extend": of(DRAFT, "position", EDITORS, "open", "over", until=day(9)),
    "positions.freeze_final": of(DRAFT, "position", EDITORS, *WRITTEN[1:], early="y"),
    "positions.abandon": of(DRAFT, "position", EDITORS, *WRITTEN),
    "positions.take_up": of(DRAFT, "position", EDITORS, "abandoned", on="positions.show"),
    "positions.reopen": of(DRAFT, "position", EDITORS, "final"),
    "positions.add_section": of(DRAFT, "position", EDITORS, *WRITTEN, heading="Dazu"),
    "positions.write_section": of(DRAFT, "position", EDITORS, *WRITTEN, markdown="Andere Worte."),
    "positions.give_section": of(DRAFT, "position", EDITORS, *WRITTEN),
    "positions.move_section": of(DRAFT, "position", EDITORS, *WRITTEN, on="positions.draft"),
    "positions.take_section_out": of(DRAFT, "position", EDITORS, *WRITTEN),
    "positions.ask_table": of(DRAFT, "position", COORDINATION, *WRITTEN, body_id=FIRST),
    "positions.agree_table": of(
        DRAFT, "shared position", ("coordinator_elsewhere",), "asked", on="positions.parties"
    ),
    "positions.end_table": of(DRAFT, "shared position", COORDINATORS, "asked", on="positions.parties"),
    "positions.invite_delegate": of(
        *(DRAFT, "position", COORDINATION, *WRITTEN),
        organisation_id=FIRST,
        name="Neue Vertretung",
        email="neu@musterstadt.example",
    ),
    "positions.end_delegate": of(DRAFT, "shared position", COORDINATION, "asked", on="positions.parties"),
    "positions.add_source": of(DRAFT, "position", EDITORS, *WRITTEN, words="Bericht"),
    "positions.correct_source": of(DRAFT, "position", EDITORS, *WRITTEN, words="Anderer Bericht"),
    "positions.amend": of(
        *(DRAFT, "amendment", REPRESENTED, *AMENDMENTS),
        markdown="Ganz neue Worte.",
        reason="Klarer.",
    ),
    "positions.comment": of(
        DRAFT, "amendment", (*REPRESENTED, "advisory", "coordinator"), *AMENDMENTS, text="Ein Einwand."
    ),
    "positions.resolve_comment": of(
        DRAFT, "position comment", ("deputy", *EDITORS), "open", on="positions.show", resolved="yes"
    ),
    "positions.support": of(
        DRAFT, "amendment", ("of_two_houses", "of_sleeping_seat"), *UNWITHDRAWN, on="positions.amendment"
    ),
    "positions.end_support": of(
        DRAFT, "supported amendment", ("of_sleeping_seat",), "new", on="positions.amendment"
    ),
    "positions.withdraw": of(DRAFT, "amendment", ("member", "deputy"), *SPOKEN_FOR),
    "positions.agree": of(
        DRAFT, "amendment", ("member", "deputy"), "asked", "refused", on="positions.amendment", agrees="yes"
    ),
    "positions.answer": of(DRAFT, "amendment", EDITORS, *SPOKEN_FOR, answer="refused", reason="Zu lang."),
    "positions.take_in": of(DRAFT, "amendment", EDITORS, "accepted"),
    "positions.take_in_by_hand": of(DRAFT, "amendment", EDITORS, "accepted", markdown="Von Hand."),
    "positions.bring_section_back": of(DRAFT, "removed section", EDITORS, *WRITTEN, on="positions.draft"),
    # procedures
    "procedures.create": of(KEEP, "table", COORDINATION, *LIVING, title="Neue Absprache"),
    "procedures.edit": of(KEEP, "procedure", COORDINATION, *PROCEDURES, title="Anderer Titel"),
    "procedures.remove": of(KEEP, "procedure", COORDINATION, "bare", *DRAFTED),
    "procedures.annex": of(KEEP, "procedure", COORDINATION, *PROCEDURES, document_id=FIRST),
    "procedures.take_annex_out": of(
        KEEP, "annexed procedure", COORDINATION, on="procedures.show", document_id=Id("document_id")
    ),
    "procedures.begin": of(DRAFT, "procedure", COORDINATION, "bare", "decided"),
    "procedures.word": of(DRAFT, "procedure", COORDINATION, *DRAFTED, markdown="Neuer Wortlaut."),
    "procedures.add_step": Gesture(
        *(DRAFT, "procedure", dict.fromkeys(DRAFTED, COORDINATION)), sends={"action": "Melden"}
    ),
    "procedures.edit_step": Gesture(
        *(DRAFT, "procedure", dict.fromkeys(DRAFTED, COORDINATION)), sends={"action": "Anders"}
    ),
    "procedures.move_step": of(DRAFT, "procedure", COORDINATION, *DRAFTED, on="procedures.version", way="up"),
    "procedures.take_step_out": of(DRAFT, "procedure", COORDINATION, *DRAFTED),
    "procedures.choose_contact": of(KEEP, "procedure", COORDINATION, *DRAFTED, "decided"),
    "procedures.consult": of(KEEP, "procedure", COORDINATION, *DRAFTED, comments_until=day(20)),
    "procedures.drop": of(KEEP, "procedure", COORDINATION, *DRAFTED),
    "procedures.comment": of(
        *(DRAFT, "procedure to comment on", (*SEATED, "coordinator"), "consultation"), text="Zu spät."
    ),
    "procedures.answer_comment": of(DRAFT, "procedure", COORDINATION, "consultation", answer="taken"),
    "procedures.decide": of(KEEP, "procedure", COORDINATION, *DRAFTED),
    "procedures.adopt": of(ADOPT, "procedure", ("member",), "decided", value="adopted", provisional=""),
    "procedures.record_adoption": of(
        *(KEEP, "procedure", COORDINATION, "decided"),
        value="adopted",
        person_id=FIRST,
        said_on=day(0),
        provisional="",
    ),
    "procedures.record_event": Gesture(
        *(KEEP, "procedure", {"decided": COORDINATION}),
        sends={"signed-0-value": "adopted", "signed-0-person_id": FIRST, "signed-0-provisional": ""},
    ),
    "procedures.check_unchanged": of(KEEP, "binding procedure", COORDINATION, *BINDING),
    "procedures.begin_review": of(KEEP, "binding procedure", COORDINATION, "in force", "with a later one"),
    "procedures.repeal": of(KEEP, "binding procedure", COORDINATION, *BINDING, reason="Neue Zuständigkeit"),
    "procedures.replace_version": of(KEEP, "binding procedure", COORDINATION, "with a later one"),
    "procedures.papers": of(PRINT, "binding procedure", AT_THE_TABLE, *BINDING),
    "procedures.report": of(TOPIC, "nothing", (*SEATED, "coordinator"), text="Es nahm niemand ab."),
    "procedures.confirm_adoption": of(
        ADOPT, "procedure", ("member", "coordinator"), "decided", agreed="yes", said_on=day(0)
    ),
    "positions.compile_issue": of(PUBLISH, "signed position", COORDINATION, *ISSUED),
    "positions.publish": of(PUBLISH, "signed position", COORDINATION, "compiled"),
    "positions.withdraw_publication": of(PUBLISH, "signed position", COORDINATION, "published"),
    "positions.submit": of(PUBLISH, "signed position", EDITORS, *ISSUED[1:], addressee="Ministerium"),
    "positions.follow_up_submission": of(
        PUBLISH, "submission", EDITORS, "prepared", "sent", function="Vorsitz"
    ),
    "positions.note_lobby_check": of(ADOPT, "signed position", SIGNERS, *ISSUED),
    "positions.ask_to_sign": of(DRAFT, "position", EDITORS, "final", due_on=day(9)),
    "surveys.begin": of(SURVEY, "table", COORDINATION, *LIVING, title="Neue Erhebung"),
    "surveys.edit": of(SURVEY, "survey", COORDINATION, *MADE, title="Anders"),
    "surveys.drop": of(SURVEY, "survey", COORDINATION, *MADE),
    "surveys.add_question": of(
        SURVEY, "survey", COORDINATION, "draft", "being recorded", wording="Noch eine?"
    ),
    "surveys.edit_question": of(SURVEY, "survey", COORDINATION, *MADE, wording="Anders?"),
    "surveys.move_question": of(
        SURVEY, "survey", COORDINATION, "being recorded", on="surveys.show", way="down"
    ),
    "surveys.take_question_out": of(SURVEY, "survey", COORDINATION, *MADE),
    "surveys.open_survey": of(SURVEY, "survey", COORDINATION, "draft"),
    "surveys.extend": of(SURVEY, "survey", COORDINATION, "open", "over", due_on=day(30)),
    "surveys.remind": of(SURVEY, "survey", COORDINATION, "open"),
    "surveys.ask_more": of(SURVEY, "survey", COORDINATION, "open", seat_ids=FIRST),
    "surveys.readdress": of(
        SURVEY, "outside respondent", COORDINATION, "entered", "written to", email="neu@haus.example"
    ),
    "surveys.close": of(SURVEY, "survey", COORDINATION, "being recorded", "open", "over"),
    "surveys.reopen": of(SURVEY, "survey", COORDINATION, "closed", due_on=day(30)),
    "surveys.add_respondent": of(
        *(SURVEY, "survey", COORDINATION, "draft", "being recorded", "open", "over"), name="Weitere Stelle"
    ),
    "surveys.remove_respondent": of(SURVEY, "outside respondent", COORDINATION, "entered"),
    "surveys.note_undocumented": of(
        SURVEY, "survey", COORDINATION, "being recorded", "open", "over", "closed"
    ),
    "surveys.answer": of(
        ANSWER, "survey", ("member", "deputy"), "open", **{"q1-value": "none-seen", "way": "release"}
    ),
    "surveys.record_answer": of(
        ANSWER,
        "survey",
        COORDINATION,
        *("being recorded", "open", "over", "closed", "reported"),
        **{"q1-value": "none-seen", "q2-value": "none-seen", "reason": "Verwechslung"},
    ),
    "surveys.ask_back": of(ANSWER, "results", COORDINATION, *RESULTS, question="Was ist gemeint?"),
    "surveys.check_answer": of(ANSWER, "results", ("member", "deputy"), *RESULTS, is_right="yes"),
    "surveys.evaluate": of(SURVEY, "results", COORDINATION, "closed", "published", "withdrawn"),
    "surveys.publish": of(SURVEY, "results", COORDINATION, "closed", "evaluated", "published", "withdrawn"),
    "surveys.withdraw_publication": of(SURVEY, "results", COORDINATION, "published"),
    "surveys.release_quote": of(ANSWER, "quotable answer", ("member", "deputy"), "answered"),
    "surveys.take_quote_back": of(ANSWER, "quotable answer", ("member", "deputy"), "released"),
    "surveys.record_quote": of(ANSWER, "told answer", COORDINATION, "told", said_how="Brief"),
    "positions.sign": of(ADOPT, "sign-off", SIGNERS, *TAKEN, value="signs"),
    "positions.confirm_signature": of(ADOPT, "signature", SIGNERS, "provisional", agreed="yes"),
    "positions.take_signature_back": of(ADOPT, "signature", SIGNERS, *TAKEN_BACK),
    "positions.correct_withdrawal": of(ADOPT, "signature", SIGNERS, "taken back", from_on=day(20)),
    "positions.keep_signature": of(
        ADOPT, "signature", SIGNERS, "taken back", on="positions.correct_withdrawal"
    ),
    "positions.extend_signing": of(DRAFT, "sign-off", EDITORS, *TAKEN, "over", "closed", due_on=day(9)),
    "positions.remind_signing": of(DRAFT, "sign-off", EDITORS, "asked"),
    "positions.close_signing": of(DRAFT, "sign-off", EDITORS, *TAKEN, "over"),
    # institutions, their names, ends, contacts and relations
    "organisations.rename": of(DIRECTORY, "nothing", COORDINATION, name="Neuer Name", since="2026"),
    "organisations.take_name_back": of(DIRECTORY, "institution", COORDINATORS, "with a name ahead"),
    "organisations.add_former_name": of(DIRECTORY, "nothing", COORDINATION, name="Alt", until="1990"),
    "organisations.remove_former_name": of(DIRECTORY, "nothing", COORDINATION),
    "organisations.end": of(DIRECTORY, "nothing", COORDINATION, ending="closed", ended_on=day(0)),
    "organisations.reopen": of(DIRECTORY, "institution", COORDINATORS, "ended"),
    "organisations.delete": of(
        DIRECTORY, "institution", COORDINATORS, "unused", "ended", "with a name ahead"
    ),
    "organisations.set_management": of(DIRECTORY, "nothing", NEAREST_TO_IT, management_note="Amtsleitung"),
    "organisations.add_contact": of(DIRECTORY, "nothing", NEAREST_TO_IT, name="Telefon", phone="0123 456"),
    "organisations.edit_contact": of(DIRECTORY, "nothing", NEAREST_TO_IT, name="Anders"),
    "organisations.check_contact": of(DIRECTORY, "nothing", NEAREST_TO_IT, on="organisations.show"),
    "organisations.remove_contact": of(DIRECTORY, "nothing", NEAREST_TO_IT),
    "organisations.add_relation": of(DIRECTORY, "nothing", COORDINATORS, other_id=Id("free_organisation")),
    "organisations.edit_relation": of(DIRECTORY, "nothing", COORDINATION, wording="anders gesagt"),
    "organisations.remove_relation": of(DIRECTORY, "nothing", COORDINATION),
}

OF_ONESELF: dict[str, str] = {
    "home.switch_language": "home",
    "home.reply": "meetings tables tasks positions surveys",
    "office.reminders": "office",
    "tables.same_mailbox": "tables",
    **{
        f"accounts.{each}": "accounts"
        for each in (
            *("sign_in", "sign_out", "second_step", "confirm", "reset", "accept"),
            *("change_password", "change_address", "confirm_address", "undo_address"),
            *("set_up_factor", "renew_recovery_codes", "remove_factor"),
            *("end_session", "end_other_sessions", "own_data", "reminders"),
        )
    },
}
"""Gestures that nobody has by a role, but by a password, a code or the secret of a letter, and that change
nothing but what belongs to oneself: by the room whose tests try them. Who may come to them says matrix.py."""

IN_THEIR_ROOMS: dict[str, str] = {
    "requests.object_to_report": "requests",
    "requests.answer_report_objection": "requests",
    "calendars.subscribe": "calendars",
    "calendars.revoke": "calendars",
    "calendars.rules.may_make": "calendars",
    "office.take_over": "office",
    "office.dismiss": "office",
    "office.unclear_rules.may_settle": "office",
    "meetings.find_date": "meetings",
    "meetings.no_topics": "meetings",
    "meetings.topics.call_rules.may_say_nothing": "meetings",
    "meetings.add_dates": "meetings",
    "tables.ask_people": "tables",
    "tables.answer_people": "tables",
    "tables.close_people_check": "tables",
    "tables.checks.rules.may_answer": "tables",
    "organisations.queries.may_admit_it": "organisations",
    "tables.departures.exit_queries.may_see": "tables",
}
"""Gestures and questions about things that states.py does not make: by the room whose tests try them in each
state. Which roles they let in is walked by matrix.py like everything else."""

DELETING = {
    "organisations.delete": "fresh proof",
    "meetings.remove_file": "fresh proof",
    "office.purge_table": "fresh proof",
    "office.purge_meeting": "fresh proof",
    "office.purge_text": "fresh proof",
    "tables.remove_document": "fresh proof",
    "requests.remove_paper": "fresh proof",
    "surveys.remove_respondent": "none: nothing was asked or said, and it can be typed again",
    "requests.remove_paper_file": "fresh proof",
    "requests.remove": "fresh proof",
    "requests.remove_assessment": "none: a judgement that can be typed again",
    "procedures.remove": "fresh proof",
    "requests.remove_consultation": "none: a station that can be typed again",
    "lobbying.remove_project": "fresh proof",
    "lobbying.remove_station": "none: a line that can be typed again",
    "lobbying.remove_appearance": "fresh proof",
    "lobbying.remove_contact": "none: a line that can be typed again",
    "lobbying.remove_demand_entry": "none: a line that can be typed again",
    "accounts.remove_factor": "fresh proof",
    "meetings.remove_item": "where papers go with it; a mere line of an agenda can be typed again",
    "meetings.remove_topic_file": "none: the institution can add its own file again",
    "meetings.remove_guest": "none: she can be invited again",
    "minutes.discard_draft": "none: one's own unsaved draft of one item",
    "organisations.remove_contact": "none: a line that can be typed again",
    "organisations.remove_former_name": "none: a line that can be typed again",
    "organisations.remove_relation": "none: a line that can be typed again",
    "tables.discard_import": "none: the file is still where it came from",
}
"""What deletes for good, and whether it asks anew who is there (issue 3.6: roles, exports, deletions). To
end, to withdraw, to put aside and to revoke deletes nothing."""

QUESTIONS: dict[str, Gesture] = {
    "organisations.contact_rules.may_keep_contacts": of(DIRECTORY, "nothing", NEAREST_TO_IT),
    "organisations.management_rules.may_set_management": of(DIRECTORY, "nothing", NEAREST_TO_IT),
    "tables.admissions.rules.may_propose": Gesture(
        ADMIT, "table", {**dict.fromkeys(LIVING, ("member", *COORDINATION)), "dissolved": ("member",)}
    ),
    "tables.admissions.rules.may_withdraw": Gesture(
        ADMIT,
        "admission",
        {
            "open": ("member", "deputy"),
            "withdrawn": ("member", "deputy"),
            "the coordination's": COORDINATION,
        },
    ),
    "organisations.queries.may_see_owed": of(READ, "nothing", ("member", "deputy", *COORDINATION)),
    "tables.rules.may_keep": of(TABLE, "table", COORDINATION, *LIVING),
    "tables.life.rules.may_step": of(TABLE, "table", COORDINATION, *LIVING, "dissolved"),
    "tables.life.group_rules.may_found": of(TABLE, "table", COORDINATION, *LIVING),
    "tables.life.group_rules.may_enter": of(DIRECTORY, "nothing", COORDINATORS),
    "tables.delegates.rules.may_sit": of(PUBLISH, "body outside", COORDINATORS),
    "tables.shelf.rules.may_put": of(SHELF, "table", COORDINATION, *LIVING),
    "procedures.rules.may_keep": of(KEEP, "table", COORDINATION, *LIVING),
    "procedures.rules.may_draft": of(DRAFT, "procedure", COORDINATION, *PROCEDURES),
    "procedures.comment_rules.may_comment": of(DRAFT, "procedure", (*SEATED, "coordinator"), *PROCEDURES),
    "procedures.review_rules.may_report": of(TOPIC, "procedure", (*SEATED, "coordinator"), *PROCEDURES),
    "procedures.adoption_rules.may_adopt": of(ADOPT, "nothing", ("member",)),
    "requests.rules.may_keep": of(PAPERS, "table", COORDINATION, *LIVING),
    "requests.request_rules.may_register": of(REPORT, "table", COORDINATION, *LIVING),
    "requests.request_rules.may_work_on": led(*REQUESTS),
    "lobbying.rules.may_keep": of(PROJECTS, "table", COORDINATION, *LIVING),
    "lobbying.station_rules.may_enter": Gesture(
        PROJECTS, "table", {**dict.fromkeys(LIVING, ("member", *COORDINATION)), "dissolved": ("member",)}
    ),
    "lobbying.mandate_rules.may_report": of(SPEAK, "mandate", ("member", "coordinator"), *MANDATES),
    "positions.abandoning_rules.may_abandon": of(DRAFT, "position", EDITORS, *WRITTEN),
    "positions.abandoning_rules.may_take_up": of(DRAFT, "position", EDITORS, "abandoned"),
    "positions.rules.may_begin": Gesture(
        DRAFT, "table", {**dict.fromkeys(LIVING, ("member", *COORDINATION)), "dissolved": ("member",)}
    ),
    "positions.party_rules.may_invite": of(DRAFT, "position", COORDINATION, *WRITTEN),
    "positions.party_rules.may_end": of(DRAFT, "position", COORDINATION, *POSITIONS),
    "positions.rules.may_lead": of(DRAFT, "position", EDITORS, *POSITIONS),
    "positions.rules.may_write": of(DRAFT, "position", EDITORS, *WRITTEN),
    "positions.version_rules.may_open": of(DRAFT, "position", EDITORS, *WRITTEN),
    "positions.version_rules.may_freeze": of(DRAFT, "position", EDITORS, *WRITTEN),
    "positions.version_rules.may_reopen": of(DRAFT, "position", EDITORS, "final"),
    "positions.amendment_rules.may_propose": of(DRAFT, "position", REPRESENTED, "open"),
    "positions.comment_rules.may_comment": of(
        DRAFT, "position", (*REPRESENTED, "advisory", "coordinator"), "open", "over"
    ),
    "positions.comment_rules.may_resolve": of(DRAFT, "position comment", ("deputy", *EDITORS), "open"),
    "positions.signing_rules.may_ask": of(DRAFT, "position", EDITORS, "final"),
    "positions.signature_rules.may_sign": of(ADOPT, "position", SIGNERS, *POSITIONS),
    "positions.publishing_rules.may_publish": of(PUBLISH, "position", COORDINATION, *POSITIONS),
    "positions.submission_rules.may_submit": of(PUBLISH, "position", EDITORS, *POSITIONS),
    "positions.amendment_rules.may_speak_for": of(DRAFT, "amendment", ("member", "deputy"), *SPOKEN_FOR),
    "positions.amendment_rules.may_answer": of(DRAFT, "position", EDITORS, *WRITTEN),
    "tables.shelf.rules.may_change": of(SHELF, "document", COORDINATION, *DOCUMENTS),
    "tables.shelf.level_rules.may_consent": of(SHELF, "document", COORDINATION, "asked"),
    "tables.nominations.rules.may_nominate": of(NAME, "seat", COORDINATION, *SEATS, "left"),
    "accounts.duty_rules.may_set": of(ACCOUNTS, "nothing", ADMINISTRATION),
    "accounts.factor_rules.may_remove": of(OWN, "nothing", FREE_OF_FACTOR),
    "accounts.factor_rules.may_reset": of(ACCOUNTS, "nothing", ADMINISTRATION),
    "accounts.rules.may_administer": of(ACCOUNTS, "nothing", ADMINISTRATION),
    "meetings.agenda_rules.may_change_agenda": of(MEET, "meeting", COORDINATION, *OPEN_AGENDA),
    "meetings.list_rules.may_change_list": of(MEET, "meeting", COORDINATION, "invited", "moved"),
    "meetings.list_rules.may_take_off": of(MEET, "meeting", COORDINATION, "invited", "moved"),
    "meetings.addendum_rules.may_send_addendum": of(MEET, "meeting", COORDINATION, "invited", "moved"),
    "meetings.agenda_rules.may_remove_item": of(MEET, "meeting", COORDINATION, *OPEN),
    "meetings.drafting.rules.may_draft": of(MEET, "meeting", COORDINATION, *OPEN),
    "meetings.settling.rules.may_settle_item": of(MINUTES, "meeting", WRITERS, *OPEN_AGENDA),
    "meetings.file_rules.may_change_files": of(MEET, "meeting", COORDINATION, *OPEN_AGENDA),
    "meetings.invitation_rules.may_invite": of(MEET, "meeting", COORDINATION, *EVERY_MEETING),
    "meetings.dates.rules.may_answer_dates": of(REPLY, "date finding", ("member", "deputy"), *DATE_STATES),
    "meetings.dates.rules.may_find_dates": of(MEET, "table", COORDINATION, *LIVING),
    "meetings.reply_rules.may_answer": of(REPLY, "meeting", ("member",), *INVITED, "cancelled"),
    "meetings.topics.rules.may_submit": Gesture(
        TOPIC, "table", {**dict.fromkeys(LIVING, ("member", *COORDINATION)), "dissolved": ("member",)}
    ),
    "meetings.topics.rules.may_edit_topic": Gesture(TOPIC, "topic", OPEN_TOPICS),
    "meetings.topics.fate_rules.may_decide": of(TOPIC, "topic", COORDINATION, *UNDECIDED_TOPICS),
    "meetings.topics.call_rules.may_call": of(
        TOPIC, "meeting", COORDINATION, "scheduled", "scheduled and over"
    ),
    "meetings.rules.may_edit": of(MEET, "meeting", COORDINATION, *EVERY_MEETING),
    "meetings.rules.may_hold": of(MEET, "meeting", COORDINATION, "scheduled and over", "invited and over"),
    "meetings.rules.may_note_topics": of(
        MEET, "meeting", COORDINATION, "planned", "scheduled", "scheduled and over"
    ),
    "meetings.rules.may_mark_not_held": of(
        MEET, "meeting", COORDINATION, "planned", "scheduled", "scheduled and over", "invited and over"
    ),
    "meetings.papers.rules.may_print": of(MEET, "meeting", COORDINATION, *OPEN_AGENDA, "minutes circulated"),
    "minutes.by_post_rules.may_send_by_post": of(MEET, "meeting", COORDINATION, "invited", "moved"),
    "meetings.rules.may_plan": of(MEET, "table", COORDINATION, *LIVING),
    "tasks.list_queries.may_go_through": of(
        *(TASK, "meeting", (*AT_THE_TABLE, "minute_taker"), *EVERY_MEETING)
    ),
    "tasks.rules.may_create": of(TASK, "table", COORDINATION, *LIVING),
    "tasks.rules.may_create_at": of(TASK, "meeting", WRITERS, *EVERY_MEETING),
    "tasks.rules.may_edit": of(TASK, "task", COORDINATION, *TASKS, "of the coordination"),
    "tasks.rules.may_report": Gesture(TASK, "task", REPORTED),
    "surveys.evaluation_rules.may_evaluate": of(SURVEY, "table", COORDINATION, *LIVING),
    "surveys.rules.may_ask": of(SURVEY, "table", COORDINATION, *LIVING),
    "surveys.answer_rules.may_answer": of(ANSWER, "nothing", ("member", "deputy")),
    "decisions.rules.may_decide": of(DECIDE, "table", COORDINATION, *LIVING),
    "decisions.voting_rules.may_cast": of(VOTE, "nothing", ("member", "deputy")),
    "minutes.approval_rules.may_approve": of(MINUTES, "table", COORDINATION, *LIVING),
    "minutes.extract_rules.may_send_extracts": of(MINUTES, "table", COORDINATION, *LIVING),
    "minutes.publication_rules.may_publish": of(MINUTES, "table", COORDINATION, *LIVING),
    "minutes.correcting_rules.may_correct": of(MINUTES, "table", COORDINATION, *LIVING),
    "minutes.objection_rules.may_decide_objections": of(MINUTES, "table", COORDINATION, *LIVING),
    "minutes.rules.may_begin": of(MINUTES, "meeting", WRITERS, *OPEN[1:], "held", *WRITING),
    "minutes.rules.may_circulate": of(MINUTES, "meeting", COORDINATION, *EVERY_MEETING),
    "minutes.writing.rules.may_propose": of(DECIDE, "meeting", COORDINATION, *EVERY_MEETING),
    "minutes.rules.may_write": of(MINUTES, "meeting", WRITERS, *EVERY_MEETING),
    "office.rules.may_enter": of(LETTERS, "nothing", OFFICE),
    "office.rules.may_read_history": of(LETTERS, "nothing", (*COORDINATORS, "privacy_officer")),
    "office.rules.may_read_letters": of(LETTERS, "nothing", (*COORDINATORS, "administrator")),
    "office.rules.may_release": of(LETTERS, "nothing", ADMINISTRATION),
    "office.rules.may_resend_letter": of(LETTERS, "letter", COORDINATION, *ENDED, "told by phone"),
    "office.rules.may_take_way_back": of(LETTERS, "letter", COORDINATION, "told by phone"),
    "office.rules.may_note_way": of(LETTERS, "letter", COORDINATION, *STANDING),
    "office.rules.may_read_dispatches": of(LETTERS, "nothing", COORDINATORS),
    "office.purge_rules.may_purge": of(PURGE, "table", COORDINATION, *LIVING),
    "office.imprint_rules.may_edit_imprint": of(IMPRINT, "nothing", ADMINISTRATION),
    "office.rules.may_settle_letter": of(LETTERS, "letter", COORDINATION, "unknown"),
    "organisations.offer_rules.may_add": of(DIRECTORY, "nothing", (*COORDINATORS, *REPRESENTING)),
    "organisations.offer_rules.may_edit": of(DIRECTORY, "nothing", (*COORDINATORS, "member")),
    "organisations.offer_rules.may_keep": of(DIRECTORY, "nothing", (*COORDINATORS, "member")),
    "organisations.rules.may_create": of(DIRECTORY, "nothing", COORDINATORS),
    "organisations.rules.may_edit": of(DIRECTORY, "nothing", COORDINATION),
    "organisations.rules.may_see_mailbox": of(DIRECTORY, "nothing", COORDINATORS),
    "tables.people.declaration_rules.may_declare": of(
        NAME, "appointment", ("undeclared",), "without declaration"
    ),
    "tables.founding.rules.may_create": of(TABLE, "nothing", ADMINISTRATION),
    "tables.imports.rules.may_import": of(ADMIT, "table", COORDINATION, *LIVING),
    "tables.rules.may_edit": of(TABLE, "table", COORDINATION, *LIVING),
}
"""The same for the rules' questions. A gesture may ask more than its question: the day, what was typed."""
