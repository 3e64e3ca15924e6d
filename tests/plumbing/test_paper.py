"""Paper: accessible PDF from data, with every script, and never markup from data."""

import io
from datetime import UTC, datetime
from itertools import pairwise

import pypdf
import pytest
from typst import TypstError

from plumbing import paper
from plumbing.markdown import render
from plumbing.paper import as_download, content_disposition, markup_tree, pdf

MARKDOWN = """# Ergebnis
Klient*innen **und** *Sexarbeiter\\*innen*, [Link](https://musterstadt.example/x)

### Tiefer
- eins
    3. drei
    7. sieben

> Zitat

| Stelle | Zahl |
|---|---|
| Polizei | 1 |

erste Zeile
zweite Zeile

---
"""


NO_OUTCOMES: dict[str, list[str]] = {"decisions": [], "tasks": []}


def document(**changes):
    return {
        "lang": "de",
        "region": "DE",
        "title": "Ergebnisprotokoll der 12. Sitzung",
        "subtitle": "Runder Tisch",
        "facts": [["Datum", "08.09.2022"]],
        "notice": "Hinweis",
        "attendance": [["Polizei", "Vertretung Polizei", "anwesend"]],
        "items": [item("Punkt", MARKDOWN)],
        "apart": NO_OUTCOMES,
        "corrections": [],
        "statements": [],
        "footer": ["intern · TLP:AMBER", "Fassung 1", "Prüfsumme ab12cd34"],
        "words": {
            "page": "Seite {page} von {pages}",
            "item": "TOP",
            "items": "Punkte",
            "items_columns": ["Nr.", "Titel", "Art", "Zeit"],
            "attendance": "Anwesenheit",
            "attendance_columns": ["Institution", "Vertreten durch", "Status"],
            "contents": "Tagesordnung",
            "apart": "Außerhalb der Punkte",
            "tasks": "Aufgaben",
            "task_columns": ["Aufgabe", "Verantwortlich", "Frist"],
            "corrections": "Berichtigungen",
            "statements": "Erklärungen zu Protokoll",
            "replaced": "□ steht für ein Zeichen",
        },
    } | changes


def item(title, markdown=""):
    nodes = markup_tree(render(markdown))
    told = {"number": "1", "title": title, "kind": "Beratung", "time": "–", "facts": [], "nodes": nodes}
    return told | {"outcomes": NO_OUTCOMES}


def read(content):
    return pypdf.PdfReader(io.BytesIO(content))


def text_of(content):
    return "\n".join(page.extract_text() for page in read(content).pages)


def tags_of(reader):
    """All structure elements of the document, in order."""
    found = []

    def walk(node):
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, pypdf.generic.ArrayObject):
            for each in node:
                walk(each)
        elif isinstance(node, pypdf.generic.DictionaryObject) and ("/S" in node or "/K" in node):
            if "/S" in node:
                found.append(node)
            walk(node.get("/K", pypdf.generic.ArrayObject()))

    walk(reader.trailer["/Root"]["/StructTreeRoot"])
    return found


@pytest.fixture(params=["print/minutes", "print/agenda"])
def template(request):
    return request.param


def test_it_is_tagged_titled_and_in_german(template):
    reader = read(pdf(template, document()))
    root = reader.trailer["/Root"]
    assert root["/Lang"].startswith("de")
    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    assert reader.metadata.title == "Ergebnisprotokoll der 12. Sitzung"
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()


def test_tables_have_headers_and_headings_are_in_order(template):
    tags = tags_of(read(pdf(template, document())))
    kinds = [str(tag["/S"]) for tag in tags]
    headings = [int(kind[2:]) for kind in kinds if kind.startswith("/H") and kind[2:].isdigit()]
    assert {"/Table", "/TH", "/TD", "/L", "/LI", "/Link", "/BlockQuote"} <= set(kinds)
    assert kinds.count("/TH") >= 5
    assert headings[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(headings))


def test_the_text_is_there_in_order():
    text = text_of(pdf("print/minutes", document()))
    words = ["Ergebnisprotokoll", "Polizei", "TOP 1", "Klient*innen", "Sexarbeiter*innen", "drei", "Zitat"]
    places = [text.index(word) for word in words]
    assert places == sorted(places)
    assert "3. drei" in text
    assert "7. sieben" in text
    assert "Seite 1 von 1" in text
    assert "TLP:AMBER" in text


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("Кириллица", "Кириллица"),
        ("Ελληνικά", "Ελληνικά"),
        (
            "Klient*innen, Sexarbeiter:innen, Erzieher_innen",
            "Klient*innen, Sexarbeiter:innen, Erzieher_innen",
        ),
        ("„Zitat“ – § 193 … €", "„Zitat“ – § 193 … €"),
        ("a ภาษาไทย b", "□"),
        ("a 中文 b", "a □□ b"),
        ("a 👩‍⚖️ b", "□"),
        ("a 🏳️‍🌈 1️⃣ 🇩🇪 👩🏽‍⚕️ b", "□"),
        ("Ħ ᚠ 𝔄 \U000f0000", "□"),
        ("x̂ q̃", ""),
    ],
)
def test_every_script_comes_out_or_is_replaced_visibly(template, words, shown, monkeypatch):
    monkeypatch.setattr(paper, "_replaced", {})
    text = text_of(pdf(template, document(title=words, items=[item(words, words)])))
    assert shown in text
    assert ("□ steht für ein Zeichen" in text) == ("□" in shown)


def test_arabic_comes_out(template, monkeypatch):
    monkeypatch.setattr(paper, "_replaced", {})
    text = text_of(pdf(template, document(items=[item("العربية", "العربية")])))
    assert "□" not in text


def test_a_whole_script_is_learnt_at_once(monkeypatch):
    monkeypatch.setattr(paper, "_replaced", {})
    signs = "".join(chr(0x4E00 + n) for n in range(2000))
    assert "□□□" in text_of(pdf("print/minutes", document(notice=signs)))
    assert len(paper._replaced) == 2000


@pytest.mark.parametrize(
    "words",
    [
        "#sys.inputs",
        "$x^2$ *fett* _kursiv_ `code` = Titel",
        '#include "paper.typ"',
        '"; #panic("x")',
        "\\ // /* */ <label> @ref",
        "#" * 500,
        "{{ data }}",
    ],
)
def test_data_is_never_markup(template, words):
    text = text_of(pdf(template, document(subtitle=words, title=words, items=[item(words)])))
    assert words.replace(" ", "") in text.replace("\n", "").replace(" ", "")


def test_no_word_runs_over_the_edge():
    address = "https://musterstadt.example/" + "a" * 400
    reader = read(
        pdf("print/minutes", document(items=[item("W" * 180, f"{'x' * 300}\n\n[{address}]({address})")]))
    )
    links = [note.get_object() for page in reader.pages for note in page.get("/Annots", [])]
    assert {link["/A"]["/URI"] for link in links} == {address}
    assert all(0 < edge < 595 for link in links for edge in (link["/Rect"][0], link["/Rect"][2]))


def test_broken_templates_are_told(tmp_path, monkeypatch):
    monkeypatch.setattr(paper, "TEMPLATES", tmp_path)
    (tmp_path / "print").mkdir()
    (tmp_path / "print" / "paper.typ").write_text("")
    (tmp_path / "print" / "bad.typ").write_text("#image(bytes(()))")
    with pytest.raises(TypstError):
        pdf("print/bad", {})


def test_what_is_not_accessible_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(paper, "TEMPLATES", tmp_path)
    (tmp_path / "print").mkdir()
    (tmp_path / "print" / "paper.typ").write_text("")
    (tmp_path / "print" / "bad.typ").write_text("= Ohne Titel des Dokuments")
    with pytest.raises(TypstError, match="PDF/UA-1"):
        pdf("print/bad", {})


def test_the_same_data_makes_the_same_bytes(template):
    at = datetime(2026, 9, 1, 8, tzinfo=UTC)
    first = pdf(template, document(), at)
    assert first == pdf(template, document(), at)
    assert read(first).metadata.creation_date == at


def test_the_metadata_name_no_person_and_no_machine(template):
    reader = read(pdf(template, document()))
    assert set(reader.metadata) <= {"/Title", "/Creator", "/CreationDate", "/ModDate"}
    assert reader.metadata["/Creator"].startswith("Typst")


def test_markdown_becomes_a_tree():
    assert markup_tree(render("## Tief\nKlient*innen\nneu\n\n###### Tiefer\n\n**a** b")) == [
        {"tag": "heading", "level": 1, "children": ["Tief"]},
        {"tag": "p", "children": ["Klient*innen", {"tag": "br", "children": []}, "neu"]},
        {"tag": "heading", "level": 2, "children": ["Tiefer"]},
        {"tag": "p", "children": [{"tag": "strong", "children": ["a"]}, " b"]},
    ]


def test_the_tree_keeps_no_white_space_between_blocks():
    tree = markup_tree("<table>\n<thead>\n<tr>\n<th>A</th>\n<th></th>\n</tr>\n</thead>\n</table>\n<p> </p>")
    assert tree == [
        {
            "tag": "table",
            "children": [
                {
                    "tag": "thead",
                    "children": [
                        {
                            "tag": "tr",
                            "children": [{"tag": "th", "children": ["A"]}, {"tag": "th", "children": []}],
                        }
                    ],
                }
            ],
        }
    ]


@pytest.mark.parametrize(
    "markdown",
    [
        "",
        "- ",
        "1. a\n\n   b\n2. c",
        "| a |\n|---|",
        "| a | b |\n|---|---|\n| c |\n| d | e | f |",
        "> - a\n>\n> b",
        "#\n\n# \n\n###### x",
        "[](https://a.example) [a](mailto:a@b.example) [b](javascript:alert(1))",
        "- a\n  - b\n    - c\n      - d\n        - e",
        "![Bild](https://a.example/x.png)",
        "99999999. weit",
        "| a |\n|---|\n| **b** `c` |",
    ],
)
def test_odd_markdown_still_makes_a_document(template, markdown):
    assert read(pdf(template, document(items=[item("Punkt", markdown)]))).pages


def test_names_of_downloads_keep_the_asterisk_and_fit_every_system():
    header = content_disposition("Protokoll Runder Tisch für Klient*innen 中.pdf")
    assert header == (
        'attachment; filename="Protokoll Runder Tisch fuer Klient_innen .pdf"; '
        "filename*=UTF-8''Protokoll%20Runder%20Tisch%20f%C3%BCr%20Klient%2Ainnen%20%E4%B8%AD.pdf"
    )


@pytest.mark.parametrize("name", ['a"; x="b', "a\r\nSet-Cookie: x", "中", "../../etc", "."])
def test_names_of_downloads_cannot_break_the_header(name):
    header = content_disposition(name)
    assert header.isascii()
    assert not set("\r\n") & set(header)
    assert header.count('"') == 2
    assert "/" not in header


def test_a_download_is_never_kept_in_between():
    answer = as_download(b"%PDF", "a.pdf")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
