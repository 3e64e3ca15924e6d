"""Invitations follow the seats: who no longer acts is taken off, who now acts is invited."""

from collections.abc import Collection, Iterable
from datetime import date, datetime

from sqlalchemy import not_, select
from sqlalchemy.orm import Session

from blueprints.meetings.invitation_queries import all_invitations, reply_round
from blueprints.meetings.invitation_rules import invitation_for
from blueprints.meetings.letters import send_invitations, send_off
from blueprints.meetings.recipient_queries import Recipient, recipients
from blueprints.tables.checks import following_rules as _passes_on_first  # noqa: F401 - asks the successors
from models.bodies import Bylaws
from models.consequences import consequence
from models.history import record
from models.invitations import Invitation, InvitationKind
from models.meetings import BERLIN, Meeting, MeetingState
from models.rounds import AskedSeat
from models.seats import Appointment, AppointmentRole, Seat
from models.standing import dormant, in_force

ACTING = (InvitationKind.MAIN, InvitationKind.DEPUTY)
People = tuple[int | None, int | None]
"""A seat, and who acts for it."""
OF_A_SEAT = (*ACTING, InvitationKind.MAILBOX, InvitationKind.SUBSTITUTE)


@consequence
def follow_seats(house: Session, body_id: int | None, now: datetime) -> int:
    """Bring the invitations of all meetings ahead in line with the seats; returns how many changed.
    Whom the coordination has taken off stays off.

    Invited is who acts on the day of the meeting, as soon as that is known; taken off is who acts neither
    then nor today. The asked institutions stay those of the opening, and each keeps its one answer; the one
    that has taken an asked seat is asked in its place.
    """
    ahead = select(Meeting, Bylaws).join(Bylaws, Bylaws.body_id == Meeting.body_id)
    ahead = ahead.where(Meeting.state == MeetingState.INVITED, Meeting.starts_at > now).order_by(Meeting.id)
    if body_id is not None:
        ahead = ahead.where(Meeting.body_id == body_id)
    return sum(_follow(house, meeting, bylaws, now) for meeting, bylaws in house.execute(ahead).all())


def _follow(house: Session, meeting: Meeting, bylaws: Bylaws, now: datetime) -> int:
    today = now.astimezone(BERLIN).date()
    sent = all_invitations(house, meeting.id)
    standing = [each for each in sent if each.withdrawn_at is None]
    acting = [each for each in recipients(house, meeting, today) if each.seat_id and each.address]
    known = [each for each in sent if each.withdrawn_at is None or each.withdrawn_by_id]
    awake, people = _of_today(house, meeting, today)
    people |= {(each.seat_id, each.person_id) for each in acting}
    awake |= {each.seat_id for each in acting if each.seat_id}
    gone = [each for each in standing if each.kind in OF_A_SEAT and not _still_acts(each, people, awake)]
    missing = [each for each in _of_asked(house, meeting, acting) if not _is_invited(each, known)]
    for each in gone:
        each.withdrawn_at = now
    _keep_kinds(standing, acting)
    staying = [each for each in standing if each.withdrawn_at is None]
    _take_off(
        house,
        meeting,
        bylaws,
        gone,
        {each.address for each in staying} | {each.address for each in missing},
        now,
    )
    _invite(house, meeting, bylaws, missing, sent, now)
    if gone or missing:
        record(house, "follow", meeting, by=None, now=now, withdrawn=len(gone), invited=len(missing))
    return len(gone) + len(missing)


def _of_today(house: Session, meeting: Meeting, today: date) -> tuple[set[int], set[People]]:
    """The seats of today that are awake on the day of the meeting, and who acts for them today."""
    appointed = (
        (Appointment.seat_id == Seat.id)
        & in_force(Appointment, today)
        & (Appointment.role != AppointmentRole.READER)
    )
    rows = house.execute(
        select(Seat.id, Appointment.person_id)
        .outerjoin(Appointment, appointed)
        .where(
            Seat.body_id == meeting.body_id,
            in_force(Seat, today),
            not_(dormant(meeting.held_on.day or today)),
        )
    ).all()
    return {row.id for row in rows}, {(row.id, row.person_id) for row in rows}


def _still_acts(invitation: Invitation, people: set[People], awake: set[int]) -> bool:
    """A person who acts today or on the day of the meeting; a mailbox and a substitute as long as the seat
    is there and awake."""
    if invitation.kind not in ACTING:
        return invitation.seat_id in awake
    return (invitation.seat_id, invitation.person_id) in people


def _is_invited(recipient: Recipient, standing: list[Invitation]) -> bool:
    return any(
        each.seat_id == recipient.seat_id
        and (each.person_id, each.kind is InvitationKind.MAILBOX)
        == (recipient.person_id, recipient.kind is InvitationKind.MAILBOX)
        for each in standing
    )


def _of_asked(house: Session, meeting: Meeting, acting: list[Recipient]) -> list[Recipient]:
    """A seat that was given later was not asked in this round."""
    asking = reply_round(house, meeting.id)
    if asking is None:
        return []
    asked = set(house.scalars(select(AskedSeat.seat_id).where(AskedSeat.round_id == asking.id)))
    return [each for each in acting if each.seat_id in asked]


def _keep_kinds(standing: Iterable[Invitation], acting: list[Recipient]) -> None:
    """A deputy who has become the representative now answers as such, and the other way round."""
    now_as: dict[tuple[int | None, int | None], InvitationKind] = {
        (each.seat_id, each.person_id): each.kind for each in acting if each.person_id
    }
    for each in standing:
        if each.kind in ACTING:
            each.kind = now_as.get((each.seat_id, each.person_id), each.kind)


def _take_off(
    house: Session,
    meeting: Meeting,
    bylaws: Bylaws,
    gone: list[Invitation],
    still: Collection[str | None],
    now: datetime,
) -> None:
    """The entry leaves the calendar of the leaver alone. Who comes for another institution keeps it."""
    leavers = {each.address: each for each in gone if each.address not in still}
    send_off(
        house,
        meeting,
        bylaws,
        list(leavers.values()),
        template="meetings/off_list",
        purpose="off",
        now=now,
        for_one=True,
    )


def _invite(
    house: Session,
    meeting: Meeting,
    bylaws: Bylaws,
    missing: list[Recipient],
    sent: list[Invitation],
    now: datetime,
) -> None:
    """An invitation for each; whoever comes back gets a later revision than the one that cancelled."""
    if not missing:
        return
    if {each.address for each in missing} & {each.address for each in sent if each.withdrawn_at}:
        meeting.sequence, meeting.revised_at = meeting.sequence + 1, now
    made = [invitation_for(meeting, each, now) for each in missing]
    house.add_all(made)
    house.flush()
    send_invitations(house, meeting, bylaws, made, now=now)
