"""Lines of the overview about positions: does the institution agree to the answer to its amendment?"""

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
