"""Lines of the overview about procedures: adoptions that are asked for or waited for, reviews."""

from itertools import groupby

from flask_babel import gettext, ngettext

from blueprints.home.procedure_parts import Consultations, Reviews
from blueprints.home.round_queries import AtTable, Running, Waiting
from blueprints.home.rows import Row
from models.actors import Actor
from models.rounds import RoundKind
from plumbing.pages import address


def adoption_rows(waiting: Waiting, by: Actor) -> list[Row]:
    """What she may sign for her institutions, then what her tables wait for."""
    asked = _silent(waiting)
    signs = {seat.seat_id for seat in by.seats if seat.may_sign}
    owed = [_owed(each) for each in asked if each.seat_id in signs]
    owed += [_to_confirm(each) for each in _of_adoptions(waiting.unconfirmed) if each.seat_id in signs]
    rounds = [list(each) for _, each in groupby(asked, key=lambda each: each.round_id)]
    return owed + [_waiting(each) for each in rounds if each[0].table_id in by.coordinates]


def owes_adoption_rows(waiting: Waiting) -> list[Row]:
    """What one institution owes."""
    unconfirmed = _of_adoptions(waiting.unconfirmed)
    return [*map(_owed, _silent(waiting)), *map(_to_confirm, unconfirmed)]


def procedure_review_rows(tables: list[AtTable]) -> list[Row]:
    """For each of her tables one line about the procedures whose review is due or near."""
    return [_to_review(each, each.reviews) for each in tables if each.reviews]


def _to_review(at: AtTable, found: Reviews) -> Row:
    one = {"procedure_id": found.procedure_id} if found.procedure_id else {}
    return Row(
        due=found.due_on,
        title=ngettext(
            "%(num)d procedure is to be reviewed", "%(num)d procedures are to be reviewed", found.count
        ),
        detail=found.title,
        table_name=at.table_name,
        hue=at.hue,
        action_label=gettext("Look"),
        url=address("procedures.show" if one else "procedures.index", table_id=at.table_id, **one),
    )


def consultation_rows(tables: list[AtTable]) -> list[Row]:
    """For each table one line about drafts on which one's institution has said nothing yet."""
    return [_to_comment(each, each.consultations) for each in tables if each.consultations]


def _to_comment(at: AtTable, found: Consultations) -> Row:
    one = {"procedure_id": found.procedure_id, "number": found.number} if found.procedure_id else {}
    return Row(
        due=found.until,
        title=ngettext(
            "The draft of a procedure is open for comments",
            "The drafts of %(num)d procedures are open for comments",
            found.count,
        ),
        detail=found.title,
        table_name=at.table_name,
        hue=at.hue,
        action_label=gettext("Comment"),
        url=address("procedures.version" if one else "procedures.index", table_id=at.table_id, **one),
    )


def _of_adoptions(asked: list[Running]) -> list[Running]:
    return [each for each in asked if each.kind is RoundKind.ADOPTION]


def _silent(waiting: Waiting) -> list[Running]:
    return [each for each in _of_adoptions(waiting.running) if each.is_silent]


def _owed(asked: Running) -> Row:
    return Row(
        due=asked.due_on,
        title=gettext("Your institution is asked to adopt: %(title)s", title=asked.title),
        detail=asked.institution,
        table_name=asked.table_name,
        hue=asked.hue,
        action_label=gettext("Answer"),
        url=_url(asked),
        primary=True,
    )


def _to_confirm(asked: Running) -> Row:
    return Row(
        due=None,
        title=gettext("The word of the management is missing: %(title)s", title=asked.title),
        detail=asked.institution,
        table_name=asked.table_name,
        hue=asked.hue,
        action_label=gettext("Look"),
        url=_url(asked),
    )


def _waiting(asked: list[Running]) -> Row:
    first = asked[0]
    return Row(
        due=first.due_on,
        title=gettext("Adoption of “%(title)s”", title=first.title),
        detail=ngettext("%(num)d answer is missing", "%(num)d answers are missing", len(asked)),
        table_name=first.table_name,
        hue=first.hue,
        action_label=gettext("Look"),
        url=_url(first),
    )


def _url(asked: Running) -> str:
    return address(
        "procedures.version",
        table_id=asked.table_id,
        procedure_id=asked.procedure_id,
        number=asked.number,
    )
