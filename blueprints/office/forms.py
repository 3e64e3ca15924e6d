"""Shape of what is typed in the office."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.validators import InputRequired

from models.letters import Way
from plumbing.date_fields import DayField
from plumbing.forms import Form


class OtherWayForm(Form):
    """By which way, and on which day, somebody was told what a letter says."""

    way = RadioField(
        _l("How was the recipient told?"),
        [InputRequired(_l("Please choose how."))],
        choices=lambda: [(way.value, gettext(way.label)) for way in (Way.POST, Way.PHONE)],
    )
    on = DayField(_l("On which day?"), [InputRequired(_l("Please give a day."))])
