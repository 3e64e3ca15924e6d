"""Who comes: all that was asked and answered for one meeting, read once, handed on as plain values."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.meetings.asked_queries import EVERYTHING, Asked, Given, Invited, given_of, invited_of
from blueprints.meetings.delivery_queries import EVERYTHING_WITH_LETTERS, delivery
from models import invitations, periods
from models.actors import Actor
from models.invitations import (
    NAMED_BY_LINK,
    NAMED_BY_LINK_A_DAY,
    Invitation,
    InvitationKind,
    named_by_link,
)
from models.meetings import BERLIN, Meeting
from models.organisation_names import day_of_names
from models.rounds import Answered, Channel, Coming, Voice, voice_of
from models.seats import AppointmentRole

NOBODY = Actor(person_id=0, name="")
"""Who asks only for numbers and sees no names."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """What one institution (or guest) has answered. Names, notes: for the coordination and for itself."""

    name: str
    short: str
    voice: Voice
    organisation_id: int | None = None
    seat_id: int | None = None
    who: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    hint: Coming | None = None


@dataclass(frozen=True, kw_only=True)
class WhoComes:
    """Who comes to a meeting: one line for each asked institution, guests apart."""

    lines: list[Line]
    guests: list[Line]
    due_on: date
    needs: list[tuple[str, str]] = field(default_factory=list)

    def count(self, *voices: Voice) -> int:
        return sum(1 for line in self.lines if line.voice in voices)

    @property
    def coming(self) -> int:
        return self.count(Voice.COMES, Voice.DEPUTY)

    @property
    def silent(self) -> int:
        return self.count(Voice.OPEN)

    @property
    def asked(self) -> int:
        return len(self.lines) - self.count(Voice.VOID, Voice.DORMANT)


@dataclass(frozen=True, kw_only=True)
class Change:
    """One answer that was ever given: the history of the round."""

    answered_at: datetime
    name: str
    institution: str
    coming: Coming
    channel: Channel
    counts: bool


class Answer(NamedTuple):
    """A standing invitation with its last reply, if there is one."""

    invitation: Invited
    reply: Given | None
    seat_id: int | None


class Answers:
    """Asked seats, invitations and every reply of one meeting, in one question whatever their number.

    `with_letters`: also whether each of the invited was reached.
    """

    def __init__(self, house: Session, meeting: Meeting, with_letters: bool = False) -> None:
        self.meeting = meeting
        meets_on = meeting.held_on.day or date.max
        days = {"meets_on": meets_on, "named_on": day_of_names(meeting.held_on.first_day)}
        question = EVERYTHING_WITH_LETTERS if with_letters else EVERYTHING
        house.flush()
        rows: Sequence[Any] = house.connection().execute(question, {"meeting_id": meeting.id} | days).all()
        self.delivery = delivery(rows) if with_letters else None
        self.due_on: date | None = rows[0][0]
        asked = {row[1]: Asked(*row[2:9]) for row in rows if row[1] is not None}
        invited = {each.id: each for row in rows if (each := invited_of(row)) is not None}
        replies = {said.id: said for row in rows if (said := given_of(row)) is not None}
        self.asked = sorted(asked.values(), key=lambda each: each.name)
        self.names = {each.seat_id: each.name for each in self.asked}
        self.everybody = invited
        self.invitations = [invited[key] for key in sorted(invited) if invited[key].withdrawn_at is None]
        self.replies = [replies[key] for key in sorted(replies)]
        self.needs = {row[9]: row.need for row in rows if row.need is not None}
        last = {(reply.invitation_id, reply.seat_id): reply for reply in self.replies}
        self.last = [
            Answer(each, last.get((each.id, each.seat_id)), each.seat_id) for each in self.invitations
        ]

    def who_comes(self, on: date, by: Actor) -> "WhoComes | None":
        """The answers as they stand; None before anybody was invited."""
        if self.due_on is None:
            return None
        on = self.meeting.held_on.day or on
        full = self.meeting.body_id in by.coordinates
        return WhoComes(
            lines=[self._line(each, on, full or each.seat_id in by.seat_ids) for each in self.asked],
            guests=_guest_lines(self.last, self.meeting) if full else [],
            due_on=self.due_on,
            needs=self._needs() if full else [],
        )

    def _needs(self) -> list[tuple[str, str]]:
        return sorted((self.everybody[invited].name, text) for invited, text in self.needs.items())

    def _line(self, asked: Asked, on: date, full: bool) -> Line:
        """What one institution has answered; who and in which words only where it may be told in full."""
        meeting = self.meeting
        mine = [each for each in self.last if each.seat_id == asked.seat_id and each.reply is not None]
        given = [(each, said) for each in mine if (said := answered(each, meeting)) is not None]
        fresh, now = [each for each, _ in given], [said for _, said in given]
        before = [
            each.reply.coming for each in mine if each.reply and each.reply.starts_at != meeting.starts_at
        ]
        return Line(
            name=asked.name,
            short=asked.short,
            voice=voice_of(
                now,
                seat_holds=periods.holds(asked.starts_on, asked.ends_on, on),
                seat_sleeps=asked.sleeps,
            ),
            organisation_id=asked.organisation_id,
            seat_id=asked.seat_id,
            who=tuple(_names(fresh)) if full else (),
            notes=tuple(each.reply.note for each in fresh if each.reply and each.reply.note) if full else (),
            hint=before[-1] if before and not now and full else None,
        )

    def silent(self, on: date) -> list[Invited]:
        """Whom a reminder would reach: everybody of an institution without an answer, and silent guests."""
        answers = self.who_comes(on, NOBODY)
        open_seats = (
            {line.seat_id for line in answers.lines if line.voice is Voice.OPEN} if answers else set()
        )
        guests = {
            each.invitation.id
            for each in self.last
            if each.seat_id is None and answered(each, self.meeting) is None
        }
        return [each for each in self.invitations if each.seat_id in open_seats or each.id in guests]

    def recordable(self) -> list[tuple[int, str, str]]:
        """Invitations for which the coordination may record an answer: id, name, institution."""
        rows = [(each.id, each.name, self.names.get(each.seat_id or 0, "")) for each in self.invitations]
        return sorted(rows, key=lambda row: (row[2], row[0]))

    def at_limit(self) -> list[str]:
        """Institutions whose links have named somebody else as often as they may: in all, or on one day."""
        found = set()
        for seat_id, name in self.names.items():
            named = named_by_link([each for each in self.replies if each.seat_id == seat_id])
            if not named:
                continue
            days = Counter(each.answered_at.astimezone(BERLIN).date() for each in named)
            links = Counter(each.invitation_id for each in named)
            if NAMED_BY_LINK_A_DAY in days.values() or NAMED_BY_LINK in links.values():
                found.add(name)
        return sorted(found)

    def changes(self) -> "list[Change]":
        """Every answer ever given, newest first; `counts` marks the last one of each invitation."""
        known = self.everybody
        counting = {answer.reply.id for answer in self.last if answer.reply is not None}
        found = []
        for reply in reversed(self.replies):
            invitation = known.get(reply.invitation_id or 0)
            found.append(
                Change(
                    answered_at=reply.answered_at,
                    name=invitation.name if invitation else "",
                    institution=self.names.get(reply.seat_id or 0, ""),
                    coming=reply.coming,
                    channel=reply.channel,
                    counts=reply.id in counting and reply.starts_at == self.meeting.starts_at,
                )
            )
        return found


def who_comes(house: Session, meeting_id: int, *, on: date, by: Actor) -> WhoComes | None:
    """The answers of a meeting as they stand; None before anybody was invited."""
    meeting = house.get(Meeting, meeting_id)
    return Answers(house, meeting).who_comes(on, by) if meeting is not None else None


def silent_invitations(house: Session, meeting: Meeting, *, on: date) -> list[Invitation]:
    """Whom a reminder would reach: everybody of an institution without an answer, and silent guests."""
    silent = [each.id for each in Answers(house, meeting).silent(on)]
    return list(house.scalars(select(Invitation).where(Invitation.id.in_(silent)).order_by(Invitation.id)))


def answered(answer: Answer, meeting: Meeting) -> Answered | None:
    """The answer as the voice needs it; None if silent or given for an earlier date."""
    if answer.reply is None or answer.reply.starts_at != meeting.starts_at:
        return None
    return invitations.answered(answer.invitation.kind, answer.reply.coming)


def _names(answers: list[Answer]) -> Iterable[str]:
    """Who comes for the institution, by name or function."""
    for each in answers:
        if each.reply is None or each.reply.coming not in (Coming.YES, Coming.SUBSTITUTE):
            continue
        if each.reply.coming is Coming.SUBSTITUTE and each.reply.substitute:
            yield each.reply.substitute
        else:
            yield each.invitation.name


def _guest_lines(answers: list[Answer], meeting: Meeting) -> list[Line]:
    guests = [each for each in answers if each.invitation.kind is InvitationKind.GUEST]
    lines = []
    for each in guests:
        given = answered(each, meeting)
        lines.append(
            Line(
                name=each.invitation.name,
                short=each.invitation.name,
                voice=voice_of([Answered(role=AppointmentRole.MAIN, coming=given.coming)])
                if given
                else Voice.OPEN,
                notes=(each.reply.note,) if given and each.reply and each.reply.note else (),
            )
        )
    return lines
