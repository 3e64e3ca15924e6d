"""Issues of a signed position: compiled with the signatures of a day, published, withdrawn, kept true."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from blueprints.positions.rules import WHOLE, locked
from blueprints.positions.signing_queries import Line, Signed
from blueprints.positions.signing_rules import of_final
from blueprints.tables.rules import day_of
from models.actors import Actor
from models.editions import Edition, EditionKind, freeze
from models.errors import NotAllowed, RuleBroken
from models.history import record
from models.position_issues import PositionIssue
from models.positions import Position
from models.signatures import AskedSigner, Signature, SignatureValue, SignatureWithdrawal, SignOff
from models.words import N_


def may_publish(by: Actor, position: Position) -> bool:
    """The coordination of the table that keeps it (domain.md 3)."""
    return by.coordinates_body(position.body_id)


def is_released(about: SignOff | None) -> bool:
    """Whether the text may go out: its sign-off was closed, or is an express one, whose paper says so."""
    return about is not None and (about.express or about.round.closed_at is not None)


def compile_issue(house: Session, position_id: int, *, by: Actor, now: datetime) -> PositionIssue:
    """Freeze the final text with the signatures that stand today; nobody else is named or counted in it."""
    position = _published_by(house, position_id, by)
    about = of_final(house, position)
    if about is None or not is_released(about):
        raise RuleBroken(N_("The text is not released: its sign-off has not been closed."))
    return _compiled(house, position, about, by=by, now=now)


def _published_by(house: Session, position_id: int, by: Actor) -> Position:
    position = locked(house, position_id, by)
    if not may_publish(by, position):
        raise NotAllowed
    return position


def _compiled(
    house: Session, position: Position, about: SignOff, *, by: Actor | None, now: datetime
) -> PositionIssue:
    signed = Signed(house, about, position, day_of(now))
    if not any(signed.printed):
        raise RuleBroken(N_("No institution has signed yet."))
    version = next(each for each in position.versions if each.id == about.version_id)
    final = house.get_one(Edition, version.edition_id)
    last = house.scalar(
        select(func.max(PositionIssue.number)).where(PositionIssue.position_id == position.id)
    )
    content = _content(final, about, signed, day_of(now))
    content["issue"] = (last or 0) + 1
    given: dict[str, Any] = {"number": version.number, "by": by, "now": now}
    edition = freeze(house, EditionKind.POSITION, None, position.body_id, final.title, content, **given)
    made = PositionIssue(
        position_id=position.id,
        version_id=version.id,
        edition_id=edition.id,
        number=content["issue"],
        as_of=day_of(now),
        compiled_at=now,
    )
    house.add(made)
    house.flush()
    facts = {"position": position.id, "number": made.number, "sha256": edition.sha256}
    record(house, "compile", made, by=by, now=now, body_id=position.body_id, **facts)
    return made


def _content(final: Edition, about: SignOff, signed: Signed, on: date) -> dict[str, Any]:
    """What an issue says. Silence, neutrality, doubt and a dissent that nobody wants printed leave no trace:
    not a name, not a number, not a gap. The coordination is not named either: it may be one of those."""
    text = final.data
    kept = {name: text[name] for name in ("kind", "title", "table", "addressees", "number")}
    return kept | {
        "sections": [
            {name: each[name] for name in ("number", "heading", "markdown")} for each in text["sections"]
        ],
        "sources": [{"number": each["number"], "words": each["words"]} for each in text["sources"]],
        "signed_sha256": about.sha256,
        "as_of": on.isoformat(),
        "signed_until": on.isoformat() if about.express else "",
        "more_follow": about.express and about.round.closed_at is None,
        **_said(signed),
    }


def _said(signed: Signed) -> dict[str, list[dict[str, Any]]]:
    """What institutions say in an issue: who signs, with which reservation, and special opinions."""
    printed = list(signed.printed)
    dissent = [each for each in signed.lines if each.said and each.said.value is SignatureValue.DISSENT]
    opinions = [each for each in dissent if each.said and each.said.print_words]
    return {
        "signers": [{"asked": each.asked_id, "name": each.name} for each in printed],
        "reservations": _worded(printed),
        "opinions": _worded(opinions),
    }


def _worded(lines: list[Line]) -> list[dict[str, Any]]:
    return [{"name": each.name, "words": each.said.words} for each in lines if each.said and each.said.words]


def publish(house: Session, position_id: int, issue_id: int, *, by: Actor, now: datetime) -> PositionIssue:
    """Show an issue to everybody; the one before it leaves the public page, which shows the newest."""
    position = _published_by(house, position_id, by)
    found = house.get(PositionIssue, issue_id)
    if found is None or found.position_id != position.id:
        raise NotAllowed
    newest = house.scalar(
        select(func.max(PositionIssue.number)).where(PositionIssue.position_id == position.id)
    )
    if found.number != newest or found.published_at is not None:
        raise RuleBroken(
            N_("Another issue was compiled meanwhile, or it is published. Below stands the newest.")
        )
    if not _is_true(house, position, found, day_of(now)):
        raise RuleBroken(N_("An institution says something else since. Please compile a new issue."))
    _put_out(house, position, found, by, now)
    return found


def _put_out(
    house: Session, position: Position, issue: PositionIssue, by: Actor | None, now: datetime
) -> None:
    issue.published_at = now
    facts = {"position": position.id, "number": issue.number}
    record(house, "publish", issue, by=by, now=now, body_id=position.body_id, **facts)
    house.flush()


def withdraw_publication(house: Session, position_id: int, *, by: Actor, now: datetime) -> None:
    """Take the position off the public side; its page says that it was withdrawn, and when."""
    position = _published_by(house, position_id, by)
    found = public_issue(house, position.id)
    if found is None:
        raise RuleBroken(N_("Nothing is published."))
    found.withdrawn_at = now
    facts = {"position": position.id, "number": found.number}
    record(house, "withdraw", found, by=by, now=now, body_id=position.body_id, **facts)


def public_issue(session: Session, position_id: int) -> PositionIssue | None:
    """The issue that everybody reads: the last that was published, unless it was withdrawn."""
    out = (PositionIssue.position_id == position_id) & PositionIssue.published_at.is_not(None)
    newest = session.scalar(select(PositionIssue).where(out).order_by(PositionIssue.number.desc()).limit(1))
    return newest if newest is not None and newest.is_public else None


def follow(house: Session, position: Position, now: datetime) -> bool:
    """Bring what everybody reads in line with what an institution says now: the next issue without a
    signature that no longer stands, or with the reservation it has by now, published at once; without any
    signature left the publication ends. Returns whether anything changed."""
    issue = public_issue(house, position.id)
    if issue is None or _is_true(house, position, issue, day_of(now)):
        return False
    signed = _signed(house, position, issue, day_of(now))
    if any(signed.printed):
        made = _compiled(house, position, signed.about, by=None, now=now)
        _put_out(house, position, made, None, now)
        return True
    issue.withdrawn_at = now
    facts = {"position": position.id, "number": issue.number}
    record(house, "withdraw", issue, by=None, now=now, body_id=position.body_id, **facts)
    return True


def _signed(house: Session, position: Position, issue: PositionIssue, on: date) -> Signed:
    wanted = select(SignOff).where(SignOff.version_id == issue.version_id).options(joinedload(SignOff.round))
    return Signed(house, house.scalars(wanted).one(), position, on)


def _is_true(house: Session, position: Position, issue: PositionIssue, on: date) -> bool:
    """Whether all who are named in it still say that day what it prints: they sign, with the same reservation
    or none, and want the same special opinion printed."""
    edition = house.get_one(Edition, issue.edition_id)
    printed, today = edition.data, _said(_signed(house, position, issue, on))
    signers = {each["asked"]: each["name"] for each in printed["signers"]}
    names = {each["asked"] for each in today["signers"]}
    if not signers.keys() <= names:
        return False
    kept = [each for each in today["reservations"] if each["name"] in signers.values()]
    return _pairs(kept) == _pairs(printed["reservations"]) and (
        _pairs(printed["opinions"]) <= _pairs(today["opinions"])
    )


def _pairs(said: list[dict[str, Any]]) -> set[tuple[str, str]]:
    return {(each["name"], each["words"]) for each in said}


def follow_withdrawals(house: Session, today: date, now: datetime) -> int:
    """Signatures that were taken back from today on: returns how many public positions have changed."""
    touched = (
        select(SignOff.position_id)
        .join(AskedSigner, AskedSigner.sign_off_id == SignOff.id)
        .join(Signature, Signature.asked_id == AskedSigner.id)
        .join(SignatureWithdrawal, SignatureWithdrawal.signature_id == Signature.id)
        .where(SignatureWithdrawal.from_on <= today)
    )
    wanted = select(Position).where(Position.id.in_(touched)).options(*WHOLE).order_by(Position.id)
    return sum(follow(house, each, now) for each in house.scalars(wanted).all())
