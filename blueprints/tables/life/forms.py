"""The forms about a body's life, its names, its groups, and bodies outside."""

from flask_babel import gettext, lazy_gettext
from wtforms import SelectField
from wtforms.validators import DataRequired, InputRequired

from blueprints.tables.forms import BelongingForm
from models.bodies import BodyKind, BodyState
from models.organisations import Level
from models.visibility import Visibility
from plumbing.date_fields import FUZZY_HINT, DayField, FuzzyField
from plumbing.forms import Choices, LineField, ManyField, choices, id_or_none
from plumbing.versions import FactsForm, VersionedForm

GROUPS = (BodyKind.WORKING_GROUP, BodyKind.STEERING_GROUP)


class StepForm(FactsForm):
    """Another state from a day on."""

    state = SelectField(lazy_gettext("New state"), coerce=BodyState)
    since = DayField(lazy_gettext("From"), [InputRequired()])
    reason = LineField(
        lazy_gettext("Reason"),
        200,
        [DataRequired()],
        description=lazy_gettext("As it will be read in some years."),
    )

    def offer(self, states: tuple[BodyState, ...]) -> None:
        self.state.choices = choices(states)


class RenameForm(FactsForm):
    """Another name from a day on."""

    name = LineField(lazy_gettext("New name"), 160, [DataRequired()])
    since = DayField(
        lazy_gettext("From"),
        [InputRequired()],
        description=lazy_gettext("A day ahead is possible: the name then changes by itself."),
    )


class FormerNameForm(FactsForm):
    """A name of long ago."""

    name = LineField(lazy_gettext("Former name"), 160, [DataRequired()])
    until = FuzzyField(lazy_gettext("Until"), description=lazy_gettext("As exactly as it is known."))


class GroupForm(FactsForm):
    """A working group or steering group of a table."""

    name = LineField(lazy_gettext("Name"), 160, [DataRequired()])
    kind = SelectField(
        lazy_gettext("Kind of body"),
        choices=lambda: choices(GROUPS),
        coerce=BodyKind,
    )
    theme = LineField(lazy_gettext("Theme"), 200)
    seat_ids = ManyField(
        lazy_gettext("Institutions that take part"),
        coerce=int,
        description=lazy_gettext("They get a seat in the group, with the people who represent them here."),
    )

    def offer(self, seats: Choices) -> None:
        self.seat_ids.choices = seats


class ExternalFields(FactsForm):
    """What is known of a body that others coordinate."""

    name = LineField(lazy_gettext("Name"), 160, [DataRequired()])
    kind = SelectField(lazy_gettext("Kind of body"), choices=lambda: choices(BodyKind), coerce=BodyKind)
    level = SelectField(
        lazy_gettext("Level"),
        choices=lambda: [("", gettext("not stated")), *choices(Level)],
        coerce=lambda value: Level(value) if value else None,
    )
    theme = LineField(lazy_gettext("Theme"), 200)
    area = LineField(lazy_gettext("Area"), 120)
    host_id = SelectField(
        lazy_gettext("Hosting institution"),
        coerce=id_or_none,
        description=lazy_gettext("The ministry, parliament or office where it stands."),
    )
    parent_id = SelectField(lazy_gettext("Belongs to"), coerce=id_or_none)
    public_url = LineField(
        lazy_gettext("Public pages"), 300, description=lazy_gettext("Begins with https:// or http://.")
    )
    founded = FuzzyField(lazy_gettext("Founded"), description=FUZZY_HINT)
    visibility = SelectField(
        lazy_gettext("Who may know of the body"),
        choices=lambda: choices(Visibility, Visibility.CONFIDENTIAL, Visibility.COORDINATION),
        coerce=Visibility,
        default=Visibility.PUBLIC,
    )

    def offer(self, hosts: Choices, parents: Choices) -> None:
        self.host_id.choices = [("", gettext("not stated")), *hosts]
        self.parent_id.choices = [("", gettext("none")), *parents]


class ExternalForm(ExternalFields, BelongingForm):
    """The entry as it is."""


class TermForm(FactsForm):
    """An electoral term."""

    label = LineField(
        lazy_gettext("Electoral term"),
        80,
        [DataRequired()],
        description=lazy_gettext("Its number or name, for example “18th electoral term”."),
    )
    since = FuzzyField(lazy_gettext("From"), description=FUZZY_HINT)
    until = FuzzyField(lazy_gettext("Until"), description=lazy_gettext("Empty: it runs."))


class EditTermForm(TermForm, VersionedForm):
    """A term as it is."""
