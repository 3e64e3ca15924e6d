"""What one person is asked for a meeting, and the one answer of her institution, whoever of it gave it."""

from dataclasses import dataclass

from blueprints.meetings.reply_queries import Answers, answered
from models.actors import Actor
from models.rounds import Answered, Coming, Voice, voice_of


@dataclass(frozen=True, kw_only=True)
class OwnReply:
    """One's own invitation and the answer that counts now; `hint` is the one given for an earlier date.

    `label` says it in the words of the ring: a deputy who comes represents the institution. `voice` is what
    the institution has answered, whoever of it spoke (a guest speaks for herself); `differs` tells that this
    is not what she has said.
    """

    invitation_id: int
    institution: str
    coming: Coming | None
    hint: Coming | None
    label: str
    voice: Voice
    differs: bool

    @property
    def is_open(self) -> bool:
        """Whether an answer is missing: neither she nor anybody of her institution has given one."""
        return self.coming is None and self.voice is Voice.OPEN


def own_replies(found: Answers, by: Actor) -> list[OwnReply]:
    """What this person is asked: once for each of her institutions."""
    replies = []
    for answer in found.last:
        invitation = answer.invitation
        if invitation.person_id != by.person_id:
            continue
        if invitation.seat_id is not None and invitation.seat_id not in by.seat_ids:
            continue
        now = answered(answer, found.meeting)
        said = voice_of([now] if now else [])
        voice = said if invitation.seat_id is None else voice_so_far(found, invitation.seat_id)
        replies.append(
            OwnReply(
                invitation_id=invitation.id,
                institution=found.names.get(invitation.seat_id or 0, ""),
                coming=now.coming if now else None,
                hint=answer.reply.coming if answer.reply and now is None else None,
                label=_own_label(now),
                voice=voice,
                differs=said is not voice or (now is not None and voice is Voice.OPEN),
            )
        )
    return replies


def voice_so_far(found: Answers, seat_id: int) -> Voice:
    """What an institution has answered so far, with one voice, whether or not its seat still holds."""
    mine = [each for each in found.last if each.seat_id == seat_id]
    return voice_of([said for each in mine if (said := answered(each, found.meeting)) is not None])


def _own_label(given: Answered | None) -> str:
    if given is None:
        return Voice.OPEN.label
    comes = given.coming in (Coming.YES, Coming.SUBSTITUTE)
    return voice_of([given]).label if comes else given.coming.label
