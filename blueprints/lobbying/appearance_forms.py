"""The forms of appearances and mandates: what one goes to, who goes for whom, what came back."""

from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, RadioField, SelectField
from wtforms.validators import Optional

from blueprints.lobbying.forms import FoundInField, LevelField
from models.appearance_words import AppearanceKind, AppearanceState, Capacity, MandateEnd
from plumbing.date_fields import FUZZY_HINT, DayField, FuzzyField
from plumbing.forms import Choices, LineField, TextField, choices, id_or_none
from plumbing.versions import FactsForm, VersionedForm


def optional(found: Choices) -> list[tuple[str, str]]:
    """Choices of which none need be taken."""
    return [("", gettext("not chosen")), *((str(key), name) for key, name in found)]


class AppearanceForm(FactsForm):
    """What is said about an appearance, and who may read it."""

    kind = SelectField(
        lazy_gettext("Kind of occasion"), choices=lambda: choices(AppearanceKind), coerce=AppearanceKind
    )
    title = LineField(lazy_gettext("What it is called"), 300)
    project_id = SelectField(lazy_gettext("Project"), coerce=id_or_none)
    host_id = SelectField(lazy_gettext("Host"), coerce=id_or_none)
    host_name = LineField(
        lazy_gettext("or a host in words"),
        160,
        description=lazy_gettext("Where it has no entry among the bodies that are coordinated elsewhere."),
    )
    held_on = FuzzyField(lazy_gettext("Date"), description=FUZZY_HINT)
    place = LineField(lazy_gettext("Place"), 160)
    state = SelectField(
        lazy_gettext("How far it is"), choices=lambda: choices(AppearanceState), coerce=AppearanceState
    )
    resolved_in = LineField(
        lazy_gettext("Where the sending was decided"),
        200,
        description=lazy_gettext("For example: 12th meeting, item 3; or the board of the association."),
    )
    note = TextField(lazy_gettext("Remark"), 2000, description=lazy_gettext("Nothing about clients."))
    found_in = FoundInField()
    visibility = LevelField()

    def offer(self, projects: Choices, hosts: Choices) -> None:
        self.project_id.choices = optional(projects)
        self.host_id.choices = optional(hosts)


class EditAppearanceForm(AppearanceForm, VersionedForm):
    """An appearance as it is noted."""


class MandateForm(FactsForm):
    """Who goes, employed by whom, on whose behalf, in which capacity, how far."""

    person_id = SelectField(lazy_gettext("Who goes"), coerce=id_or_none)
    name = LineField(
        lazy_gettext("or a name or function in words"),
        160,
        description=lazy_gettext("As the card shows it, for example “head of the centre”."),
    )
    employer_id = SelectField(lazy_gettext("Employer"), coerce=id_or_none)
    employer_name = LineField(lazy_gettext("or an employer in words"), 160)
    capacity = RadioField(
        lazy_gettext("In which capacity"),
        choices=lambda: choices(Capacity),
        coerce=Capacity,
        default=Capacity.ORDER,
    )
    for_table = BooleanField(lazy_gettext("On behalf of the round table itself"))
    principal_id = SelectField(lazy_gettext("or on whose behalf"), coerce=id_or_none)
    principal_name = LineField(lazy_gettext("or on whose behalf in words"), 160)
    scope = TextField(
        lazy_gettext("How far the mandate goes"),
        1000,
        description=lazy_gettext("What may be said and promised there, and what not."),
    )
    position_version_id = SelectField(lazy_gettext("Bound to a version of a position"), coerce=id_or_none)
    bound_to = LineField(lazy_gettext("or to a text in words"), 200)
    granted_on = DayField(lazy_gettext("Given on"), [Optional()])
    found_in = FoundInField()

    def offer(self, people: Choices, institutions: Choices, texts: Choices) -> None:
        self.person_id.choices = optional(people)
        self.employer_id.choices = self.principal_id.choices = optional(institutions)
        self.position_version_id.choices = optional(texts)


class EditMandateForm(MandateForm, VersionedForm):
    """A mandate as it was given."""


class EndMandateForm(FactsForm):
    """How a mandate ended."""

    how = RadioField(
        lazy_gettext("How it ended"),
        choices=lambda: choices(MandateEnd),
        coerce=MandateEnd,
        default=MandateEnd.FULFILLED,
    )


class ReportForm(VersionedForm):
    """What is reported back to the table."""

    text = TextField(
        lazy_gettext("Report to the table"),
        5000,
        description=lazy_gettext("What was asked, said and promised there; nothing about clients."),
    )

    def facts(self) -> dict[str, Any]:
        return super().facts() | {"text": self.text.data or ""}
