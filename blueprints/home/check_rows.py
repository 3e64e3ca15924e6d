"""Lines of the overview about questions back: what an institution has to say of its answer, and who waits."""

from blueprints.home.check_parts import Checks
from blueprints.home.round_queries import AtTable
from blueprints.home.rows import Row
from models.actors import Actor
from plumbing.language import gettext, ngettext
from plumbing.pages import address


def check_rows(tables: list[AtTable]) -> list[Row]:
    """For each table one line of each kind."""
    return [_row(at, some) for at in tables if at.politics for some in at.politics.checks]


def owes_check_rows(tables: list[AtTable], by: Actor, *, own: bool) -> list[Row]:
    """What one institution has not replied to, for its own people and the coordination that has asked."""
    return [
        _row(at, some)
        for at in tables
        if at.politics
        for some in at.politics.checks
        if own or by.coordinates_body(some.table_id)
    ]


def _row(at: AtTable, some: Checks) -> Row:
    title, detail, label = _words(some)
    return Row(
        due=None,
        title=title,
        detail=detail,
        table_name=at.table_name,
        hue=at.hue,
        action_label=label,
        url=_url(some),
        primary=some.kind == "asked",
    )


def _words(some: Checks) -> tuple[str, str, str]:
    """What is to be done, a word more about it, and what the button says."""
    num = some.count
    if some.kind == "asked":
        words = ngettext(
            "A question about an answer of your institution",
            "Questions about %(num)d answers of your institution",
            num,
        )
        return words, gettext("Say whether it is right, or what is to be corrected"), gettext("Reply")
    if some.kind == "wrong":
        words = ngettext(
            "An answer to a survey is to be corrected", "%(num)d answers to surveys are to be corrected", num
        )
        return words, gettext("The institution has said what is wrong"), gettext("Look")
    words = ngettext(
        "A question about an answer to a survey is open",
        "Questions about %(num)d answers to surveys are open",
        num,
    )
    return words, gettext("Waiting for the institution"), gettext("Look")


def _url(some: Checks) -> str:
    ids = {"table_id": some.table_id, "survey_id": some.survey_id}
    if some.survey_id is None:
        return address("surveys.index", table_id=some.table_id)
    if some.respondent_id is None:
        return address("surveys.show", **ids)
    endpoint = "surveys.check_answer" if some.kind == "asked" else "surveys.respondent"
    return address(endpoint, respondent_id=some.respondent_id, **ids)
