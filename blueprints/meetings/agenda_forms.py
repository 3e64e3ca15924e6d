"""Shape of what is typed around an agenda: items, their order, guests, files."""

from typing import Any

from flask_babel import gettext, lazy_gettext
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, IntegerField, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.validators import AnyOf, DataRequired, NumberRange, Optional

from blueprints.meetings.forms import Choices, every_level, id_or_none, said
from models.meetings import ItemKind
from models.visibility import Visibility
from plumbing.forms import AddressField, Form, LineField, TextField
from plumbing.versions import VersionedForm


class ItemForm(Form):
    """One item of an agenda."""

    title = LineField(
        lazy_gettext("Title"),
        200,
        [DataRequired(lazy_gettext("Please give a title."))],
        description=lazy_gettext("Short, and nothing about clients."),
    )
    kind = SelectField(
        lazy_gettext("Kind of item"),
        choices=lambda: [(each.value, gettext(each.label)) for each in ItemKind],
        coerce=ItemKind,
        default=ItemKind.CONSULTATION,
    )
    minutes_planned = IntegerField(lazy_gettext("Planned minutes"), [Optional(), NumberRange(0, 600)])
    submitter_id = SelectField(lazy_gettext("Submitted by"), coerce=id_or_none)
    visibility = RadioField(
        lazy_gettext("Who may see this item"),
        choices=every_level,
        coerce=Visibility,
        default=Visibility.INTERNAL,
    )
    without_investigators = BooleanField(
        lazy_gettext("Everybody except investigating authorities"),
        description=lazy_gettext("Names all institutions but police, public prosecutor and courts."),
    )
    seat_ids = SelectMultipleField(lazy_gettext("Named institutions"), coerce=int)
    text = TextField(
        lazy_gettext("Preparation"),
        20_000,
        description=lazy_gettext("Markdown. Please no details about clients."),
    )

    def offer(self, seats: Choices, submitters: Choices) -> None:
        self.seat_ids.choices = seats
        self.submitter_id.choices = [("", gettext("nobody named")), *submitters]

    def facts(self) -> dict[str, Any]:
        names = ("title", "kind", "submitter_id", "visibility", "without_investigators", "seat_ids", "text")
        return said(self, *names) | {"minutes_planned": self.minutes_planned.data or 0}


class EditItemForm(ItemForm, VersionedForm):
    """One item as it is."""

    def facts(self) -> dict[str, Any]:
        return ItemForm.facts(self) | said(self, "based_on")


class GuestForm(Form):
    """Somebody the table knows, or somebody new, for one item."""

    person_id = SelectField(lazy_gettext("Person"), coerce=id_or_none)
    name = LineField(
        lazy_gettext("or a new person: name"), 120, description=lazy_gettext("A name, or the function only.")
    )
    function = LineField(lazy_gettext("Function"), 120)
    email = AddressField()
    slot = LineField(
        lazy_gettext("Time"),
        40,
        description=lazy_gettext("From when, for example 10:30. Stands in the invitation."),
    )

    def offer(self, people: Choices) -> None:
        self.person_id.choices = [("", gettext("please choose")), *people]

    def facts(self) -> dict[str, Any]:
        return said(self, "person_id", "name", "function", "slot") | {"email": self.email.data or None}


class FileForm(Form):
    """A file for an item."""

    upload = FileField(
        lazy_gettext("File"),
        [FileRequired(lazy_gettext("Please choose a file."))],
        description=lazy_gettext("PDF, Word, Excel, PowerPoint, OpenDocument, picture, text; at most 25 MB."),
    )
    visibility = RadioField(
        lazy_gettext("Who may see this file"),
        choices=every_level,
        coerce=Visibility,
        default=Visibility.INTERNAL,
    )


class ReorderForm(Form):
    """A place for an item: one up, one down, or a number within its part of the agenda."""

    direction = StringField(validators=[AnyOf(("", "up", "down"))], default="")
    to = IntegerField(validators=[Optional(), NumberRange(1, 1000)])
