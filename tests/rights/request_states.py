"""Requests of the rights tests: the member's institution has the lead, in each state of the request."""

from typing import Any

from blueprints.requests import reply_rules, request_rules, tie_rules
from models.position_issues import SentBy
from models.requests import ExternalRequest, RequestReply
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
    facts: dict[str, Any] = {"channel": SentBy.MAIL, "addressee": "Ausschuss", "text": text}
    return reply_rules.draft(world.house, request.id, **facts, **world.as_coordinator())


def _released(world: Any, reply: RequestReply) -> None:
    facts: dict[str, Any] = {"released_by": "Leitung", "released_on": build.TODAY, "based_on": reply.version}
    reply_rules.release(world.house, reply.id, **facts, **world.as_coordinator())
    world.house.flush()


def _sent(world: Any, reply: RequestReply) -> None:
    facts: dict[str, Any] = {"sent_on": build.TODAY, "channel": SentBy.MAIL, "addressee": "Ausschuss"}
    reply_rules.hand_over(world.house, reply.id, **facts, based_on=reply.version, **world.as_coordinator())
    world.house.flush()
