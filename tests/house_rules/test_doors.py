"""House rules for addresses: every door has a sign, is named like all others, and looking changes nothing."""

import ast
import re
import textwrap
from itertools import pairwise

import pytest

from tests.house_rules.tree import list_of

PART = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*(\.(ics|pdf|csv|zip|html|txt|json|webmanifest|xml))?")
ARGUMENT = re.compile(r"<(?:(?P<kind>[a-z_]+)(?:\([^)]*\))?:)?(?P<name>[a-z_]+)>")
SAME_IN_PLURAL = {"minutes", "series"}


def test_there_are_doors(doors):
    assert len(doors) >= 5


def test_every_door_has_a_sign(doors):
    found = [str(door) for door in doors if not getattr(door.view, "access", None)]
    assert not found, list_of(found, "Say who may come in, nearest to the function: @public, @signed_in ...:")


def test_a_view_without_a_sign_lets_nobody_in(site):
    from app import create_app

    bare = create_app({"TESTING": True, "SECRET_KEY": "x" * 40, "DATABASE_URL": "sqlite://"})
    bare.add_url_rule("/without-sign", "home.without_sign", lambda: "open")
    assert bare.test_client().get("/without-sign").status_code == 404


def test_addresses_are_kebab_case(doors):
    found = [
        str(door)
        for door in doors
        for part in door.rule.rule.strip("/").split("/")
        if part and not PART.fullmatch(ARGUMENT.sub("x", part))
    ]
    assert not found, list_of(found, "Small letters, figures and hyphens only (house.md 4):")


def test_addresses_have_typed_arguments(doors):
    found = []
    for door in doors:
        for argument in ARGUMENT.finditer(door.rule.rule):
            kind, name = argument["kind"], argument["name"]
            if (not kind and name != "token") or (name.endswith("_id") and kind != "int"):
                found.append(f"{door}: <{name}>")
    assert not found, list_of(found, "Write <int:meeting_id>: a wrong kind is 404 by itself:")


def test_ids_stand_behind_a_plural(doors):
    found = []
    for door in doors:
        parts = door.rule.rule.strip("/").split("/")
        for before, part in pairwise(parts):
            is_id = part.startswith("<int:") and part.endswith("_id>")
            if (
                is_id
                and not before.endswith("s")
                and before not in SAME_IN_PLURAL
                and not before.startswith("<")
            ):
                found.append(str(door))
    assert not found, list_of(found, "A collection is plural: /meetings/<int:meeting_id>:")


def test_endpoints_are_called_by_their_feature(doors):
    found = [str(door) for door in doors if not re.fullmatch(r"[a-z]+\.[a-z_]+", door.endpoint)]
    found += [
        f"{door}: lives in {door.view.__module__}"
        for door in doors
        if not door.view.__module__.startswith(f"blueprints.{door.endpoint.split('.')[0]}.")
    ]
    assert not found, list_of(found, "An endpoint is <feature>.<view>, its view in that feature's routes:")


def calls_in(source):
    """What a view calls: dotted names."""
    return [
        ast.unparse(node.func)
        for node in ast.walk(ast.parse(textwrap.dedent(source)))
        if isinstance(node, ast.Call)
    ]


def acts(call):
    """Whether a call changes data: the commit, the house's session, any rule that is not a question."""
    if call.split(".")[-1] in ("commit", "house", "job"):
        return True
    module, _, gesture = call.rpartition(".")
    return module.split(".")[-1].endswith("rules") and not gesture.startswith("may_")


def test_looking_changes_nothing(doors):
    found = [
        f"{door}: {call}()"
        for door in doors
        if door.methods == {"GET"}
        for call in calls_in(door.source)
        if acts(call)
    ]
    assert not found, list_of(found, "A mail scanner opens every link: GET never acts. Make it a POST:")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("def show():\n    return render(queries.meeting(reading(), 1), rules.may_edit(me(), x))", False),
        ("def show():\n    rules.open_it(house(), 1)", True),
        ("def show():\n    invitation_rules.invite(1)", True),
        ("def show():\n    return commit(url_for('x'))", True),
    ],
)
def test_acting_views_are_recognised(source, expected):
    assert any(map(acts, calls_in(source))) is expected


def test_views_stay_tables_of_contents(doors):
    found = []
    for door in doors:
        view = ast.parse(textwrap.dedent(door.source)).body[0]
        assert isinstance(view, ast.FunctionDef)
        lines = (view.end_lineno or 0) - view.body[0].lineno + 1
        if lines > 30:
            found.append(f"{door}: {lines} lines")
    assert not found, list_of(found, "A view loads, asks its form, calls one rule, commits, redirects:")
