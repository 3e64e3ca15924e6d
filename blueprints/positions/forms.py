"""Shape of what is typed about positions, their sections and versions."""

from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, HiddenField, IntegerField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than its stubs
from wtforms.validators import InputRequired, NumberRange
from wtforms.widgets import HiddenInput

from models.positions import DRAFTED_AS, PositionKind
from models.texts import LONGEST
from models.visibility import Visibility
from plumbing.date_fields import DayField
from plumbing.forms import Form, LineField, ManyField, TextField, choices, id_or_none
from plumbing.looked_at import LookedAtForm
from plumbing.versions import FactsForm, VersionedForm

Choices = list[tuple[int, str]]


def base() -> Any:
    """Which version something starts from."""
    return IntegerField(widget=HiddenInput(), validators=[InputRequired(), NumberRange(0, 10**6)])


class PositionForm(FactsForm):
    """What is said about a position, and who may read it."""

    title = LineField(lazy_gettext("Title"), 200, [InputRequired(lazy_gettext("Please give a title."))])
    kind = SelectField(
        lazy_gettext("Kind of position"),
        choices=lambda: choices(PositionKind),
        coerce=PositionKind,
    )
    project_id = SelectField(lazy_gettext("On the project"), coerce=id_or_none)
    purpose = TextField(
        lazy_gettext("Purpose"), 2000, description=lazy_gettext("What it is to bring about, and by when.")
    )
    addressees = TextField(
        lazy_gettext("Addressees"), 2000, description=lazy_gettext("Bodies and offices, one a line.")
    )
    visibility = RadioField(
        lazy_gettext("Who may read it"),
        choices=lambda: [(each.value, gettext(each.label)) for each in DRAFTED_AS],
        coerce=Visibility,
        default=Visibility.INTERNAL,
    )
    seat_ids = ManyField(lazy_gettext("Named institutions"), coerce=int)

    def offer(self, seats: Choices, projects: Choices) -> None:
        self.seat_ids.choices = seats
        named = [(str(key), title) for key, title in projects]
        self.project_id.choices = [("", gettext("on none")), *named]


class NewPositionForm(PositionForm):
    """An idea for a position."""

    usual_sections = BooleanField(
        lazy_gettext("Begin with the usual sections of this kind"),
        default=True,
        description=lazy_gettext("They can be renamed, moved and taken out."),
    )

    like_id = SelectField(
        lazy_gettext("or with the sections, words and sources of an earlier position"), coerce=id_or_none
    )

    def offer_earlier(self, positions: Choices) -> None:
        named = [(str(key), title) for key, title in positions]
        self.like_id.choices = [("", gettext("of none")), *named]

    def facts(self) -> dict[str, Any]:
        given = super().facts()
        return {name: value for name, value in given.items() if name not in ("usual_sections", "like_id")}


class EditPositionForm(PositionForm, VersionedForm):
    """A position as it is described."""


class EditorsForm(FactsForm):
    """Who writes a position."""

    leads = ManyField(lazy_gettext("In the lead"), coerce=int)
    writes = ManyField(lazy_gettext("Writing with them"), coerce=int)

    def offer(self, people: Choices) -> None:
        self.leads.choices = self.writes.choices = people


class NewSectionForm(FactsForm):
    """A section more."""

    heading = LineField(lazy_gettext("Heading"), 200, [InputRequired(lazy_gettext("Please give a heading."))])
    after_id = SelectField(lazy_gettext("Stands after"), coerce=id_or_none)

    def offer(self, sections: Choices) -> None:
        named = [(str(key), words) for key, words in sections]
        self.after_id.choices = [("", gettext("at the beginning")), *named]


class SectionForm(Form):
    """A section's heading and words, with the versions that they started from."""

    heading = LineField(lazy_gettext("Heading"), 200, [InputRequired(lazy_gettext("Please give a heading."))])
    markdown = TextField(
        lazy_gettext("Text"),
        LONGEST,
        description=lazy_gettext("An empty line begins a new paragraph. [^1] calls source number 1."),
        render_kw={"rows": 18},
    )
    based_on = base()
    heading_based_on = base()

    def saved(self) -> dict[str, Any]:
        """What the rules are told."""
        return {
            "markdown": self.markdown.data or "",
            "heading": self.heading.data or "",
            "based_on": self.based_on.data or 0,
            "heading_based_on": self.heading_based_on.data,
        }


class MoveForm(FactsForm):
    """One place up, else down."""

    up = BooleanField()


class HandForm(FactsForm):
    """In whose hands a section is."""

    editor_id = SelectField(lazy_gettext("In the hands of"), coerce=id_or_none)

    def offer(self, editors: Choices) -> None:
        named = [(str(key), words) for key, words in editors]
        self.editor_id.choices = [("", gettext("nobody in particular")), *named]


class UntilForm(LookedAtForm, FactsForm):
    """Until when amendments may be handed in; whoever opens them has looked at who gets a letter."""

    until = DayField(
        lazy_gettext("Amendments until"),
        [InputRequired(lazy_gettext("Please choose a day."))],
        description=lazy_gettext("That day included."),
    )


class FinalForm(FactsForm):
    """The words that were shown, by their sections and versions, and whether amendments end early."""

    shown = HiddenField(validators=[InputRequired()])
    early = BooleanField(lazy_gettext("Freeze it although amendments may still be handed in"))

    def show_anew(self, shown: str) -> None:
        """After a refusal the words stand on the page as they are now."""
        if self.form_errors:
            self.shown.data = shown


class NewSourceForm(FactsForm):
    """Where a claim comes from."""

    words = TextField(
        lazy_gettext("The source as it is printed"),
        1000,
        [InputRequired(lazy_gettext("Please give the source."))],
        description=lazy_gettext("Author, title, date, place: what a reader needs to find it."),
    )
    leads_to = SelectField(
        lazy_gettext("Where it stands at the table"),
        description=lazy_gettext("Whoever may see it finds a way to it; it is not printed."),
        default="",
    )

    def offer(self, groups: list[tuple[str, list[tuple[str, str]]]]) -> None:
        """Papers, decisions, items of minutes, procedures: each kind with its heading."""
        self.leads_to.choices = [
            SelectChoice("", gettext("nowhere")),
            *(SelectChoice(key, words, optgroup=name) for name, known in groups for key, words in known),
        ]


class EditSourceForm(NewSourceForm, VersionedForm):
    """A source as it stands."""
