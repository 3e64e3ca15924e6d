"""What the link of a letter about an amendment asks: whether the answer is agreed to, and nothing else."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.positions.letters import position_of, speaks
from models.amendments import Amendment, AmendmentAnswer, AmendmentLink
from models.bodies import Body
from models.organisations import Organisation
from models.people import Person
from models.visibility import Visibility


@dataclass(frozen=True, kw_only=True)
class LinkedAmendment:
    """What a link asks about. `title` is empty where the position is not for all members; neither words nor
    reasons are told here, they stand behind the sign-in."""

    amendment_id: int
    table_id: int
    position_id: int
    table_name: str
    title: str
    number: int
    institution: str
    address: str
    answer: AmendmentAnswer
    agrees: bool | None
    version: int


def linked_amendment(house: Session, token: str, now: datetime) -> LinkedAmendment | None:
    """What a link asks about, as long as there is something to ask and its reader speaks for the
    institution."""
    found = house.execute(
        select(Amendment, AmendmentLink.person_id, AmendmentLink.address)
        .join(AmendmentLink, AmendmentLink.amendment_id == Amendment.id)
        .where(AmendmentLink.token_hash == AmendmentLink.hashed(token))
    ).one_or_none()
    if found is None:
        return None
    amendment = found.Amendment
    position = position_of(house, amendment)
    person = house.get_one(Person, found.person_id)
    answer = amendment.answer
    if answer is None or amendment.by_meeting or not speaks(house, position, amendment, person, now):
        return None
    return LinkedAmendment(
        amendment_id=amendment.id,
        table_id=position.body_id,
        position_id=position.id,
        table_name=house.get_one(Body, position.body_id).name,
        title=position.title if position.visibility is Visibility.INTERNAL else "",
        number=amendment.number,
        institution=house.get_one(Organisation, amendment.organisation_id).name,
        address=found.address,
        answer=answer,
        agrees=amendment.agrees,
        version=amendment.version,
    )
