"""Workers killed at random moments while somebody invites and calls off, one and two of them at once."""

import random

from tests.bench.figures import Figure
from tests.bench.stage import DATABASES, an_office, database_of
from tests.letters.killing import Coordination, Count, count, kill_while_delivering
from tests.letters.post_office import Mailroom, Server

KILLS = 300
SEED = 20260901


def measure() -> list[Figure]:
    return [figure for name in DATABASES for workers in (1, 2) for figure in killing(name, workers)]


def killing(name: str, workers: int) -> list[Figure]:
    chance, room = random.Random(SEED), Mailroom()
    room.say("DATA", *[chance.uniform(0, 0.02) for _ in range(20 * KILLS)])
    server = Server(room)
    server.start()
    with database_of(name) as (engine, folder), an_office(engine, folder).app_context():
        coordination = Coordination(chance)
        coordination.write(20)

        def go_on() -> None:
            coordination.write(5)
            coordination.call_off(1)

        kill_while_delivering(engine, server, room, folder, kills=KILLS, workers=workers, between=go_on)
        found = count(engine, room)
    server.stop()
    return _figures(f"{KILLS} kill -9, {name}, {workers} at work", found, coordination.written)


def _figures(after: str, found: Count, written: int) -> list[Figure]:
    return [
        Figure(f"{after}: lost", len(found.lost), "letters", 0, f"of {written} and cancellations"),
        Figure(f"{after}: doubled in silence", len(found.doubled_in_silence), "letters", 0),
        Figure(f"{after}: other bytes the second time", found.different_bytes, "letters", 0),
        Figure(f"{after}: out of order", len(found.out_of_order), "letters", 0),
        Figure(f"{after}: doubts noted", found.doubts, "times", KILLS, "at most one for each kill"),
        Figure(f"{after}: came twice, shown", len(found.doubled), "letters"),
        Figure(
            f"{after}: wait for a person",
            found.in_doubt,
            "letters",
            against=f"{found.in_doubt_but_arrived} of them had arrived, {found.behind_doubt} wait for these",
        ),
    ]
