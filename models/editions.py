"""Editions: what left the house, compiled for one set of readers and frozen with its hash."""

import enum
import hashlib
import json
from collections.abc import Iterable
from datetime import date, datetime
from functools import cached_property
from typing import Any, Final

from sqlalchemy import CheckConstraint, ForeignKey, Index, and_, bindparam, case, func, or_, select
from sqlalchemy import Text as LongText
from sqlalchemy.orm import Mapped, Session, aliased, mapped_column
from sqlalchemy.sql import ColumnElement

from models.actors import Actor
from models.base import Base
from models.history import record
from models.joined import meetings_of_her_time, read_from_the_beginning
from models.outbox import Way
from models.position_issues import PositionIssue
from models.position_texts import PositionVersion
from models.readers import among
from models.typed_text import TypedLine
from models.visibility import Guarded
from models.words import N_

SHORTEST: Final = 16
"""So many figures of a checksum name a document: 64 bits, beyond guessing."""


class EditionKind(enum.Enum):
    AGENDA = "agenda"
    MINUTES = "minutes"
    POSITION = "position"
    PUBLISHED = "published"
    PROCEDURE = "procedure"
    SURVEY = "survey"
    REPORT = "report"

    @property
    def label(self) -> str:
        return EDITION_KIND_WORDS[self]


EDITION_KIND_WORDS = {
    EditionKind.AGENDA: N_("agenda as invited"),
    EditionKind.MINUTES: N_("result minutes"),
    EditionKind.POSITION: N_("position"),
    EditionKind.PUBLISHED: N_("published results"),
    EditionKind.PROCEDURE: N_("agreed procedure"),
    EditionKind.SURVEY: N_("results of a survey"),
    EditionKind.REPORT: N_("report on a request"),
}


OF_NO_MEETING: Final = "kind IN ('position', 'procedure', 'survey', 'report')"


class Edition(Guarded, Base):
    """A document as one set of readers got it. Never changed: `sha256` is that of `content`,
    as it was sent; where a passage has been purged since, `purged_at` says so and the hash stays.

    All are of a meeting but procedures, reports, results of surveys and the versions of positions, which are
    read by whoever sees those.

    `content` is canonical JSON; `number` counts the compilations of a kind for a meeting, and all
    editions of one compilation share it. `whole`: nothing is left out; `for_readers`: for whoever only
    reads at the body, and for members who came later; they read minutes of meetings before they joined only
    where the bylaws say so. Guests keep theirs while they are guests.
    """

    __tablename__ = "edition"
    __table_args__ = (
        CheckConstraint(f"({OF_NO_MEETING}) = (meeting_id IS NULL)", name="of_meeting"),
        Index("ix_edition_meeting_id_kind", "meeting_id", "kind"),
        Index("ix_edition_sha256", "sha256"),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    kind: Mapped[EditionKind]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), nullable=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    number: Mapped[int]
    title: Mapped[str] = mapped_column(TypedLine(200))
    content: Mapped[str] = mapped_column(LongText())
    sha256: Mapped[str]
    compiled_at: Mapped[datetime]
    compiled_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    for_readers: Mapped[bool] = mapped_column(default=False)
    whole: Mapped[bool] = mapped_column(default=False)
    purged_at: Mapped[datetime | None] = mapped_column(default=None)

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        seats = select(EditionReader.edition_id).where(EditionReader.seat_id.in_(reader.seat_ids))
        guests = select(EditionReader.edition_id).where(
            EditionReader.person_id == reader.person_id, EditionReader.sent_at.is_not(None)
        )
        version, issue = PositionVersion.__table__.c, PositionIssue.__table__.c
        positions = select(version.edition_id).where(PositionVersion.visible_to(reader))
        issues = select(issue.edition_id).where(PositionIssue.visible_to(reader))
        return or_(
            cls.body_id.in_(reader.coordinates),
            cls.meeting_id.in_(reader.records),
            cls.id.in_(positions.correlate(None)),
            cls.id.in_(issues.correlate(None)),
            cls.id.in_(seats.correlate(None)),
            and_(cls.id.in_(guests.correlate(None)), cls.meeting_id.in_(reader.guest_meetings)),
            and_(
                cls.for_readers.is_(True),
                cls.body_id.in_(reader.readable),
                or_(
                    cls.kind != EditionKind.MINUTES,
                    read_from_the_beginning(cls.body_id, reader),
                    cls.meeting_id.in_(meetings_of_her_time(reader)),
                ),
            ),
        )

    @cached_property
    def data(self) -> dict[str, Any]:
        parsed: dict[str, Any] = json.loads(self.content)
        return parsed

    @property
    def addendum(self) -> int:
        """The number of the Nachtrag that this agenda is; 0 for the agenda as it was invited to.

        Counted over all readers, so only the coordination is shown it: others would count what is hidden.
        """
        return int(self.data.get("addendum", 0))

    @property
    def version(self) -> int:
        """Counts what the readers of these minutes were sent: one for each correction after the first."""
        return int(self.data.get("version", 1))

    @property
    def replaces(self) -> str:
        """The checksum of the version that this one corrects; empty for a first one."""
        return str(self.data.get("replaces", ""))

    @property
    def fingerprint(self) -> str:
        """The beginning of the hash, as it is printed: as much as names a document to whoever types it."""
        return self.sha256[:SHORTEST]

    @property
    def is_true(self) -> bool:
        """Whether the content still is what was frozen, or is marked as purged."""
        return self.purged_at is not None or hashlib.sha256(self.content.encode()).hexdigest() == self.sha256


class EditionReader(Base):
    """Somebody an edition was compiled for: a seat (whoever fills it) or a guest.

    `sent_at`: since when it is hers; a guest's extract of the minutes waits until the coordination sends it.
    `paper_way`, `paper_on`: how and on which day she got it on paper, where no letter could reach her.
    `taken_note_at`: when somebody of the institution said that it has taken note, which nobody needs to do.
    """

    __tablename__ = "edition_reader"
    __table_args__ = (CheckConstraint("(seat_id IS NULL) <> (person_id IS NULL)", name="one_reader"),)

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), index=True)
    seat_id: Mapped[int | None] = mapped_column(ForeignKey("seat.id"), default=None, index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None, index=True)
    sent_at: Mapped[datetime | None] = mapped_column(default=None)
    taken_note_at: Mapped[datetime | None] = mapped_column(default=None)
    paper_way: Mapped[Way | None] = mapped_column(default=None)
    paper_on: Mapped[date | None] = mapped_column(default=None)


def canonical(content: dict[str, Any]) -> str:
    """One content, one string: sorted keys, no spaces, UTF-8."""
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def freeze(
    house: Session,
    kind: EditionKind,
    meeting_id: int | None,
    body_id: int,
    title: str,
    content: dict[str, Any],
    *,
    seats: Iterable[int] = (),
    persons: Iterable[int] = (),
    for_readers: bool = False,
    whole: bool = False,
    number: int | None = None,
    guests_wait: bool = False,
    by: Actor | None,
    now: datetime,
) -> Edition:
    """Freeze a content for its readers; without `number` it is a compilation of its own. `guests_wait`: it is
    theirs only once it is sent to them."""
    text = canonical(content)
    edition = Edition(
        kind=kind,
        meeting_id=meeting_id,  # type: ignore[arg-type] # a position's has none
        body_id=body_id,
        number=number or next_number(house, meeting_id or 0, kind),
        title=title,
        content=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        compiled_at=now,
        compiled_by_id=by.person_id if by else None,
        for_readers=for_readers,
        whole=whole,
    )
    house.add(edition)
    house.flush()
    theirs: dict[str, Any] = {"edition_id": edition.id, "sent_at": None if guests_wait else now}
    house.add_all(EditionReader(edition_id=edition.id, seat_id=seat, sent_at=now) for seat in seats)
    house.add_all(EditionReader(person_id=person, **theirs) for person in persons)
    record(house, "freeze", edition, by=by, now=now, sha256=edition.sha256, number=edition.number)
    return edition


def next_number(house: Session, meeting_id: int, kind: EditionKind) -> int:
    found = select(func.max(Edition.number)).where(Edition.meeting_id == meeting_id, Edition.kind == kind)
    return (house.scalar(found) or 0) + 1


LATER = aliased(Edition)
"""Editions of the same kind and meeting that the reader has as well."""


def is_for(edition: Any) -> ColumnElement[bool]:
    """SQL: the edition was compiled for the reader of `:seat_ids` and `:person_id`, or for all who read."""
    mine = or_(
        EditionReader.seat_id.in_(among("seat_ids")),
        EditionReader.person_id == bindparam("person_id"),
    )
    own = select(EditionReader.edition_id).where(mine).correlate(None)
    return or_(edition.whole.is_(True), edition.for_readers.is_(True), edition.id.in_(own))


OWN_NUMBER: Final = case((LATER.for_readers.is_(False), LATER.number))
NEWEST: Final = (
    select(func.coalesce(func.max(OWN_NUMBER), func.max(LATER.number)))
    .where(LATER.meeting_id == Edition.meeting_id, LATER.kind == Edition.kind, is_for(LATER))
    .correlate(Edition)
    .scalar_subquery()
)
OWN_EDITIONS: Final = (
    select(Edition)
    .where(
        Edition.meeting_id == bindparam("meeting_id"),
        or_(Edition.kind == bindparam("kind"), Edition.kind == bindparam("other_kind")),
        Edition.number == NEWEST,
        is_for(Edition),
    )
    .order_by(Edition.whole.desc(), Edition.for_readers, Edition.id)
)


EVERY_OWN: Final = (
    select(Edition)
    .where(Edition.meeting_id == bindparam("meeting_id"), Edition.kind == bindparam("kind"), is_for(Edition))
    .order_by(Edition.number, Edition.whole.desc(), Edition.for_readers, Edition.id)
)


def versions_for(reading: Session, meeting_id: int, kind: EditionKind, reader: Actor) -> list[Edition]:
    """All that was ever sent to this reader, one for each compilation, the oldest first; what mere readers
    got only until there is one of her own."""
    whose = {"seat_ids": sorted(reader.seat_ids), "person_id": reader.person_id}
    rows = reading.scalars(EVERY_OWN, {"meeting_id": meeting_id, "kind": kind} | whose)
    found: dict[int, Edition] = {}
    has_own = False
    for row in rows:
        if not (has_own and row.for_readers):
            found.setdefault(row.number, row)
        has_own = has_own or not row.for_readers
    return list(found.values())


def agenda_edition_of(reading: Session, meeting_id: int, reader: Actor) -> Edition | None:
    """The agenda as it was last sent to this reader."""
    found = editions_for(reading, meeting_id, EditionKind.AGENDA, reader)
    return found[0] if found else None


def editions_for(reading: Session, meeting_id: int, kind: EditionKind, reader: Actor) -> list[Edition]:
    """The reader's own editions of the newest compilation, the fullest first: one, unless somebody fills
    several seats that see different things. What is for others (the coordination may see it) is left out."""
    rows = reading.scalars(OWN_EDITIONS, asked_by(reader, meeting_id, kind)).all()
    return [row for row in rows if not row.for_readers] or list(rows)


def asked_by(
    reader: Actor, meeting_id: int, kind: EditionKind, other: EditionKind | None = None
) -> dict[str, Any]:
    """What `OWN_EDITIONS` wants to know: whose, and of which kinds."""
    asked = {"meeting_id": meeting_id, "kind": kind, "other_kind": other or kind}
    return asked | {"seat_ids": sorted(reader.seat_ids), "person_id": reader.person_id}
