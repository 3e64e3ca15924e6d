"""The forms of the directory."""

from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, SelectField
from wtforms import Form as PlainForm
from wtforms.validators import DataRequired, InputRequired

from models.organisations import Level, OrganisationKind
from plumbing.forms import AddressField, LineField, TextField
from plumbing.versions import FactsForm, VersionedForm


def kinds() -> list[tuple[str, str]]:
    """All kinds of institution in the order of their words."""
    return sorted(((kind.value, gettext(kind.label)) for kind in OrganisationKind), key=lambda each: each[1])


def levels() -> list[tuple[str, str]]:
    return [("", gettext("not stated")), *((level.value, gettext(level.label)) for level in Level)]


def number_or_none(value: Any) -> int | None:
    """The id that a choice stands for; the empty choice is none."""
    return int(value) if value else None


def kind_or_none(value: Any) -> OrganisationKind | None:
    return OrganisationKind(value) if value else None


class NewOrganisationForm(FactsForm):
    """The facts of an institution."""

    name = LineField(lazy_gettext("Name"), 200, [DataRequired()])
    short_name = LineField(
        lazy_gettext("Short name"), 60, description=lazy_gettext("Stands in the picture of the round table.")
    )
    kind = SelectField(
        lazy_gettext("Kind of institution"),
        choices=lambda: [("", gettext("please choose")), *kinds()],
        coerce=kind_or_none,
        validators=[InputRequired()],
    )
    level = SelectField(
        lazy_gettext("Level"), choices=levels, coerce=lambda value: Level(value) if value else None
    )
    parent_id = SelectField(lazy_gettext("Belongs to"), coerce=number_or_none)
    is_collective = BooleanField(
        lazy_gettext("Collective label"),
        description=lazy_gettext(
            "A group that is named together, for example “pregnancy counselling centres”."
        ),
    )
    address_protected = BooleanField(
        lazy_gettext("The address is protected"),
        description=lazy_gettext(
            "For a women's shelter or a safe flat: no place is stored, nor printed anywhere."
        ),
    )
    place = LineField(lazy_gettext("Place"), 120)
    mailbox = AddressField(
        lazy_gettext("Function mailbox"),
        description=lazy_gettext("Also receives invitations; it outlives a change of persons."),
    )
    mailbox_released = BooleanField(lazy_gettext("All who sign in may see the mailbox"))
    public_contact = LineField(
        lazy_gettext("Public contact"), 200, description=lazy_gettext("Telephone or website, as published.")
    )
    note = TextField(lazy_gettext("Note"), 2000)

    def offer(self, parents: list[tuple[int, str]]) -> None:
        """Hand in the institutions to choose from."""
        self.parent_id.choices = [("", gettext("none")), *parents]

    def facts(self) -> dict[str, Any]:
        """An empty mailbox is none."""
        return super().facts() | {"mailbox": self.mailbox.data or None}


class OrganisationForm(NewOrganisationForm, VersionedForm):
    """The facts of an institution that is in the directory already."""


class SearchForm(PlainForm):
    """What the directory is searched for; it travels in the address."""

    q = LineField(lazy_gettext("Name"), 100)
    kind = SelectField(lazy_gettext("Kind of institution"), coerce=kind_or_none)

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.kind.choices = [("", gettext("all kinds")), *kinds()]
