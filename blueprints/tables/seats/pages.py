"""What stands on the page before an institution is asked for a new representative: recipients and letter."""

from typing import Any

from blueprints.tables.concerns import vacancy_queries
from blueprints.tables.concerns.vacancy_queries import Vacancy
from blueprints.tables.seats.letters import TEMPLATE
from models.bodies import Body
from models.letters import LetterKind
from plumbing.clock import now, today
from plumbing.database import house
from plumbing.letters import Rendered, preview
from plumbing.sent_words import stopped_at
from plumbing.versions import form_page


def reappointment_page(form: Any, body: Body, vacancy: Vacancy) -> tuple[str, int]:
    reached = vacancy_queries.recipients(house(), vacancy.seat_id, today())
    return form_page(
        "tables/seats/ask_for_successor.html",
        form,
        body=body,
        hue=body.hue,
        vacancy=vacancy,
        stopped=stopped_at(body.id),
        reached=[(each.name, each.address) for each in reached],
        letter=_letter(form, vacancy, reached[0]) if reached else None,
    )


def _letter(form: Any, vacancy: Vacancy, first: vacancy_queries.Recipient) -> Rendered:
    """As the first recipient gets it."""
    due_on = form.due_on.data or vacancy.due_on
    return preview(
        template=TEMPLATE,
        to=first.address,
        name=first.name,
        language=first.language,
        salutation=first.salutation,
        kind=LetterKind.CONTENT,
        facts=vacancy_queries.letter_facts(house(), vacancy.body_id, vacancy, due_on, today()),
        now=now(),
    )
