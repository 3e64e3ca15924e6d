"""A request in words: who asks, until when, how it stands and who has to act next, what belongs to it."""

from dataclasses import dataclass
from typing import Any, Final

from flask import url_for
from flask_babel import gettext

from models.meetings import Meeting, MeetingState
from models.requests import ExternalRequest, RequestState
from models.words import N_
from plumbing.pages import german_day

MARKS: Final = {
    RequestState.RECEIVED: ("…", "open"),
    RequestState.ASSIGNED: ("…", "open"),
    RequestState.IN_PROGRESS: ("~", "perhaps"),
    RequestState.DRAFTED: ("~", "perhaps"),
    RequestState.RELEASED: ("~", "perhaps"),
    RequestState.SENT: ("✓", "yes"),
    RequestState.NOTED: ("✓", "yes"),
    RequestState.ASKED_AGAIN: ("?", "open"),
    RequestState.WITHDRAWN: ("×", "void"),
}
NEXT: Final = {
    RequestState.RECEIVED: N_("next: the coordination names who has the lead"),
    RequestState.ASSIGNED: N_("next: %(lead)s begins to work on it"),
    RequestState.IN_PROGRESS: N_("next: %(lead)s drafts the reply"),
    RequestState.DRAFTED: N_("next: the coordination has the reply released"),
    RequestState.RELEASED: N_("next: the coordination hands the reply over"),
    RequestState.SENT: N_("next: the addressee takes note of it"),
}
THING_WORDS: Final = {
    "paper": N_("Papers"),
    "consultation": N_("Consultations and resolutions"),
    "survey": N_("Surveys"),
    "meeting": N_("Meetings"),
    "agenda_item": N_("Agenda items"),
    "position": N_("Positions"),
}


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How a request stands: mark and colour, word, and what comes next."""

    mark: str
    tone: str
    word: str
    next: str


def standing(found: ExternalRequest) -> Standing:
    mark, tone = MARKS[found.state]
    words = NEXT.get(found.state, "")
    return Standing(
        mark=mark,
        tone=tone,
        word=gettext(found.state.label),
        next=gettext(words, lead=lead_of(found)) if words else "",
    )


def lead_of(found: ExternalRequest) -> str:
    """Who has the lead: an institution, else the coordination."""
    return found.seat.organisation.name if found.seat else gettext("the coordination")


def asked_by(found: ExternalRequest) -> str:
    """Who asks: body or institution, and the function."""
    name = found.committee.name if found.committee else ""
    name = found.organisation.name if found.organisation else name
    return ", ".join(each for each in (name, found.asker) if each)


def due_words(found: ExternalRequest, language: str) -> str:
    """Until when: for the session of a body, by a day, or without a deadline."""
    session = found.due_meeting
    if session is None:
        return german_day(found.due_on) if found.due_on else gettext("no deadline")
    words = gettext(
        "for the session of %(body)s, %(day)s",
        body=session.body.name,
        day=session.held_on.words(language),
    )
    if session.state is MeetingState.CANCELLED:
        return f"{words} ({gettext('cancelled')})"
    return f"{words} ({gettext('did not take place')})" if session.state is MeetingState.NOT_HELD else words


def called(thing: Any, language: str) -> str:
    """What something that belongs to a request is called in a line."""
    name = thing.__tablename__
    if name == "paper":
        number = f"{gettext(thing.kind.label)} {thing.number}".strip()
        return f"{number}: {thing.title}" if thing.title else number
    if name == "consultation":
        when = f", {thing.on.words(language)}" if thing.on.is_known else ""
        about = called(thing.paper, language)
        return f"{thing.committee.name}{when}: {about}"
    if name == "agenda_item":
        return f"{thing.title} ({session_name(thing.meeting, language)})"
    if name == "survey":
        return gettext("Survey: %(title)s", title=thing.title)
    return session_name(thing, language) if name == "meeting" else str(thing.title)


def session_name(meeting: Meeting, language: str) -> str:
    """A meeting by its title or kind, and its date as far as it is known."""
    called = meeting.title or gettext("Meeting")
    return f"{called}, {meeting.held_on.words(language)}" if meeting.held_on.is_known else called


def url_of(thing: Any) -> str:
    """Where it stands."""
    name = thing.__tablename__
    if name == "paper":
        return url_for("requests.paper", table_id=thing.body_id, paper_id=thing.id)
    if name == "consultation":
        return url_for("requests.paper", table_id=thing.body_id, paper_id=thing.paper_id)
    if name == "agenda_item":
        return url_for("meetings.item", meeting_id=thing.meeting_id, item_id=thing.id)
    if name == "position":
        return url_for("positions.show", table_id=thing.body_id, position_id=thing.id)
    if name == "survey":
        return url_for("surveys.show", table_id=thing.body_id, survey_id=thing.id)
    return url_for("meetings.show", meeting_id=thing.id)
