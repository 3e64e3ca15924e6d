"""Each gesture is tried in every state of its thing: who may gets it done, nobody else changes anything."""

import importlib
import inspect
import pkgutil
import re
from functools import cache

from sqlalchemy.orm import selectinload

import blueprints
from blueprints.positions.rules import WHOLE
from models.admissions import Admission
from models.amendments import Amendment, PositionComment
from models.appearances import Mandate
from models.bodies import Body
from models.imports import ImportKind
from models.invitations import Invitation
from models.letters import Letter
from models.meetings import Meeting
from models.nominations import Nomination
from models.offers import HelpOffer
from models.organisations import Organisation
from models.positions import Position
from models.procedures import Procedure
from models.requests import ExternalRequest
from models.seats import Appointment, Seat
from models.shelf import ShelfDocument
from models.tasks import Task
from models.topics import Topic
from tests import build
from tests.rights.gestures import (
    ACTIONS,
    DELETING,
    FIRST,
    GESTURES,
    IN_THEIR_ROOMS,
    OF_ONESELF,
    QUESTIONS,
    ROWS,
    Id,
)
from tests.rights.matrix import DECIDED, SIGNED_IN
from tests.rights.walking import FormReader, address_of, addresses

DELETES = re.compile(r"\.(delete|remove|discard|purge)(_|$)")
OWN_FORMS = ("nothing", "topic", "amendment", "position", "procedure to comment on")
"""Things whose forms say something else to each person who has the gesture."""
NEAREST = ("minute_taker", "coordinator_elsewhere", "member")
"""Who stands nearest to a gesture without having it; all other roles are walked by test_matrix.py."""


def test_every_gesture_is_decided_on(site):
    posts = {name for name, rules in addresses(site).items() if any("POST" in each.methods for each in rules)}
    elsewhere = {name for name in IN_THEIR_ROOMS if "rules" not in name and "queries" not in name}
    decided = GESTURES.keys() | OF_ONESELF.keys() | elsewhere
    assert sorted(posts - decided) == [], "decide in tests/rights/gestures.py whose gesture this is"
    assert sorted(decided - posts) == [], "these gestures no longer exist"
    assert not GESTURES.keys() & OF_ONESELF.keys()


def test_every_deletion_is_decided_on(site):
    """Whether somebody at an open screen could do it."""
    views = {name: view for name, view in site.view_functions.items() if DELETES.search(name)}
    assert sorted(views.keys() - DELETING.keys()) == [], "decide in tests/rights/gestures.py"
    assert sorted(DELETING.keys() - views.keys()) == [], "these deletions no longer exist"
    locked = {name for name, view in views.items() if getattr(view, "is_fresh", False)}
    assert locked == {name for name, decided in DELETING.items() if decided == "fresh proof"}


def test_in_each_state_of_its_thing_a_gesture_is_taken_from_whom_the_table_says(
    site, world, ask, states, attempt, wholly
):
    wrong = []
    for name, gesture in GESTURES.items():
        of_thing = states[gesture.thing]
        for state, names in of_thing.items() if wholly("postgresql") else one_that_takes(gesture, of_thing):
            path = address_of(site, world, name, names)
            page = address_of(site, world, gesture.on or name, names)
            known = {**world.ids, **states["nothing"]["always"], **names}
            outsiders = [role for role in NEAREST if role not in gesture.roles][:1]
            fields = {role: typed(ask, gesture, role, page, path, known) for role in asked(gesture)}
            for role in dict.fromkeys((*gesture.roles, *outsiders)):
                taken, answer = attempt(role, path, fields.get(role) or next(iter(fields.values()), {}))
                meant = role in gesture.accepted.get(state, ())
                if taken is not meant or not proper(answer, taken):
                    wrong.append(f"{name}, {state}, as {role}: {taken} ({answer.status_code})")
    assert not wrong, "\n".join(["", *wrong])


def one_that_takes(gesture, of_thing):
    """The first state in which the gesture is taken, and one in which it is not."""
    taking = [each for each in of_thing.items() if gesture.accepted.get(each[0])]
    return taking[:1] + [each for each in of_thing.items() if each not in taking][:1]


def test_every_question_of_the_rules_is_answered_for_each_role_in_each_state(house, world, states):
    actors = {role: actor(house, world, role) for role in SIGNED_IN}
    wrong = []
    for name, decided in QUESTIONS.items():
        for state, names in states[decided.thing].items():
            known = {**world.ids, **names}
            for role, by in actors.items():
                answer = ask_rule(questions()[name], house, by, known)
                if bool(answer) is not (role in decided.accepted.get(state, ())):
                    wrong.append(f"{name}, {state}, {role}: {answer}")
    assert not wrong, "\n".join(["", *wrong])


def test_every_question_of_the_rules_is_decided_on():
    """All functions of the rooms that are called `may_...` and ask about a person."""
    decided = QUESTIONS.keys() | IN_THEIR_ROOMS.keys()
    assert sorted(questions().keys() - decided) == [], "decide in tests/rights/gestures.py"
    assert sorted(QUESTIONS.keys() - questions().keys()) == [], "these questions no longer exist"


def test_every_action_of_the_roles_table_is_a_gesture_is_read_or_comes_later():
    """The rows of domain.md 3, by their words."""
    done = {gesture.action for gesture in GESTURES.values()}
    assert not done & ACTIONS.keys()
    assert set(ROWS) <= done | ACTIONS.keys()
    shown = {each for addresses in ACTIONS.values() if isinstance(addresses, tuple) for each in addresses}
    assert shown <= {name.partition(",")[0] for name in DECIDED}


@cache
def questions():
    found = {}
    for module in pkgutil.walk_packages(blueprints.__path__, "blueprints."):
        if module.name.endswith(("rules", "queries")):
            for name, function in vars(importlib.import_module(module.name)).items():
                own = getattr(function, "__module__", "") == module.name and name.startswith("may_")
                if own and "by" in inspect.signature(function).parameters:
                    found[f"{module.name.removeprefix('blueprints.')}.{name}"] = function
    return found


ROWS_OF = {
    "meeting": Meeting,
    "appointment": Appointment,
    "letter": Letter,
    "mandate": Mandate,
    "invitation": Invitation,
    "organisation": Organisation,
    "offer": HelpOffer,
    "seat": Seat,
    "body": Body,
    "document": ShelfDocument,
    "admission": Admission,
    "nomination": Nomination,
    "task": Task,
    "topic": Topic,
    "position": Position,
    "amendment": Amendment,
    "comment": PositionComment,
    "procedure": Procedure,
    "request": ExternalRequest,
}
"""What a question calls its thing."""
LOADED = {"seat": [selectinload(Seat.appointments)], "position": WHOLE}
"""And what it looks at beside it."""


def ask_rule(question, house, by, known):
    """Call a question with what its arguments are named after."""
    given = {"by": by, "now": build.NOW, "on": build.TODAY, "today": build.TODAY, "kind": ImportKind.PEOPLE}
    seats = house.query(Seat).filter_by(organisation_id=known["organisation_id"]).all()
    given |= {"house": house, "session": house, "seats": seats}
    for argument in inspect.signature(question).parameters.keys() - given.keys():
        if argument in ROWS_OF:
            loaded = LOADED.get(argument, ())
            of_it = known["table_id" if argument == "body" else f"{argument}_id"]
            row = house.get(ROWS_OF[argument], of_it, options=loaded)
            if row is None:
                return False
            given[argument] = row
        else:
            given[argument] = known[argument]
    wanted = inspect.signature(question).parameters
    return question(**{name: value for name, value in given.items() if name in wanted})


def actor(house, world, role):
    duties = {"is_admin": role == "administrator", "is_privacy_officer": role == "privacy_officer"}
    return build.actor(house, world.people[role], **duties)


def asked(gesture):
    """Whose page is looked at: forms of the directory, of accounts and of amendments propose each person's
    own, and that of a topic is shown only to those whose topic it is."""
    return gesture.roles if gesture.thing in OWN_FORMS else gesture.roles[:1]


def typed(ask, gesture, role, page, path, known):
    """What is sent: the form as its page shows it to whoever has the gesture, with what is typed into it."""
    answer, fields, options = ask(role, "GET", page), {}, {}
    if answer.status_code == 200 and answer.mimetype == "text/html":
        read = FormReader(answer.get_data(as_text=True))
        fields, options = read.sent_to(path) or {}, read.options
    sends = {
        name: known.get(value.name, 0) if isinstance(value, Id) else value
        for name, value in gesture.sends.items()
    }
    if "chosen" in sends:
        sends = {f"line-{sends['chosen']}": "new"}
    firsts = {
        name: [each for each in options.get(name, ()) if each][:1] for name in sends if sends[name] is FIRST
    }
    return {**fields, **sends, **firsts}


def proper(answer, taken):
    """Done leads on; refused is 404, or told on the page; never an error of ours."""
    return answer.status_code in ((200, 204, 302, 303) if taken else (302, 303, 400, 401, 404, 409, 422))
