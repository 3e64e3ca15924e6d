"""What one institution owes, for its own people and for the coordination of its tables."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from blueprints.home.queries import Asking, voice
from models.actors import Actor
from models.meetings import Meeting
from models.rounds import Voice


@dataclass(frozen=True, kw_only=True)
class MissingReply:
    """A reply that the institution owes. `way` names the gesture that settles it for this reader."""

    meeting: Meeting
    invitation_id: int
    way: str
    due_on: date


def missing_replies(open_: Asking, seat_ids: Iterable[int], by: Actor) -> list[MissingReply]:
    """The open replies of these seats, soonest first."""
    wanted, found = set(seat_ids), []
    for (_, seat_id), asked in open_.items():
        if seat_id not in wanted or voice(asked) is not Voice.OPEN:
            continue
        mine = next((each for each in asked if each.invitation.person_id == by.person_id), None)
        invitation = (mine or asked[0]).invitation
        meeting = invitation.meeting
        way = "reply" if mine else "record" if meeting.body_id in by.coordinates else "look"
        due_on = meeting.replies_due_on or meeting.held_on.day or date.max
        found.append(MissingReply(meeting=meeting, invitation_id=invitation.id, way=way, due_on=due_on))
    return sorted(found, key=lambda each: each.due_on)
