"""The last two core parties adopt in the same second: both words are kept, and it is in force."""

import contextvars
from concurrent.futures import ThreadPoolExecutor

from models.procedure_words import VersionState
from models.procedures import ProcedureParty
from models.stances import Stance
from tests import build


def at_once(gesture):
    with ThreadPoolExecutor(2) as both:
        waiting = [both.submit(contextvars.copy_context().run, gesture, at) for at in range(2)]
        return [each.result() for each in waiting]


def test_two_core_parties_adopt_at_once(house, drafted, sign_in):
    table = drafted.table
    for seat in (0, 1):
        drafted.sign(seat)
    build.added(house, ProcedureParty(procedure_id=drafted.id, seat_id=table.seats[1].id))
    drafted.decide()
    house.commit()
    members = [sign_in(table.mains[seat]) for seat in (0, 1)]
    pages = [each.get(drafted.url("/versions/1/adopt")) for each in members]

    def answer(at):
        button = "Für die Institution antworten"
        return members[at].submit(pages[at], button, value="adopted").status_code

    assert at_once(answer) == [303, 303]
    house.expire_all()
    assert house.query(Stance).count() == 2
    assert drafted.version().state_on(drafted.about, build.TODAY) is VersionState.IN_FORCE


def test_the_same_answer_sent_twice_in_one_moment_is_one_word(house, drafted, sign_in):
    drafted.sign(0)
    drafted.decide()
    house.commit()
    member = sign_in(drafted.table.mains[0])
    page = member.get(drafted.url("/versions/1/adopt"))

    def answer(_):
        return member.submit(page, "Für die Institution antworten", value="adopted").status_code

    assert at_once(answer) == [303, 303]
    assert house.query(Stance).count() == 1
