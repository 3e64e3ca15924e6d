"""Letters about requests before they are sent: as they will arrive, and whom they reach."""

from typing import Any

from flask_babel import gettext

from blueprints.requests.reminder_rules import lead_to_remind
from blueprints.requests.request_letters import DUE, KINDS, facts_of
from blueprints.tasks.recipient_queries import Recipient
from models.requests import ExternalRequest
from plumbing import clock
from plumbing.database import house
from plumbing.letters import preview


def letter_shown(request: ExternalRequest, to: Recipient, template: str, **said: Any) -> list[Any]:
    """One letter with its heading; `request` is read by the house."""
    letter = preview(
        template=template,
        to=to.address,
        name=to.name,
        salutation=to.salutation,
        language=to.language,
        kind=KINDS[template],
        facts=facts_of(house(), request, clock.today()) | said,
        now=clock.now(),
    )
    return [(gettext("The letter as it will arrive"), letter)]


def reminding(request_id: int) -> dict[str, Any]:
    """Whom a reminder by hand reaches, and the letter."""
    request = house().get_one(ExternalRequest, request_id)
    to = lead_to_remind(house(), request, clock.today())
    return {"to": to, "letters": letter_shown(request, to, DUE) if to else []}
