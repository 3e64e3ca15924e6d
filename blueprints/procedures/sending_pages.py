"""What is shown before institutions are written to about a procedure: who gets the letter, and the letter."""

from collections.abc import Collection
from typing import Any

from flask_babel import gettext

from blueprints.procedures.letters import people_of, said_about
from models.procedures import Procedure, ProcedureVersion
from plumbing import clock
from plumbing.database import house
from plumbing.letters import sample
from plumbing.sent_words import stopped_at


def sending(
    about: Procedure, version: ProcedureVersion, seats: Collection[int], template: str, **facts: Any
) -> dict[str, Any]:
    """The people of these seats that a letter reaches today, those without an address, and the letter as soon
    as all days that it names (`facts`) are known."""
    asked = people_of(house(), about, seats, clock.today())
    reached = [each for each in asked if each.address]
    shown = []
    if reached and all(facts.values()):
        said = said_about(house(), about, version, clock.now()) | facts
        letter = sample(template=template, facts=said | {"institution": reached[0].institution})
        shown = [(gettext("The letter as it will arrive"), letter)]
    return {
        "reached": reached,
        "unreached": [each for each in asked if not each.address],
        "institutions": len({each.seat_id for each in reached}),
        "letters": shown,
        "stopped": stopped_at(about.body_id) if reached else "",
    }
