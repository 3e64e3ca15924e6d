"""Shape of what is typed around an agenda: items, their order, guests, files."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from flask_babel import gettext, lazy_gettext
from flask_wtf.file import FileRequired
from wtforms import (
    BooleanField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TimeField,
)
from wtforms.validators import AnyOf, DataRequired, NumberRange, Optional

from blueprints.meetings.forms import Choices, every_level, said
from models.citations import Reference
from models.meetings import ItemKind
from models.visibility import Visibility
from plumbing.clock import BERLIN
from plumbing.forms import (
    AddressField,
    Form,
    Groups,
    LineField,
    ManyField,
    TextField,
    UploadField,
    choices,
    grouped,
    id_or_none,
    named,
)
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
        choices=lambda: choices(ItemKind),
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
    seat_ids = ManyField(lazy_gettext("Named institutions"), coerce=int)
    text = TextField(
        lazy_gettext("Preparation"),
        20_000,
        description=lazy_gettext(
            "Bold: **word**. List: begin the lines with “- ”. Please no details about clients."
        ),
    )
    cites = ManyField(lazy_gettext("Refers to these procedures"))

    def offer(self, seats: Choices, submitters: Choices, citable: Sequence[Reference]) -> None:
        self.seat_ids.choices, self.cites.choices = seats, named(citable)
        self.submitter_id.choices = [("", gettext("nobody named")), *submitters]

    def facts(self) -> dict[str, Any]:
        names = ("title", "kind", "submitter_id", "visibility", "without_investigators", "seat_ids", "text")
        minutes, cites = self.minutes_planned.data or 0, self.cites.data or []
        return said(self, *names) | {"minutes_planned": minutes, "cites": cites}


class EditItemForm(ItemForm, VersionedForm):
    """One item as it is."""

    def facts(self) -> dict[str, Any]:
        return ItemForm.facts(self) | said(self, "based_on")


class GuestForm(Form):
    """Somebody the table knows, or somebody new, for one item."""

    person_id = SelectField(lazy_gettext("Somebody the table knows"), coerce=id_or_none)
    name = LineField(lazy_gettext("Name"), 120, description=lazy_gettext("A name, or the function only."))
    function = LineField(lazy_gettext("Function"), 120)
    email = AddressField()
    slot_from = TimeField(
        lazy_gettext("From"),
        [Optional()],
        description=lazy_gettext("For example 10:30. Stands in the agenda and in the guest’s invitation."),
    )
    slot_until = TimeField(lazy_gettext("Until"), [Optional()])

    def offer(self, people: Groups) -> None:
        """The people of one institution stand together."""
        self.person_id.choices = grouped(("", gettext("please choose")), people)

    def leave_time_open(self) -> None:
        """Before the meeting has its time, no guest can be given one."""
        del self.slot_from
        del self.slot_until

    def facts(self, held_on: date | None) -> dict[str, Any]:
        """`held_on`: the day of the meeting, for the times as typed in Berlin; without it none is asked."""
        told = said(self, "person_id", "name", "function") | {"email": self.email.data or None}
        if held_on is None:
            return told
        return told | {
            "starts_at": _instant(held_on, self.slot_from.data),
            "ends_at": _instant(held_on, self.slot_until.data),
        }


class GuestTimeForm(Form):
    """When a guest is asked to be there."""

    slot_from = TimeField(
        lazy_gettext("From"), [Optional()], description=lazy_gettext("Empty: for the whole meeting.")
    )
    slot_until = TimeField(lazy_gettext("Until"), [Optional()])

    def facts(self, held_on: date) -> dict[str, Any]:
        return {
            "starts_at": _instant(held_on, self.slot_from.data),
            "ends_at": _instant(held_on, self.slot_until.data),
        }


def _instant(day: date, at: time | None) -> datetime | None:
    return datetime.combine(day, at, BERLIN) if at is not None else None


class FileForm(Form):
    """A file for an item."""

    upload = UploadField(
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


class VersionForm(Form):
    """Another version of a file."""

    upload = UploadField(
        lazy_gettext("File"),
        [FileRequired(lazy_gettext("Please choose a file."))],
        description=lazy_gettext("Of the same kind as before; at most 25 MB."),
    )


class ReorderForm(Form):
    """A place for an item: one up, one down, or a number within its part of the agenda."""

    direction = StringField(validators=[AnyOf(("", "up", "down"))], default="")
    to = IntegerField(validators=[Optional(), NumberRange(1, 1000)])
