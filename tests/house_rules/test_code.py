"""House rules for code: who commits, who reads the clock, names, sizes, who may import whom."""

import ast
import re
from collections import defaultdict

from tests.house_rules.tree import (
    ROOT,
    calls,
    functions,
    imports,
    list_of,
    modules,
    nodes,
    parsed,
    place,
)

EMPTY_NAMES = {"utils", "util", "helpers", "helper", "common", "core", "services", "manager", "misc"}
EMPTY_VERBS = ("handle_", "process_", "do_", "manage_")
EMPTY_CLASSES = re.compile(r"(Manager|Helper|Helpers|Utils?|Service|Handler|Processor)$")
OF_LIBRARIES = {"process_bind_param", "process_result_value", "process_formdata", "handle_starttag",
                "handle_startendtag", "handle_endtag", "handle_data"}  # fmt: skip
NOUNS = {"process_name"}
PURE = ("rules", "queries")
SQL = {"sqlalchemy", "psycopg", "pysqlite3", "sqlite3"}
WEB = {"flask", "werkzeug", "wtforms", "flask_wtf", "flask_babel", "flask_login", "jinja2", "plumbing"}
LONGEST_FUNCTION, LONGEST_FILE, LONGEST_APP = 45, 300, 100


def test_only_plumbing_commits():
    found = [
        f"{place(path)}:{line}: {call}()"
        for path in modules("models", "blueprints")
        for line, call in calls(path)
        if call.endswith((".commit", ".rollback", ".begin_nested"))
    ]
    assert not found, list_of(found, "A route says commit() of plumbing.database once, nobody else does:")


def test_only_the_clock_reads_the_time():
    ways = re.compile(r"(^|\.)(datetime\.(now|utcnow|today)|date\.today|time\.time|func\.now)$")
    found = [
        f"{place(path)}:{line}: {call}()"
        for path in modules()
        if place(path) != "plumbing/clock.py"
        for line, call in calls(path)
        if ways.search(call)
    ]
    assert not found, list_of(found, "Rules are told the time as now=; routes ask plumbing.clock:")


def test_every_module_says_in_one_line_what_it_is():
    found = []
    for path in modules() + modules("tests", "migrations"):
        told = ast.get_docstring(parsed(path), clean=False)
        if not told or "\n" in told.split("\n\n")[0].strip():
            found.append(place(path))
    assert not found, list_of(found, "The first line of a file says in one sentence what it is for:")


def test_names_say_something():
    found = [place(path) for path in modules() if EMPTY_NAMES & {path.stem, path.parent.name}]
    for path in modules():
        found += [
            f"{place(path)}:{function.lineno}: {function.name}"
            for function in functions(path)
            if function.name.lstrip("_").startswith(EMPTY_VERBS) and function.name not in OF_LIBRARIES | NOUNS
        ]
        found += [
            f"{place(path)}:{node.lineno}: {node.name}"
            for node in nodes(path)
            if isinstance(node, ast.ClassDef) and EMPTY_CLASSES.search(node.name)
        ]
    assert not found, list_of(found, "A gesture is a verb of the domain, a thing has a name (house.md 4):")


def test_functions_and_files_stay_readable():
    found = []
    for path in modules():
        lines = path.read_text().count("\n")
        if lines > (LONGEST_APP if place(path) == "app.py" else LONGEST_FILE):
            found.append(f"{place(path)} has {lines} lines")
        for function in functions(path):
            lines = (function.end_lineno or 0) - function.lineno + 1
            if lines > LONGEST_FUNCTION:
                found.append(f"{place(path)}:{function.lineno}: {function.name} has {lines} lines")
    assert not found, list_of(found, "Find the second concept in it; don't just move lines:")


def test_no_function_is_written_twice():
    seen = defaultdict(list)
    for path in modules():
        for function in functions(path):
            body = [part for part in function.body if not is_docstring(part)]
            if sum(1 for part in body for _ in ast.walk(part)) > 60:
                seen["\n".join(map(ast.dump, body))].append(f"{place(path)}:{function.name}")
    found = [" = ".join(places) for places in seen.values() if len(places) > 1]
    assert not found, list_of(found, "The same body stands twice: make one piece serve both:")


def is_docstring(node):
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def test_features_share_only_rules_and_queries():
    found = []
    for path in modules("blueprints"):
        parts = place(path).split("/")
        for line, module, name in imports(path):
            target = [*module.split("."), name]
            if target[0] != "blueprints" or len(parts) < 3 or target[1] in ("", parts[1]):
                continue
            if not within_feature(target).endswith(PURE) and target[1:3] != ["accounts", "doors"]:
                found.append(f"{place(path)}:{line}: {module} {name}")
    assert not found, list_of(found, "Of another feature only rules and queries are for others:")


def within_feature(target):
    """The module's own name, be it in the feature's folder or in a room of it."""
    return target[3] if len(target) > 3 and (ROOT.joinpath(*target[:3])).is_dir() else target[2]


def test_rules_and_queries_know_no_web():
    """The import contracts name rules.py and queries.py; this holds for `invitation_queries.py` too."""
    found = [
        f"{place(path)}:{line}: {module}"
        for path in modules("blueprints")
        if path.stem.endswith(PURE)
        for line, module, _ in imports(path)
        if module.split(".")[0] in WEB
    ]
    assert not found, list_of(found, "Hand in the actor as by=, the clock as now=, the words as N_():")


def test_routes_and_forms_write_no_sql():
    """As above: this holds for `invitation_routes.py` too."""
    found = [
        f"{place(path)}:{line}: {module} {name}"
        for path in modules("blueprints")
        if path.stem.endswith(("routes", "forms"))
        for line, module, name in imports(path)
        if module.split(".")[0] in SQL
    ]
    assert not found, list_of(found, "What a page reads is a query, what it changes a gesture in rules:")


def test_nobody_imports_the_app():
    found = [
        f"{place(path)}:{line}"
        for path in modules("models", "plumbing", "blueprints")
        for line, module, _ in imports(path)
        if module == "app" or module.startswith("app.")
    ]
    assert not found, list_of(
        found, "app.py puts the rooms together, it is not for them; use flask.current_app:"
    )


def test_blueprints_write_no_raw_sql():
    raw = {"text", "literal_column", "DDL"}
    found = [
        f"{place(path)}:{line}: {name}"
        for path in modules("blueprints")
        for line, module, name in imports(path)
        if module.split(".")[0] == "sqlalchemy" and name in raw
    ]
    found += [
        f"{place(path)}:{line}: {call}()"
        for path in modules("blueprints", "models")
        for line, call in calls(path)
        if call.endswith("exec_driver_sql")
    ]
    assert not found, list_of(found, "A reader's session can't narrow raw SQL; write an ORM select:")
