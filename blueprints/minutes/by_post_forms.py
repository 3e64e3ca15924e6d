"""Shape of what is chosen for letters by post."""

from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField
from wtforms.validators import InputRequired, Optional

from plumbing.date_fields import DayField
from plumbing.forms import Form

PRINT, TAKE_BACK = "print", "take-back"


class ByPostForm(Form):
    """To whom; and on which day it was posted, where that is noted."""

    to = SelectMultipleField(_l("To whom?"), [InputRequired(_l("Please choose to whom."))])
    on = DayField(_l("Posted on"), [Optional()])
