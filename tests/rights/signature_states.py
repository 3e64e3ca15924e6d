"""Signatures of the rights tests: one that stands in the world, sign-offs and signatures in each state."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from blueprints.positions import (
    publishing_rules,
    rules,
    signature_rules,
    signing_rules,
    submission_rules,
)
from models.bodies import Body
from models.position_issues import SentBy
from models.signatures import AskedSigner, Signature, SignatureValue, SignOff
from tests import build
from tests.rights import position_states

SIGN_OFFS = ("asked", "express and over", "over", "closed", "of a text that was opened again")
SIGNATURES = ("signed", "provisional", "confirmed", "taken back", "dissent")


def furnish(world: Any) -> None:
    """A final text that the member's house has signed with a reservation, subject to its management."""
    readers = position_states.INSIDE
    made = position_states.final(world, "Jaspis", readers)
    _asked(world, made)
    words = world.mark("Vorbehalt-Jaspis", *readers)
    given: dict[str, Any] = {"value": SignatureValue.RESERVATION, "words": words, "provisional": True}
    signature = _signed(world, made, **given)
    again = position_states.final(world, "Achat", readers)
    _issued(world, world.mark("Meinung-Beryll", "member", "coordinator"))
    ending = _signature(world, "taken back")
    world.ids |= {"ending_position": ending["position_id"], "ending_signature": ending["signature_id"]}
    world.ids |= {"signed_position": made, "final_position": again, "signature_id": signature.id}


def _issued(world: Any, opinion: str) -> None:
    """A published one that the member's house first did not want to sign, and why not: no word of that is
    public. Its title is, and the name of the table, which in this world only few may know."""
    table = world.house.get_one(Body, world.ids["table_id"])
    name, table.name = table.name, "Runder Tisch für alle"
    position_id = position_states.final(world, "Beryll", position_states.INSIDE)
    table.name = name
    del world.marks["Position-Beryll"]
    _asked(world, position_id)
    _signed(world, position_id, value=SignatureValue.DISSENT, words=opinion)
    _signed(world, position_id)
    of_it = (world.house, position_id)
    signing_rules.close(*of_it, **world.as_coordinator())
    issue = publishing_rules.compile_issue(*of_it, **world.as_coordinator())
    publishing_rules.publish(*of_it, issue.id, **world.as_coordinator())
    sent = _submitted(world, position_id, issue.id)
    world.ids |= {"issued_position": position_id, "first_issue": "1", "submission_id": sent}


def _submitted(world: Any, position_id: int, issue_id: int, **facts: Any) -> int:
    given: dict[str, Any] = {"issue_id": issue_id, "addressee": "Ministerium", "channel": SentBy.MAIL} | facts
    return submission_rules.submit(world.house, position_id, **given, **world.as_coordinator()).id


def _asked(world: Any, position_id: int, **facts: Any) -> SignOff:
    given: dict[str, Any] = {"due_on": build.TODAY + timedelta(days=10)} | facts
    about, _ = signing_rules.ask(world.house, position_id, **given, **world.as_coordinator())
    return about


def _signed(world: Any, position_id: int, **facts: Any) -> Signature:
    member: dict[str, Any] = {"by": build.actor(world.house, world.people["member"]), "now": build.NOW}
    about = world.house.scalars(select(SignOff).where(SignOff.position_id == position_id)).one()
    own = AskedSigner.organisation_id == world.ids["organisation_id"]
    asked = world.house.scalars(select(AskedSigner).where(AskedSigner.sign_off_id == about.id, own)).one()
    given: dict[str, Any] = {
        "asked_id": asked.id,
        "sha256": about.sha256,
        "value": SignatureValue.SIGNS,
    } | facts
    return signature_rules.sign(world.house, position_id, **given, **member)


def make(world: Any) -> dict[str, dict[str, Any]]:
    """A sign-off in each of its states, under version 1."""
    return {state: _in_state(world, state) for state in SIGN_OFFS}


def _in_state(world: Any, state: str) -> dict[str, Any]:
    position_id = position_states.final(world, f"Mitzeichnung {state}", position_states.INSIDE)
    express = state.startswith("express")
    about = _asked(world, position_id, **({"express": True, "due_on": None} if express else {}))
    if state.endswith("over"):
        about.round.due_on = build.TODAY - timedelta(days=1)
    if state == "closed":
        signing_rules.close(world.house, position_id, **world.as_coordinator())
    if state.startswith("of a text"):
        position = rules.locked(world.house, position_id, world.as_coordinator()["by"])
        position.versions[-1].reopened_at = build.NOW
    world.house.flush()
    return {"position_id": position_id, "number": 1}


def make_signatures(world: Any) -> dict[str, dict[str, Any]]:
    """A signature of the member's house in each of its states; the sign-off is closed already."""
    return {state: _signature(world, state) for state in SIGNATURES}


def _signature(world: Any, state: str) -> dict[str, Any]:
    names = _in_state(world, "asked")
    facts: dict[str, Any] = {"provisional": state in ("provisional", "confirmed")}
    if state == "dissent":
        facts["value"] = SignatureValue.DISSENT
    made = _signed(world, names["position_id"], **facts)
    member: dict[str, Any] = {"by": build.actor(world.house, world.people["member"]), "now": build.NOW}
    of_it: tuple[Any, int, int] = (world.house, names["position_id"], made.id)
    if state == "confirmed":
        signature_rules.confirm(*of_it, agreed=True, said_on=build.TODAY, **member)
    if state == "taken back":
        signature_rules.withdraw(*of_it, from_on=build.TODAY + timedelta(days=1), **member)
    signing_rules.close(world.house, names["position_id"], **world.as_coordinator())
    return {**names, "signature_id": made.id}


ISSUED = ("released", "compiled", "published", "withdrawn")


def make_issued(world: Any) -> dict[str, dict[str, Any]]:
    """A signed position in each state of its publication."""
    return {state: _issued_in(world, state) for state in ISSUED}


def _issued_in(world: Any, state: str) -> dict[str, Any]:
    names = _signature(world, "signed")
    of_it = (world.house, names["position_id"])
    if state != "released":
        issue = publishing_rules.compile_issue(*of_it, **world.as_coordinator())
    if state in ("published", "withdrawn"):
        publishing_rules.publish(*of_it, issue.id, **world.as_coordinator())
    if state == "withdrawn":
        publishing_rules.withdraw_publication(*of_it, **world.as_coordinator())
    return names


def make_submissions(world: Any) -> dict[str, dict[str, Any]]:
    """A submission that is prepared, and one that was sent."""
    return {state: _submission(world, state) for state in ("prepared", "sent")}


def _submission(world: Any, state: str) -> dict[str, Any]:
    names = _signature(world, "signed")
    issue = publishing_rules.compile_issue(world.house, names["position_id"], **world.as_coordinator())
    sent_on = build.TODAY if state == "sent" else None
    return {**names, "submission_id": _submitted(world, names["position_id"], issue.id, sent_on=sent_on)}
