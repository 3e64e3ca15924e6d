"""The path of papers: issued, consulted, answered, as one line of stations in the order of time."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from models.consultations import Consultation
from models.fuzzy_dates import FuzzyDate
from models.papers import Paper

Edges = Mapping[int, Sequence[int]]
"""By a paper's id the ids of those it refers to, answers or replaces."""


@dataclass(frozen=True, kw_only=True)
class Station:
    """A paper as it was issued, or (`consultation`) where it was consulted."""

    paper: Paper
    consultation: Consultation | None = None

    @property
    def on(self) -> FuzzyDate:
        return self.consultation.on if self.consultation else self.paper.dated


def joined(start: int, pairs: Iterable[tuple[int, int]]) -> set[int]:
    """All papers that hang together with one, whichever way their relations lead."""
    beside: dict[int, set[int]] = {}
    for one, other in pairs:
        beside.setdefault(one, set()).add(other)
        beside.setdefault(other, set()).add(one)
    met, nearest = {start}, {start}
    while nearest:
        nearest = {each for near in nearest for each in beside.get(near, ())} - met
        met |= nearest
    return met


def stations(papers: Iterable[Paper], edges: Edges) -> list[Station]:
    """The stations of these papers in the order of time, each with its consultations as they are loaded.

    What has no date stands where it must have been: a paper before its first consultation, else after what it
    refers to, else before what refers to it; a consultation after the one that was entered before it.
    Nothing is printed of such a place: a station without a date stays without one.
    """
    known = {paper.id: paper for paper in sorted(papers, key=lambda each: each.id)}
    depths = {paper_id: _depth(paper_id, edges, known) for paper_id in known}
    placed = []
    for paper_id, paper in known.items():
        at = _when(paper, edges, known)
        placed.append(((at, depths[paper_id], paper_id, 0), Station(paper=paper)))
        for number, each in enumerate(paper.consultations, 1):
            at = each.on if each.on.is_known else at
            placed.append(((at, depths[paper_id], paper_id, number), Station(paper=paper, consultation=each)))
    return [station for _, station in sorted(placed, key=lambda each: each[0])]


def _depth(paper_id: int, edges: Edges, known: Mapping[int, Paper]) -> int:
    """How many steps back its relations lead; papers that refer to each other are one step apart."""
    met, nearest, depth = {paper_id}, {paper_id}, 0
    while nearest := {each for near in nearest for each in edges.get(near, ()) if each in known} - met:
        met |= nearest
        depth += 1
    return depth


def _when(paper: Paper, edges: Edges, known: Mapping[int, Paper]) -> FuzzyDate:
    if paper.dated.is_known:
        return paper.dated
    before = _dates(known[each].dated for each in edges.get(paper.id, ()) if each in known)
    consulted = _dates(each.on for each in paper.consultations)
    after = _dates(other.dated for other in known.values() if paper.id in edges.get(other.id, ()))
    return min(consulted, default=max(before, default=min(after, default=FuzzyDate.unknown())))


def _dates(found: Iterable[FuzzyDate]) -> list[FuzzyDate]:
    return [each for each in found if each.is_known]
