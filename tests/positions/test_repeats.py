"""A draft that says again, or denies, what the table said before tells so while it is written."""

import pytest

from blueprints.lobbying import demand_rules
from blueprints.positions import version_rules
from models.visibility import Visibility
from tests.positions.conftest import address, as_, words

EARLIER = "Die Anlaufstelle soll an zwei Abenden in der Woche geöffnet sein.\n\nSie kostet nichts."
AGAIN = "An zwei Abenden in der Woche soll die Anlaufstelle geöffnet sein!"
REPEATS, DENIED = "wiederholt", "widerspricht möglicherweise"
DENIES = "Die Anlaufstelle soll nicht an zwei Abenden in der Woche geöffnet sein."


@pytest.fixture
def earlier(house, table, begin):
    """A final text that is signed by nobody yet, of the same table."""
    position = begin(EARLIER, title="Abende der Anlaufstelle")
    version_rules.freeze_final(house, position.id, **as_(house, table.coordinator))
    return position


@pytest.mark.parametrize(
    ("text", "says", "not_says"),
    [(AGAIN, REPEATS, DENIED), (DENIES, DENIED, REPEATS)],
)
@pytest.mark.parametrize("page", ["/draft", "/open", "/final-text"])
def test_a_draft_that_repeats_or_contradicts_an_earlier_position_says_so(
    house, earlier, begin, sign_in, table, text, says, not_says, page
):
    position = begin(f"Vorwort zu etwas anderem.\n\n{text}", title="Neuer Text")
    house.commit()
    shown = sign_in(table.mains[0]).get(address(position, page))
    told = words(shown).split("Was schon gesagt wurde")[1]
    assert f"{says} Abende der Anlaufstelle" in told
    assert not_says not in told
    assert f'href="{address(earlier)}"' in shown.text


def test_a_draft_that_says_something_else_or_the_text_itself_says_nothing(
    house, earlier, begin, sign_in, table
):
    other = begin("Ganz andere Worte über Sprachmittlung im Krankenhaus.", title="Anderes")
    version_rules.reopen(house, earlier.id, **as_(house, table.coordinator))
    house.commit()
    member = sign_in(table.mains[0])
    for position in (other, earlier):
        assert "Was schon gesagt wurde" not in words(member.get(address(position, "/draft")))


def test_demands_are_compared_too_and_nothing_that_the_writer_may_not_read(house, table, begin, sign_in):
    chief = as_(house, table.coordinator)
    secret = begin(EARLIER, by=table.coordinator, title="Geheim", visibility=Visibility.COORDINATION)
    version_rules.freeze_final(house, secret.id, **chief)
    wording = "Sprachmittlung soll jede Beratung bezahlen"
    demand_rules.raise_demand(house, table.body.id, wording=wording, anyway=False, **chief)
    draft = begin(AGAIN, "Die Beratung soll jede Sprachmittlung bezahlen.", title="Geld")
    house.commit()
    told = words(sign_in(table.mains[0]).get(address(draft, "/draft")))
    assert "wiederholt Forderung 1" in told
    assert "Geheim" not in told
    assert "wiederholt Geheim" in words(sign_in(table.coordinator).get(address(draft, "/draft")))
