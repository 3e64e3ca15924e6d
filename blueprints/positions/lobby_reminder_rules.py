"""The check of the Lobbyregister is reminded of before the end of each quarter, as long as it is open."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session
from sqlalchemy.sql import ColumnElement

from blueprints.positions.rules import WHOLE
from blueprints.positions.signing_queries import Signatory, signatories
from blueprints.tables.letter_queries import letter_facts
from models.bodies import Body, BodyState
from models.editions import Edition
from models.letters import Letter, LetterKind, post
from models.lobby_checks import LobbyCheck, LobbyResult
from models.position_issues import PositionIssue, PositionSubmission
from models.positions import Position
from models.reminder_stops import wanting
from models.signatures import AskedSigner

TEMPLATE: Final = "positions/lobby_check_due"
NOTICE: Final = timedelta(days=14)
SETTLED: Final = (LobbyResult.NOT_LIABLE, LobbyResult.ENTERED)


def quarter_end(today: date) -> date:
    """The last day of the quarter: statements are entered by then (§ 3 LobbyRG)."""
    month = (today.month - 1) // 3 * 3 + 3
    return date(today.year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def remind(house: Session, today: date, now: datetime) -> int:
    """Post a letter to whoever may sign for an institution that is named in a position which went out, and
    whose check is open; returns how many. Each once a quarter, in its last two weeks."""
    due_on = quarter_end(today)
    if due_on - NOTICE > today:
        return 0
    return sum(
        _send(house, position, organisation_id, each, due_on, now)
        for position, organisation_ids in _open(house)
        for organisation_id in organisation_ids
        for each in _people(house, position, organisation_id, today)
    )


def _people(house: Session, position: Position, organisation_id: int, today: date) -> list[Signatory]:
    found = signatories(house, position, [organisation_id], today)
    return wanting(house, [each for each in found if each.may_sign])


def _open(house: Session) -> Iterator[tuple[Position, list[int]]]:
    """Positions that were published or sent, each with the institutions named there whose check is open."""
    newest = select(func.max(PositionIssue.id)).where(_went_out()).group_by(PositionIssue.position_id)
    rows = house.execute(
        select(Position, Edition)
        .join(PositionIssue, PositionIssue.position_id == Position.id)
        .join(Edition, Edition.id == PositionIssue.edition_id)
        .join(Body, Body.id == Position.body_id)
        .where(PositionIssue.id.in_(newest), Body.state.in_((BodyState.FOUNDING, BodyState.ACTIVE)))
        .options(*WHOLE)
        .order_by(Position.id)
    ).all()
    for position, edition in rows:
        asked = [each["asked"] for each in edition.data["signers"]]
        done = select(LobbyCheck.organisation_id).where(
            LobbyCheck.position_id == position.id, LobbyCheck.result.in_(SETTLED)
        )
        wanted = select(AskedSigner.organisation_id).where(
            AskedSigner.id.in_(asked), AskedSigner.organisation_id.not_in(done)
        )
        yield position, list(house.scalars(wanted.order_by(AskedSigner.id)))


def _went_out() -> ColumnElement[bool]:
    sent = select(PositionSubmission.issue_id).where(PositionSubmission.sent_on.is_not(None))
    return or_(PositionIssue.published_at.is_not(None), PositionIssue.id.in_(sent))


def _send(
    house: Session, position: Position, organisation_id: int, to: Signatory, due_on: date, now: datetime
) -> int:
    purpose = f"lobby-check-{position.id}-{organisation_id}-{due_on.isoformat()}"
    mine = (Letter.purpose == purpose) & (Letter.person_id == to.person.id)
    if house.scalar(select(Letter.id).where(mine).limit(1)) is not None:
        return 0
    ids = {"position_id": position.id, "organisation_id": organisation_id, "due_on": due_on}
    post(
        house,
        template=TEMPLATE,
        kind=LetterKind.REMINDER,
        to=to.address or "",
        name=to.person.name,
        language=to.person.language,
        salutation=to.person.salutation,
        person_id=to.person.id,
        facts=letter_facts(house, position.body_id, due_on) | ids,
        body_id=position.body_id,
        organisation_id=organisation_id,
        purpose=purpose,
        now=now,
    )
    return 1
