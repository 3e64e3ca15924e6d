"""What the pages of positions read: through the reader's session, in a constant number of statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session, defer, joinedload, selectinload

from blueprints.positions.rules import WHOLE, own_tables
from models.actors import Actor
from models.amendments import Amendment, AmendmentState, AmendmentSupport, PositionComment
from models.bodies import Body
from models.editions import Edition
from models.organisations import Organisation
from models.people import Person
from models.position_texts import PositionSection, PositionSource, PositionVersion
from models.positions import Position, PositionAudience, PositionEditor, PositionTable
from models.seats import Appointment, AppointmentRole, Seat
from models.standing import in_force
from models.texts import Text, TextVersion

PAGE_SIZE = 25


@dataclass(frozen=True, kw_only=True)
class FoundPositions:
    """One page of positions, and how many there are in all."""

    positions: Sequence[Position]
    total: int
    page: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE_SIZE))


def positions(reading: Session, table_id: int | None, page: int) -> FoundPositions:
    """The positions that the reader may see, the newest first; of one table those that it takes part in."""
    wanted = select(Position.id)
    if table_id is not None:
        joined = select(PositionTable.position_id).where(PositionTable.body_id == table_id)
        wanted = wanted.where((Position.body_id == table_id) | Position.id.in_(joined))
    total = reading.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    page = min(max(1, page), max(1, -(-total // PAGE_SIZE)))
    rows = (
        select(Position)
        .where(Position.id.in_(wanted))
        .options(joinedload(Position.body), selectinload(Position.versions))
        .order_by(Position.started_at.desc(), Position.id.desc())
        .limit(PAGE_SIZE)
        .offset((page - 1) * PAGE_SIZE)
    )
    return FoundPositions(positions=reading.scalars(rows).all(), total=total, page=page)


def tables(reading: Session) -> list[tuple[int, str]]:
    """The tables whose positions the reader may see, by name."""
    kept = select(Position.body_id)
    rows = reading.execute(select(Body.id, Body.name).where(Body.id.in_(kept)).order_by(Body.name, Body.id))
    return [(row.id, row.name) for row in rows]


def position(reading: Session, table_id: int, position_id: int) -> Position | None:
    """One position with all that decides who may do what with it, and the names of its editors."""
    return reading.scalar(
        select(Position)
        .where(Position.id == position_id, Position.body_id == table_id)
        .options(
            *(joinedload(Position.body), joinedload(Position.project), *WHOLE),
            selectinload(Position.editors).joinedload(PositionEditor.person).joinedload(Person.organisation),
        )
    )


def edition(reading: Session, version: PositionVersion) -> Edition:
    """The frozen words of a version."""
    return reading.scalars(select(Edition).where(Edition.id == version.edition_id)).one()


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A section as it is being written, with its newest words (None: nothing yet)."""

    section: PositionSection
    text: Text
    version: TextVersion | None


def drafts(reading: Session, position_id: int, *, removed: bool = False) -> list[Draft]:
    """The sections as they are written, in their order, or those that were taken out."""
    newest = (TextVersion.text_id == Text.id) & (TextVersion.number == Text.latest)
    out = PositionSection.removed_at.is_not(None) if removed else PositionSection.removed_at.is_(None)
    rows = reading.execute(
        select(PositionSection, Text, TextVersion)
        .join(Text, Text.id == PositionSection.text_id)
        .outerjoin(TextVersion, newest)
        .where(PositionSection.position_id == position_id, out)
        .options(joinedload(PositionSection.editor).joinedload(Person.organisation))
        .order_by(PositionSection.place, PositionSection.id)
    )
    return [Draft(section=section, text=text, version=version) for section, text, version in rows]


@dataclass(frozen=True, kw_only=True)
class Saved:
    """One saved version of a section's words, and who saved it."""

    version: TextVersion
    person: Person


def saved_versions(reading: Session, text_id: int) -> list[Saved]:
    """How the words of a section came to be, the newest first."""
    rows = reading.execute(
        select(TextVersion, Person)
        .join(Person, Person.id == TextVersion.author_id)
        .where(TextVersion.text_id == text_id)
        .options(joinedload(Person.organisation))
        .order_by(TextVersion.number.desc())
    )
    return [Saved(version=version, person=person) for version, person in rows]


def merged_into(reading: Session, section_id: int) -> dict[int, list[Amendment]]:
    """The amendments that were taken into a section, by the number of the version that took them in."""
    rows = reading.scalars(
        select(Amendment)
        .where(Amendment.section_id == section_id, Amendment.merged_as.is_not(None))
        .options(
            joinedload(Amendment.organisation), defer(Amendment.markdown), defer(Amendment.answer_markdown)
        )
        .order_by(Amendment.number)
    )
    found: dict[int, list[Amendment]] = {}
    for each in rows:
        found.setdefault(each.merged_as or 0, []).append(each)
    return found


def amendments(reading: Session, version_id: int) -> list[Amendment]:
    """All amendments to a version with their institutions and how many support them, without their words."""
    rows = (
        select(Amendment)
        .where(Amendment.version_id == version_id)
        .options(
            joinedload(Amendment.organisation).load_only(Organisation.name, Organisation.short_name),
            *(defer(Amendment.markdown), defer(Amendment.answer_markdown)),
        )
        .order_by(Amendment.number)
    )
    return list(reading.scalars(rows))


def supports(reading: Session, version_id: int) -> dict[int, int]:
    """How many institutions support the amendments to a version, by their ids."""
    rows = reading.execute(
        select(AmendmentSupport.amendment_id, func.count())
        .join(Amendment, Amendment.id == AmendmentSupport.amendment_id)
        .where(Amendment.version_id == version_id)
        .group_by(AmendmentSupport.amendment_id)
    )
    return {row[0]: row[1] for row in rows}


def open_amendments(reading: Session, position_id: int, version_id: int) -> list[Amendment]:
    """Those of a version that a meeting has to speak about, with all their words."""
    rows = (
        select(Amendment)
        .where(
            Amendment.version_id == version_id,
            Amendment.position_id == position_id,
            Amendment.withdrawn_at.is_(None),
            Amendment.merged_at.is_(None),
        )
        .options(joinedload(Amendment.organisation), selectinload(Amendment.supports))
        .order_by(Amendment.number)
    )
    return [each for each in reading.scalars(rows) if not each.state.is_settled]


def amendment(reading: Session, position_id: int, amendment_id: int) -> Amendment | None:
    """One amendment with its institution and those that support it."""
    return reading.scalar(
        select(Amendment)
        .where(Amendment.id == amendment_id, Amendment.position_id == position_id)
        .options(
            joinedload(Amendment.organisation),
            selectinload(Amendment.supports).joinedload(AmendmentSupport.organisation),
        )
    )


def to_merge(amendments: Sequence[Amendment]) -> list[Amendment]:
    """Those that are accepted and wait for being taken into the text."""
    return [each for each in amendments if each.state is AmendmentState.ACCEPTED]


def comments(reading: Session, version_id: int) -> list[PositionComment]:
    """The comments on a version, the oldest first."""
    rows = (
        select(PositionComment)
        .where(PositionComment.version_id == version_id)
        .options(joinedload(PositionComment.organisation).load_only(Organisation.name))
        .order_by(PositionComment.id)
    )
    return list(reading.scalars(rows))


def comment(reading: Session, position_id: int, comment_id: int) -> PositionComment | None:
    mine = (PositionComment.id == comment_id) & (PositionComment.position_id == position_id)
    return reading.scalar(select(PositionComment).where(mine))


def sources(reading: Session, position_id: int) -> list[PositionSource]:
    """Where its claims come from, by their numbers."""
    mine = select(PositionSource).where(PositionSource.position_id == position_id)
    return list(reading.scalars(mine.order_by(PositionSource.number)))


def named(reading: Session, position_id: int) -> list[tuple[int, str]]:
    """The seats that a confidential position names, by their institutions."""
    rows = reading.execute(
        select(Seat.id, Organisation.name)
        .join(Seat.organisation)
        .join(PositionAudience, PositionAudience.seat_id == Seat.id)
        .where(PositionAudience.position_id == position_id)
        .order_by(Organisation.folded, Seat.id)
    )
    return [(row.id, row.name) for row in rows]


@dataclass(frozen=True, kw_only=True)
class Nameable:
    """Somebody whom one may name as an editor; without a name where one does not sit with her."""

    person_id: int
    institution: str
    name: str = ""
    function: str = ""


def people_to_name(reading: Session, position: Position, by: Actor, on: date) -> list[Nameable]:
    """The people of its tables, for whoever sits at one of them; whoever was invited from outside, and who
    writes it already."""
    own = own_tables(position, by)
    rows = reading.execute(
        select(Person, Organisation.name.label("institution"), Seat.body_id)
        .join(Appointment, Appointment.person_id == Person.id)
        .join(Seat, Seat.id == Appointment.seat_id)
        .join(Organisation, Organisation.id == Seat.organisation_id)
        .where(
            Seat.body_id.in_(position.body_ids if own else ()),
            Appointment.role != AppointmentRole.READER,
            *(in_force(Appointment, on), in_force(Seat, on)),
        )
        .order_by(Organisation.folded, Person.name, Person.id)
    ).all()
    found: dict[int, Nameable] = {}
    for person, institution, body_id in rows:
        if person.id not in found or body_id in own:
            found[person.id] = _nameable(person, institution, body_id in own)
    for each in _delegates(reading, position, by):
        found.setdefault(each.person_id, each)
    for editor in position.editors:
        of = editor.person.organisation
        found.setdefault(editor.person_id, _nameable(editor.person, of.name if of else "", False))
    return list(found.values())


def _nameable(person: Person, institution: str, known: bool) -> Nameable:
    name, function = (person.name, "") if known else ("", person.function)
    return Nameable(person_id=person.id, institution=institution, name=name, function=function)


def _delegates(reading: Session, position: Position, by: Actor) -> list[Nameable]:
    """Those invited from outside; by name for whoever sits at a table or comes from the same institution."""
    sent = [each for each in position.delegates if each.ended_at is None]
    wanted = select(Person).where(Person.id.in_([each.person_id for each in sent])).order_by(Person.id)
    people = {each.id: each for each in reading.scalars(wanted)}
    own = {each.organisation_id for each in sent if each.person_id == by.person_id}
    houses = organisation_names(reading, [each.organisation_id for each in sent])
    return [
        _nameable(
            people[each.person_id],
            houses[each.organisation_id],
            bool(own_tables(position, by)) or each.organisation_id in own,
        )
        for each in sent
    ]


def organisation_names(reading: Session, ids: Sequence[int] | frozenset[int]) -> dict[int, str]:
    """Names of institutions, in their order."""
    rows = select(Organisation.id, Organisation.name).where(Organisation.id.in_(ids))
    return {row.id: row.name for row in reading.execute(rows.order_by(Organisation.folded, Organisation.id))}
