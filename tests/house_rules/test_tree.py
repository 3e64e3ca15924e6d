"""House rules for the tree: what lies at the top, no machine's own paths, no words outside the catalogue."""

import re
from pathlib import Path

from tests.house_rules.tree import ROOT, files, list_of, literals, modules, place, templates, without

TOP = {
    "app.py", "pyproject.toml", "blueprints", "models", "templates", "static", "tests", "instance",
    "plumbing", "migrations", "translations", "docs", "Makefile", "README.md", ".ci", ".gitignore", "LICENSE",
    "requirements.txt", "requirements-dev.txt",
}  # fmt: skip
FOREIGN = re.compile(
    r"/(wor[k]|far[m])/|/tm[p]/|/hom[e]/[a-z]|/roo[t]/|python[h]osted|registry[.]np[m]|py[p]i[.]org"
)
GERMAN_WORD = re.compile(r"[^\W\d_]*[äöüß][^\W\d_]+|[^\W\d_]+[äöüß]")
ABOUT_GERMAN = {"models/date_words.py", "models/languages.py"}
NOT_WORDS = {"Subject", "Runde", "Tische", "Deutsch", "English"}
TOLD_ATTRIBUTES = ("alt", "title", "placeholder", "aria-label")


def test_nothing_new_lies_at_the_top():
    found = sorted({place(path).split("/")[0] for path in files()} - TOP)
    assert not found, list_of(found, "Put it into a room of house.md section 2, or write a decision record:")


def test_no_machine_shows_in_the_tree():
    found = []
    for path in files():
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except UnicodeDecodeError:
            continue
        found += [
            f"{place(path)}:{n}: {line.strip()[:80]}"
            for n, line in enumerate(lines, 1)
            if FOREIGN.search(line)
        ]
    assert not found, list_of(found, "A path or host of one machine means nothing on the next:")


def test_pages_words_come_from_the_catalogue():
    found = []
    for path in templates():
        if path.suffix in (".html", ".txt"):
            found += [f"{place(path)}:{line}: {words}" for line, words in untranslated(path.read_text())]
    assert not found, list_of(found, "Wrap it in _(), in English; the German goes into the catalogue:")


def untranslated(source):
    """Line and words of text in a template that no gettext call goes round."""
    source = without(r"\{#.*?#\}|\{% *trans.*?endtrans *-?%\}|\{%-? *raw.*?endraw *-?%\}", source)
    source = without(r"\{\{.*?\}\}|\{%.*?%\}", source)
    source = without(r'<(\w+)[^>]*\slang="de"[^>]*>.*?</\1>', source)  # Leichte Sprache is German by law
    attributes = re.compile(rf'\s(?:{"|".join(TOLD_ATTRIBUTES)})="([^"]*)"')
    for match in attributes.finditer(source):
        yield from words_in(source, match.start(1), match[1])
    bare = without(r"<!--.*?-->|<[^<>]*>", source)
    for match in re.finditer(r"[^\n]+", bare):
        yield from words_in(bare, match.start(), match[0])


def words_in(source, start, found):
    words = [
        word for word in re.findall(r"[^\W\d_]{3,}", re.sub(r"&\w+;", " ", found)) if word not in NOT_WORDS
    ]
    if words:
        yield source.count("\n", 0, start) + 1, " ".join(words)


def test_untranslated_words_are_found():
    assert not list(
        untranslated('<p title="{{ _("Close") }}">{{ _("Hello") }} – 3 {% if x %}&nbsp;{% endif %}</p>')
    )
    assert list(untranslated("<p>\nGuten Tag</p>")) == [(2, "Guten Tag")]
    assert list(untranslated('<img alt="Ein Bild">')) == [(1, "Ein Bild")]


def test_code_speaks_english():
    found = [
        f"{place(path)}:{line}: {text[:60]!r}"
        for path in modules()
        if "demo" not in place(path) and place(path) not in ABOUT_GERMAN
        for line, text in literals(path)
        if GERMAN_WORD.search(text) and "(?" not in text and not is_typed(path, text)
    ]
    assert not found, list_of(found, "German text belongs into the catalogue, its English msgid here:")


def is_typed(path, text):
    """Single words that people type and models read: 'Frühjahr' of a vague date."""
    return place(path).startswith("models/") and len(text.split()) == 1


def test_templates_carry_no_code():
    bad = {
        r"<script(?![^>]*\bsrc=)": "an inline script",
        r"<style\b": "an inline style sheet",
        r"<[^>]*\sstyle\s*=": "an inline style",
        r"<[^>]*\son[a-z]+\s*=": "an inline event",
        r"javascript:": "a script as an address",
        r"\|\s*safe\b": "unescaped output",
        r"autoescape\s+false": "unescaped output",
    }
    found = []
    for path in templates():
        source = without(r"\{#.*?#\}", path.read_text()) if path.suffix == ".html" else ""
        for pattern, what in bad.items():
            found += [
                f"{place(path)}:{source.count(chr(10), 0, match.start()) + 1}: {what}"
                for match in re.finditer(pattern, source, flags=re.I)
            ]
    assert not found, list_of(found, "Use site.css, a module in static/, the markdown filter:")


def test_every_template_is_used():
    named: dict[str, set[Path]] = {}
    for path in (*templates(), *modules()):
        if path.suffix in (".html", ".py", ".txt", ".typ"):
            for quoted in re.findall(r"""(?<=["'])[\w./-]+(?=["'])""", path.read_text()):
                named.setdefault(quoted, set()).add(path)
    found = []
    for path in templates():
        name = path.relative_to(ROOT / "templates")
        short = name.with_suffix("").as_posix()
        names = (name.as_posix(), short, short.removeprefix("mail/"))
        if not set().union(*(named.get(each, set()) for each in names)) - {path}:
            found.append(place(path))
    assert not found, list_of(found, "No view, letter or template names it: delete it, or use it:")


def test_rooms_show_their_own_templates():
    """What blueprints/tables/shelf shows lies in templates/tables/shelf."""
    found = []
    for path in modules("blueprints"):
        feature, *room = place(path).split("/")[1:-1] or [""]
        for line, text in literals(path):
            shown = re.fullmatch(rf"{feature}/(?:(\w+)/)?\w+\.html", text)
            if shown and [shown[1]] != (room or [None]):
                found.append(f"{place(path)}:{line}: {text}")
    assert not found, list_of(found, "A template lies in the room whose routes show it:")
