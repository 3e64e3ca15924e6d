"""Who is invited and who comes: read by the house, handed on as plain values."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.actors import Actor
from models.invitations import Invitation, InvitationKind, Reply, SupportNeed
from models.meetings import Meeting
from models.organisations import Organisation
from models.rounds import Answered, AskedSeat, Coming, Round, RoundKind, Voice, voice_of
from models.seats import AppointmentRole, Seat


def invitations(house: Session, meeting_id: int) -> list[Invitation]:
    """All that stand (not withdrawn), in the order of sending."""
    query = select(Invitation).where(Invitation.meeting_id == meeting_id, Invitation.withdrawn_at.is_(None))
    return list(house.scalars(query.order_by(Invitation.id)))


def reply_round(house: Session, meeting_id: int) -> Round | None:
    """The asking that belongs to the meeting's invitation."""
    return house.scalar(
        select(Round)
        .where(Round.meeting_id == meeting_id, Round.kind == RoundKind.REPLY)
        .order_by(Round.id.desc())
    )


def own_invitations(house: Session, meeting_id: int, by: Actor) -> list[Invitation]:
    """The standing invitations by which this person may answer: her own, one for each of her seats."""
    mine = [each for each in invitations(house, meeting_id) if each.person_id == by.person_id]
    return [each for each in mine if each.seat_id is None or each.seat_id in by.seat_ids]


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
    via: str = ""


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
        return len(self.lines) - self.count(Voice.VOID)


def who_comes(house: Session, meeting_id: int, *, on: date, by: Actor) -> WhoComes | None:
    """The answers as they stand; None before anybody was invited. Constant number of statements."""
    meeting = house.get(Meeting, meeting_id)
    asking = reply_round(house, meeting_id)
    if meeting is None or asking is None:
        return None
    asked = house.execute(
        select(AskedSeat, Seat, Organisation)
        .join(AskedSeat.seat)
        .join(Organisation, Organisation.id == AskedSeat.organisation_id)
        .where(AskedSeat.round_id == asking.id)
        .order_by(AskedSeat.name)
    ).all()
    answers = _answers(house, meeting_id)
    full = meeting.body_id in by.coordinates
    lines = [
        _line(asked_seat, seat, organisation.called, answers, meeting, on, full or seat.id in by.seat_ids)
        for asked_seat, seat, organisation in asked
    ]
    return WhoComes(
        lines=lines,
        guests=_guest_lines(answers, meeting) if full else [],
        due_on=asking.due_on,
        needs=_needs(house, meeting_id) if full else [],
    )


@dataclass(frozen=True)
class _Answer:
    invitation: Invitation | None
    reply: Reply | None
    seat_id: int | None


def _answers(house: Session, meeting_id: int) -> list[_Answer]:
    """Each standing invitation with its last reply, and what the coordination recorded for a seat."""
    standing = invitations(house, meeting_id)
    last: dict[tuple[int | None, int | None], Reply] = {}
    for reply in house.scalars(select(Reply).where(Reply.meeting_id == meeting_id).order_by(Reply.id)):
        last[reply.invitation_id, reply.seat_id] = reply
    found = [_Answer(each, last.get((each.id, each.seat_id)), each.seat_id) for each in standing]
    found += [_Answer(None, reply, seat) for (invitation, seat), reply in last.items() if invitation is None]
    return found


def answered(answer: _Answer, meeting: Meeting) -> Answered | None:
    """The answer as the voice needs it; None if silent or given for an earlier date."""
    if answer.reply is None or answer.reply.starts_at != meeting.starts_at:
        return None
    role = answer.invitation.kind.role if answer.invitation else None
    return Answered(role=role, coming=answer.reply.coming, for_institution=_for_house(answer))


def _for_house(answer: _Answer) -> bool:
    """The coordination's record and the function mailbox speak for the institution as a whole."""
    return answer.invitation is None or answer.invitation.kind is InvitationKind.MAILBOX


def _line(
    asked: AskedSeat, seat: Seat, short: str, answers: list[_Answer], meeting: Meeting, on: date, full: bool
) -> Line:
    mine = [each for each in answers if each.seat_id == seat.id and each.reply is not None]
    now = [given for each in mine if (given := answered(each, meeting)) is not None]
    earlier = [each.reply.coming for each in mine if each.reply and each.reply.starts_at != meeting.starts_at]
    fresh = [each for each in mine if answered(each, meeting) is not None]
    return Line(
        name=asked.name,
        short=short,
        voice=voice_of(now, seat_holds=seat.holds_on(on)),
        organisation_id=asked.organisation_id,
        seat_id=seat.id,
        who=tuple(_names(fresh)) if full else (),
        notes=tuple(each.reply.note for each in fresh if each.reply and each.reply.note) if full else (),
        hint=earlier[-1] if earlier and not now and full else None,
    )


def _names(answers: list[_Answer]) -> Iterable[str]:
    """Who comes for the institution, by name or function."""
    for each in answers:
        if each.reply is None or each.reply.coming not in (Coming.YES, Coming.SUBSTITUTE):
            continue
        if each.reply.coming is Coming.SUBSTITUTE and each.reply.substitute:
            yield each.reply.substitute
        elif each.invitation is not None:
            yield each.invitation.name


def _guest_lines(answers: list[_Answer], meeting: Meeting) -> list[Line]:
    guests = [each for each in answers if each.invitation and each.invitation.kind is InvitationKind.GUEST]
    lines = []
    for each in guests:
        assert each.invitation is not None
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


def _needs(house: Session, meeting_id: int) -> list[tuple[str, str]]:
    rows = house.execute(
        select(Invitation.name, SupportNeed.text)
        .join(Invitation, Invitation.id == SupportNeed.invitation_id)
        .where(SupportNeed.meeting_id == meeting_id)
        .order_by(Invitation.name)
    )
    return [(name, text) for name, text in rows]


def history_of_replies(house: Session, meeting_id: int) -> list[tuple[datetime, str, Reply]]:
    """Every answer ever given, oldest first, with the institution's or guest's name."""
    rows = house.execute(
        select(Reply, AskedSeat.name, Invitation.name)
        .outerjoin(AskedSeat, (AskedSeat.round_id == Reply.round_id) & (AskedSeat.seat_id == Reply.seat_id))
        .outerjoin(Invitation, Invitation.id == Reply.invitation_id)
        .where(Reply.meeting_id == meeting_id)
        .order_by(Reply.id)
    )
    return [(reply.answered_at, seat or invitation or "", reply) for reply, seat, invitation in rows]


@dataclass(frozen=True, kw_only=True)
class OwnReply:
    """One's own invitation and the answer that counts now; `hint` is the one given for an earlier date."""

    invitation_id: int
    institution: str
    coming: Coming | None
    hint: Coming | None


def own_replies(house: Session, meeting_id: int, by: Actor) -> list[OwnReply]:
    """What this person is asked: once for each of her institutions."""
    meeting = house.get_one(Meeting, meeting_id)
    found = []
    for answer in _answers(house, meeting_id):
        invitation = answer.invitation
        if invitation is None or invitation.person_id != by.person_id:
            continue
        if invitation.seat_id is not None and invitation.seat_id not in by.seat_ids:
            continue
        now = answered(answer, meeting)
        found.append(
            OwnReply(
                invitation_id=invitation.id,
                institution=asked_name(house, meeting_id, invitation.seat_id),
                coming=now.coming if now else None,
                hint=answer.reply.coming if answer.reply and now is None else None,
            )
        )
    return found


def asked_name(house: Session, meeting_id: int, seat_id: int | None) -> str:
    """The institution's name as it was asked; empty for guests."""
    query = select(AskedSeat.name).join(Round, Round.id == AskedSeat.round_id)
    return house.scalar(query.where(Round.meeting_id == meeting_id, AskedSeat.seat_id == seat_id)) or ""


def recordable(house: Session, meeting_id: int) -> list[tuple[int, str, str]]:
    """Invitations for which the coordination may record an answer: id, name, institution."""
    rows = house.execute(
        select(Invitation.id, Invitation.name, Organisation.name)
        .outerjoin(Seat, Seat.id == Invitation.seat_id)
        .outerjoin(Organisation, Organisation.id == Seat.organisation_id)
        .where(Invitation.meeting_id == meeting_id, Invitation.withdrawn_at.is_(None))
        .order_by(Organisation.name, Invitation.id)
    )
    return [(number, name, institution or "") for number, name, institution in rows]
