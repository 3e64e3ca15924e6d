"""What the pages of procedures show, put together for the person who reads."""

from dataclasses import dataclass
from typing import Any, Final

from flask import abort, url_for
from flask_babel import gettext
from markupsafe import Markup

from blueprints.procedures import adoption_rules, comment_rules, queries, review_rules, rules
from blueprints.procedures.adoption_pages import adoption_part
from blueprints.procedures.adoption_queries import Adoptions, adoptions
from blueprints.procedures.calling import calls
from blueprints.procedures.step_words import findings_in_words, picture, said
from blueprints.tables import queries as table_queries
from models.citations import decisions_about, key_of
from models.procedure_comments import ProcedureComment
from models.procedure_words import VersionState
from models.procedures import Procedure, ProcedureAudience, ProcedureVersion
from models.visibility import Visibility
from plumbing import clock
from plumbing.access import me
from plumbing.database import house, reading
from plumbing.pages import german_day

MARKS: Final = {
    VersionState.DRAFT: ("○", "neutral"),
    VersionState.CONSULTATION: ("→", "open"),
    VersionState.DECIDED: ("→", "open"),
    VersionState.IN_FORCE: ("✓", "yes"),
    VersionState.UNDER_REVIEW: ("~", "perhaps"),
    VersionState.REPLACED: ("×", "void"),
    VersionState.REPEALED: ("×", "void"),
}


@dataclass(frozen=True)
class Status:
    mark: str
    word: str
    next: str | None
    tone: str


def status_of(about: Procedure, version: ProcedureVersion | None, missing: list[str]) -> Status | None:
    """Where a version stands, and what comes next."""
    if version is None:
        return None
    state = version.state_on(about, clock.today())
    mark, tone = MARKS[state]
    return Status(mark, gettext(state.label), _next(about, version, state, missing), tone)


def _next(about: Procedure, version: ProcedureVersion, state: VersionState, missing: list[str]) -> str | None:
    if state is VersionState.DRAFT:
        return gettext("only those who draft it see it so far")
    if state is VersionState.CONSULTATION and version.comments_until:
        return gettext("comments until %(day)s", day=german_day(version.comments_until))
    if state is VersionState.DECIDED:
        if version.in_force_on is not None:
            return gettext("in force from %(day)s", day=german_day(version.in_force_on))
        if missing:
            return gettext("in force once it is adopted by: %(names)s", names=", ".join(missing))
        return gettext("in force once somebody has adopted it")
    if state is VersionState.REPLACED and version.replaced_on:
        return gettext("since %(day)s", day=german_day(version.replaced_on))
    if state is VersionState.REPEALED and about.repealed_on:
        return gettext("since %(day)s", day=german_day(about.repealed_on))
    if version.in_force_on is not None:
        return gettext("since %(day)s", day=german_day(version.in_force_on))
    return None


def index_page(table_id: int) -> dict[str, Any]:
    """All procedures of a table that the reader may see, each with the version that counts."""
    body = queries.table_of(reading(), table_id, me()) or abort(404)
    rows = []
    for each in queries.procedures_of(reading(), table_id):
        version = _current(each)
        rows.append((each, version, status_of(each, version, [])))
    keeps = rules.may_keep(me(), table_id)
    return {"body": body, "hue": body.hue, "rows": rows, "keeps": keeps, "today": clock.today()}


def _current(about: Procedure) -> ProcedureVersion | None:
    """The latest version in force, else the newest that may be seen."""
    binding = [each for each in about.versions if each.binds_on(about, clock.today())]
    known = binding or about.versions
    return known[-1] if known else None


def found(table_id: int, procedure_id: int) -> Procedure:
    """The procedure, if the reader may see it."""
    return queries.procedure(reading(), table_id, procedure_id) or abort(404)


def about_page(about: Procedure) -> dict[str, Any]:
    """What every page about one procedure shows of it."""
    ids = {"table_id": about.body_id, "procedure_id": about.id}
    return {
        "about": about,
        "body": about.body,
        "hue": about.body.hue,
        "ids": ids,
        "url": url_for("procedures.show", table_id=about.body_id, procedure_id=about.id),
    }


def version_of(about: Procedure, number: int) -> ProcedureVersion:
    return queries.numbers(about.versions).get(number) or abort(404)


def version_page(about: Procedure, number: int | None = None) -> dict[str, Any]:
    """One version with its steps, what was said to it, and which version holds between whom.

    Without `number`: the one that is in force for the reader's institution, else the latest in force, else
    the newest.
    """
    standing = adoptions(house(), about, about.versions, clock.today())
    own = standing.number_for(each.seat_id for each in me().seats_at(about.body_id))
    version = _chosen(about, number, own, standing)
    page = about_page(about) | {
        "version": version,
        "own_number": own,
        "status": status_of(about, version, standing.missing(version.number) if version else []),
        "keeps": rules.may_keep(me(), about.body_id),
        "drafts": rules.may_draft(me(), about),
        "reports": review_rules.may_report(me(), about),
        "core": list(standing.names.values()),
        "named": _named(about),
        "lead": _lead(about),
        "checked_by": _checked_by(about),
        "annexes": queries.annexes(reading(), about),
        "standing": standing,
        "today": clock.today(),
        "newer": _newer(about, version, standing) if version else None,
    }
    return page | (_parts(about, version, standing) if version else {"steps": []})


def _chosen(
    about: Procedure, number: int | None, own: int | None, standing: Adoptions
) -> ProcedureVersion | None:
    if number is not None:
        return version_of(about, number)
    known = queries.numbers(about.versions)
    if own in known:
        return known[own]
    return known.get(max(standing.binding, default=0)) or (about.versions[-1] if about.versions else None)


@dataclass(frozen=True, kw_only=True)
class Newer:
    """A later version than the one on the page. `waits`: an institution of the reader has not answered it;
    `may_answer`: and she may sign for it."""

    number: int
    state: str
    waits: bool
    may_answer: bool


def _newer(about: Procedure, version: ProcedureVersion, standing: Adoptions) -> Newer | None:
    """The latest version that the reader sees, if it is not the one on the page and still counts."""
    newest, today = about.versions[-1], clock.today()
    state = newest.state_on(about, today)
    if newest.number <= version.number or state in (VersionState.REPLACED, VersionState.REPEALED):
        return None
    mine = {each.seat_id for each in me().seats_at(about.body_id)}
    waiting = [each for each in standing.of_version(newest.number) if each.waits and each.seat_id in mine]
    return Newer(
        number=newest.number,
        state=gettext(state.label),
        waits=bool(waiting),
        may_answer=any(adoption_rules.may_adopt(me(), each.seat_id) for each in waiting),
    )


def _parts(about: Procedure, version: ProcedureVersion, standing: Adoptions) -> dict[str, Any]:
    path = queries.path(reading(), version.id)
    steps, wording = said(path), queries.wording(reading(), version)
    findings, told = findings_in_words(path)
    return {
        "steps": steps,
        "calls": calls(steps, clock.now()),
        "picture": picture(steps) if steps else None,
        "findings": findings,
        "told": told,
        "wording": Markup(wording.html) if wording else "",  # noqa: S704 - cleaned when it was saved
        "is_open": not version.is_decided,
        **_decision_part(about, version),
        **comment_part(about, version),
        **adoption_part(about, version, standing),
    }


def _decision_part(about: Procedure, version: ProcedureVersion) -> dict[str, Any]:
    """The decisions about a version that the reader may see; what the coordination does next."""
    found = decisions_about(reading(), version)
    asked = [each for each in found if not each.result]
    wide = about.visibility in (Visibility.PUBLIC, Visibility.INTERNAL)
    step = ""
    if version.consulted_at is None:
        step = "consult"
    elif any(each.came_about for each in found):
        step = "decide"
    elif wide and not asked:
        step = "propose"
    return {"decisions": found, "next_step": step, "cite_key": key_of(version)}


def comment_part(about: Procedure, version: ProcedureVersion) -> dict[str, Any]:
    """The comments on a version, by the key of the step (None: on the whole)."""
    rows = queries.comments(reading(), version.id) if version.consulted_at else []
    by_step: dict[int | None, list[ProcedureComment]] = {}
    known = {each.key for each in queries.outline(reading(), version.id)} if rows else set()
    for each in rows:
        by_step.setdefault(each.step_key if each.step_key in known else None, []).append(each)
    return {
        "comments": by_step,
        "comments_open": sum(each.answer is None for each in rows),
        "may_comment": comment_rules.may_comment(me(), about)
        and version.comments_until is not None
        and not version.is_decided
        and clock.today() <= version.comments_until,
    }


def _named(about: Procedure) -> list[str]:
    if Visibility.CONFIDENTIAL not in (about.visibility, about.contacts_visibility):
        return []
    return [name for _, name in queries.named(reading(), about.id, ProcedureAudience)]


def _lead(about: Procedure) -> str:
    if about.lead_seat_id is None:
        return gettext("the coordination")
    return queries.institution_of(reading(), about.lead_seat_id)


def _checked_by(about: Procedure) -> str:
    """Who found it right as it stands; for those at the table who read names."""
    if about.checked_by_id is None or not table_queries.sees_names(me(), about.body_id):
        return ""
    return queries.name_of(reading(), about.checked_by_id)


def kept(table_id: int, procedure_id: int) -> tuple[Procedure, dict[str, Any]]:
    """The procedure for its coordination, and what its pages show; for others there is none to change."""
    about = found(table_id, procedure_id)
    if not rules.may_keep(me(), table_id):
        abort(404)
    return about, about_page(about)


def drafted(
    table_id: int, procedure_id: int, number: int
) -> tuple[Procedure, ProcedureVersion, dict[str, Any]]:
    """An open version for whoever drafts the procedure, and what its pages show."""
    about = found(table_id, procedure_id)
    if not rules.may_draft(me(), about):
        abort(404)
    version = version_of(about, number)
    page = about_page(about)
    page["ids"] = page["ids"] | {"number": number}
    return about, version, page | {"version": version, "back": version_url(about, version)}


def version_url(about: Procedure, version: ProcedureVersion) -> str:
    """The address of one version, for ever."""
    return url_for("procedures.version", table_id=about.body_id, procedure_id=about.id, number=version.number)
