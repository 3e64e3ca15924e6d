"""Shape of what is typed around accounts."""

from flask_babel import lazy_gettext
from wtforms import BooleanField, HiddenField, PasswordField, SelectField, StringField
from wtforms.validators import DataRequired, EqualTo, Length

from blueprints.accounts.passwords import LONGEST, SHORTEST
from plumbing.forms import AddressField, Form, LineField
from plumbing.versions import FactsForm, VersionedForm

NEEDED = lazy_gettext("Please fill this in.")
TOO_LONG = lazy_gettext("At most %(n)d characters, please.", n=LONGEST)

WRONG_LENGTH = lazy_gettext("This is not a code.")


class SignInForm(Form):
    email = AddressField(validators=[DataRequired(NEEDED)])
    password = PasswordField(lazy_gettext("Password"), [DataRequired(NEEDED)])


class CodeForm(Form):
    """A code of the second factor, or a recovery code."""

    proof = StringField(
        lazy_gettext("Code"),
        [DataRequired(NEEDED), Length(max=60, message=WRONG_LENGTH)],
        description=lazy_gettext("The six figures that your app shows now, or one of your recovery codes."),
    )


class PasswordForm(Form):
    """The password once more."""

    proof = PasswordField(lazy_gettext("Password"), [DataRequired(NEEDED)])


class SetUpFactorForm(Form):
    """The first code proves that the app has taken the secret over; the offer travels with it, signed."""

    seed = HiddenField()
    proof = StringField(
        lazy_gettext("Code"),
        [DataRequired(NEEDED), Length(max=60, message=WRONG_LENGTH)],
        description=lazy_gettext("The six figures that your app shows now."),
    )


class ResetForm(Form):
    email = AddressField(validators=[DataRequired(NEEDED)])


class AddressForm(Form):
    email = AddressField(lazy_gettext("New e-mail address"), [DataRequired(NEEDED)])


class NewPasswordForm(Form):
    """Twice, so that a slip does not lock somebody out."""

    password = PasswordField(
        lazy_gettext("New password"),
        [DataRequired(NEEDED), Length(max=LONGEST, message=TOO_LONG)],
        description=lazy_gettext(
            "At least %(n)d characters; several words that do not belong together are best.", n=SHORTEST
        ),
    )
    again = PasswordField(
        lazy_gettext("The same again"),
        [DataRequired(NEEDED), EqualTo("password", lazy_gettext("The two passwords differ."))],
    )


class ChangePasswordForm(NewPasswordForm):
    current = PasswordField(lazy_gettext("Current password"), [DataRequired(NEEDED)])
    end_feeds = BooleanField(
        lazy_gettext("My calendar addresses shall end, too."),
        description=lazy_gettext("Tick this if a device was lost or somebody else may know your password."),
    )


class ProfileForm(VersionedForm):
    name = LineField(lazy_gettext("Name or function"), 120, [DataRequired(NEEDED)])
    salutation = LineField(
        lazy_gettext("Form of address in letters"),
        120,
        description=lazy_gettext(
            "For example “Sehr geehrte Frau …”. Greeting and comma are added where they are missing. "
            "Empty: “Guten Tag,”."
        ),
    )
    language = SelectField(lazy_gettext("Language"), choices=lambda: [("de", "Deutsch"), ("en", "English")])
    contact_released = BooleanField(lazy_gettext("The other members of my tables may see my e-mail address."))
    due_mails = BooleanField(
        lazy_gettext("Write to me when something is due for my tables."),
        description=lazy_gettext(
            "Call for topics, closing of the agenda, invitation: three working days before the last day."
        ),
    )


class DutiesForm(VersionedForm):
    is_admin = BooleanField(
        lazy_gettext("System administration"),
        description=lazy_gettext("Accounts, empty tables, settings of the instance."),
    )
    is_privacy_officer = BooleanField(
        lazy_gettext("Data protection"), description=lazy_gettext("Reads the change log of all tables.")
    )


class InviteAccountForm(FactsForm):
    name = LineField(
        lazy_gettext("Name or function"),
        120,
        [DataRequired(NEEDED)],
        description=lazy_gettext(
            "If somebody is already known by this address, the account is hers and her name stays."
        ),
    )
    email = AddressField(validators=[DataRequired(NEEDED)])
    is_admin = BooleanField(lazy_gettext("System administration"))
    is_privacy_officer = BooleanField(lazy_gettext("Data protection"))
