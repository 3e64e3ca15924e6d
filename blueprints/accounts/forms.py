"""Shape of what is typed around accounts."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, PasswordField, SelectField
from wtforms.validators import DataRequired, EqualTo, Length

from blueprints.accounts.passwords import LONGEST, SHORTEST
from plumbing.forms import AddressField, Form, LineField
from plumbing.versions import FactsForm, VersionedForm

NEEDED = _l("Please fill this in.")
TOO_LONG = _l("At most %(n)d characters, please.", n=LONGEST)


class SignInForm(Form):
    email = AddressField(validators=[DataRequired(NEEDED)])
    password = PasswordField(_l("Password"), [DataRequired(NEEDED)])


class ResetForm(Form):
    email = AddressField(validators=[DataRequired(NEEDED)])


class NewPasswordForm(Form):
    """Twice, so that a slip does not lock somebody out."""

    password = PasswordField(
        _l("New password"),
        [DataRequired(NEEDED), Length(max=LONGEST, message=TOO_LONG)],
        description=_l(
            "At least %(n)d characters; several words that do not belong together are best.", n=SHORTEST
        ),
    )
    again = PasswordField(
        _l("The same again"), [DataRequired(NEEDED), EqualTo("password", _l("The two passwords differ."))]
    )


class ChangePasswordForm(NewPasswordForm):
    current = PasswordField(_l("Current password"), [DataRequired(NEEDED)])


class ProfileForm(VersionedForm):
    name = LineField(_l("Name or function"), 120, [DataRequired(NEEDED)])
    salutation = LineField(
        _l("Form of address in letters"),
        120,
        description=_l("For example “Guten Tag Frau …”; may stay empty."),
    )
    language = SelectField(_l("Language"), choices=lambda: [("de", "Deutsch"), ("en", "English")])
    contact_released = BooleanField(_l("The other members of my tables may see my e-mail address."))


class InviteAccountForm(FactsForm):
    name = LineField(
        _l("Name or function"),
        120,
        [DataRequired(NEEDED)],
        description=_l(
            "If somebody is already known by this address, the account is hers and her name stays."
        ),
    )
    email = AddressField(validators=[DataRequired(NEEDED)])
    is_admin = BooleanField(_l("System administration"))
    is_privacy_officer = BooleanField(_l("Data protection"))
