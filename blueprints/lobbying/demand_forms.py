"""The forms of demands, and of where they stood and what was answered."""

from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, SelectField

from blueprints.lobbying.appearance_forms import optional
from blueprints.lobbying.forms import FoundInField
from models.demands import DemandState
from plumbing.date_fields import FUZZY_HINT, FuzzyField
from plumbing.forms import Choices, LineField, TextField, choices, id_or_none
from plumbing.versions import FactsForm, VersionedForm


def state_or_none(value: Any) -> DemandState | None:
    """The answer that a choice stands for; the empty choice is none."""
    return DemandState(value) if value else None


class DemandForm(FactsForm):
    """What is demanded."""

    wording = TextField(lazy_gettext("Wording of the demand"), 1000)
    project_id = SelectField(lazy_gettext("Project"), coerce=id_or_none)
    note = TextField(lazy_gettext("Remark"), 1000, description=lazy_gettext("Nothing about clients."))

    def offer(self, projects: Choices) -> None:
        self.project_id.choices = optional(projects)


class NewDemandForm(DemandForm):
    """A demand that was not raised before, or is kept all the same."""

    anyway = BooleanField(lazy_gettext("Keep it all the same, though a like demand is there"))


class EditDemandForm(DemandForm, VersionedForm):
    """A demand as it is kept."""


class DemandEntryForm(FactsForm):
    """Where a demand stood, or what was answered."""

    state = SelectField(
        lazy_gettext("What is noted"),
        choices=lambda: [
            ("", gettext("where the demand stood")),
            *((value, gettext("answer: %(state)s", state=word)) for value, word in choices(DemandState)),
        ],
        coerce=state_or_none,
    )
    held_on = FuzzyField(lazy_gettext("Date"), description=FUZZY_HINT)
    paper_id = SelectField(lazy_gettext("Paper"), coerce=id_or_none)
    position_id = SelectField(lazy_gettext("Position"), coerce=id_or_none)
    words = LineField(
        lazy_gettext("or in words"),
        200,
        description=lazy_gettext("The text where it stood, or who answered, by function."),
    )
    quote = TextField(lazy_gettext("Wording there"), 1000, description=lazy_gettext("Word for word."))
    found_in = FoundInField()

    def offer(self, papers: Choices, positions: Choices) -> None:
        self.paper_id.choices = optional(papers)
        self.position_id.choices = optional(positions)
