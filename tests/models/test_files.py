"""Files: kept whole in chunks, seen only where their item and their level let them be seen."""

import hashlib
import io

import pytest
from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError

from models import files
from models.errors import RuleBroken
from models.files import CHUNK, LARGEST, File, FileChunk
from models.meetings import MeetingState
from models.visibility import ReaderSession, Visibility
from tests import build


def stored(house, item, data=b"%PDF-1.7 papers", **facts):
    given = {"name": "papier.pdf", "content_type": "application/pdf", "uploaded_at": build.NOW} | facts
    return files.store(house, File(item_id=item.id, **given), io.BytesIO(data))


@pytest.fixture
def table(house):
    return build.table(house)


@pytest.fixture
def meeting(house, table):
    return build.meeting(house, table.body, state=MeetingState.INVITED, invited_at=build.NOW)


def reading_as(house, person):
    """A session of the person, in the transaction of the house."""
    actor = build.actor(house, person)
    return ReaderSession(house.connection(), reader=actor, join_transaction_mode="rollback_only")


@pytest.fixture
def names_for(house):
    """The names of the files that a person sees, bytes included."""

    def look(person):
        house.flush()
        with reading_as(house, person) as reading:
            seen = reading.scalars(select(File).order_by(File.id)).all()
            assert all(b"".join(files.chunks(reading, file.id)) for file in seen)
            readable = set(reading.scalars(select(FileChunk.file_id)).all())
            assert readable == {file.id for file in seen}
            return [file.name for file in seen]

    return look


def test_a_file_of_several_chunks_comes_back_whole(house, meeting):
    data = bytes(range(256)) * 1024 * 3 + b"end"
    file = stored(house, build.agenda_item(house, meeting), data)
    house.commit()
    assert b"".join(files.chunks(house, file.id)) == data
    assert (file.size, file.sha256) == (len(data), hashlib.sha256(data).hexdigest())
    assert house.scalar(select(func.count()).where(FileChunk.file_id == file.id)) == 4


def test_the_largest_file_is_kept_and_one_byte_more_is_refused(house, meeting):
    item = build.agenda_item(house, meeting)
    assert stored(house, item, bytes(LARGEST)).size == LARGEST
    with pytest.raises(RuleBroken) as refused:
        stored(house, item, bytes(LARGEST + 1))
    assert refused.value.field == "upload"


def test_an_empty_file_is_refused(house, meeting):
    with pytest.raises(RuleBroken):
        stored(house, build.agenda_item(house, meeting), b"")


@pytest.mark.parametrize("data", [b"", b"x" * (CHUNK + 1)])
def test_the_database_refuses_a_chunk_of_the_wrong_size(house, meeting, data):
    file = stored(house, build.agenda_item(house, meeting))
    with pytest.raises(IntegrityError):
        house.execute(insert(FileChunk).values(file_id=file.id, number=7, data=data))


def test_a_changed_byte_is_found(house, meeting):
    item = build.agenda_item(house, meeting)
    good, bad = stored(house, item), stored(house, item)
    chunk = house.get(FileChunk, (bad.id, 0))
    chunk.data = b"%PDF-1.7 forged"
    house.flush()
    assert list(files.broken_files(house)) == [f"file {bad.id} is not what was stored"]
    assert good.sha256 == bad.sha256


def test_discarded_files_leave_no_bytes(house, meeting):
    file = stored(house, build.agenda_item(house, meeting))
    files.discard(house, File.id == file.id)
    assert house.scalar(select(func.count()).select_from(FileChunk)) == 0


def test_a_confidential_file_needs_a_confidential_item(house, meeting, table):
    files.judge_level(
        Visibility.CONFIDENTIAL,
        build.agenda_item(house, meeting, seats=table.seats[:1], visibility=Visibility.CONFIDENTIAL),
    )
    with pytest.raises(RuleBroken) as refused:
        files.judge_level(Visibility.CONFIDENTIAL, build.agenda_item(house, meeting))
    assert refused.value.field == "visibility"


def test_each_level_is_seen_by_those_it_is_meant_for(house, table, meeting, names_for):
    item = build.agenda_item(house, meeting)
    secret = build.agenda_item(house, meeting, seats=table.seats[:1], visibility=Visibility.CONFIDENTIAL)
    stored(house, item, name="public.pdf", visibility=Visibility.PUBLIC)
    stored(house, item, name="internal.pdf")
    stored(house, item, name="coordination.pdf", visibility=Visibility.COORDINATION)
    stored(house, secret, name="secret-internal.pdf")
    stored(house, secret, name="confidential.pdf", visibility=Visibility.CONFIDENTIAL)
    guest = build.item_guest(house, item)
    named, other = table.mains[0], table.mains[1]
    everyones = ["public.pdf", "internal.pdf"]
    assert names_for(other) == everyones
    assert names_for(table.reader) == everyones
    assert names_for(guest) == everyones
    assert names_for(named) == [*everyones, "secret-internal.pdf", "confidential.pdf"]
    assert len(names_for(table.coordinator)) == 5
    assert names_for(build.table(house).mains[0]) == []


def test_the_minute_taker_sees_every_file(house, table, meeting, names_for):
    taker = build.person(house)
    meeting.minute_taker_id = taker.id
    stored(house, build.agenda_item(house, meeting), name="k.pdf", visibility=Visibility.COORDINATION)
    assert names_for(taker) == ["k.pdf"]


def test_files_are_hidden_until_the_agenda_is_out(house, table, names_for):
    planned = build.meeting(house, table.body)
    stored(house, build.agenda_item(house, planned), visibility=Visibility.PUBLIC)
    assert names_for(table.mains[0]) == []


def test_an_internal_file_of_a_public_item_is_for_members(house, table, names_for):
    meeting = build.meeting(house, table.body, state=MeetingState.INVITED, visibility=Visibility.PUBLIC)
    item = build.agenda_item(house, meeting, visibility=Visibility.PUBLIC)
    stored(house, item, name="public.pdf", visibility=Visibility.PUBLIC)
    stored(house, item, name="internal.pdf")
    assert names_for(build.person(house)) == ["public.pdf"]
    assert names_for(table.mains[0]) == ["public.pdf", "internal.pdf"]


def test_a_confidential_file_closes_when_its_item_is_opened(house, table, meeting, names_for):
    item = build.agenda_item(house, meeting, seats=table.seats[:1], visibility=Visibility.CONFIDENTIAL)
    stored(house, item, visibility=Visibility.CONFIDENTIAL)
    assert names_for(table.mains[0])
    item.visibility = Visibility.INTERNAL
    assert names_for(table.mains[0]) == []


def test_counts_are_those_of_the_reader(house, table, meeting):
    item = build.agenda_item(house, meeting)
    stored(house, item)
    stored(house, item, visibility=Visibility.COORDINATION)
    assert files.counted(house, File.item_id == item.id) == {item.id: 2}
    with reading_as(house, table.mains[0]) as reading:
        assert files.counted(reading, File.item_id == item.id) == {item.id: 1}
