"""Requests of the rights tests: the member's institution has the lead, in each state of the request."""

from typing import Any

from blueprints.requests import reply_rules, report_rules, request_rules, tie_rules
from models.reports import Report, ReportAssessment, ReportObjection
from models.requests import ExternalRequest, ReplyWay, RequestReply
from models.seats import Seat
from models.visibility import Visibility
from tests import build

INSIDE = ("member", "deputy", "advisory", "reader", "of_sleeping_seat", "of_two_houses", "coordinator")
LEADING = ("member", "deputy", "coordinator")


def furnish(world: Any) -> None:
    """One for the table, whose reply is drafted, one that went out, one for whoever has the lead."""
    shown, closed = (
        _asked(world, "Prasem", INSIDE),
        _asked(world, "Pyrit", LEADING, visibility=Visibility.COORDINATION),
    )
    for each in (shown, closed):
        _assigned(world, each)
    draft = _drafted(world, shown, world.mark("Entwurf-Quarzit", *LEADING))
    sent = _drafted(world, shown, world.mark("Antwort-Realgar", *INSIDE))
    _released(world, sent)
    _sent(world, sent)
    for name, word in (("paper_id", shown), ("other_paper", closed)):
        tie_rules.tie(world.house, word.id, thing=("paper", world.ids[name]), **world.as_coordinator())
    _reported(world, shown)
    world.ids |= {
        "request_id": shown.id,
        "closed_request": closed.id,
        "withdrawn_request": _withdrawn(world, _asked(world, "Pegmatit", INSIDE)).id,
        "reply_id": draft.id,
        "sent_reply": sent.id,
    }


def make(world: Any) -> dict[str, dict[str, Any]]:
    """What an address names then; each has a reply, if only one that was deleted."""
    steps = ("received", "assigned", "drafted", "released", "sent", "withdrawn")
    return {state: _named(world, state, place) for place, state in enumerate(steps)}


def _named(world: Any, state: str, place: int) -> dict[str, Any]:
    request = _asked(world, f"Stand-{state}", INSIDE)
    tie_rules.tie(world.house, request.id, thing=("paper", world.ids["paper_id"]), **world.as_coordinator())
    known: dict[str, Any] = {
        "request_id": request.id,
        "reply_id": 0,
        "tied_thing": f"paper-{world.ids['paper_id']}",
    }
    known |= {"untied_thing": f"paper-{world.ids['other_paper']}"}
    if state != "received":
        _assigned(world, request)
    if state in ("drafted", "released", "sent"):
        reply = _drafted(world, request, "Antwort")
        known["reply_id"] = reply.id
        if place > 2:
            _released(world, reply)
        if place > 3:
            _sent(world, reply)
    if state == "withdrawn":
        _withdrawn(world, request)
    world.house.flush()
    return known


def _asked(world: Any, word: str, readers: tuple[str, ...], **facts: Any) -> ExternalRequest:
    given: dict[str, Any] = {"visibility": Visibility.INTERNAL, "asker": "Vorsitz"} | facts
    title = world.mark(f"Anfrage-{word}", *readers)
    return request_rules.register(
        world.house, world.ids["table_id"], title=title, **given, **world.as_coordinator()
    )


def _assigned(world: Any, request: ExternalRequest) -> None:
    facts: dict[str, Any] = {
        "seat_id": world.ids["seat_id"],
        "appointment_id": None,
        "based_on": request.version,
    }
    request_rules.assign(world.house, request.id, **facts, **world.as_coordinator())
    world.house.flush()


def _withdrawn(world: Any, request: ExternalRequest) -> ExternalRequest:
    given: dict[str, Any] = {"withdrawn_on": build.TODAY, "withdrawn_note": ""}
    request_rules.withdraw(world.house, request.id, **given, **world.as_coordinator())
    return request


def _drafted(world: Any, request: ExternalRequest, text: str) -> RequestReply:
    facts: dict[str, Any] = {"channel": ReplyWay.MAIL, "addressee": "Ausschuss", "text": text}
    return reply_rules.draft(world.house, request.id, **facts, **world.as_coordinator())


def _released(world: Any, reply: RequestReply) -> None:
    facts: dict[str, Any] = {"released_by": "Leitung", "released_on": build.TODAY, "based_on": reply.version}
    reply_rules.release(world.house, reply.id, **facts, **world.as_coordinator())
    world.house.flush()


def _sent(world: Any, reply: RequestReply) -> None:
    facts: dict[str, Any] = {"sent_on": build.TODAY, "channel": ReplyWay.MAIL, "addressee": "Ausschuss"}
    reply_rules.hand_over(world.house, reply.id, **facts, based_on=reply.version, **world.as_coordinator())
    world.house.flush()


def _begun(world: Any, request: ExternalRequest, text: str) -> Report:
    texts: dict[str, Any] = {"title": "Bericht", "occasion": text, "method": "Gefragt wurde niemand."}
    texts |= {"addressee": "Ausschuss", "limits": "", "proposal": ""}
    made = report_rules.begin(world.house, request.id, **texts, **world.as_coordinator())
    for word in ("Bewertung A", "Bewertung B"):
        facts: dict[str, Any] = {"text": word, "author": "Leitung"}
        report_rules.add_assessment(world.house, request.id, **facts, **world.as_coordinator())
    world.house.flush()
    return made


def _reported(world: Any, request: ExternalRequest) -> None:
    """Shown, with an objection of the member's institution, and released; a reply carries the version."""
    made = _begun(world, request, world.mark("Anlass-Saphir", *INSIDE))
    version = _released_report(world, request, made)
    seat = world.house.get(Seat, world.ids["seat_id"])
    facts: dict[str, Any] = {
        "seat_id": seat.id,
        "organisation_id": seat.organisation_id,
        "made_at": build.NOW,
    }
    words = world.mark("Einwendung-Topas", *LEADING)
    objection = ReportObjection(report_id=made.id, text=words, **facts)
    world.house.add(objection)
    world.house.flush()
    reply = _drafted(world, request, world.mark("Anschreiben-Turmalin", *LEADING))
    reply.report_edition_id = version.edition_id
    world.ids |= {
        "assessment_id": _assessment(world, made),
        "report_objection_id": objection.id,
        "report_version": version.number,
        "report_reply": reply.id,
    }


def _released_report(world: Any, request: ExternalRequest, made: Report) -> Any:
    report_rules.show(world.house, request.id, **world.as_coordinator())
    world.house.flush()
    said = report_rules.Released(released_by="Leitung", released_on=build.TODAY)
    return report_rules.release(
        world.house, request.id, said, based_on=made.version, **world.as_coordinator()
    )


def _assessment(world: Any, made: Report) -> int:
    found: ReportAssessment = world.house.query(ReportAssessment).filter_by(report_id=made.id).first()
    return found.id


def make_reports(world: Any) -> dict[str, dict[str, Any]]:
    """A report as it is begun, shown, released."""
    found = {}
    for state in ("draft", "shown", "released"):
        request = _asked(world, f"Bericht-{state}", INSIDE)
        _assigned(world, request)
        made = _begun(world, request, "Anlass")
        if state == "shown":
            report_rules.show(world.house, request.id, **world.as_coordinator())
        if state == "released":
            _released_report(world, request, made)
        world.house.flush()
        found[state] = {"request_id": request.id, "assessment_id": _assessment(world, made)}
    return found
