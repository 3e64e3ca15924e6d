"""The forms about people at a table: appointments, offices, their data."""

from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, HiddenField, IntegerField, RadioField, SelectField
from wtforms.validators import DataRequired, InputRequired, NumberRange, Optional

from models.bodies import OfficeKind
from models.seats import AppointmentRole
from plumbing.date_fields import DayField
from plumbing.forms import AddressField, Form, Groups, LineField, choices, grouped, id_or_none
from plumbing.versions import VersionedForm

SALUTATION_HINT = lazy_gettext(
    "For example “Sehr geehrte Frau …”. Greeting and comma are added where they are missing. "
    "Empty: “Guten Tag,”."
)


class PaperDeclarationField(DayField):
    """The day on a declaration that came on paper."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            lazy_gettext("Confidentiality declaration on paper of"),
            [Optional()],
            description=lazy_gettext(
                "Only if it came on paper; otherwise the person gives it after signing in. Without it there "
                "is no access, where the table asks for one."
            ),
            **kwargs,
        )


def same_person_field() -> RadioField:
    """Shown once somebody is known by the address under another name; until then it says nothing."""
    return RadioField(
        lazy_gettext("Is it the same person?"),
        choices=lambda: [
            ("yes", gettext("Yes, the same person; only the name is spelled otherwise")),
            ("no", gettext("No, somebody else with the same mailbox")),
        ],
        validate_choice=False,
    )


def is_same(field: RadioField) -> bool | None:
    return {"yes": True, "no": False}.get(field.data or "")


class PersonForm(Form):
    """Somebody known at the table, or somebody new."""

    person_id = SelectField(lazy_gettext("Person"), coerce=id_or_none)
    name = LineField(lazy_gettext("Name"), 120, description=lazy_gettext("A name, or the function only."))
    function = LineField(lazy_gettext("Function"), 120)
    salutation = LineField(
        lazy_gettext("Salutation"),
        120,
        description=SALUTATION_HINT,
    )
    email = AddressField(lazy_gettext("Official e-mail address"))
    same = same_person_field()
    send_link = BooleanField(
        lazy_gettext("Send a link to set up an account, if there is none yet"), default=True
    )

    def offer(self, people: Groups) -> None:
        """The people of one institution stand together."""
        self.person_id.choices = grouped(("", gettext("somebody new")), people)

    def person(self) -> dict[str, Any]:
        """What the rules want to know about whom it is."""
        names = ("person_id", "name", "function", "salutation", "email")
        return {name: self[name].data for name in names} | {"same": is_same(self.same)}


class CorrectPersonForm(VersionedForm):
    """The data of a person."""

    name = LineField(
        lazy_gettext("Name"),
        120,
        [DataRequired()],
        description=lazy_gettext("A name, or the function only."),
    )
    function = LineField(lazy_gettext("Function"), 120)
    email = AddressField(lazy_gettext("Official e-mail address"))
    salutation = LineField(
        lazy_gettext("Salutation"),
        120,
        description=SALUTATION_HINT,
    )
    contact_released = BooleanField(
        lazy_gettext("Members may see the address"),
        description=lazy_gettext("Only with the person's consent."),
    )

    def facts(self) -> dict[str, Any]:
        """An empty address is none."""
        return super().facts() | {"email": self.email.data or None}


class AppointmentForm(PersonForm):
    """A person for a seat."""

    role = SelectField(lazy_gettext("Role"), choices=lambda: choices(AppointmentRole), coerce=AppointmentRole)
    rank = IntegerField(
        lazy_gettext("Place among the deputies"),
        [Optional(), NumberRange(1, 99)],
        description=lazy_gettext("Empty: after those there are."),
    )
    may_sign = BooleanField(lazy_gettext("May sign for the institution"))
    declared_on = PaperDeclarationField()
    starts_on = DayField(lazy_gettext("From"), [Optional()], description=lazy_gettext("Empty: at once."))
    ends_on = DayField(
        lazy_gettext("Until"), [Optional()], description=lazy_gettext("The last day. Empty: open.")
    )

    def facts(self) -> dict[str, Any]:
        names = ("role", "rank", "may_sign", "declared_on", "starts_on", "ends_on", "send_link")
        return {name: self[name].data for name in names} | {"person": self.person()}


class SuccessorForm(PersonForm):
    """Who follows on a seat, from which day; the present one goes on until the day before."""

    starts_on = DayField(
        lazy_gettext("Acts from"),
        [InputRequired()],
        description=lazy_gettext("The present one acts until the day before."),
    )
    may_sign = BooleanField(
        lazy_gettext("May sign for the institution"),
        description=lazy_gettext(
            "A right to sign does not pass on: tick this only if the institution has given it anew."
        ),
    )
    declared_on = PaperDeclarationField()

    def facts(self) -> dict[str, Any]:
        names = ("starts_on", "may_sign", "declared_on", "send_link")
        return {name: self[name].data for name in names} | {"person": self.person()}


class EditAppointmentForm(VersionedForm):
    """Signing right, and a declaration that came on paper."""

    may_sign = BooleanField(lazy_gettext("May sign for the institution"))
    declared_on = PaperDeclarationField()


class OfficeForm(PersonForm):
    """An office for a person."""

    kind = SelectField(
        lazy_gettext("Office at the table"), choices=lambda: choices(OfficeKind), coerce=OfficeKind
    )
    starts_on = DayField(lazy_gettext("From"), [Optional()], description=lazy_gettext("Empty: at once."))
    ends_on = DayField(
        lazy_gettext("Until"), [Optional()], description=lazy_gettext("The last day. Empty: open.")
    )

    def facts(self) -> dict[str, Any]:
        names = ("kind", "starts_on", "ends_on", "send_link")
        return {name: self[name].data for name in names} | {"person": self.person()}


class DeclarationForm(Form):
    """The declaration: what was shown travels along as its hash."""

    shown = HiddenField()
    given = BooleanField(
        lazy_gettext("I have read this and declare it for my work at this table."),
        [InputRequired(lazy_gettext("Please tick this to give the declaration."))],
    )
