"""The line of stations of a paper, and its relations, as far as the reader may see them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from blueprints.requests.rules import RELATIONS
from models.body_life import ElectoralTerm
from models.consultations import Consultation
from models.links import Link, LinkKind
from models.paper_paths import Station, joined, stations
from models.papers import Paper


@dataclass(frozen=True, kw_only=True)
class Related:
    """What a paper is to another one; `back`: what the other one is to it."""

    kind: LinkKind
    paper: Paper
    back: bool


@dataclass(frozen=True, kw_only=True)
class Way:
    """The stations of all papers that hang together with one, and its own relations."""

    stations: list[Station]
    related: list[Related]
    terms: list[ElectoralTerm]


def way_of(house: Session, reading: Session, paper: Paper) -> Way:
    """The house walks along the relations, so that one hidden paper hides nothing behind it; the papers and
    their consultations are the reader's, and nothing tells that others are there (rulings.md 9)."""
    links = _links(house, paper.body_id)
    ids = joined(paper.id, [(one, other) for _, one, other in links])
    papers = {each.id: each for each in _papers(reading, ids)}
    edges = defaultdict(list)
    related = []
    for kind, one, other in links:
        if one in papers and other in papers:
            edges[one].append(other)
            if paper.id in (one, other):
                back = other == paper.id
                related.append(Related(kind=kind, paper=papers[one if back else other], back=back))
    return Way(
        stations=stations(papers.values(), edges), related=related, terms=_terms(reading, papers.values())
    )


def _terms(reading: Session, papers: Iterable[Paper]) -> list[ElectoralTerm]:
    """The electoral terms of the bodies that consulted these papers."""
    bodies = {each.committee_id for paper in papers for each in paper.consultations}
    if not bodies:
        return []
    rows = select(ElectoralTerm).where(ElectoralTerm.body_id.in_(bodies)).order_by(ElectoralTerm.id)
    return list(reading.scalars(rows))


def _links(house: Session, table_id: int) -> list[tuple[LinkKind, int, int]]:
    """What the papers of a table are to each other, in the order in which it was said."""
    table = Paper.__tablename__
    kept = select(Paper.id).where(Paper.body_id == table_id)
    rows = house.execute(
        select(Link.kind, Link.from_id, Link.to_id)
        .where(Link.from_table == table, Link.to_table == table, Link.from_id.in_(kept))
        .where(Link.kind.in_(RELATIONS))
        .order_by(Link.id)
    )
    return [(row.kind, row.from_id, row.to_id) for row in rows]


def _papers(reading: Session, ids: set[int]) -> list[Paper]:
    of = selectinload(Paper.consultations)
    return list(
        reading.scalars(
            select(Paper)
            .where(Paper.id.in_(ids))
            .options(
                joinedload(Paper.issuer),
                of.joinedload(Consultation.committee),
                of.joinedload(Consultation.meeting),
                of.joinedload(Consultation.recommends_to),
            )
            .order_by(Paper.id)
        )
    )
