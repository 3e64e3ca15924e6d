"""Letters that tell somebody what happened to her account: neutral, without anything of the tables."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from models.accounts import Account
from models.letters import LetterKind, post
from models.people import Person


def post_stranger(house: Session, template: str, *, to: str, now: datetime) -> None:
    """To an address of which nothing must be told: no name, no account, no link but the site's."""
    post(
        house,
        template=template,
        to=to,
        name="",
        kind=LetterKind.ACCOUNT,
        facts={},
        purpose=f"{template} {now.isoformat()}",
        now=now,
    )


def post_notice(
    house: Session, account: Account, template: str, *, to: str | None = None, now: datetime, **facts: Any
) -> None:
    """To the account's address, unless another one is meant. Each notice is a letter of its own."""
    person = house.get_one(Person, account.person_id)
    post(
        house,
        template=template,
        to=to or account.email,
        name=person.name,
        language=person.language,
        salutation=person.salutation,
        kind=LetterKind.ACCOUNT,
        facts={"happened_at": now, **facts},
        person_id=person.id,
        purpose=f"{template} {now.isoformat()}",
        now=now,
    )
