"""The form of the imprint."""

from flask_babel import lazy_gettext
from wtforms.validators import DataRequired

from plumbing.forms import CONTACT, TextField
from plumbing.versions import VersionedForm


class ImprintForm(VersionedForm):
    """Who runs the site and answers for it."""

    operator = TextField(
        lazy_gettext("Who runs this site"),
        500,
        [DataRequired()],
        meant=CONTACT,
        description=lazy_gettext("Name, legal form, address, and who represents it."),
    )
    contact = TextField(
        lazy_gettext("Contact"),
        300,
        [DataRequired()],
        meant=CONTACT,
        description=lazy_gettext("E-mail and telephone, for quick contact (§ 5 DDG)."),
    )
    privacy_officer = TextField(
        lazy_gettext("Data protection officer"),
        500,
        meant=CONTACT,
        description=lazy_gettext("Contact data are enough; a name is not needed (Art. 13 GDPR)."),
    )
    authority = TextField(
        lazy_gettext("Supervisory authority for data protection"),
        500,
        meant=CONTACT,
        description=lazy_gettext("To which one can complain, with its address."),
    )
