"""The file of an institution that has a rule of its own instead of a version, and who may read it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from blueprints.tables.rules import day_of
from models.actors import Actor
from models.files import File, store
from models.fuzzy_dates import FuzzyDate
from models.history import record
from models.links import Link, LinkKind, link
from models.meetings import AgendaItem
from models.procedure_steps import ProcedureStep
from models.procedures import Procedure, ProcedureVersion
from models.rounds import AskedSeat
from models.shelf import DocumentKind, DocumentState, ShelfDocument
from models.stances import Stance
from models.topics import Topic
from models.visibility import Visibility


def keep_rule(
    house: Session,
    about: Procedure,
    asked: AskedSeat,
    stance: Stance,
    file: dict[str, Any],
    *,
    by: Actor,
    now: datetime,
) -> None:
    """The institution's own rule lies on the shelf of the table, for its members; the stance cites it."""
    facts = dict(file)
    stream = facts.pop("stream")
    document = ShelfDocument(
        body_id=about.body_id,
        title=f"{about.title}: {asked.name}"[:200],
        owner_id=by.person_id,
        put_at=now,
        kind=DocumentKind.AGREEMENT,
        dated=FuzzyDate.of_day(day_of(now)),
        issuer=asked.name[:160],
        visibility=Visibility.COORDINATION if _is_narrow(about) else Visibility.INTERNAL,
        state=DocumentState.RELEASED,
    )
    house.add(document)
    house.flush()
    record(house, "put", document, by=by, now=now, level=document.visibility.value)
    kept = File(item_id=None, document_id=document.id, uploaded_by_id=by.person_id, uploaded_at=now, **facts)
    store(house, kept, stream)
    record(house, "add", kept, by=by, now=now, body_id=about.body_id, sha256=kept.sha256)
    link(house, LinkKind.CITES, stance, document)


def _is_narrow(about: Procedure) -> bool:
    """Its title must not stand where more people read than see the procedure."""
    return about.visibility in (Visibility.CONFIDENTIAL, Visibility.COORDINATION)


def follow(house: Session, about: Procedure, *, by: Actor, now: datetime) -> None:
    """What bears the title of a procedure is for no more readers than the procedure itself: the own rules of
    institutions on the shelf, the topics that field reports became, and the items that these became."""
    floor = Visibility.COORDINATION if _is_narrow(about) else about.visibility
    reports = _reports(house, about)
    bearing: list[ShelfDocument | Topic | AgendaItem] = [*_own_rules(house, about), *reports]
    bearing += _items(house, reports)
    for each in bearing:
        if each.visibility.strictness < floor.strictness:
            before, each.visibility = each.visibility.value, floor
            gesture = "set-level" if isinstance(each, ShelfDocument) else "edit"
            record(house, gesture, each, by=by, now=now, before=before, level=floor.value)


def _own_rules(house: Session, about: Procedure) -> Sequence[ShelfDocument]:
    rounds = select(ProcedureVersion.round_id).where(ProcedureVersion.procedure_id == about.id)
    asked = select(AskedSeat.id).where(AskedSeat.round_id.in_(rounds))
    stances = select(Stance.id).where(Stance.asked_seat_id.in_(asked))
    cited = _citing(Stance, ShelfDocument).where(Link.from_id.in_(stances))
    rows = select(ShelfDocument).where(ShelfDocument.id.in_(cited.with_only_columns(Link.to_id)))
    return house.scalars(rows.order_by(ShelfDocument.id)).all()


def _reports(house: Session, about: Procedure) -> Sequence[Topic]:
    versions = select(ProcedureVersion.id).where(ProcedureVersion.procedure_id == about.id)
    steps = select(ProcedureStep.id).where(ProcedureStep.version_id.in_(versions))
    citing = _citing(Topic, ProcedureStep).where(Link.to_id.in_(steps))
    rows = select(Topic).where(Topic.id.in_(citing.with_only_columns(Link.from_id)))
    return house.scalars(rows.order_by(Topic.id)).all()


def _items(house: Session, reports: Sequence[Topic]) -> Sequence[AgendaItem]:
    """The items of agendas that these topics have become."""
    ids = [each.item_id for each in reports if each.item_id is not None]
    return house.scalars(select(AgendaItem).where(AgendaItem.id.in_(ids)).order_by(AgendaItem.id)).all()


def _citing(source: type[Any], target: type[Any]) -> Select[Any]:
    return select(Link).where(
        Link.kind == LinkKind.CITES,
        Link.from_table == source.__tablename__,
        Link.to_table == target.__tablename__,
    )
