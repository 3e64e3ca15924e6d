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


def signature_rows(tables: list[AtTable], outside: Iterable[AskedOutside]) -> list[Row]:
    """For each table one line, for whoever has the signing right; a text that two tables sign stands once.
    Then what one may sign for an institution outside."""
    found: dict[tuple[int, int], Row] = {}
    for each in tables:
        if each.politics and (to_sign := each.politics.to_sign):
            found.setdefault((to_sign.position_id, to_sign.count), _to_sign(each, to_sign))
    known = {position_id for position_id, _ in found}
    return [*found.values(), *(_from_outside(each) for each in outside if each.position_id not in known)]


def owes_signature_rows(tables: list[AtTable]) -> list[Row]:
    """What one institution owes: its word on final texts, whoever of it may give that."""
    return [
        _to_sign(each, each.politics.to_sign) for each in tables if each.politics and each.politics.to_sign
    ]


def _from_outside(asked: AskedOutside) -> Row:
    ids = {"table_id": asked.table_id, "position_id": asked.position_id, "number": asked.number}
    return Row(
        due=asked.due_on,
        title=gettext("Does your institution sign the final text?"),
        detail=gettext("Without an answer it is not named"),
        table_name=asked.table_name,
        hue=asked.hue,
        action_label=gettext("Decide"),
        url=address("positions.signatures", **ids),
        primary=True,
    )


def _to_sign(at: AtTable, about: ToSign) -> Row:
    of_version = {"table_id": about.kept_by, "position_id": about.position_id, "number": about.number}
    return Row(
        due=about.due_on,
        title=ngettext(
            "Does your institution sign the final text?",
            "Does your institution sign? %(num)d final texts",
            about.count,
        ),
        detail=gettext("Without an answer it is not named"),
        table_name=at.table_name,
        hue=at.hue,
        action_label=gettext("Decide"),
        url=address("positions.signatures", **of_version),
        primary=True,
    )
