"""Markdown: nothing dangerous comes out, nothing typed is lost, words with stars stay, floods end in time."""

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import process_time
from xml.etree.ElementTree import Element

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from plumbing.markdown import plain, render
from plumbing.markdown_engine import CLEANER

PAYLOADS = (Path(__file__).parent / "markdown_payloads.txt").read_text("utf-8").splitlines()
ALLOWED = {
    **{
        tag: set()
        for tag in ("p", "br", "hr", "h3", "h4", "h5", "h6", "ul", "blockquote", "strong", "em", "code")
    },
    **{tag: set() for tag in ("table", "thead", "tbody", "tr", "td")},
    "ol": {"start"},
    "li": {"value"},
    "th": {"scope"},
    "a": {"href", "title", "rel"},
}
GENDER = ["Klient*innen", "Erzieher_innen", "Sexarbeiter:innen", "KlientInnen", "Sexarbeiter*innen"]
AROUND = ["{}", "- {}", "> {}", "# {}", "| a | b |⏎|---|---|⏎| {} | c |", "*a {} a*"]
SENTENCE = "Klient*innen und Sexarbeiter*innen, Erzieher_innen und Berater_innen, trans* und inter* Personen"
at_leisure = settings(deadline=None, database=None)  # the machine may be busy; nothing is written beside


def parsed(html: str) -> Element:
    """As a browser understands it; html5lib is not the parser that cleaned it."""
    return html5lib.parseFragment(html, namespaceHTMLElements=False)


def shown(markdown: str) -> str:
    return "".join(parsed(render(markdown)).itertext())


def tags(markdown: str) -> set[str]:
    return {str(element.tag) for element in parsed(render(markdown)).iter()} - {"DOCUMENT_FRAGMENT"}


def broken_rules(html: str) -> list[str]:
    """Everything in the parsed result that our list does not allow."""
    found = []
    for element in list(parsed(html).iter())[1:]:
        if element.tag not in ALLOWED:  # comments have a function for a tag
            found.append(f"element {element.tag}")
            continue
        found += [f"{element.tag} {name}" for name in element.attrib if name not in ALLOWED[element.tag]]
        if element.tag == "a":
            if not re.match(r"(https?://|mailto:)", element.get("href") or ""):
                found.append(f"href {element.get('href')}")
            if element.get("rel") != "noopener noreferrer nofollow":
                found.append("a link without its rel")
    return found


def test_the_list_of_payloads_is_long():
    assert len(PAYLOADS) == len(set(PAYLOADS)) > 120


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_dangerous_comes_out(payload):
    for around in AROUND:
        assert broken_rules(render(around.format(payload).replace("⏎", "\n"))) == []


def test_the_check_itself_sees_what_is_forbidden():
    assert broken_rules('<p onclick="x">a</p>') == ["p onclick"]
    assert broken_rules("<script>x</script><img src=x>") == ["element script", "element img"]
    assert broken_rules('<a href="javascript:x" rel="noopener noreferrer nofollow">a</a>') == [
        "href javascript:x"
    ]
    assert broken_rules("<!-- a -->")


@pytest.mark.parametrize(
    "html",
    [
        '<p onclick="alert(1)" style="color:red" id="main" class="x">a</p>',
        '<a href="javascript:alert(1)" target="_blank">a</a><a href="//evil.example">b</a><a href="/x">c</a>',
        "<script>alert(1)</script><style>*{}</style><img src=x onerror=alert(1)><svg onload=alert(1)></svg>",
        "<math><mtext><table><mglyph><style><img src=x onerror=x></style></mglyph></table></mtext></math>",
        "<h1>a</h1><form action=x><input></form><iframe srcdoc=x></iframe><!-- a -->",
    ],
)
def test_the_second_wall_would_hold_alone(html):
    """Should our own marks ever let HTML through, the cleaner still takes it away."""
    left = [rule for rule in broken_rules(CLEANER.clean(html)) if rule != "href None"]
    assert left == []


@at_leisure
@given(st.text(alphabet="ab*_`[]()<>!&;#|-+.: \n\\~=\"'1/@", max_size=80))
def test_nothing_typed_is_swallowed(markdown):
    def letters(text: str) -> str:
        return "".join(re.findall("[ab]", text))

    html = render(markdown)
    assert broken_rules(html) == []
    if "href" not in html:
        assert letters(shown(markdown)) == letters(markdown)
        assert letters(plain(markdown)) == letters(markdown)


@at_leisure
@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=200))
def test_any_text_gives_safe_html(markdown):
    assert broken_rules(render(markdown)) == []


@pytest.mark.parametrize("word", GENDER)
@pytest.mark.parametrize(
    "around",
    [
        "{0}",
        "{0} und {0}",
        "({0}), „{0}“ - {0}/{0}.",
        "# {0} und {0}",
        "- {0}\n- {0} und {0}",
        "1. {0} und {0}",
        "> {0} und {0}",
        "| {0} | {0} |\n|---|---|\n| {0} und {0} | {0} |",
        "**{0}** und *{0}*, _{0}_ und __{0}__",
        "***{0}*** und **{0} *und* {0}**",
        "*wichtig* {0} **wichtig** {0}",
        "{0} *wichtig {0}* {0}",
        "**Fett:** {0}, *kursiv:* {0}",
        "[{0} und {0}](https://a.example/{0})",
        "`{0}` {0}",
        "{0}\n{0}\n\n{0}-Initiative",
    ],
)
def test_words_with_a_gender_sign_survive_everywhere(word, around):
    typed = around.format(word)
    assert shown(typed).count(word) == typed.count(word) - typed.count(f"example/{word}")
    assert plain(typed).count(word) == typed.count(word)


@pytest.mark.parametrize("around", ["{}", "# {}", "- {}", "> {}", "**{}**", "a\n{}"])
def test_a_sentence_full_of_stars_stays_as_it_is(around):
    assert SENTENCE in shown(around.format(SENTENCE))
    assert "em" not in tags(around.format(SENTENCE))


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("*a* **b** ***c***", "<em>a</em> <strong>b</strong> <strong><em>c</em></strong>"),
        ("_a_ __b__", "<em>a</em> <strong>b</strong>"),
        ("**a *b***", "<strong>a <em>b</em></strong>"),
        ("*a **b***", "<em>a <strong>b</strong></em>"),
        ("**Frauen* und Mädchen**", "<strong>Frauen* und Mädchen</strong>"),
        ("(*) und (*)", "(*) und (*)"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("snake_case_name", "snake_case_name"),
        ("**„a“**, „*b*“", "<strong>„a“</strong>, „<em>b</em>“"),
        ("*a", "*a"),
        ("**a*", "**a*"),
        ("****a****", "****a****"),
        (r"\*a\* \[b\]", "*a* [b]"),
        (r"\\server\akten", r"\\server\akten"),
        ("`a*b*` ``c`d``", "<code>a*b*</code> <code>c`d</code>"),
        ("`a", "`a"),
        ("AT&T &amp; &lt; &copy;", "AT&amp;T &amp;amp; &amp;lt; &amp;copy;"),
        ("a\nb", "a<br>\nb"),
        ("#5 und #MeToo", "#5 und #MeToo"),
    ],
)
def test_marks_within_a_line_are_read_as_people_mean_them(markdown, html):
    assert str(render(markdown)) == f"<p>{html}</p>"


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("Beschluss:\n- a\n- b", "<p>Beschluss:</p><ul><li>a</li><li>b</li></ul>"),
        ("**Beschluss:**\n* a", "<p><strong>Beschluss:</strong></p><ul><li>a</li></ul>"),
        ("- a\n  - b\n    - c\n- d", "<ul><li>a<ul><li>b<ul><li>c</li></ul></li></ul></li><li>d</li></ul>"),
        ("- a\n    - b\n- d", "<ul><li>a<ul><li>b</li></ul></li><li>d</li></ul>"),
        ("1. a\n2. b", "<ol><li>a</li><li>b</li></ol>"),
        ("4. a\n5. b", '<ol start="4"><li>a</li><li>b</li></ol>'),
        ("1. a\n1. b", "<ol><li>a</li><li>b</li></ol>"),
        ("8. Sept.\n22. Juni", '<ol start="8"><li value="8">Sept.</li><li value="22">Juni</li></ol>'),
        ("Treffen am\n8. September", "<p>Treffen am<br>8. September</p>"),
        ("# a\n## b", "<h3>a</h3><h4>b</h4>"),
        ("### a\n# b\n###### c #", "<h3>a</h3><h3>b</h3><h4>c</h4>"),
        ("    eingerückt", "<p>eingerückt</p>"),
        ("a\n---\nb", "<p>a</p><hr><p>b</p>"),
        ("> a\n> b", "<blockquote><p>a<br>b</p></blockquote>"),
        ("[a]: http://a.example", None),
        ("<b>a</b>", "<p>&lt;b&gt;a&lt;/b&gt;</p>"),
        ("![a](javascript:x)", "<p>![a](javascript:x)</p>"),
    ],
)
def test_blocks_are_read_as_people_mean_them(markdown, html):
    made = re.sub(r"\n(?=<)|(?<=>)\n", "", str(render(markdown)))
    if html is None:
        assert shown(markdown).strip() == markdown
    else:
        assert made == html


def test_a_table_keeps_every_cell_and_names_its_columns():
    made = render("| a | b |\n|---|--:|\n| c | d | e |\n| f |")
    cells = [element.text or "" for element in parsed(made).iter() if element.tag in ("th", "td")]
    assert cells == ["a", "b", "c", "d", "e", "f", ""]
    assert [element.get("scope") for element in parsed(made).iter("th")] == ["col", "col"]
    assert "style" not in made


@pytest.mark.parametrize(
    ("markdown", "href", "text"),
    [
        ("[Bericht](https://a.example/b_c_d?x=1&y=2)", "https://a.example/b_c_d?x=1&y=2", "Bericht"),
        ("[B](https://a.example/x_(y))", "https://a.example/x_(y)", "B"),
        ("[**B**](mailto:a@b.example)", "mailto:a@b.example", "B"),
        ("<https://a.example>", "https://a.example", "https://a.example"),
        ("<a@b.example>", "mailto:a@b.example", "a@b.example"),
        ("siehe https://a.example/x_y_z*.", "https://a.example/x_y_z", "https://a.example/x_y_z"),
        ("(https://a.example/x)", "https://a.example/x", "https://a.example/x"),
        ("*https://a.example*", "https://a.example", "https://a.example"),
        ("![Plan](https://a.example/plan.png)", "https://a.example/plan.png", "Plan"),
        ("[a](https://a.example/?a=1&lt;=2)", "https://a.example/?a=1&lt;=2", "a"),
    ],
)
def test_links_lead_where_they_say(markdown, href, text):
    (link,) = parsed(render(markdown)).iter("a")
    assert (link.get("href"), "".join(link.itertext())) == (href, text)


def test_a_link_title_is_kept():
    (link,) = parsed(render('[a](https://a.example "Der Titel")')).iter("a")
    assert link.get("title") == "Der Titel"


@pytest.mark.parametrize("top", [2, 3, 4, 6])
def test_headings_stand_below_those_of_the_page(top):
    made = render("# a\n## b\n#### c", top=top)
    levels = [
        int(str(element.tag)[1]) for element in parsed(made).iter() if re.match(r"h\d", str(element.tag))
    ]
    assert levels == [min(6, top), min(6, top + 1), min(6, top + 2)]


def test_the_result_is_markup_and_nothing_gives_nothing():
    assert isinstance(render("a"), Markup)
    assert render("") == render(" \n\n") == plain("") == ""


PLAIN = """# Protokoll

**Beschluss:** Klient*innen *zuerst*.
Zweite Zeile
- [Bericht](https://a.example) und <a@b.example>
    1. `eins`
    2. zwei
- drei

8. September
22. Juni

> Zitat

| Institution | Zahl |
|---|--:|
| Polizei | **2** |

---
Ende https://a.example/x"""

PLAINLY = """Protokoll

Beschluss: Klient*innen zuerst.
Zweite Zeile

- Bericht (https://a.example) und a@b.example
  1. eins
  2. zwei
- drei

8. September
22. Juni

Zitat

Institution | Zahl
Polizei | 2

---

Ende https://a.example/x"""


def test_plain_text_reads_well_in_a_mail():
    made = plain(PLAIN)
    assert made == PLAINLY


@pytest.mark.parametrize("typed", ["<script>a</script> & b", "&lt;", "a < b > c", "\\*a\\*"])
def test_plain_text_is_not_escaped(typed):
    assert plain(typed) == typed.replace("\\", "")


FLOODS = [
    *(
        "[",
        "*",
        "_",
        "`",
        "<",
        "]",
        "(",
        "![",
        "[](",
        "[a](",
        "[a](http://b",
        "[a](http://b(",
        "*a ",
        "a* ",
        "*a* ",
    ),
    *(
        "**a *b ",
        "a*b_",
        "***a",
        "*a**",
        "`a",
        "``a`",
        "\\`",
        "\\",
        "\\*",
        "<a",
        "<a href=",
        "<!--",
        "<http://",
        "<a@",
    ),
    *(
        "a@",
        "&",
        "&#1;",
        "> ",
        ">",
        "> a\n",
        "- ",
        "- a\n",
        "1. ",
        "1. a\n",
        "+ - * ",
        "# ",
        "#",
        "# a\n",
        "#\n",
    ),
    *(
        "a\n",
        "\n",
        "a\n\n",
        "| ",
        "|",
        "|a|b|\n",
        "a|b\n-|-\n",
        "    a\n",
        "\t",
        "- a\n    - b\n",
        "- a\n\n",
        "  \n",
    ),
    *(
        "~~~\n",
        "```\n",
        "---\n",
        "===\n",
        "[a]: b\n",
        "[a][b]",
        "http://a.b/ ",
        "http://",
        "\x02",
        "* * *\n",
        "***\n",
    ),
    *(
        "[a]( ",
        "[[a](http://b) ",
        "*[a](http://b) ",
        "1",
        "1.",
        "- # a\n",
        '[a](http://b "',
        "[a](http://b()",
    ),
]


@pytest.mark.parametrize("flood", FLOODS)
def test_a_flood_of_marks_ends_in_time(flood):
    """200 KB of it: the work grows with the text, not with its square."""
    markdown = (flood * 200_000)[:200_000]
    start = process_time()
    made = render(markdown)
    assert process_time() - start < 2
    assert isinstance(made, Markup)


@pytest.mark.parametrize(
    "flood",
    [
        "|" + "a|" * 50_000 + "\n|" + "-|" * 50_000,
        "|" + "a|" * 300 + "\n|" + "-|" * 300 + "\n" + "|\n" * 60_000,
        "".join("*" * n + "a" for n in range(600)),
        "".join("`" * n + "a" for n in range(600)),
        "".join(" " * 4 * n + "- a\n" for n in range(300)),
        "".join("  " * n + "- a\n" for n in range(300)),
        "\n".join("> " * n + "- a" for n in range(300)),
        "".join("> " * n + "a\n\n" for n in range(300)),
        "*a " * 30_000 + "a* " * 30_000,
        "**a " * 20_000 + "a* " * 20_000 + "_a " * 20_000,
        "# " + " " * 200_000 + "x #" + "#" * 1000,
    ],
)
def test_deep_and_wide_floods_end_in_time(flood):
    start = process_time()
    made = render(flood)
    assert process_time() - start < 2
    assert broken_rules(made) == []


def test_a_deep_call_shows_the_text_all_the_same():
    """When Python's stack is nearly used up, the text is shown as typed instead of an error."""

    def deeper(steps: int) -> Markup:
        return deeper(steps - 1) if steps else render("- a\n  - b\n    - **c**\n")

    for steps in range(700, 940, 10):
        try:
            made = deeper(steps)
        except RecursionError:
            break
        assert shown_in(made) == "abc"
    assert "<strong>c</strong>" in render("- a\n  - b\n    - **c**\n")


def shown_in(html: str) -> str:
    return "".join(re.findall("[a-z]", "".join(parsed(html).itertext())))


def test_threads_do_not_disturb_each_other():
    texts = [f"# {n}\n- **{n}** Klient*innen\n" * 20 for n in range(40)]
    alone = [render(text, top=2 + n % 4) for n, text in enumerate(texts)]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda n: render(texts[n], top=2 + n % 4), range(40)))
    assert together == alone
