"""Amendments: handed in and supported by institutions, answered by the editors, agreed to, taken in."""

from collections.abc import Callable
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from blueprints.positions.rules import locked, may_lead, written
from blueprints.tables.rules import day_of
from models.actors import Actor
from models.amendments import Amendment, AmendmentAnswer, AmendmentState, AmendmentSupport
from models.comparing import merge
from models.editions import Edition
from models.errors import NotAllowed, RuleBroken
from models.history import record
from models.passages import touched
from models.position_texts import PositionSection, PositionVersion, section_of
from models.positions import Position
from models.rounds import Channel
from models.texts import Text, version, write
from models.typed_text import typed_text
from models.versions import must_be
from models.words import N_

LONGEST = 100_000


def may_propose(by: Actor, position: Position, today: date) -> bool:
    """Full members and institutions outside that take part, while the newest version is open for it."""
    newest = position.newest
    return bool(newest and newest.is_open(today) and position.is_seen_by(by) and position.voices(by))


def may_answer(by: Actor, position: Position) -> bool:
    """Whoever leads answers, until the text is final."""
    return may_lead(by, position) and position.final_version is None


def may_speak_for(by: Actor, position: Position, amendment: Amendment) -> bool:
    """Whether one speaks for the institution that handed it in: withdraws it, agrees to its answer."""
    open_ = position.final_version is None and amendment.merged_at is None and amendment.withdrawn_at is None
    return open_ and position.is_seen_by(by) and amendment.organisation_id in position.voices(by)


def propose(
    house: Session,
    position_id: int,
    section_id: int,
    *,
    organisation_id: int,
    markdown: str,
    reason: str,
    by: Actor,
    now: datetime,
) -> Amendment:
    """Hand in another wording of one section of the newest version, for one's institution.

    An amendment is to the version itself: there are none on amendments.
    """
    position = locked(house, position_id, by)
    if not may_propose(by, position, day_of(now)):
        raise NotAllowed
    if organisation_id not in position.voices(by):
        raise RuleBroken(N_("Choose an institution for which you speak."), field="organisation_id")
    newest = position.newest
    assert newest is not None
    before = _words_of(house, newest, section_id)
    changed = typed_text(markdown, LONGEST, "markdown")
    if changed == before:
        raise RuleBroken(N_("Nothing is changed yet."), field="markdown")
    if not reason.strip():
        raise RuleBroken(N_("Please give a reason."), field="reason")
    numbers = select(func.max(Amendment.number)).where(Amendment.position_id == position_id)
    made = Amendment(
        position_id=position_id,
        version_id=newest.id,
        section_id=section_id,
        number=(house.scalar(numbers) or 0) + 1,
        organisation_id=organisation_id,
        author_id=by.person_id,
        markdown=changed,
        reason=reason,
        created_at=now,
        touched=touched(before, changed),
    )
    house.add(made)
    facts = {"number": made.number, "organisation": organisation_id, "version": newest.number}
    record(house, "propose", made, by=by, now=now, body_id=position.body_id, **facts)
    return made


def _words_of(house: Session, version_: PositionVersion, section_id: int) -> str:
    """What a section says in a frozen version."""
    content = house.get_one(Edition, version_.edition_id).data
    section = section_of(content, section_id)
    if section is None:
        raise NotAllowed
    words: str = section["markdown"]
    return words


def withdraw(house: Session, amendment_id: int, *, by: Actor, now: datetime) -> None:
    """The institution takes it back; it stays readable as withdrawn."""
    position, amendment = _of(house, amendment_id, by)
    if not may_speak_for(by, position, amendment):
        raise NotAllowed
    amendment.withdrawn_at = now
    record(house, "withdraw", amendment, by=by, now=now, body_id=position.body_id)


def support(house: Session, amendment_id: int, *, organisation_id: int, by: Actor, now: datetime) -> None:
    """Another institution says that it wants the same; a second time changes nothing."""
    position, amendment = _of(house, amendment_id, by)
    if not may_propose(by, position, day_of(now)) or amendment.withdrawn_at is not None:
        raise NotAllowed
    if organisation_id not in position.voices(by) or organisation_id == amendment.organisation_id:
        raise NotAllowed
    if _support(house, amendment_id, organisation_id) is not None:
        return
    facts = {"amendment_id": amendment_id, "organisation_id": organisation_id}
    house.add(AmendmentSupport(**facts, person_id=by.person_id, supported_at=now))
    record(
        house, "support", amendment, by=by, now=now, body_id=position.body_id, organisation=organisation_id
    )
    house.expire(amendment, ["supports"])


def end_support(house: Session, amendment_id: int, *, organisation_id: int, by: Actor, now: datetime) -> None:
    """The institution supports it no longer."""
    position, amendment = _of(house, amendment_id, by)
    found = _support(house, amendment_id, organisation_id)
    if (
        found is None
        or organisation_id not in position.voices(by)
        or not may_propose(by, position, day_of(now))
    ):
        raise NotAllowed
    house.delete(found)
    facts = {"organisation": organisation_id}
    record(house, "end-support", amendment, by=by, now=now, body_id=position.body_id, **facts)
    house.expire(amendment, ["supports"])


def _support(house: Session, amendment_id: int, organisation_id: int) -> AmendmentSupport | None:
    given = {"amendment_id": amendment_id, "organisation_id": organisation_id}
    return house.scalar(select(AmendmentSupport).filter_by(**given))


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
) -> Amendment:
    """What the editors propose to do with it, or what a meeting has decided; the institution is asked anew.

    `markdown` is the wording where it is taken over with changes.
    """
    position, amendment = _of(house, amendment_id, by)
    if not may_answer(by, position) or amendment.withdrawn_at is not None:
        raise NotAllowed
    if amendment.merged_at is not None:
        raise RuleBroken(N_("This amendment is in the text already."))
    must_be(amendment, based_on)
    _judge(house, amendment, answer, reason, markdown, by_meeting)
    amendment.answer, amendment.answer_reason = answer, reason
    amendment.answer_markdown = markdown if answer is AmendmentAnswer.MODIFIED else ""
    amendment.by_meeting = by_meeting
    amendment.answered_at, amendment.answered_by_id = now, by.person_id
    amendment.agrees = amendment.agreed_at = amendment.agreed_by_id = amendment.agreed_channel = None
    facts = {"answer": answer.value, "by_meeting": by_meeting}
    record(house, "answer", amendment, by=by, now=now, body_id=position.body_id, **facts)
    return amendment


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
    before = _words_of(house, house.get_one(PositionVersion, amendment.version_id), amendment.section_id)
    if not markdown.strip() or markdown in (before, amendment.markdown):
        raise RuleBroken(N_("Please write the wording that shall go into the text."), field="markdown")


def agree(
    house: Session,
    amendment_id: int,
    *,
    agrees: bool,
    by: Actor | None,
    now: datetime,
    channel: Channel = Channel.SITE,
) -> None:
    """The institution says whether it agrees to the answer; it may say otherwise until that is settled.

    `by` None: by the link of the letter, whose caller has proven which amendment is meant.
    """
    amendment = house.get(Amendment, amendment_id, with_for_update=True)
    if amendment is None:
        raise NotAllowed
    body_id = _may_agree(house, amendment, by)
    amendment.agrees, amendment.agreed_at = agrees, now
    amendment.agreed_by_id, amendment.agreed_channel = by.person_id if by else None, channel
    facts = {"agrees": agrees, "channel": channel.value}
    record(house, "agree", amendment, by=by, now=now, body_id=body_id, **facts)


def _may_agree(house: Session, amendment: Amendment, by: Actor | None) -> int:
    """The keeping table; refuses whoever does not speak for the institution, and where nothing is asked."""
    if by is not None:
        position = locked(house, amendment.position_id, by)
        if not may_speak_for(by, position, amendment):
            raise NotAllowed
    asked = amendment.answer in (AmendmentAnswer.MODIFIED, AmendmentAnswer.REFUSED)
    if not asked or amendment.by_meeting or amendment.merged_at or amendment.withdrawn_at:
        raise RuleBroken(N_("Nobody is asked whether this answer is agreed to."))
    return house.get_one(Position, amendment.position_id).body_id


def take_in(
    house: Session, position_id: int, *, by: Actor, now: datetime, render: Callable[[str], str]
) -> tuple[list[Amendment], list[Amendment]]:
    """Put all accepted amendments of the newest version into the text that is being written.

    Those that others have overtaken are left as they are, to be taken in by hand. Returns what is in, and
    what is left. Who wrote what stands in the history, not in the text.
    """
    position = written(house, position_id, by)
    if not may_answer(by, position):
        raise NotAllowed
    newest = position.newest
    wanted = select(Amendment).where(Amendment.version_id == (newest.id if newest else 0))
    found = [each for each in house.scalars(wanted.order_by(Amendment.number)) if _is_accepted(each)]
    taken: list[Amendment] = []
    for section_id in dict.fromkeys(each.section_id for each in found):
        mine = [each for each in found if each.section_id == section_id]
        taken += _into_section(house, position, section_id, mine, by, now, render)
    return taken, [each for each in found if each not in taken]


def _is_accepted(amendment: Amendment) -> bool:
    return amendment.state is AmendmentState.ACCEPTED


def _into_section(
    house: Session,
    position: Position,
    section_id: int,
    amendments: list[Amendment],
    by: Actor,
    now: datetime,
    render: Callable[[str], str],
) -> list[Amendment]:
    """One new version of the section's words for all that can be put together."""
    section = house.get_one(PositionSection, section_id)
    if section.removed_at is not None:
        return []
    text = house.get_one(Text, section.text_id, with_for_update=True)
    base = _words_of(house, house.get_one(PositionVersion, amendments[0].version_id), section_id)
    newest = version(house, text, text.latest)
    words, taken = newest.markdown if newest else "", []
    for each in amendments:
        merged = merge(base, words, each.wording)
        if merged is not None:
            words, taken = merged, [*taken, each]
    saved = write(house, text, words, based_on=text.latest, by=by, now=now, render=render) if taken else None
    if saved is not None:
        for each in taken:
            _note_taken(house, position, each, saved.number, saved.sha256, by, now)
    return taken


def _note_taken(
    house: Session,
    position: Position,
    amendment: Amendment,
    number: int,
    sha256: str,
    by: Actor,
    now: datetime,
) -> None:
    amendment.merged_at, amendment.merged_as = now, number
    facts = {"organisation": amendment.organisation_id, "number": number, "sha256": sha256}
    record(house, "take-in", amendment, by=by, now=now, body_id=position.body_id, **facts)


def take_in_by_hand(
    house: Session,
    amendment_id: int,
    *,
    markdown: str,
    based_on: int,
    by: Actor,
    now: datetime,
    render: Callable[[str], str],
) -> None:
    """An accepted amendment that collides with others: the editors write the section's words themselves."""
    position, amendment = _of(house, amendment_id, by)
    if not may_answer(by, position):
        raise NotAllowed
    if not _is_accepted(amendment):
        raise RuleBroken(N_("This amendment is not waiting for being taken in."))
    text = house.get_one(Text, house.get_one(PositionSection, amendment.section_id).text_id)
    saved = write(house, text, markdown, based_on=based_on, by=by, now=now, render=render)
    if saved is None:
        raise RuleBroken(N_("Please write the wording that shall go into the text."), field="markdown")
    _note_taken(house, position, amendment, saved.number, saved.sha256, by, now)


def _of(house: Session, amendment_id: int, by: Actor) -> tuple[Position, Amendment]:
    """An amendment with its position, both held until the end of the transaction, if one may see it."""
    found = house.get(Amendment, amendment_id)
    if found is None:
        raise NotAllowed
    position = locked(house, found.position_id, by)
    house.refresh(found)
    return position, found
