"""Lines of the overview: each with its deadline and the one gesture that settles it."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from flask import url_for

from blueprints.home.ahead_queries import NextStep
from blueprints.home.queries import OwedReply
from blueprints.tables.admissions.queries import Proposed
from blueprints.tables.concerns.queries import Pressing
from blueprints.tables.concerns.vacancy_queries import Named, Vacancy
from blueprints.tables.people.declaration_queries import Asked
from models.meetings import Meeting
from models.words import N_
from plumbing import clock
from plumbing.language import chosen_language, gettext, ngettext
from plumbing.pages import address, german_day, relative_day

STEPS: Final = {
    "topics": (N_("Call for topics"), N_("Prepare"), "meetings.call_topics"),
    "agenda": (N_("Close the agenda"), N_("Look"), "meetings.show"),
    "invite": (N_("Send the invitation"), N_("Prepare"), "meetings.show"),
    "hold": (N_("Has the meeting taken place?"), N_("Look"), "meetings.show"),
    "objections": (N_("Decide on objections to minutes"), N_("Look"), "minutes.show"),
    "extracts": (N_("Send guests their extract from the minutes"), N_("Look"), "minutes.show"),
    "write": (N_("Write and circulate the minutes"), N_("Write"), "minutes.write"),
}
"""What is to be done, the gesture's word, and where it leads."""


@dataclass(frozen=True, kw_only=True)
class Row:
    """What components/owed.html needs of one line."""

    due: date | None
    title: str
    detail: str
    table_name: str
    hue: int
    action_label: str
    url: str
    primary: bool = False

    @property
    def due_label(self) -> str:
        if self.due is None:
            return "–"
        this_year = self.due.year == clock.today().year
        return german_day(self.due).removesuffix(str(self.due.year)) if this_year else german_day(self.due)

    @property
    def relative(self) -> str:
        return relative_day(self.due) if self.due else gettext("open")

    @property
    def late(self) -> bool:
        return self.due is not None and self.due <= clock.today()


def mail_row(meeting: Meeting, count: int) -> Row:
    """Answers by mail that count only once the coordination has decided."""
    return Row(
        due=meeting.replies_due_on,
        title=ngettext(
            "%(num)d answer by mail needs your decision", "%(num)d answers by mail need your decision", count
        ),
        detail=gettext("Meeting on %(day)s", day=meeting.held_on.words(chosen_language())),
        table_name=meeting.body.name,
        hue=meeting.body.hue,
        action_label=gettext("Look"),
        url=url_for("office.unclear", table_id=meeting.body_id),
    )


def owed_row(owed: OwedReply) -> Row:
    meeting = owed.meeting
    return Row(
        due=owed.due_on,
        title=gettext("Reply to the invitation"),
        detail=gettext(
            "Meeting on %(day)s, for %(institution)s",
            day=meeting.held_on.words(chosen_language()),
            institution=owed.institution or gettext("you as a guest"),
        ),
        table_name=meeting.body.name,
        hue=meeting.body.hue,
        action_label=gettext("Reply"),
        url=address("meetings.reply", meeting_id=meeting.id, invitation_id=owed.invitation_id),
        primary=True,
    )


def next_step_row(step: NextStep) -> Row:
    meeting = step.meeting
    title, label, endpoint = STEPS[step.gesture]
    return Row(
        due=step.due_on,
        title=gettext(title),
        detail=_of_meeting(step),
        table_name=meeting.body.name,
        hue=meeting.body.hue,
        action_label=gettext(label),
        url=address(endpoint, meeting_id=meeting.id),
    )


def _of_meeting(step: NextStep) -> str:
    day = step.meeting.held_on.words(chosen_language())
    if step.gesture == "extracts":
        guests = ngettext("%(num)d guest", "%(num)d guests", step.count)
        return gettext("Meeting on %(day)s", day=day) + ", " + guests
    if step.count:
        objections = ngettext("%(num)d objection", "%(num)d objections", step.count)
        return gettext("Meeting on %(day)s", day=day) + ", " + objections
    if step.then_on is None:
        return gettext("Meeting on %(day)s", day=day)
    return gettext("Meeting on %(day)s, invitation until %(until)s", day=day, until=german_day(step.then_on))


def declaration_row(asked: Asked) -> Row:
    return Row(
        due=asked.starts_on,
        title=gettext("Give the confidentiality declaration"),
        detail=gettext("Only then do you see the table, for %(institution)s", institution=asked.institution),
        table_name=asked.table_name,
        hue=asked.hue,
        action_label=gettext("Read"),
        url=address("tables.declare", table_id=asked.table_id, appointment_id=asked.appointment_id),
        primary=True,
    )


def vacancy_row(vacancy: Vacancy) -> Row:
    endpoint = "tables.seat" if vacancy.asked_on else "tables.ask_for_successor"
    return Row(
        due=vacancy.due_on,
        title=gettext("New representative awaited")
        if vacancy.asked_on
        else gettext("Ask for a new representative"),
        detail=gettext(
            "%(institution)s, without one since %(day)s",
            institution=vacancy.institution,
            day=german_day(vacancy.since),
        ),
        table_name=vacancy.table_name,
        hue=vacancy.hue,
        action_label=gettext("Look") if vacancy.asked_on else gettext("Prepare"),
        url=address(endpoint, table_id=vacancy.body_id, seat_id=vacancy.seat_id),
    )


def named_row(named: Named) -> Row:
    return Row(
        due=None,
        title=gettext("A nomination waits for confirmation"),
        detail=gettext("%(name)s for %(institution)s", name=named.name, institution=named.institution),
        table_name=named.table_name,
        hue=named.hue,
        action_label=gettext("Look"),
        url=address("tables.confirm_nomination", table_id=named.body_id, nomination_id=named.nomination_id),
    )


def concern_row(pressing: Pressing) -> Row:
    """One line for each table, whatever is to be settled there."""
    return Row(
        due=pressing.due_on,
        title=ngettext(
            "Settle something about %(num)d seat", "Settle something about %(num)d seats", pressing.seats
        ),
        detail=pressing.names,
        table_name=pressing.table_name,
        hue=pressing.hue,
        action_label=gettext("Look"),
        url=address("tables.show", table_id=pressing.table_id) + "#concerns",
    )


def proposed_row(proposed: Proposed) -> Row:
    return Row(
        due=None,
        title=gettext("Decide on a proposed admission"),
        detail=proposed.institution,
        table_name=proposed.table_name,
        hue=proposed.hue,
        action_label=gettext("Look"),
        url=address("tables.admit_proposed", table_id=proposed.body_id, admission_id=proposed.admission_id),
    )
