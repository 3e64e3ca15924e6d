"""Every form of the site is sent what nobody should send: refused with words, and nothing changes."""

from dataclasses import dataclass
from urllib.parse import urlencode

import pytest

from tests.conftest import DATABASES
from tests.rights.bad_input import (
    AS,
    BUTTONS,
    COUNTED,
    ELSEWHERE,
    MISCHIEFS,
    OF_THE_FORM,
    TAKEN_SO,
    TYPED,
    Field,
    Forms,
    PageForm,
    spoiled,
    turned_round,
)
from tests.rights.gestures import FIRST, GESTURES, Id
from tests.rights.matrix import ANONYMOUS, DECIDED
from tests.rights.walking import address_of, addresses, requests

REFUSED = (400, 401, 404, 409, 413, 422)
BY_URL = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Place:
    """Where a form stands, where it goes, and who may send it."""

    name: str
    role: str
    page: str
    path: str
    sends: dict


def places(site, world, states):
    """One for each address that takes a POST; of the door for answers one for each room behind it."""
    for name, rules in sorted(addresses(site).items()):
        if any("POST" in each.methods for each in rules):
            found = of_gesture(site, world, states, name) or next(of_rows(site, world, name), None)
            assert found, f"{name}: decide in tests/rights/matrix.py who may send it"
            yield found
    behind_the_door = [each for each in of_rows(site, world, "home.reply") if "invented" not in each.path]
    assert len({each.path for each in behind_the_door}) > 5
    yield from behind_the_door


def of_gesture(site, world, states, name):
    gesture = GESTURES.get(name)
    known_states = states[gesture.thing] if gesture else {}
    taking = [(each, gesture.accepted[each][0]) for each in known_states if gesture.accepted.get(each)]
    for state, role in taking[:1]:
        names = known_states[state]
        known = {**world.ids, **states["nothing"]["always"], **names}
        sends = {
            key: known.get(value.name, 0) if isinstance(value, Id) else value
            for key, value in gesture.sends.items()
        }
        if "chosen" in sends:
            sends = {f"line-{sends['chosen']}": "new"}
        page, path = (address_of(site, world, each, names) for each in (gesture.on or name, name))
        return Place(name, role, page, path, sends)
    return None


def of_rows(site, world, name):
    """What no table of gestures decides on, for each thing of the world."""
    rows = sorted(DECIDED.items(), key=lambda each: not each[1].roles)
    for key, row in rows:
        for method, path in requests(site, world, key, row) if key.partition(",")[0] == name else ():
            if method == "POST":
                signed_in = [role for role in row.roles if role not in ANONYMOUS]
                role = AS.get(name) or (
                    "anonymous" if row.is_public else next(iter(signed_in), "coordinator")
                )
                yield Place(name, role, path, path, ELSEWHERE.get(name, {}))


def form_at(ask, place):
    """The form as its page shows it, with what its gesture types into it; None for a mere button."""
    answer = ask(place.role, "GET", place.page)
    form = None
    if answer.status_code == 200 and answer.mimetype == "text/html":
        form = Forms(answer.get_data(as_text=True)).to(place.path, place.page)
    form = form or PageForm(place.path)
    for name, value in place.sends.items():
        field = form.fields.setdefault(name, Field(name, "hidden"))
        typed = value if callable(value) else str(value)
        field.values = [each for each in field.options if each][:1] if value is FIRST else [typed]
    return form if form.fields.keys() - OF_THE_FORM else None


@pytest.fixture
def spoil(attempt):
    """`spoil(place, form, changes)` sends the form with other values: whether it was taken, the answer."""

    def send(place, form, changes):
        fields = form.sent() | changes
        values = [
            each for value in fields.values() for each in (value if isinstance(value, list) else [value])
        ]
        if any(callable(each) for each in values):
            flat = {
                name: value[0] if isinstance(value, list) and len(value) == 1 else value
                for name, value in fields.items()
            }
            return attempt(
                place.role, place.path, {name: value for name, value in flat.items() if value != ()}
            )
        return attempt(place.role, place.path, urlencode(fields, doseq=True).encode(), content_type=BY_URL)

    return send


@pytest.mark.parametrize("engine", DATABASES[-1:], indirect=True)
def test_no_form_takes_what_nobody_should_send(
    site, world, ask, states, cheap_refusals, cheap_sign_in, spoil
):
    wrong, without = [], []
    for place in places(site, world, states):
        form = form_at(ask, place)
        if form is None:
            without.append(place.name)
            continue
        for mischief in MISCHIEFS:
            wrong += complaints(spoil, place, form, mischief)
        wrong += backwards(spoil, place, form)
    assert not wrong, "\n".join(["", *wrong])
    assert sorted(without) == sorted(BUTTONS), "decide in tests/rights/bad_input.py"


@pytest.mark.parametrize("engine", DATABASES[:1], indirect=True)
def test_a_body_over_the_limit_is_refused_with_words_wherever_one_is_taken(make_app, world, written):
    """By one hook, before anything is asked of the database: one of them is enough."""
    site = make_app(WTF_CSRF_ENABLED=False, MAX_CONTENT_LENGTH=1_000)
    browser = site.test_client()
    with browser.session_transaction() as cookie:
        cookie["_user_id"] = world.tokens["coordinator"]
    sent, written[:] = {"data": b"a=" + b"x" * 1_000, "content_type": BY_URL}, []
    paths = {
        path
        for name, row in DECIDED.items()
        for way, path in requests(site, world, name, row)
        if way == "POST"
    }
    for path in sorted(paths):
        answer = browser.post(path, **sent)
        assert answer.status_code == 413, path
        assert "Eine Datei darf höchstens 25 MB haben" in answer.text, path
    assert len(paths) > 300
    assert not written


def backwards(spoil, place, form):
    """What ends before it begins."""
    changes = turned_round(form)
    if changes:
        taken, answer = spoil(place, form, changes)
        if taken or answer.status_code not in REFUSED:
            yield f"{place.name}: {', '.join(changes)} are taken turned round ({answer.status_code})"


def complaints(spoil, place, form, mischief):
    """All fields at once; those that the answer does not name as wrong once more, each alone."""
    changes = {field.name: value for field, value in spoiled(form, mischief)}
    if not changes:
        return
    taken, answer = spoil(place, form, changes)
    yield from broken(place, mischief, answer, "all at once")
    if not mischief.must:
        return
    if not taken and answer.status_code == 400:
        return
    if mischief.status:
        yield f"{place.name}: {mischief.name} is answered with {answer.status_code}, not {mischief.status}"
        return
    told = Forms(answer.get_data(as_text=True)) if answer.mimetype == "text/html" else Forms("")
    yield from lost(place, mischief, told, changes, answer)
    for name, value in changes.items():
        if told.names(name) or (place.name, name) in {**TAKEN_SO, **mischief.but}:
            continue
        taken, answer = spoil(place, form, {name: value})
        yield from broken(place, mischief, answer, name)
        if taken or answer.status_code not in REFUSED:
            yield f"{place.name}: {name} is taken {mischief.name} ({answer.status_code})"


def broken(place, mischief, answer, what):
    if answer.status_code >= 500:
        yield f"{place.name}: {what} {mischief.name} breaks it ({answer.status_code})"


def bare(text):
    """Numbers of registers are written in capitals and without spaces: nothing is lost by that."""
    return "".join(text.split()).casefold()


def lost(place, mischief, told, changes, answer):
    """What was typed and no longer stands on the page."""
    form = told.to(place.path, place.page) if answer.status_code == 422 else None
    for name, value in changes.items() if form else ():
        shown = form.fields.get(name)
        is_typed = isinstance(value, str) and shown and shown.kind in (*TYPED, *COUNTED)
        if is_typed and not any(bare(each) == bare(value) for each in shown.values):
            yield f"{place.name}: {name} {mischief.name} is not kept"
