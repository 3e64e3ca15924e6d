"""House rules for words: every message of the pages has its German, none is left over, none is doubted."""

import ast
import re
import subprocess
import sys
from collections import Counter

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from tests.house_rules.tree import ROOT, list_of

GERMAN = ROOT / "translations" / "de" / "LC_MESSAGES" / "messages.po"
CODE = ("blueprints", "models", "plumbing")
MARKS = ("N_", "gettext", "ngettext", "lazy_gettext", "lazy_ngettext")
PLACEHOLDER = re.compile(r"%\(\w+\)[sdf]|\{\w+\}")
OTHER_GENDER_SIGNS = re.compile(r"\w(?::|_|/-?|\()innen\b|[a-zäöüß]Innen\b")


@pytest.fixture(scope="module")
def extracted(tmp_path_factory):
    """The messages that code and templates mark, as `make translate` collects them."""
    template = tmp_path_factory.mktemp("words") / "messages.pot"
    asked = ["make", "-s", "extract", f"POT={template}", f"PY={sys.executable}", "PLACES="]
    subprocess.run(asked, cwd=ROOT, check=True, capture_output=True, text=True)
    with template.open("rb") as file:
        catalogue = read_po(file)
    return {key(message): message for message in catalogue if message.id}


@pytest.fixture(scope="module")
def german():
    with GERMAN.open("rb") as file:
        catalogue = read_po(file, locale="de", abort_invalid=True)
    return {key(message): message for message in catalogue if message.id}


def key(message: Message):
    return message.id if isinstance(message.id, str) else tuple(message.id)


def forms(text):
    return [text] if isinstance(text, str) else list(text)


def test_every_message_has_its_german(extracted, german):
    found = [
        f"{message.id!r} ({', '.join(f'{file}:{line}' for file, line in message.locations[:2])})"
        for name, message in extracted.items()
        if name not in german or not all(forms(german[name].string))
    ]
    assert not found, list_of(found, "`make translate` adds them to the catalogue; then write the German:")


def test_every_message_in_the_code_is_collected(extracted):
    """What stands inside an f-string is not: it would be shown in English for ever."""
    known = {each for name in extracted for each in forms(name)}
    found = [
        f"{path.relative_to(ROOT)}:{line} {words!r}"
        for path in sorted(path for room in CODE for path in (ROOT / room).rglob("*.py"))
        for line, words in marked(ast.parse(path.read_text(encoding="utf-8")))
        if words not in known
    ]
    assert not found, list_of(found, "Say it outside of the f-string, in a line of its own:")


def marked(tree):
    """Where a message is marked, and its words."""
    for call in (each for each in ast.walk(tree) if isinstance(each, ast.Call)):
        named = getattr(call.func, "id", "") in MARKS and call.args
        if named and isinstance(call.args[0], ast.Constant):
            yield call.lineno, call.args[0].value


def test_no_german_is_doubted(german):
    found = [repr(message.id) for message in german.values() if message.fuzzy]
    assert not found, list_of(found, "Read it again and take the fuzzy mark away:")


def test_no_german_is_left_over(extracted, german):
    found = [repr(name) for name in german if name not in extracted]
    assert not found, list_of(found, "Nobody says this any more; `make translate` takes it out:")


def test_german_fills_the_same_blanks(german):
    found = []
    for message in german.values():
        wanted = {blank for text in forms(message.id) for blank in PLACEHOLDER.findall(text)}
        given = {blank for text in forms(message.string) for blank in PLACEHOLDER.findall(text)}
        if given != wanted and all(forms(message.string)):
            found.append(f"{message.id!r}: {sorted(wanted ^ given)}")
    assert not found, list_of(found, "The placeholders of English and German differ:")


def test_no_message_stands_twice():
    entries = re.findall(r'^msgid ((?:".*"\n)+)', GERMAN.read_text(encoding="utf-8"), flags=re.M)
    found = [text for text, times in Counter(entries).items() if times > 1]
    assert not found, list_of(found, "One message, one entry:")


def test_gender_is_written_neutral_or_with_an_asterisk(german):
    found = [
        repr(text)
        for message in german.values()
        for text in forms(message.string)
        if OTHER_GENDER_SIGNS.search(text)
    ]
    assert not found, list_of(found, "Neutral first, `Klient*innen` where a sign is needed:")


FIRST_WORDS = re.compile(r"{% block text %}\s*(.*?)(?:\n\n|{% endblock %})", re.DOTALL)
MESSAGE = re.compile(r'^(?:{%[^%]*%})?{{ (?:_|ngettext)\("((?:[^"\\]|\\.)*)"', re.MULTILINE)
CAPITAL_ANYWAY = ("Sie ", "Ihr ", "Ihre ", "Ihnen ", "%(")


def test_a_german_letter_goes_on_small_after_its_salutation(german):
    found, by_id = [], {name if isinstance(name, str) else name[0]: each for name, each in german.items()}
    for path in sorted((ROOT / "templates" / "mail").glob("*/[!_]*.txt")):
        for message in MESSAGE.findall(FIRST_WORDS.search(path.read_text())[1]):
            said = forms(by_id[message].string)[0]
            if not said.startswith(CAPITAL_ANYWAY) and not said[0].islower():
                found.append(f"{path.name}: {said[:60]}")
    assert not found, list_of(found, "“Guten Tag,” stands before it:")
