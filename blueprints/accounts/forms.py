"""Shape of what is typed around accounts."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, PasswordField, SelectField
from wtforms.validators import DataRequired, EqualTo, Length

from blueprints.accounts.passwords import LONGEST, SHORTEST
from plumbing.forms import AddressField, Form, LineField

NEEDED = _l("Please fill this in.")


class SignInForm(Form):
    email = AddressField(validators=[DataRequired(NEEDED)])
    password = PasswordField(_l("Password"), [DataRequired(NEEDED)])


class ResetForm(Form):
    email = AddressField(validators=[DataRequired(NEEDED)])


class NewPasswordForm(Form):
    """Twice, so that a slip does not lock somebody out."""

    password = PasswordField(
        _l("New password"),
        [DataRequired(NEEDED), Length(max=LONGEST)],
        description=_l(
            "At least %(n)d characters; several words that do not belong together are best.", n=SHORTEST
        ),
    )
    again = PasswordField(
        _l("The same again"), [DataRequired(NEEDED), EqualTo("password", _l("The two passwords differ."))]
    )


class ChangePasswordForm(NewPasswordForm):
    current = PasswordField(_l("Current password"), [DataRequired(NEEDED)])


class ProfileForm(Form):
    name = LineField(_l("Name or function"), 120, [DataRequired(NEEDED)])
    salutation = LineField(
        _l("Form of address in letters"),
        120,
        description=_l("For example “Guten Tag Frau …”; may stay empty."),
    )
    language = SelectField(_l("Language"), choices=[("de", "Deutsch"), ("en", "English")])
    contact_released = BooleanField(_l("The other members of my tables may see my e-mail address."))


class InviteAccountForm(Form):
    name = LineField(_l("Name or function"), 120, [DataRequired(NEEDED)])
    email = AddressField(validators=[DataRequired(NEEDED)])
    is_admin = BooleanField(_l("System administration"))


class OneButton(Form):
    """Nothing to type."""
