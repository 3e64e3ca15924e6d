"""What is shown before a question goes into circulation: who gets the letter, and the letter."""

from datetime import date
from typing import Any

from flask_babel import gettext

from blueprints.decisions import letters, rules
from blueprints.tables.letter_queries import letter_facts
from models.decisions import Decision
from plumbing import clock
from plumbing.database import house
from plumbing.letters import sample
from plumbing.sent_words import stopped_at


def addresses(found: Decision) -> list[str | None]:
    """Whom a circular decision would reach now; one in a meeting reaches nobody by letter."""
    people = rules.would_reach(house(), found, clock.today()) if found.circular else []
    return [each.address for each in people]


def sending(found: Decision, due_on: date | None) -> dict[str, Any]:
    """Recipients and letter of a circular decision; of one in a meeting there are none."""
    people = rules.would_reach(house(), found, clock.today()) if found.circular else []
    reached = [each for each in people if each.address]
    shown = []
    if reached and due_on is not None:
        facts = {"due_on": due_on, "decision_id": found.id, "institution": reached[0].institution}
        said = letter_facts(house(), found.body_id, clock.today()) | facts
        shown = [(gettext("The letter as it will arrive"), sample(template=letters.OPENED, facts=said))]
    return {
        "reached": reached,
        "unreached": [each for each in people if not each.address],
        "institutions": len({each.seat_id for each in reached}),
        "letters": shown,
        "stopped": stopped_at(found.body_id) if reached else "",
    }
