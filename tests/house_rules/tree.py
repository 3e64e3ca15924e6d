"""The project's own files, read once for all house rules."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
ROOMS = ("models", "plumbing", "blueprints")
OUTSIDE = {".venv", ".git", "node_modules", "instance", "__pycache__"}


@cache
def files() -> tuple[Path, ...]:
    """Every file of the tree that is not made by a tool."""
    made = re.compile(r"(^|/)\.(mypy|ruff|pytest|import_linter|hypothesis)[a-z_]*(/|$)|\.(mo|pyc)$")
    found = (path for path in ROOT.rglob("*") if not OUTSIDE & set(path.relative_to(ROOT).parts))
    return tuple(sorted(path for path in found if path.is_file() and not made.search(place(path))))


def place(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def modules(*rooms: str) -> tuple[Path, ...]:
    """Python files of these rooms, or of the whole site: app.py and its three rooms."""
    wanted = tuple(f"{room}/" for room in rooms or ROOMS) + (() if rooms else ("app.py",))
    return tuple(path for path in files() if path.suffix == ".py" and place(path).startswith(wanted))


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """All that a file says, walked through once for all rules."""
    return tuple(ast.walk(parsed(path)))


@cache
def templates() -> tuple[Path, ...]:
    return tuple(path for path in files() if place(path).startswith("templates/"))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in nodes(path):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def imports(path: Path) -> Iterator[tuple[int, str, str]]:
    """Line, module and name (empty for `import x`) of everything a file imports."""
    for node in nodes(path):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name, ""
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                yield node.lineno, node.module, alias.name


@cache
def calls(path: Path) -> tuple[tuple[int, str], ...]:
    """Line and dotted text of everything that a file calls."""
    found = (node for node in nodes(path) if isinstance(node, ast.Call))
    return tuple((node.lineno, ast.unparse(node.func)) for node in found)


def literals(path: Path) -> Iterator[tuple[int, str]]:
    """Line and text of every string that is not a docstring."""
    told = {id(node.value) for node in nodes(path) if isinstance(node, ast.Expr)}
    for node in nodes(path):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node.lineno, node.value


def without(pattern: str, text: str) -> str:
    """The text with every match blanked, lines kept, so that line numbers stay true."""
    return re.sub(pattern, lambda match: re.sub(r"[^\n]", " ", match[0]), text, flags=re.S)


def list_of(found: list[str], advice: str) -> str:
    return "\n- ".join([advice, *found])
