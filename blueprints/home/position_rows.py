"""Lines of the overview about positions: answers to amendments, and signatures that are asked for."""

from collections.abc import Iterable

from blueprints.home.outside_queries import AskedOutside
from blueprints.home.politics_queries import ToSign
from blueprints.home.round_queries import AtTable
from blueprints.home.rows import Row
from plumbing.language import gettext, ngettext
from plumbing.pages import address


def agreement_rows(tables: list[AtTable]) -> list[Row]:
    """For each table one line; it leads to what is open at the first of the positions."""
    return [_asked(each) for each in tables if each.to_agree]


def _asked(at: AtTable) -> Row:
    return Row(
        due=None,
        title=ngettext(
            "Amendment: does your institution agree to the answer?",
            "%(num)d amendments: does your institution agree to the answers?",
            at.to_agree,
        ),
        detail=gettext("The editors have answered"),
        table_name=at.table_name,
        hue=at.hue,
        action_label=gettext("Answer"),
        url=address("positions.open_amendments", table_id=at.table_id, position_id=at.position_id),
        primary=True,
    )


def signature_rows(tables: list[AtTable], outside: Iterable[AskedOutside] = ()) -> list[Row]:
    """A line for each institution and text, for whoever may sign for it: at a table, or from outside. A text
    that two tables sign asks an institution once."""
    found: dict[int, Row] = {}
    for each in tables:
        for one in each.politics.to_sign if each.politics else ():
            found.setdefault(one.asked_id, _to_sign(each, one))
    for other in outside:
        found.setdefault(other.about.asked_id, _to_sign(other, other.about))
    return list(found.values())


def _to_sign(at: AtTable | AskedOutside, about: ToSign) -> Row:
    of_version = {"table_id": about.kept_by, "position_id": about.position_id, "number": about.number}
    return Row(
        due=about.due_on,
        title=gettext("Does your institution sign? “%(title)s”", title=about.title),
        detail=gettext("%(name)s; without an answer it is not named", name=about.institution),
        table_name=at.table_name,
        hue=at.hue,
        action_label=gettext("Decide"),
        url=address("positions.signatures", **of_version),
        primary=True,
    )
