"""The invitation by post: who prints it, and the note that it was sent. Printing is not sending."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy.orm import Session

from blueprints.minutes.by_post_queries import Addressee, addressees
from models.actors import Actor
from models.errors import NotAllowed, RuleBroken
from models.history import record
from models.letters import Way
from models.meetings import BERLIN, Meeting, MeetingState
from models.other_ways import note_other_way, note_posted, take_back_posted, take_back_way
from models.words import N_


def may_send_by_post(by: Actor, meeting: Meeting, now: datetime) -> bool:
    """The coordination, between the invitation and the meeting."""
    return (
        by.coordinates_body(meeting.body_id)
        and meeting.state is MeetingState.INVITED
        and not meeting.is_over(now)
    )


def note_letters(
    house: Session, meeting_id: int, keys: Collection[str], on: date, *, by: Actor, now: datetime
) -> int:
    """Note that the invitation went to these by post; returns how many.

    Letters by mail that came to nothing count as having reached their recipient from now on.
    """
    meeting = house.get(Meeting, meeting_id, with_for_update=True)
    if meeting is None or not by.coordinates_body(meeting.body_id):
        raise NotAllowed
    today = now.astimezone(BERLIN).date()
    if not may_send_by_post(by, meeting, now):
        raise RuleBroken(N_("Letters are sent between the invitation and the meeting only."))
    assert meeting.invited_at is not None
    if on > today:
        raise RuleBroken(N_("This day has not come yet."), field="on")
    if on < meeting.invited_at.astimezone(BERLIN).date():
        raise RuleBroken(N_("Nobody was invited yet on that day."), field="on")
    chosen = [each for each in addressees(house, meeting, today) if each.key in keys]
    if not chosen:
        raise RuleBroken(N_("Please choose to whom."), field="to")
    for each in chosen:
        _note(house, meeting, each, on, by, now)
    record(house, "post", meeting, by=by, now=now, letters=len(chosen))
    return len(chosen)


def take_back_notes(
    house: Session, meeting_id: int, keys: Collection[str], *, by: Actor, now: datetime
) -> int:
    """The last note that letters to these were posted was a mistake; returns how many notes went.

    Letters by mail that it had settled count as having come to nothing again.
    """
    meeting = house.get(Meeting, meeting_id, with_for_update=True)
    if meeting is None or not by.coordinates_body(meeting.body_id):
        raise NotAllowed
    if not may_send_by_post(by, meeting, now):
        raise RuleBroken(N_("Letters are sent between the invitation and the meeting only."))
    today = now.astimezone(BERLIN).date()
    chosen = [each for each in addressees(house, meeting, today) if each.key in keys]
    noted = [each for each in chosen if each.settled or each.posted_on]
    if not noted:
        raise RuleBroken(N_("No letter by post is noted for them."), field="to")
    for each in noted:
        for letter in each.settled:
            take_back_way(house, letter, by=by, now=now)
        if not each.settled:
            take_back_posted(house, meeting.id, each.organisation_id)
    record(house, "take-back-post", meeting, by=by, now=now, letters=len(noted))
    return len(noted)


def _note(house: Session, meeting: Meeting, to: Addressee, on: date, by: Actor, now: datetime) -> None:
    for letter in to.letters:
        written_on = letter.created_at.astimezone(BERLIN).date()
        note_other_way(house, letter, Way.POST, max(on, written_on), by=by, now=now)
    if not to.letters:
        note_posted(
            house,
            template="meetings/guest_invitation" if to.is_guest else "meetings/invitation",
            institution=to.institution,
            organisation_id=to.organisation_id,
            body_id=meeting.body_id,
            meeting_id=meeting.id,
            sequence=meeting.sequence,
            on=on,
        )
