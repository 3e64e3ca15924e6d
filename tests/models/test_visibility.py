"""The session knows its reader: every way to ask is narrowed, every way around is refused."""

import gc
import weakref
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import BindParameter, bindparam, exists, func, select, text, union, update
from sqlalchemy.orm import aliased, joinedload, selectinload
from sqlalchemy.sql import visitors

from models.bodies import Body
from models.errors import NoReader, Unguarded
from models.links import Link
from models.meetings import AgendaItem, Meeting, MeetingState
from models.readers import AnyReader, settled
from models.visibility import Guarded, ReaderSession, Visibility, narrowed
from tests import build


@pytest.fixture
def two_tables(house: Any) -> Any:
    """Two tables, each with a meeting whose agenda is out and three items; a member of the first reads."""
    mine, other = build.table(house), build.table(house)
    for table in (mine, other):
        meeting = build.meeting(house, table.body, state=MeetingState.INVITED)
        build.agenda_item(house, meeting, "Offen")
        build.agenda_item(
            house, meeting, "Benannt", visibility=Visibility.CONFIDENTIAL, seats=[table.seats[1]]
        )
        build.agenda_item(house, meeting, "Nur Koordination", visibility=Visibility.COORDINATION)
    house.commit()
    return mine, other


@pytest.fixture
def reader(house: Any, two_tables: Any) -> Any:
    """A session of the first seat's main representative at the first table."""
    yield from read_as(house, two_tables[0].mains[0])


def read_as(house: Any, person: Any) -> Any:
    """A reader's session on a connection that only reads."""
    who = build.actor(house, person)
    house.commit()
    bind = house.get_bind()
    session = ReaderSession(getattr(bind, "engine", bind).execution_options(writing=False), reader=who)
    yield session
    session.close()


def titles(session: Any) -> list[str]:
    return sorted(session.scalars(select(AgendaItem.title)).all())


def test_a_select_shows_only_what_is_meant_for_the_reader(reader: Any) -> None:
    assert titles(reader) == ["Offen"]
    assert [item.title for item in reader.scalars(select(AgendaItem))] == ["Offen"]


def test_a_named_institution_sees_what_names_it(house: Any, two_tables: Any) -> None:
    for session in read_as(house, two_tables[0].mains[1]):
        assert titles(session) == ["Benannt", "Offen"]


def test_the_coordination_sees_all_of_its_table_and_nothing_of_another(house: Any, two_tables: Any) -> None:
    for session in read_as(house, two_tables[0].coordinator):
        assert titles(session) == ["Benannt", "Nur Koordination", "Offen"]


def test_get_finds_nothing_that_is_invisible(reader: Any, house: Any, two_tables: Any) -> None:
    hidden = house.scalar(select(Meeting.id).where(Meeting.body_id == two_tables[1].body.id))
    shown = house.scalar(select(Meeting.id).where(Meeting.body_id == two_tables[0].body.id))
    house.commit()
    assert reader.get(Meeting, hidden) is None
    assert reader.get(Meeting, shown) is not None


COUNTS: dict[str, tuple[Any, int]] = {
    "count of a column": (select(func.count(AgendaItem.id)), 1),
    "count from the class": (select(func.count()).select_from(AgendaItem), 1),
    "count through a join": (select(func.count(AgendaItem.id)).join(AgendaItem.meeting), 1),
    "count of an alias": (select(func.count()).select_from(aliased(AgendaItem)), 1),
    "count in a subquery": (select(func.count()).select_from(select(AgendaItem).subquery()), 1),
    "count in a CTE": (select(func.count()).select_from(select(AgendaItem.id).cte()), 1),
    "count of bodies by exists": (
        select(func.count(Body.id)).where(exists().where(AgendaItem.meeting_id == Meeting.id)),
        1,
    ),
    "count with in": (select(func.count(Meeting.id)).where(Meeting.id.in_(select(AgendaItem.meeting_id))), 1),
    "count with any": (
        select(func.count(Meeting.id)).where(Meeting.items.any(AgendaItem.title == "Benannt")),
        0,
    ),
    "count with has": (select(func.count(AgendaItem.id)).where(AgendaItem.meeting.has()), 1),
    "scalar subquery": (
        select(
            select(func.count(AgendaItem.id)).where(AgendaItem.meeting_id == Meeting.id).scalar_subquery()
        ),
        1,
    ),
}


@pytest.mark.parametrize("name", COUNTS)
def test_counts_are_narrowed(reader: Any, name: str) -> None:
    statement, expected = COUNTS[name]
    assert reader.scalar(statement) == expected


@pytest.mark.parametrize("load", [selectinload, joinedload])
def test_relationships_are_narrowed_however_they_are_loaded(reader: Any, load: Any) -> None:
    meeting = reader.scalars(select(Meeting).options(load(Meeting.items))).unique().one()
    assert [item.title for item in meeting.items] == ["Offen"]


def test_nested_relationships_are_narrowed(reader: Any) -> None:
    item = (
        reader.scalars(select(AgendaItem).options(selectinload(AgendaItem.meeting).joinedload(Meeting.items)))
        .unique()
        .one()
    )
    assert [each.title for each in item.meeting.items] == ["Offen"]


def test_a_lazy_load_is_narrowed(reader: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    meeting = reader.scalars(select(Meeting)).one()
    items = reader.scalars(select(AgendaItem).where(AgendaItem.meeting == meeting)).all()
    assert [item.title for item in items] == ["Offen"]


AROUND: dict[str, Any] = {
    "plain SQL": text("SELECT * FROM agenda_item"),
    "plain SQL in a condition": select(AgendaItem).where(text("1 = 1")),
    "plain SQL for a class": select(AgendaItem).from_statement(text("SELECT * FROM agenda_item")),
    "a core table": select(AgendaItem.__table__),
    "a core column": select(AgendaItem.__table__.c.title),
    "an alias of a core table": select(AgendaItem.__table__.alias()),
    "a join to a core table": select(Body.id).join(
        AgendaItem.__table__, AgendaItem.__table__.c.id == Body.id
    ),
    "a condition on a core table": select(Body.id).where(Body.id == AgendaItem.__table__.c.id),
    "order by a core table": select(Body.id).order_by(AgendaItem.__table__.c.title),
    "a core table in exists": select(Body.id).where(exists(select(AgendaItem.__table__.c.id))),
    "a union": union(select(AgendaItem.id), select(AgendaItem.id)),
    "a change": update(AgendaItem).values(title="x"),
}


@pytest.mark.parametrize("name", AROUND)
def test_every_way_around_is_refused(reader: Any, name: str) -> None:
    with pytest.raises(Unguarded):
        reader.execute(AROUND[name])


PREPARED = select(AgendaItem.title).join(AgendaItem.meeting).order_by(AgendaItem.title)
BY_TITLE = select(AgendaItem.title).where(AgendaItem.title == bindparam("title"))


def test_a_prepared_statement_answers_each_reader_for_herself(house: Any, two_tables: Any) -> None:
    expected = [
        (two_tables[0].mains[0], ["Offen"]),
        (two_tables[0].mains[1], ["Benannt", "Offen"]),
        (two_tables[1].coordinator, ["Benannt", "Nur Koordination", "Offen"]),
    ]
    for _ in range(2):
        for person, seen in expected:
            for session in read_as(house, person):
                assert list(session.scalars(PREPARED)) == seen


def test_a_session_that_gets_another_reader_reads_as_that_one(house: Any, two_tables: Any) -> None:
    for session in read_as(house, two_tables[0].coordinator):
        assert len(list(session.scalars(PREPARED))) == 3
        session.reader = build.actor(house, two_tables[0].mains[0])
        assert list(session.scalars(PREPARED)) == ["Offen"]
        session.reader = None
        with pytest.raises(NoReader):
            session.scalars(PREPARED)


def test_who_asks_cannot_name_rights_of_another(reader: Any) -> None:
    """The parameters of the criteria are the session's: what a caller gives under their names is void."""
    mine = dict.fromkeys(reader.given(), 1) | {"reader_coordinates": [1, 2, 3, 4, 5]}
    assert reader.scalars(BY_TITLE, mine | {"title": "Benannt"}).all() == []
    assert reader.scalars(BY_TITLE, {"title": "Offen"}).all() == ["Offen"]


def test_plain_rows_are_narrowed_as_well(reader: Any, house: Any, two_tables: Any) -> None:
    assert [row.title for row in reader.rows(BY_TITLE, {"title": "Offen"})] == ["Offen"]
    assert reader.rows(BY_TITLE, {"title": "Benannt", "reader_or_coordinates": [1, 2, 3, 4, 5]}) == []
    counted = select(select(func.count(AgendaItem.id)).scalar_subquery())
    assert [tuple(row) for row in reader.rows(counted, {})] == [(1,)]
    for session in read_as(house, two_tables[0].mains[1]):
        assert [row.title for row in session.rows(BY_TITLE, {"title": "Benannt"})] == ["Benannt"]
    for refused in (text("SELECT title FROM agenda_item"), select(AgendaItem.__table__.c.title)):
        with pytest.raises(Unguarded):
            reader.rows(refused, {})
    with pytest.raises(Unguarded):
        reader.rows(update(AgendaItem).values(title=""), {})
    reader.reader = None
    with pytest.raises(NoReader):
        reader.rows(BY_TITLE, {"title": "Offen"})


def test_a_criterion_cannot_ask_who_reads(reader: Any) -> None:
    with pytest.raises(TypeError):
        bool(AnyReader().coordinates)
    with pytest.raises(TypeError):
        bool(AnyReader().is_admin)
    with pytest.raises((TypeError, KeyError)):
        _ = 1 in AnyReader().seats


def test_a_statement_that_was_looked_at_is_not_kept_for_ever(reader: Any) -> None:
    statement = select(AgendaItem.title)
    reader.scalars(statement).all()
    gone = weakref.ref(statement)
    del statement
    gc.collect()
    assert gone() is None


def test_the_connection_is_not_lent(reader: Any) -> None:
    with pytest.raises(Unguarded):
        reader.connection()


def test_a_reader_writes_nothing(reader: Any) -> None:
    reader.scalars(select(AgendaItem)).one().title = "verändert"
    with pytest.raises(Unguarded):
        reader.flush()
    reader.expunge_all()
    with pytest.raises(Unguarded):
        reader.bulk_save_objects([])


def test_without_a_reader_content_is_refused_and_the_rest_is_not(house: Any, two_tables: Any) -> None:
    session = ReaderSession(house.get_bind())
    with pytest.raises(NoReader):
        session.scalars(select(AgendaItem)).all()
    with pytest.raises(NoReader):
        session.get(Body, 1)
    session.close()


def test_every_guarded_class_says_who_may_see_it_and_can_be_narrowed_through_an_alias(reader: Any) -> None:
    assert len(Guarded.classes) >= 8
    for cls in Guarded.classes:
        reader.execute(select(func.count()).select_from(cls)).scalar_one()
        reader.execute(select(func.count()).select_from(aliased(cls))).scalar_one()


def test_each_level_stands_beside_its_tlp_word() -> None:
    assert [level.tlp for level in Visibility] == ["TLP:CLEAR", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED"]
    assert [level.strictness for level in Visibility] == [0, 1, 2, 3]


def test_a_criterion_is_not_narrowed_itself(reader: Any, statements: Any) -> None:
    """Where a statement names two classes, each is narrowed as if it stood alone, and no part of it more."""
    with statements() as asked:
        both_classes = select(Meeting.id).join(AgendaItem, AgendaItem.meeting_id == Meeting.id)
        for statement in (select(AgendaItem.id), select(Meeting.id), both_classes):
            reader.execute(statement).all()
    items, meetings, both = (said.count("reader_") + said.count("json_each") for said in asked)
    assert both == items + meetings


def test_what_narrows_a_statement_makes_its_key_no_longer(reader: Any) -> None:
    """Links name all that can be linked: written out, their criterion holds hundreds of parameters, and the
    library goes through them each time that a statement is asked which was not prepared."""
    links = select(Link.id)
    (option,) = narrowed(links)._with_options
    assert len(list(visitors.iterate(option.where_criteria))) > 1000
    plain, asked = links._generate_cache_key(), narrowed(links)._generate_cache_key()
    assert plain
    assert asked
    assert asked.bindparams == plain.bindparams == []
    assert narrowed(select(Link.id))._generate_cache_key() == asked, "and is found again"


@pytest.mark.parametrize("cls", Guarded.classes, ids=lambda cls: cls.__name__)
def test_criteria_hand_over_nothing_but_what_the_reader_has(cls: Any) -> None:
    """A constant, or a list that is written out anew for each reader, costs time at each execution."""
    parameters = [
        element
        for element in visitors.iterate(settled(cls.visible_to(AnyReader())))
        if isinstance(element, BindParameter)
    ]
    assert {each.key.split("_")[0] for each in parameters} <= {"reader"}
    assert not [each.key for each in parameters if each.expanding]


def test_a_reader_has_any_number_of_rights(house: Any, two_tables: Any) -> None:
    mine = two_tables[0].body.id
    for session in read_as(house, two_tables[0].coordinator):
        for bodies in ((), (mine,), (mine, *range(100_000, 140_000))):
            session.reader = replace(session.reader, coordinates=frozenset(bodies))
            assert len(titles(session)) == (3 if bodies else 0)
