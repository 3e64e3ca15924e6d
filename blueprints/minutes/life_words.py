"""What became of a frozen edition, in the same words on its page and on its paper."""

from flask_babel import gettext

from blueprints.minutes.documents import Document, Facts
from models.edition_lives import Life
from models.editions import Edition
from plumbing.pages import german_day


def facts_today(document: Document, life: Life) -> Facts:
    """The head of a document with its standing of today; what else is in it is frozen."""
    words, status = status_words(document.edition, life), gettext("Status")
    return [(name, words if name == status and words else value) for name, value in document.facts]


def status_words(edition: Edition, life: Life) -> str:
    """The standing of minutes on the day of printing; empty while the document's own words hold."""
    if life.replaced_on and not life.approved_on:
        day, number = german_day(life.replaced_on), life.replaced_by
        return gettext("replaced by version %(number)s on %(day)s", number=number, day=day)
    if life.approved_on is None:
        return ""
    words = gettext("approved on %(day)s", day=german_day(life.approved_on))
    if life.corrects_approved:
        words = gettext(
            "approved on %(day)s, corrected on %(then)s",
            day=german_day(life.approved_on),
            then=german_day(life.issued_on),
        )
    if life.replaced_on:
        day, number = german_day(life.replaced_on), life.replaced_by
        words += "; " + gettext("replaced by version %(number)s on %(day)s", number=number, day=day)
    return words
