"""The forms of nominations."""

from typing import Any

from flask_babel import lazy_gettext
from wtforms import BooleanField, SelectField
from wtforms.validators import DataRequired, InputRequired, Optional

from blueprints.tables.people.forms import PaperDeclarationField, is_same, same_person_field
from models.guarding import Kind
from models.nominations import NominationWay
from models.seats import AppointmentRole
from plumbing.date_fields import DayField
from plumbing.forms import CONTACT, UPLOAD_HINT, AddressField, LineField, TextField, UploadField, choices
from plumbing.versions import FactsForm


class NominationForm(FactsForm):
    """Who shall act for the institution, in text form."""

    role = SelectField(lazy_gettext("Role"), choices=lambda: choices(AppointmentRole), coerce=AppointmentRole)
    name = LineField(
        lazy_gettext("Name"), 120, [DataRequired()], description=lazy_gettext("A name, or the function only.")
    )
    function = LineField(lazy_gettext("Function"), 120)
    email = AddressField(lazy_gettext("Official e-mail address"))
    may_sign = BooleanField(lazy_gettext("May sign for the institution"))
    starts_on = DayField(lazy_gettext("From"), [Optional()], description=lazy_gettext("Empty: at once."))
    ends_on = DayField(
        lazy_gettext("Until"), [Optional()], description=lazy_gettext("The last day. Empty: open.")
    )
    wording = TextField(
        lazy_gettext("Wording of the nomination"),
        2000,
        meant=CONTACT,
        description=lazy_gettext(
            "For example: “We name ... as our representative at the round table.” "
            "Wording, reference or the letter itself is needed."
        ),
    )
    reference = LineField(
        lazy_gettext("or reference of the letter"),
        200,
        meant=(Kind.FILE_NUMBER,),
        description=lazy_gettext("For example its date and file number, if it is on file."),
    )

    upload = UploadField(lazy_gettext("or the letter itself"), description=UPLOAD_HINT)

    def facts(self) -> dict[str, Any]:
        """An empty address is none; the letter is judged by its bytes first."""
        said = {name: value for name, value in super().facts().items() if name != "upload"}
        return said | {"email": self.email.data or None}


class RecordedNominationForm(NominationForm):
    """What came to the coordination by letter or mail."""

    way = SelectField(
        lazy_gettext("Received"),
        choices=lambda: choices(NominationWay, NominationWay.SITE),
        coerce=NominationWay,
    )
    received_on = DayField(lazy_gettext("Received on"), [InputRequired()])


class ConfirmForm(FactsForm):
    """The coordination confirms a nomination."""

    follows = BooleanField(
        lazy_gettext("The present representative acts until the day before"),
        default=True,
        description=lazy_gettext("Without this tick a second representative is refused."),
    )
    declared_on = PaperDeclarationField()
    same = same_person_field()
    send_link = BooleanField(
        lazy_gettext("Send a link to set up an account, if there is none yet"), default=True
    )

    def facts(self) -> dict[str, Any]:
        return super().facts() | {"same": is_same(self.same)}


class SendBackForm(FactsForm):
    """Back to the institution, with a reason."""

    reason = LineField(lazy_gettext("Reason"), 300, [DataRequired()])
