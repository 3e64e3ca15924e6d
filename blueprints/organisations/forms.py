"""The forms of the directory."""

from typing import Any

from flask_babel import lazy_gettext
from wtforms import BooleanField, RadioField, SelectField
from wtforms import Form as PlainForm
from wtforms.validators import DataRequired, InputRequired

from models.organisations import DataProtection, Ending, Level, OrganisationKind
from plumbing.date_fields import DayField, FuzzyField
from plumbing.forms import CONTACT, AddressField, LineField, Options, TextField, choices
from plumbing.language import gettext
from plumbing.versions import FactsForm, VersionedForm

Choices = list[tuple[int, str]]


def kinds() -> list[tuple[str, str]]:
    """All kinds of institution in the order of their words."""
    return sorted(((kind.value, gettext(kind.label)) for kind in OrganisationKind), key=lambda each: each[1])


def levels() -> list[tuple[str, str]]:
    return [("", gettext("not stated")), *((level.value, gettext(level.label)) for level in Level)]


def regimes() -> list[tuple[str, str]]:
    return [("", gettext("not stated")), *((each.value, gettext(each.label)) for each in DataProtection)]


def number_or_none(value: Any) -> int | None:
    """The id that a choice stands for; the empty choice is none."""
    return int(value) if value else None


def kind_or_none(value: Any) -> OrganisationKind | None:
    return OrganisationKind(value) if value else None


def in_capitals(typed: str | None) -> str | None:
    """A number as registers write it: without spaces, in capitals."""
    return "".join(typed.split()).upper() if typed else typed


def subject_to_management() -> BooleanField:
    """Authorities usually act so ("vorbehaltlich der Zustimmung der Behördenleitung", domain.md 3)."""
    return BooleanField(
        lazy_gettext("Answers, as a rule, subject to the consent of its management"),
        description=lazy_gettext(
            "What it says then stays provisional until the management has confirmed it."
        ),
    )


def management_note() -> LineField:
    return LineField(
        lazy_gettext("Note on this"),
        200,
        description=lazy_gettext("For example who has to consent, and how long that takes."),
    )


class ManagementForm(VersionedForm):
    """Whether what the institution says needs the consent of its management."""

    decides_subject_to_management = subject_to_management()
    management_note = management_note()


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
    parent_id = SelectField(
        lazy_gettext("Belongs to"),
        coerce=number_or_none,
        description=lazy_gettext("An office is its own member, not the whole city: it belongs to the city."),
    )
    is_collective = BooleanField(
        lazy_gettext("Collective label"),
        description=lazy_gettext(
            "A group that is named together, for example “pregnancy counselling centres”."
        ),
    )
    address_protected = BooleanField(
        lazy_gettext("The address is protected"),
        description=lazy_gettext(
            "For a women's shelter or a safe flat: neither place nor postal address is stored, nor printed"
            " anywhere."
        ),
    )
    place = LineField(lazy_gettext("Place"), 120)
    postal_address = TextField(
        lazy_gettext("Postal address"),
        500,
        description=lazy_gettext("As it stands on a letter, line by line."),
    )
    mailbox = AddressField(
        lazy_gettext("Function mailbox"),
        description=lazy_gettext("Also receives invitations; it outlives a change of persons."),
    )
    mailbox_released = BooleanField(lazy_gettext("All who sign in may see the mailbox"))
    public_contact = LineField(
        lazy_gettext("Public contact"),
        200,
        meant=CONTACT,
        description=lazy_gettext("Telephone or website, as published."),
    )
    data_protection = SelectField(
        lazy_gettext("Data protection law"),
        choices=regimes,
        coerce=lambda value: DataProtection(value) if value else None,
    )
    decides_subject_to_management = subject_to_management()
    management_note = management_note()
    lobby_number = LineField(
        lazy_gettext("Number in the Lobbyregister"),
        20,
        filters=[in_capitals],
        description=lazy_gettext("An R and six digits, for example R001234."),
    )
    note = TextField(lazy_gettext("Note"), 2000)

    def offer(self, parents: Choices) -> None:
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
    kind = SelectField(lazy_gettext("Kind of institution"), coerce=kind_or_none, widget=Options())

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.kind.choices = [("", gettext("all kinds")), *kinds()]


class RenameForm(VersionedForm):
    """The institution bears another name since a day."""

    name = LineField(lazy_gettext("Is now called"), 200, [DataRequired()])
    short_name = LineField(lazy_gettext("Short name"), 60)
    since = FuzzyField(
        lazy_gettext("Since"),
        description=lazy_gettext(
            "As exactly as it is known: 08.09.2022, September 2022, 2022. What happened before keeps the"
            " former name. A name ahead needs its day, as in 01.01.2030: it then changes by itself."
        ),
    )
    source = LineField(
        lazy_gettext("How it is known"), 200, description=lazy_gettext("For example a letter and its date.")
    )


class FormerNameForm(FactsForm):
    """A name that the institution bore once."""

    name = LineField(lazy_gettext("Former name"), 200, [DataRequired()])
    short_name = LineField(lazy_gettext("Short name"), 60)
    until = FuzzyField(
        lazy_gettext("Until"),
        description=lazy_gettext(
            "The first day of the next name, as exactly as it is known. May stay empty."
        ),
    )
    source = LineField(lazy_gettext("How it is known"), 200)


class EndingForm(VersionedForm):
    """An institution is no more, and others take its place."""

    ending = RadioField(
        lazy_gettext("What happens"),
        choices=lambda: choices(Ending),
        coerce=Ending,
        validators=[InputRequired()],
    )
    ended_on = DayField(
        lazy_gettext("On"),
        [InputRequired()],
        description=lazy_gettext("The first day on which the institution is no more. It may lie ahead."),
    )
    end_reason = LineField(
        lazy_gettext("Reason or source"),
        200,
        description=lazy_gettext("For example a decision and its date."),
    )
    successor_1 = SelectField(lazy_gettext("Takes its place"), coerce=number_or_none)
    successor_2 = SelectField(lazy_gettext("and"), coerce=number_or_none)
    successor_3 = SelectField(lazy_gettext("and"), coerce=number_or_none)
    new_successors = TextField(
        lazy_gettext("or new institutions"),
        1000,
        description=lazy_gettext(
            "One name a line. They are added to the directory with the kind, level and place of this one."
        ),
    )

    def offer(self, organisations: Choices) -> None:
        for field in self._successors():
            field.choices = [("", gettext("nobody")), *organisations]

    def facts(self) -> dict[str, Any]:
        lines = (self.new_successors.data or "").splitlines()
        return {
            "ending": self.ending.data,
            "ended_on": self.ended_on.data,
            "end_reason": self.end_reason.data or "",
            "successor_ids": [field.data for field in self._successors() if field.data],
            "new_successors": list(dict.fromkeys(line.strip() for line in lines if line.strip())),
            "based_on": self.based_on.data,
        }

    def _successors(self) -> tuple[SelectField, ...]:
        return self.successor_1, self.successor_2, self.successor_3
