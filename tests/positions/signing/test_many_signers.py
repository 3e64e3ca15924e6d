"""Pages about signatures ask the database as often for forty institutions as for two."""

from blueprints.positions import publishing_rules, signing_rules
from tests import build
from tests.positions.conftest import address, as_

BEFORE = ("", "/ask-to-sign")
WHILE = ("", "/versions/1/signatures", "/versions/1/signatures/sign", "/versions/1/signatures/close")
AFTER = ("", "/versions/1/signatures", "/issues", "/submissions/new")


def seated(house, table):
    """One institution more, with somebody who may sign for it."""
    seat, person = build.seat(house, table.body), build.person(house)
    build.appointment(house, seat, person, may_sign=True)
    table.seats.append(seat)
    table.mains.append(person)


def test_pages_about_signatures_ask_as_often_for_forty_as_for_two(
    house, table, final, asked, say, sign_in, client, statements
):
    chief, main = sign_in(table.coordinator), sign_in(table.mains[0])
    by = as_(house, table.coordinator)

    def counted(browser, paths):
        found = []
        for path in paths:
            browser.get(path)
            with statements() as seen:
                assert browser.get(path).status_code == 200, path
            found.append(len(seen))
        return found

    def asks(title, signers):
        position = final(title=title)
        house.commit()
        costs = counted(chief, [address(position, each) for each in BEFORE])
        asked(position)
        for place in range(1, signers):
            say(position, place)
        house.commit()
        costs += counted(chief, [address(position, each) for each in WHILE if not each.endswith("sign")])
        costs += counted(main, [address(position, each) for each in WHILE if not each.endswith("close")])
        say(position, 0)
        signing_rules.close(house, position.id, **by)
        issue = publishing_rules.compile_issue(house, position.id, **by)
        publishing_rules.publish(house, position.id, issue.id, **by)
        house.commit()
        costs += counted(chief, [address(position, each) for each in AFTER])
        return costs + counted(client, [f"/public/positions/{position.id}", "/public"])

    few = asks("Mit zweien", 2)
    for _ in range(38):
        seated(house, table)
    house.commit()
    many = asks("Mit vierzig", 40)
    assert many == few
    assert max(few) <= 19
