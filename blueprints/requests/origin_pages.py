"""The page on which one sees where a request comes from and what it led to, as one line of stations."""

from collections.abc import Iterable, Iterator
from typing import Any

from flask import url_for
from flask_babel import get_locale, gettext, ngettext

from blueprints.requests import origin_queries, request_pages, request_queries
from blueprints.requests.origin_queries import Answers, Chain
from blueprints.requests.request_words import asked_by, called, session_name, standing, url_of
from blueprints.requests.station_words import steps as paper_steps
from blueprints.tables.rules import day_of
from models.fuzzy_dates import FuzzyDate
from models.papers import Paper
from models.requests import ExternalRequest
from plumbing import clock
from plumbing.access import me
from plumbing.database import house, reading
from plumbing.mail_templates import link
from plumbing.pages import german_day
from plumbing.stations import Step

Placed = tuple[FuzzyDate, int, Step]
"""When a station was, which kind comes first on one day, and the station."""


def origin_page(found: ExternalRequest) -> dict[str, Any]:
    """The whole line in the order of time; invisible stations are not in it."""
    before, after = request_queries.tied(reading(), found)
    loaded = request_queries.with_sessions(reading(), before + after)
    things = [loaded.get((each.__tablename__, each.id), each) for each in before + after]
    chain = origin_queries.chain_of(house(), reading(), found, things, me())
    placed = sorted(_placed(found, chain), key=lambda each: (not each[0].is_known, each[0], each[1]))
    return request_pages.about(found) | {"steps": [step for _, _, step in placed], "citation": cited(found)}


def cited(found: ExternalRequest) -> str:
    """The line with which somebody else names this page."""
    on = found.asked_on.words("de") if found.asked_on.is_known else ""
    address = link("requests.show", table_id=found.body_id, request_id=found.id)
    return ", ".join(each for each in (f"{asked_by(found)}: {found.title}", on, address) if each)


def cited_version(found: ExternalRequest, version: Any) -> str:
    """The same for a version of the report, with its day and checksum."""
    place = {"table_id": found.body_id, "request_id": found.id, "report_version": version.number}
    parts = (
        f"{version.edition.data['table']}: {version.edition.title}",
        gettext("version %(number)s of %(day)s", number=version.number, day=german_day(version.released_on)),
        gettext("checksum %(sum)s", sum=version.edition.fingerprint),
        link("requests.report_version", **place),
    )
    return ", ".join(parts)


def _placed(found: ExternalRequest, chain: Chain) -> Iterator[Placed]:
    language = str(get_locale())
    yield from _papers(found, chain, language)
    yield found.asked_on, 1, _request(found, found, language)
    for other in (*([found.follows] if found.follows else []), *found.followed_by):
        yield other.asked_on, 1, _request(other, found, language)
    yield from _surveys(chain, language)
    for meeting in chain.meetings:
        name = session_name(meeting, language)
        yield (
            meeting.held_on,
            3,
            _step("◯", gettext("Meeting"), name, meeting.held_on, url_of(meeting), language),
        )
    for item in chain.items:
        day = item.meeting.held_on
        yield day, 3, _step("◯", gettext("Agenda item"), called(item, language), day, url_of(item), language)
    yield from _answers(found, chain, language)
    yield from _politics(chain, language)


def _surveys(chain: Chain, language: str) -> Iterator[Placed]:
    """Each survey, and what came of it: how many have answered, for whoever may read what."""
    for survey in chain.surveys:
        day = survey.held if survey.held.is_known else _day(survey.opened_at)
        yield day, 2, _step("?", gettext("Survey"), survey.title, day, url_of(survey), language)
        if answers := chain.answers.get(survey.id):
            day = survey.held if survey.held.is_known else _day(survey.closed_at)
            title, detail = gettext("Answers: %(title)s", title=survey.title), _answered(answers)
            yield day, 2, _step("✓", detail, title, day, f"{url_of(survey)}#respondents", language)


def _answered(found: Answers) -> str:
    """In words; nobody adds groups to institutions."""
    said = []
    if found.singles:
        said.append(
            ngettext("%(num)d institution has answered", "%(num)d institutions have answered", found.singles)
        )
    if found.groups:
        said.append(
            ngettext("%(num)d answer of a group", "%(num)d answers of groups, each together", found.groups)
        )
    return " · ".join(said)


def _papers(found: ExternalRequest, chain: Chain, language: str) -> Iterator[Placed]:
    """Papers and consultations. What has no date stands where its line has it, a paper directly before its
    own consultation, and says no day; a line without any before the request."""
    nowhere = Paper(body_id=0)
    nowhere.id = 0
    for line in chain.papers:
        last = next((each.on for each in line if each.on.is_known), found.asked_on)
        steps = paper_steps(line, nowhere, language, clock.today())
        for place, (station, step) in enumerate(zip(line, steps, strict=True), 1):
            after = next((each for each in line[place:] if each.on.is_known), None)
            if station.on.is_known:
                last = station.on
            elif after is not None and station.consultation is None and after.paper.id == station.paper.id:
                last = after.on
            yield last, 0, step


def _request(each: ExternalRequest, here: ExternalRequest, language: str) -> Step:
    is_here = each.id == here.id
    return Step(
        mark="?",
        tone="open",
        when=each.asked_on.words(language) if each.asked_on.is_known else "",
        title=gettext("Request: %(title)s", title=each.title),
        url="" if is_here else url_for("requests.show", table_id=each.body_id, request_id=each.id),
        state=standing(each).word if is_here else "",
        details=(asked_by(here),) if is_here else (),
        quote=each.wording if is_here else "",
        is_here=is_here,
    )


def _answers(found: ExternalRequest, chain: Chain, language: str) -> Iterator[Placed]:
    for version in chain.versions:
        day = FuzzyDate.of_day(version.released_on)
        place: dict[str, Any] = {"table_id": found.body_id, "request_id": found.id}
        place["report_version"] = version.number
        title = gettext("Report, version %(number)s", number=version.number)
        url = url_for("requests.report_version", **place)
        yield day, 4, _step("▤", version.reason, title, day, url, language)
    for reply in found.replies:
        if reply.sent_on:
            day = FuzzyDate.of_day(reply.sent_on)
            url = url_for("requests.show", table_id=found.body_id, request_id=found.id) + f"#reply-{reply.id}"
            title = gettext("Reply to %(whom)s", whom=reply.addressee)
            yield day, 5, _step("✓", gettext(reply.channel.label), title, day, url, language, tone="yes")


def _politics(chain: Chain, language: str) -> Iterator[Placed]:
    titles = {each.id: each for each in chain.positions}
    for position in chain.positions:
        day = _day(position.started_at)
        yield day, 6, _step("▤", gettext("Position"), position.title, day, url_of(position), language)
    for sent in chain.submissions:
        day = FuzzyDate.of_day(sent.sent_on) if sent.sent_on else FuzzyDate.unknown()
        title = gettext("Handed over to %(whom)s", whom=sent.addressee)
        yield (
            day,
            7,
            _step("✓", gettext(sent.state.label), title, day, url_of(titles[sent.position_id]), language),
        )
    for each in chain.appearances:
        url = url_for("lobbying.appearance", table_id=each.body_id, appearance_id=each.id)
        yield each.held_on, 8, _step("◯", gettext(each.kind.label), each.title, each.held_on, url, language)


def _step(
    mark: str, detail: str, title: str, on: FuzzyDate, url: str, language: str, tone: str = "neutral"
) -> Step:
    when = on.words(language) if on.is_known else ""
    details: Iterable[str] = (detail,) if detail else ()
    return Step(mark=mark, tone=tone, when=when, title=title, url=url, details=tuple(details))


def _day(moment: Any) -> FuzzyDate:
    return FuzzyDate.of_day(day_of(moment)) if moment else FuzzyDate.unknown()
