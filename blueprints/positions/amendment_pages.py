"""The pages of amendments: one with what it changes and what became of it, and those that are still open."""

from dataclasses import dataclass
from typing import Any

from flask import abort, url_for

from blueprints.positions import amendment_rules, answer_rules, queries, rules
from blueprints.positions.amendment_forms import AgreeForm, AmendForm, AnswerForm, CommentForm, SpeakForm
from blueprints.positions.version_pages import MARKS, collisions, found_version, place_words
from models.amendments import Amendment, AmendmentAnswer
from models.comparing import word_diff
from models.editions import Edition
from models.passages import at, numbered_sections, shown_change
from models.position_texts import PositionVersion, section_of
from models.positions import Position
from models.words import N_
from plumbing import clock
from plumbing.access import me
from plumbing.database import reading
from plumbing.gestures import Passed

Change = list[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class ShownAmendment:
    """`change` is what the institution wants, `answer_change` what the editors would write instead."""

    amendment: Amendment
    place: str
    change: Change
    answer_change: Change
    others: list[Amendment]


def own_institutions(position: Position, *, advisory: bool = False) -> list[tuple[int, str]]:
    """Those for which one speaks, by name."""
    names = queries.organisation_names(reading(), position.voices(me(), advisory=advisory))
    return list(names.items())


def amend_page(position: Position, number: int, section_id: int) -> tuple[AmendForm, dict[str, Any]]:
    """The section as it stands in the newest version, to be worded otherwise."""
    if not position.voices(me()):
        abort(404)
    version, section = open_section(position, number, section_id)
    must_take_amendments(position)
    form = AmendForm(markdown=section["markdown"])
    form.offer(own_institutions(position))
    return form, {"section": section, "version": version}


def open_section(position: Position, number: int, section_id: int) -> tuple[PositionVersion, dict[str, Any]]:
    """A section of the newest version: amendments and comments are to no other."""
    version = found_version(position, number)
    if version is not position.newest:
        raise Passed(N_("There is a newer version by now. Please say it about that one."), place(position))
    content = queries.edition(reading(), version).data
    return version, section_of(content, section_id) or abort(404)


def must_take_amendments(position: Position) -> None:
    """Tell whoever might propose and support why it takes no amendments any more."""
    if not amendment_rules.may_propose(me(), position, clock.today()):
        raise Passed(amendment_rules.why_closed(position), place(position))


def place(position: Position) -> str:
    return url_for("positions.show", table_id=position.body_id, position_id=position.id)


def comment_page(position: Position, number: int, section_id: int) -> tuple[CommentForm, dict[str, Any]]:
    version, section = open_section(position, number, section_id)
    if why := amendment_rules.why_still(position):
        raise Passed(why, place(position))
    form = CommentForm()
    institutions = own_institutions(position, advisory=True)
    form.offer(section["paragraphs"], institutions, editor=rules.may_write(me(), position))
    return form, {"section": section, "version": version}


def found_amendment(position: Position, amendment_id: int) -> Amendment:
    return queries.amendment(reading(), position.id, amendment_id) or abort(404)


def amendment_page(position: Position, amendment: Amendment) -> dict[str, Any]:
    """One amendment, and what the reader may do with it."""
    version = next(each for each in position.versions if each.id == amendment.version_id)
    edition = queries.edition(reading(), version)
    beside = queries.amendments(reading(), version.id)
    speaks = amendment_rules.may_speak_for(me(), position, amendment)
    asked = (
        amendment.answer in (AmendmentAnswer.MODIFIED, AmendmentAnswer.REFUSED) and not amendment.by_meeting
    )
    return {
        "amendment": amendment,
        "version": version,
        "shown": _shown(edition, amendment, beside),
        "mark": MARKS[amendment.state],
        "may_answer": amendment_rules.may_answer(me(), position) and _is_live(amendment),
        "may_withdraw": speaks,
        "agree_form": agree_form(amendment) if speaks and asked else None,
        **_support(position, amendment),
    }


def _is_live(amendment: Amendment) -> bool:
    return amendment.withdrawn_at is None and amendment.merged_at is None


def must_be_live(position: Position, amendment: Amendment) -> None:
    """Tell whoever answers it, or speaks for its institution, that nothing can be said about it any more."""
    why = amendment_rules.why_over(position, amendment)
    if why:
        ids: dict[str, Any] = {
            "table_id": position.body_id,
            "position_id": position.id,
            "amendment_id": amendment.id,
        }
        raise Passed(why, url_for("positions.amendment", **ids))


def consent_form(position: Position, amendment: Amendment, page: dict[str, Any]) -> AgreeForm:
    """The question whether the institution agrees; its people are told when it is asked no longer."""
    if amendment.organisation_id not in position.voices(me()):
        abort(404)
    must_be_live(position, amendment)
    form: AgreeForm | None = page["agree_form"]
    if form is None:
        raise Passed(answer_rules.NOT_ASKED, page["to"])
    return form


def agree_form(amendment: Amendment) -> AgreeForm:
    return AgreeForm(agrees=_said(amendment), based_on=amendment.version)


def _said(amendment: Amendment) -> str | None:
    return None if amendment.agrees is None else "yes" if amendment.agrees else "no"


def _support(position: Position, amendment: Amendment) -> dict[str, Any]:
    """The institutions for which one may support it, and those for which one does."""
    open_ = amendment_rules.may_propose(me(), position, clock.today()) and amendment.withdrawn_at is None
    mine = own_institutions(position) if open_ else []
    others = [each for each in mine if each[0] != amendment.organisation_id]
    given = {each.organisation_id for each in amendment.supports}
    return {
        "to_support": [each for each in others if each[0] not in given],
        "supporting": [each for each in others if each[0] in given],
    }


def _shown(edition: Edition, amendment: Amendment, beside: list[Amendment]) -> ShownAmendment:
    sections = edition.data["sections"]
    place = next(n for n, each in enumerate(sections) if each["id"] == amendment.section_id)
    paragraphs = numbered_sections(sections)[place]
    before = sections[place]["markdown"]
    modified = amendment.answer_markdown
    return ShownAmendment(
        amendment=amendment,
        place=place_words(sections[place]["number"], at(paragraphs, amendment.touched)),
        change=word_diff(*shown_change(before, amendment.markdown)),
        answer_change=word_diff(*shown_change(before, modified)) if modified else [],
        others=collisions(beside).get(amendment.id, []),
    )


def open_page(position: Position) -> dict[str, Any]:
    """What a meeting has to speak about, one under the other, by section and line."""
    version = position.newest or abort(404)
    edition = queries.edition(reading(), version)
    found = queries.open_amendments(reading(), position.id, version.id)
    order = {each["id"]: place for place, each in enumerate(edition.data["sections"])}
    found.sort(key=lambda each: (order.get(each.section_id, 0), each.touched, each.number))
    beside = queries.amendments(reading(), version.id)
    return {
        "version": version,
        "open": [_shown(edition, each, beside) for each in found],
        "marks": MARKS,
        "may_answer": amendment_rules.may_answer(me(), position),
    }


def answer_form(position: Position, amendment: Amendment, **given: Any) -> AnswerForm:
    """The answer as it stands; the wording begins as the institution's."""
    if not rules.may_lead(me(), position):
        abort(404)
    must_be_live(position, amendment)
    return AnswerForm(
        answer=amendment.answer or AmendmentAnswer.TAKEN,
        markdown=amendment.answer_markdown or amendment.markdown,
        reason=amendment.answer_reason,
        by_meeting=amendment.by_meeting,
        based_on=amendment.version,
        **given,
    )


def speak_form(position: Position) -> SpeakForm:
    if position.voices(me()):
        must_take_amendments(position)
    form = SpeakForm()
    form.offer(own_institutions(position))
    return form
