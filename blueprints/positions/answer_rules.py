"""Answers to amendments, by the editors or a meeting, and whether the institution agrees to them."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from blueprints.positions.amendment_rules import held, why_over, words_of
from blueprints.positions.letters import tell_answered
from blueprints.positions.link_queries import linked_amendment
from blueprints.positions.rules import locked, may_lead
from models.actors import Actor
from models.amendments import Amendment, AmendmentAnswer
from models.errors import NotAllowed, RuleBroken
from models.history import record
from models.position_texts import PositionVersion
from models.positions import Position
from models.rounds import Channel
from models.versions import must_be
from models.words import N_

NOT_ASKED: Final = N_("Nobody is asked whether this answer is agreed to.")


def answer(
    house: Session,
    amendment_id: int,
    *,
    answer: AmendmentAnswer,
    reason: str,
    markdown: str,
    by_meeting: bool,
    based_on: int | None,
    by: Actor,
    now: datetime,
) -> int:
    """What the editors propose to do with it, or what a meeting has decided; the institution is asked anew.

    `markdown` is the wording where it is taken over with changes. Returns the letters.
    """
    position, amendment = held(house, amendment_id, by)
    if not may_lead(by, position):
        raise NotAllowed
    why = why_over(position, amendment)
    if why:
        raise RuleBroken(why)
    must_be(amendment, based_on)
    _judge(house, amendment, answer, reason, markdown, by_meeting)
    amendment.answer, amendment.answer_reason = answer, reason
    amendment.answer_markdown = markdown if answer is AmendmentAnswer.MODIFIED else ""
    amendment.by_meeting = by_meeting
    amendment.answered_at, amendment.answered_by_id = now, by.person_id
    amendment.agrees = amendment.agreed_at = amendment.agreed_by_id = amendment.agreed_channel = None
    facts = {"answer": answer.value, "by_meeting": by_meeting}
    record(house, "answer", amendment, by=by, now=now, body_id=position.body_id, **facts)
    house.flush()
    return tell_answered(house, amendment, now=now)


def _judge(
    house: Session,
    amendment: Amendment,
    answer: AmendmentAnswer,
    reason: str,
    markdown: str,
    by_meeting: bool,
) -> None:
    if answer is AmendmentAnswer.REFUSED and not reason.strip():
        raise RuleBroken(N_("Please give a reason."), field="reason")
    if answer is AmendmentAnswer.REFERRED and by_meeting:
        raise RuleBroken(N_("A meeting decides; it does not refer to itself."), field="answer")
    if answer is not AmendmentAnswer.MODIFIED:
        return
    before = words_of(house, house.get_one(PositionVersion, amendment.version_id), amendment.section_id)
    if not markdown.strip() or markdown in (before, amendment.markdown):
        raise RuleBroken(N_("Please write the wording that shall go into the text."), field="markdown")


def agree(
    house: Session,
    amendment_id: int,
    *,
    agrees: bool,
    based_on: int | None,
    by: Actor | None,
    now: datetime,
    channel: Channel = Channel.SITE,
) -> None:
    """The institution says whether it agrees to the answer; it may say otherwise until that is settled.

    `based_on` is the amendment's version whose answer was read: consent is to no other answer.
    `by` None: by the link of the letter, whose caller has proven which amendment is meant.
    """
    amendment = house.get(Amendment, amendment_id)
    if amendment is None:
        raise NotAllowed
    house.get(Position, amendment.position_id, with_for_update=True)  # first, as by whoever answers
    house.refresh(amendment, with_for_update=True)
    body_id = _may_agree(house, amendment, by)
    if amendment.version != based_on:
        raise RuleBroken(N_("Something was said meanwhile. Please read the answer as it stands now."))
    amendment.agrees, amendment.agreed_at = agrees, now
    amendment.agreed_by_id, amendment.agreed_channel = by.person_id if by else None, channel
    facts = {"agrees": agrees, "channel": channel.value}
    record(house, "agree", amendment, by=by, now=now, body_id=body_id, **facts)


def _may_agree(house: Session, amendment: Amendment, by: Actor | None) -> int:
    """The keeping table; refuses whoever does not speak for the institution, and where nothing is asked."""
    if by is not None:
        position = locked(house, amendment.position_id, by)
        if amendment.organisation_id not in position.voices(by):
            raise NotAllowed
        why = why_over(position, amendment)
        if why:
            raise RuleBroken(why)
    asked = amendment.answer in (AmendmentAnswer.MODIFIED, AmendmentAnswer.REFUSED)
    if not asked or amendment.by_meeting or amendment.merged_at or amendment.withdrawn_at:
        raise RuleBroken(NOT_ASKED)
    return house.get_one(Position, amendment.position_id).body_id


def agree_by_link(house: Session, token: str, *, agrees: bool, based_on: int | None, now: datetime) -> None:
    """Say it with nothing but the secret of the letter."""
    linked = linked_amendment(house, token, now)
    if linked is None:
        raise NotAllowed
    given: dict[str, Any] = {"agrees": agrees, "based_on": based_on, "channel": Channel.LINK}
    agree(house, linked.amendment_id, **given, by=None, now=now)
