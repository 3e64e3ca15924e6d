"""Papers that a table keeps: who keeps them, who may read them, their files and relations."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from blueprints.tables.rules import changed, day_of
from models.actors import Actor
from models.bodies import Body
from models.consultations import Consultation
from models.demands import DemandEntry
from models.errors import NotAllowed, RuleBroken
from models.files import File
from models.filing import names_at, put_in, take_out
from models.history import record
from models.links import Link, LinkKind, link, unlink
from models.organisations import Organisation
from models.papers import Paper, PaperAudience
from models.seats import Seat
from models.standing import in_force
from models.versions import must_be
from models.visibility import Visibility
from models.words import N_

RELATIONS: Final = (LinkKind.CITES, LinkKind.ANSWERS, LinkKind.SUPERSEDES)
"""What one paper may be to another."""


def may_keep(by: Actor, table_id: int) -> bool:
    """The coordination keeps its table's papers."""
    return by.coordinates_body(table_id)


def keep(
    house: Session,
    table_id: int,
    *,
    seat_ids: Iterable[int],
    upload: dict[str, Any] | None,
    by: Actor,
    now: datetime,
    **facts: Any,
) -> Paper:
    """Keep a paper; `upload` is its first file, as it was judged. A number that is kept already is no reason
    to refuse: two issuers use the same, and one issuer's may be wanted twice."""
    if not may_keep(by, table_id):
        raise NotAllowed
    paper = Paper(body_id=table_id, **facts)
    wanted = _judged(house, paper, seat_ids, now)
    house.add(paper)
    house.flush()
    house.add_all(PaperAudience(paper_id=paper.id, seat_id=each) for each in sorted(wanted))
    record(house, "keep", paper, by=by, now=now, level=paper.visibility.value)
    if upload is not None:
        put_in(house, table_id, paper_id=paper.id, **upload, by=by, now=now)
    return paper


def correct(
    house: Session,
    paper_id: int,
    *,
    based_on: int | None,
    seat_ids: Iterable[int],
    by: Actor,
    now: datetime,
    **facts: Any,
) -> None:
    """Correct what is said about a paper, and who may read it."""
    paper = locked(house, paper_id, by)
    must_be(paper, based_on)
    names = changed(paper, facts)
    wanted = _judged(house, paper, seat_ids, now)
    named = select(PaperAudience).where(PaperAudience.paper_id == paper_id)
    before = {each.seat_id: each for each in house.scalars(named)}
    for seat_id in before.keys() - wanted:
        house.delete(before[seat_id])
    house.add_all(PaperAudience(paper_id=paper_id, seat_id=each) for each in sorted(wanted - before.keys()))
    record(house, "edit", paper, by=by, now=now, changed=names, level=paper.visibility.value)


def _judged(house: Session, paper: Paper, seat_ids: Iterable[int], now: datetime) -> set[int]:
    """The seats that a confidential paper names; refuses an issuer or seats that there are not."""
    wanted = set(seat_ids) if paper.visibility is Visibility.CONFIDENTIAL else set()
    paper.judge(len(wanted))
    if paper.issuer_id is not None:
        issuer = select(Body.id).where(Body.id == paper.issuer_id, Body.is_external)
        if house.scalar(issuer) is None:
            raise RuleBroken(N_("Choose among the bodies that are coordinated elsewhere."), field="issuer_id")
    if paper.originator_id is not None and house.get(Organisation, paper.originator_id) is None:
        raise RuleBroken(N_("There is no such institution."), field="originator_id")
    sitting = in_force(Seat, day_of(now))
    known = select(Seat.id).where(Seat.body_id == paper.body_id, Seat.id.in_(wanted), sitting)
    if set(house.scalars(known)) != wanted:
        raise RuleBroken(N_("Choose among the institutions of the table."), field="seat_ids")
    return wanted


def add_file(house: Session, paper_id: int, *, by: Actor, now: datetime, **upload: Any) -> File:
    """Another file of the paper: its text, an annex, a later printing."""
    paper = locked(house, paper_id, by)
    names_at(house, File.paper_id == paper_id, N_("At most %(most)s files of a paper."))
    return put_in(house, paper.body_id, paper_id=paper_id, **upload, by=by, now=now)


def remove_file(house: Session, paper_id: int, file_id: int, *, by: Actor, now: datetime) -> None:
    """Delete a file for good; the history keeps its hash."""
    paper = locked(house, paper_id, by)
    file = house.scalar(select(File).where(File.id == file_id, File.paper_id == paper_id))
    if file is None:
        raise NotAllowed
    take_out(house, paper.body_id, File.id == file_id, by=by, now=now)


def remove(house: Session, paper_id: int, *, by: Actor, now: datetime) -> None:
    """Delete a paper with its consultations, relations and files for good."""
    paper = locked(house, paper_id, by)
    take_out(house, paper.body_id, File.paper_id == paper_id, by=by, now=now)
    record(house, "remove", paper, by=by, now=now)
    for each in house.scalars(select(Consultation).where(Consultation.paper_id == paper_id)).all():
        unlink(house, each)
    house.execute(delete(Consultation).where(Consultation.paper_id == paper_id))
    house.execute(delete(DemandEntry).where(DemandEntry.paper_id == paper_id))
    house.execute(delete(PaperAudience).where(PaperAudience.paper_id == paper_id))
    unlink(house, paper)
    house.expire(paper, ["audience", "consultations", "files"])
    house.execute(delete(Paper).where(Paper.id == paper_id))


def relate(house: Session, paper_id: int, *, kind: LinkKind, other_id: int, by: Actor, now: datetime) -> None:
    """Say that a paper refers to, answers or replaces another one of the same table."""
    paper = locked(house, paper_id, by)
    other = house.get(Paper, other_id)
    if other is None or other.body_id != paper.body_id or other.id == paper.id:
        raise RuleBroken(N_("There is no such paper at this table."), field="other_id")
    if kind not in RELATIONS:
        raise RuleBroken(N_("Papers are not related like this."), field="kind")
    link(house, kind, paper, other)
    record(house, "relate", paper, by=by, now=now, kind=kind.value, other=other_id)


def unrelate(
    house: Session, paper_id: int, *, kind: LinkKind, other_id: int, by: Actor, now: datetime
) -> None:
    """Take back what a paper was said to be to another one."""
    paper = locked(house, paper_id, by)
    table = Paper.__tablename__
    found = house.scalar(
        select(Link).filter_by(kind=kind, from_table=table, from_id=paper_id, to_table=table, to_id=other_id)
    )
    if found is None:
        raise NotAllowed
    house.delete(found)
    record(house, "unrelate", paper, by=by, now=now, kind=kind.value, other=other_id)


def locked(house: Session, paper_id: int, by: Actor) -> Paper:
    """The paper, held until the end of the transaction, if one keeps it."""
    paper = house.scalar(select(Paper).where(Paper.id == paper_id).with_for_update())
    if paper is None or not may_keep(by, paper.body_id):
        raise NotAllowed
    return paper
