"""The forms of projects: what is said about them, their phases and dates, their papers."""

from typing import Any, Final

from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than its stubs
from wtforms.validators import InputRequired

from models.organisations import Level
from models.project_phases import DATES, Ladder, StationKind
from models.projects import LEVELS, ProjectKind
from models.visibility import Visibility
from plumbing.date_fields import FUZZY_HINT, FuzzyField
from plumbing.forms import Choices, LineField, TextField, choices, id_or_none
from plumbing.versions import FactsForm, VersionedForm

LADDER_WORDS: Final = {
    Ladder.FEDERAL: lazy_gettext("Phases in the Bund"),
    Ladder.STATE: lazy_gettext("Phases in a Land"),
    Ladder.MUNICIPAL: lazy_gettext("Phases in a municipality"),
    Ladder.INTERNATIONAL: lazy_gettext("Phases in the EU and elsewhere"),
    Ladder.CONCEPT: lazy_gettext("Phases of a concept"),
}


def level_or_none(value: Any) -> Level | None:
    """The level that a choice stands for; the empty choice is none."""
    return Level(value) if value else None


class FoundInField(LineField):
    """Where something can be read."""

    def __init__(self, **kwargs: Any) -> None:
        hint = lazy_gettext("The address of a page, or the source in words.")
        super().__init__(lazy_gettext("Where it can be read"), 300, description=hint, **kwargs)


class LevelField(RadioField):
    """Who may read it: everybody, the table, the coordination."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            lazy_gettext("Who may read it"),
            choices=lambda: choices(LEVELS),
            coerce=Visibility,
            default=Visibility.INTERNAL,
            **kwargs,
        )
        self.type = "RadioField"  # what templates know it by


class ProjectForm(FactsForm):
    """What is said about a project, and who may read it."""

    kind = SelectField(
        lazy_gettext("Kind of project"), choices=lambda: choices(ProjectKind), coerce=ProjectKind
    )
    title = LineField(
        lazy_gettext("Title"),
        300,
        description=lazy_gettext("As it is called officially, as far as it is known."),
    )
    level = SelectField(
        lazy_gettext("Level"),
        choices=lambda: [("", gettext("not stated")), *choices(Level)],
        coerce=level_or_none,
    )
    lead_id = SelectField(lazy_gettext("Body in the lead"), coerce=id_or_none)
    lead_name = LineField(
        lazy_gettext("or a ministry or body in words"),
        160,
        description=lazy_gettext("Where it has no entry among the bodies that are coordinated elsewhere."),
    )
    laws = TextField(lazy_gettext("Laws that it changes"), 1000, description=lazy_gettext("One a line."))
    themes = TextField(
        lazy_gettext("Themes"),
        500,
        description=lazy_gettext("One a line. The list of projects can be narrowed by them."),
    )
    is_watched = BooleanField(lazy_gettext("On the watch list of the table"), default=True)
    note = TextField(lazy_gettext("Remark"), 2000, description=lazy_gettext("Nothing about clients."))
    found_in = FoundInField()
    visibility = LevelField()

    def offer(self, bodies: Choices) -> None:
        self.lead_id.choices = [("", gettext("not chosen")), *((str(key), name) for key, name in bodies)]


class EditProjectForm(ProjectForm, VersionedForm):
    """A project as it is followed."""


class StationForm(FactsForm):
    """A phase that a project entered, or a date of its own."""

    kind = SelectField(lazy_gettext("Phase or date"), coerce=StationKind)
    held_on = FuzzyField(lazy_gettext("Since when, or on which day"), description=FUZZY_HINT)
    title = LineField(
        lazy_gettext("What it is called"),
        200,
        description=lazy_gettext("For example the committee that hears."),
    )
    note = TextField(
        lazy_gettext("Remark"), 1000, description=lazy_gettext("In brief; nothing about clients.")
    )
    found_in = FoundInField()

    def offer(self, ladder: Ladder) -> None:
        """The phases of the project's own ladder first, then dates, then what other ladders know."""
        others = [each for each in Ladder if each is not ladder]
        known = set(ladder.phases)
        rows = _group(LADDER_WORDS[ladder], ladder.phases) + _group(gettext("Dates"), DATES)
        for each in others:
            rows += _group(LADDER_WORDS[each], [kind for kind in each.phases if kind not in known])
            known |= set(each.phases)
        self.kind.choices = rows


def _group(name: Any, kinds: Any) -> list[SelectChoice]:
    return [SelectChoice(kind.value, gettext(kind.label), optgroup=str(name)) for kind in kinds]


class EditStationForm(StationForm, VersionedForm):
    """A phase or date as it was noted."""


class PaperOfForm(FactsForm):
    """A paper belongs to a project."""

    paper_id = SelectField(lazy_gettext("Paper"), coerce=int)

    def offer(self, papers: Choices) -> None:
        self.paper_id.choices = papers


class PaperTakenOutForm(FactsForm):
    """A paper no longer belongs to a project."""

    paper_id = SelectField(validators=[InputRequired()], choices=list, coerce=int, validate_choice=False)
