"""Pages of positions ask the database as often for many amendments as for few."""

from blueprints.positions import comment_rules
from tests import build
from tests.positions.conftest import address, as_, sections

PLACES = ("", "/amendments/open", "/draft", "/versions/1", "/amendments/{first}")


def test_pages_ask_as_often_for_many_amendments_as_for_few(
    house, table, opened, propose, sign_in, statements
):
    position = opened("\n\n".join(f"Absatz Nummer {number}." for number in range(12)))
    section = sections(house, position)[0]

    def add(numbers):
        for number in numbers:
            made = propose(position, f"Nummer {number}.", f"Nummer {number}, ja.", by=table.mains[number % 3])
            given = {"paragraph": "1", "text": "Gut.", "organisation_id": None}
            comment_rules.comment(house, position.id, section.id, **given, **as_(house, table.coordinator))
            house.flush()
        return made

    def asked(first):
        house.commit()
        counts = []
        for place in PLACES:
            path = address(position, place.format(first=first.id))
            client.get(path)
            with statements() as seen:
                assert client.get(path).status_code == 200
            counts.append(len(seen))
        return [*counts, *listed()]

    def listed():
        client.get("/positions")
        with statements() as seen:
            client.get("/positions")
        return [len(seen)]

    client = sign_in(table.coordinator)
    first = add(range(2))
    few = asked(first)
    add(range(2, 12))
    for number in range(3):
        build.table(house, 1, name=f"Nebentisch {number}")
    assert asked(first) == few
    assert max(few) <= 14
