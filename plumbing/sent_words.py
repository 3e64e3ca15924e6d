"""What pages say of letters just written: that they go out, or that they wait and why."""

from flask_babel import gettext, ngettext

from models.sending_pauses import why_stopped
from plumbing.database import house


def told_sent(letters: int, table_id: int | None) -> str:
    """So many letters were written at this table: words that hold while the sending is stopped, too."""
    if not letters:
        return gettext("No letter goes out.")
    if stopped_at(table_id):
        return ngettext(
            "%(num)d letter is written and waits: the sending is stopped.",
            "%(num)d letters are written and wait: the sending is stopped.",
            letters,
        )
    return ngettext("%(num)d letter is on its way.", "%(num)d letters are on their way.", letters)


def stopped_at(table_id: int | None) -> str:
    """Why letters of this table would wait now, as a sentence; empty while they go out."""
    words = why_stopped(house(), table_id)
    return gettext(words) if words else ""
