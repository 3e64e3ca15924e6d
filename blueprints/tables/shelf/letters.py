"""The letter to whoever put a document on the shelf: somebody asks that more people may read it."""

from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from blueprints.tables.queries import coordination_name
from blueprints.tables.rules import day_of
from models.letters import LetterKind, post
from models.people import Person
from models.shelf import ShelfDocument

CONSENT: Final = "tables/document_consent"


def ask_owner(house: Session, document: ShelfDocument, owner: Person, now: datetime) -> None:
    """Neither the title nor who may read stands in it: both are behind the link, after signing in.

    Without an address nobody is written to; the document's page says that consent is awaited.
    """
    if owner.email is None:
        return
    post(
        house,
        template=CONSENT,
        to=owner.email,
        name=owner.name,
        language=owner.language,
        salutation=owner.salutation,
        kind=LetterKind.CONTENT,
        facts={
            "signature": coordination_name(house, document.body_id, day_of(now)),
            "table_id": document.body_id,
            "document_id": document.id,
        },
        body_id=document.body_id,
        person_id=owner.id,
        purpose=f"consent-{document.id}-{document.lower_to}-{now.isoformat()}",
        now=now,
    )
