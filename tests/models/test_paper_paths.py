"""The line of stations: in the order of time, and what has no date where it must have been."""

from hypothesis import given
from hypothesis import strategies as st

from models.consultations import Consultation
from models.fuzzy_dates import FuzzyDate
from models.paper_paths import joined, stations
from models.papers import Paper


def paper(paper_id, dated="", consulted=()):
    made = Paper(body_id=1, title=f"P{paper_id}", dated=FuzzyDate.parse(dated))
    made.id = paper_id
    for number, on in enumerate(consulted):
        one = Consultation(paper_id=paper_id, body_id=1, committee_id=2, held_on=FuzzyDate.parse(on))
        one.id = paper_id * 100 + number
        made.consultations.append(one)
    return made


def names(found):
    return [
        f"{each.paper.title}{'' if each.consultation is None else '.' + str(each.consultation.id % 100)}"
        for each in found
    ]


def test_a_path_runs_from_a_motion_to_the_answer():
    motion = paper(1, "08.09.2021")
    proposal = paper(2, "", ["23.09.2021", ""])
    answer = paper(3, "08.09.2022", ["08.09.2022"])
    line = stations([answer, proposal, motion], {2: [1], 3: [1, 2]})
    assert names(line) == ["P1", "P2", "P2.0", "P2.1", "P3", "P3.0"]
    assert not line[1].on.is_known
    assert not line[3].on.is_known


def test_an_undated_answer_stands_before_its_session_and_not_beside_what_it_answers():
    motion = paper(1, "08.09.2021", ["23.09.2021", ""])
    answer = paper(2, "", ["08.09.2022"])
    assert names(stations([motion, answer], {2: [1]})) == ["P1", "P1.0", "P1.1", "P2", "P2.0"]


def test_an_undated_paper_without_a_session_stands_after_what_it_refers_to():
    assert names(stations([paper(1, "2020"), paper(2), paper(3, "2021")], {2: [1]})) == ["P1", "P2", "P3"]


def test_an_undated_paper_stands_before_its_first_consultation():
    assert names(stations([paper(1, "2020"), paper(2, "", ["2019"])], {})) == ["P2", "P2.0", "P1"]


def test_an_undated_paper_stands_before_what_refers_to_it():
    assert names(stations([paper(1, "2021"), paper(2), paper(3, "2020")], {1: [2]})) == ["P3", "P2", "P1"]


def test_of_what_nothing_is_known_comes_last():
    assert names(stations([paper(1), paper(2, "2021")], {})) == ["P2", "P1"]


def test_papers_that_refer_to_each_other_have_an_end():
    assert names(stations([paper(1), paper(2)], {1: [2], 2: [1]})) == ["P1", "P2"]


def test_papers_hang_together_whichever_way_relations_lead():
    pairs = [(2, 1), (2, 3), (4, 3), (6, 5)]
    assert joined(1, pairs) == {1, 2, 3, 4}
    assert joined(7, pairs) == {7}


DATES = st.sampled_from(["", "2019", "Herbst 2020", "03.02.2021", "seit 2018"])
PAPERS = st.lists(st.tuples(DATES, st.lists(DATES, max_size=2)), max_size=4)


@given(PAPERS, st.lists(st.tuples(st.integers(1, 4), st.integers(1, 4)), max_size=4))
def test_each_station_stands_once_and_known_dates_in_order(papers, pairs):
    made = [paper(number, *facts) for number, facts in enumerate(papers, 1)]
    edges = {one: [other for first, other in pairs if first == one] for one, _ in pairs}
    line = stations(made, edges)
    assert len(line) == len(names(line)) == len(set(names(line)))
    assert len(line) == sum(1 + len(consulted) for _, consulted in papers)
    known = [each.on for each in line if each.on.is_known]
    assert known == sorted(known)
