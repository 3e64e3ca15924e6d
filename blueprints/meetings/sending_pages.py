"""What is shown before anything is sent: who gets which letter, and each letter as it will arrive."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, NamedTuple

from flask_babel import gettext

from blueprints.meetings import invitation_queries
from blueprints.meetings.enclosing_queries import Enclosing
from blueprints.meetings.letters import calendar_event, common_facts
from blueprints.meetings.recipient_queries import Recipient
from blueprints.meetings.told_queries import told_of
from models.bodies import Bylaws
from models.guests import ItemGuest
from models.invitations import Invitation, InvitationKind
from models.letters import CalendarMethod, LetterKind
from models.meetings import Meeting
from plumbing import clock
from plumbing.database import house
from plumbing.letters import Rendered, sample

NO_SHIFT = timedelta()
REMINDER = "meetings/reminder"
CANCELLATION = "meetings/cancellation"
OFF_LIST = "meetings/off_list"
ADDENDUM = "meetings/addendum"
KINDS = {REMINDER: LetterKind.REMINDER, ADDENDUM: LetterKind.CONTENT}
"""Letters without a calendar entry."""


class Shown(NamedTuple):
    """A letter as it will arrive, and for whom it is where there are several."""

    heading: str
    letter: Rendered


@dataclass(frozen=True, kw_only=True)
class Sending:
    """To whom a letter goes; `newcomers` have not had the invitation yet and so get (or lose) that one."""

    told: list[Recipient] = field(default_factory=list)
    newcomers: list[Recipient] = field(default_factory=list)
    institutions: int = 0
    letters: list[Shown] = field(default_factory=list)


def institutions_of(recipients: Sequence[Recipient]) -> int:
    return len({each.seat_id for each in recipients if each.seat_id})


def bylaws_of(meeting: Meeting) -> Bylaws:
    """As they were read with the meeting, for whoever may see its table."""
    bylaws: Bylaws = meeting.body.bylaws
    return bylaws


def known_meeting(meeting: Meeting) -> Meeting:
    """The same meeting as the house knows it."""
    return house().get_one(Meeting, meeting.id)


def letter_preview(meeting: Meeting, template: str, salutation: str = "", **facts: Any) -> Rendered:
    """The letter as a recipient gets it, its secret masked; `facts` say what the meeting does not yet."""
    known, bylaws = known_meeting(meeting), bylaws_of(meeting)
    method = CalendarMethod.CANCEL if template in (CANCELLATION, OFF_LIST) else CalendarMethod.REQUEST
    event = calendar_event(house(), known, bylaws, InvitationKind.MAIN, method=method)
    kind = KINDS.get(template, LetterKind.CALENDAR)
    return sample(
        template=template,
        salutation=salutation,
        kind=kind,
        facts=common_facts(house(), known, bylaws, clock.today()) | facts,
        meeting_id=meeting.id,
        calendar=event if kind is LetterKind.CALENDAR else None,
    )


def invitation_letters(
    meeting: Meeting,
    found: Sequence[Recipient],
    *,
    among_others: bool = False,
    shift: timedelta = NO_SHIFT,
    **facts: Any,
) -> list[Shown]:
    """The invitations to these: that of the members, and that of the guests if there are any.

    `among_others`: other letters are shown, too. `shift`: how far guests' times move with the meeting.
    """
    guest = next(iter(_guest(found)), None)
    enclosing = Enclosing(house(), meeting.id)
    shown = []
    member = next((each for each in found if each.kind is not InvitationKind.GUEST), None)
    if member is not None:
        alone = guest is None and not among_others
        heading = gettext("The letter as it will arrive") if alone else gettext("The invitation to members")
        told = facts | {"enclosed": enclosing.for_members().names}
        shown.append(
            Shown(heading, letter_preview(meeting, "meetings/invitation", member.salutation, **told))
        )
    if guest is not None:
        own = _slot(meeting, guest, shift) | {"enclosed": enclosing.for_guest(guest.item_id).names}
        letter = letter_preview(meeting, "meetings/guest_invitation", guest.salutation, **facts, **own)
        shown.append(Shown(gettext("The invitation to guests"), letter))
    return shown


def _guest(found: Sequence[Recipient]) -> list[Recipient]:
    """The first guest among them, as the example of all."""
    return [each for each in found if each.kind is InvitationKind.GUEST][:1]


def _slot(meeting: Meeting, guest: Recipient, shift: timedelta) -> dict[str, Any]:
    """What only a guest's letter says: the time of her item."""
    asked = house().get(ItemGuest, (guest.item_id, guest.person_id))
    slot = asked.slot_in(known_meeting(meeting)) if asked else None
    return {"slot": slot.shifted(shift) if slot else None}


def _to_guest(meeting: Meeting, guest: Recipient, shift: timedelta, facts: dict[str, Any]) -> Shown:
    own = _slot(meeting, guest, shift)
    letter = letter_preview(meeting, "meetings/guest_move", guest.salutation, **facts, **own)
    return Shown(gettext("The letter to guests"), letter)


def cancelling(meeting: Meeting) -> Sending:
    """Who would be told of a cancellation, and from whom the invitation is taken back."""
    told, newcomers, known = _by_what_they_know(meeting)
    letters = []
    if told:
        letter = letter_preview(meeting, CANCELLATION, starts_at=known)
        letters.append(Shown(gettext("The letter as it will arrive"), letter))
    return Sending(told=told, newcomers=newcomers, institutions=institutions_of(told), letters=letters)


def moving(meeting: Meeting, new: dict[str, Any] | None) -> Sending:
    """Who would be told of a new date; the letters only once `new` says it."""
    told, newcomers, known = _by_what_they_know(meeting)
    institutions = institutions_of([*told, *newcomers])
    if new is None:
        return Sending(told=told, newcomers=newcomers, institutions=institutions)
    place = new["place"] if bylaws_of(meeting).names_in_calendar else ""
    facts = {name: new[name] for name in ("starts_at", "ends_at", "due_on")} | {"place": place}
    letters = []
    if told:
        heading = (
            gettext("The letter about the new date") if newcomers else gettext("The letter as it will arrive")
        )
        letter = letter_preview(meeting, "meetings/move", **facts, old_starts_at=known)
        letters.append(Shown(heading, letter))
    shift = new["starts_at"] - meeting.starts_at
    letters += [_to_guest(meeting, each, shift, facts | {"old_starts_at": known}) for each in _guest(told)]
    if newcomers:
        among_others = bool(told)
        letters += invitation_letters(meeting, newcomers, among_others=among_others, shift=shift, **facts)
    return Sending(told=told, newcomers=newcomers, institutions=institutions, letters=letters)


def _by_what_they_know(meeting: Meeting) -> tuple[list[Recipient], list[Recipient], Any]:
    """Whoever may have had the invitation, all others, and the date that the first of them was told."""
    standing = invitation_queries.invitations(house(), meeting.id)
    told = told_of(house(), known_meeting(meeting), standing)
    dates = [date for date in told.values() if date is not None]
    return (
        addressed([each for each in standing if told[each.id] is not None]),
        addressed([each for each in standing if told[each.id] is None]),
        dates[0] if dates else None,
    )


def addressed(standing: Sequence[Invitation]) -> list[Recipient]:
    """Those who were invited, each with the institution."""
    institutions = invitation_queries.institutions_of(house(), standing)
    return [
        Recipient(
            kind=each.kind,
            name=each.name,
            institution=institutions.get(each.id, ""),
            address=each.address,
            seat_id=each.seat_id,
            person_id=each.person_id,
            item_id=each.item_id,
        )
        for each in standing
    ]
