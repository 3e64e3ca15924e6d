"""A letter about minutes as it will arrive, shown before it is sent."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext

from blueprints.meetings.recipient_queries import Recipient
from models.letters import LetterKind
from plumbing.letters import Rendered, preview


def letter_to(template: str, to: Sequence[Recipient], facts: dict[str, Any], meeting_id: int) -> Rendered:
    """To the first of the recipients, or to nobody in particular."""
    first = to[0] if to else None
    return preview(
        template=template,
        to=first.address or "" if first else "vertretung@institution.example",
        name=first.name if first else gettext("representative"),
        language=first.language if first else "de",
        salutation=first.salutation if first else "",
        kind=LetterKind.CONTENT,
        facts=facts,
        meeting_id=meeting_id,
    )
