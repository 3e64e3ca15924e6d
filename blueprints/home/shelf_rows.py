"""Lines of the overview about shelves: the consent that is asked of whoever put a document there."""

from blueprints.home.round_queries import AtTable
from blueprints.home.rows import Row
from plumbing.language import gettext, ngettext
from plumbing.pages import address


def consent_rows(tables: list[AtTable]) -> list[Row]:
    """For each table one line; it leads to the first of the documents."""
    return [_asked(each) for each in tables if each.to_consent]


def _asked(at: AtTable) -> Row:
    return Row(
        due=None,
        title=ngettext(
            "May more people read a document of yours?",
            "May more people read %(num)d documents of yours?",
            at.to_consent,
        ),
        detail=gettext("The shelf of the table asks for your consent"),
        table_name=at.table_name,
        hue=at.hue,
        action_label=gettext("Answer"),
        url=address("tables.document", table_id=at.table_id, document_id=at.document_id),
        primary=True,
    )
