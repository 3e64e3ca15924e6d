"""What every page must keep: checked on each page that any test fetches, all violations at once."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from html5lib.constants import E as PARSE_ERRORS
from werkzeug.test import TestResponse

from tests import markup

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
UNLABELLED_INPUTS = {"hidden", "submit", "reset", "button", "image"}
LOADED = {"script": "src", "img": "src", "link": "href", "iframe": "src", "source": "src", "video": "src"}
REFERENCES = ("for", "aria-describedby", "aria-labelledby", "aria-controls", "headers", "form", "list")
FRESH = re.compile(r'(<input[^>]*\bname="(?:csrf_token|form_key)"[^>]*\bvalue=")[^"]+')
passed: set[tuple[bool, str]] = set()
"""Pages that were found good before, but for their fresh keys: parsing them again would tell nothing."""
OWN_HOSTS = {"", "localhost"}


class PageBroken(AssertionError):
    """A page breaks a rule that holds for all pages."""


class Page:
    """A parsed page: its elements in order, their parents, and what they are called."""

    def __init__(self, html: str) -> None:
        self.root, self.parse_errors = markup.parse(html)
        self.elements = [element for element in self.root.iter() if not callable(element.tag)]
        self.kinds = [(tag(element), element) for element in self.elements]
        self.parents = {child: parent for parent in self.elements for child in parent}
        self.ids = Counter(element.get("id", "") for element in self.elements if "id" in element.attrib)

    def all(self, *tags: str) -> list[Element]:
        return [element for kind, element in self.kinds if kind in tags]

    def above(self, element: Element) -> Iterator[Element]:
        while element in self.parents:
            element = self.parents[element]
            yield element

    def name(self, element: Element) -> str:
        """The accessible name as far as our pages need it: aria, own text, pictures' alternatives."""
        if element.get("aria-label"):
            return element.get("aria-label", "").strip()
        if element.get("aria-labelledby"):
            named = element.get("aria-labelledby", "").split()
            return " ".join(text(other) for other in self.elements if other.get("id") in named)
        pictures = (child.get("alt", "") + child.get("aria-label", "") for child in element.iter())
        return " ".join([text(element), *pictures]).strip()


def tag(element: Element) -> str:
    """The tag without its namespace: html5lib gives SVG one."""
    return str(element.tag).rpartition("}")[2]


def text(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def show(element: Element) -> str:
    """The opening tag, short enough for a message."""
    kept = " ".join(f'{name.rpartition("}")[2]}="{value[:40]}"' for name, value in element.attrib.items())
    return f"<{tag(element)} {kept}>".replace(" >", ">")


def valid(page: Page) -> Iterator[str]:
    for (line, column), code, values in page.parse_errors:
        try:
            words = PARSE_ERRORS[code] % values
        except (KeyError, TypeError):
            words = code
        yield f"invalid HTML near line {line}, column {column}: {words}"


def framed(page: Page) -> Iterator[str]:
    if page.root.get("lang") not in ("de", "en"):
        yield '<html> needs lang="de" or lang="en": a screen reader chooses its voice by it'
    if len(page.all("main")) != 1:
        yield f"{len(page.all('main'))} <main> elements: extend base.html, which has exactly one"
    headings = page.all("h1")
    if len(headings) != 1:
        yield f"{len(headings)} <h1> elements: a page says once what it is"
        return
    title = " ".join(text(found) for found in page.all("title") if page.parents[found].tag == "head")
    if not text(headings[0]) or not title.startswith(text(headings[0])):
        yield f"<title> {title!r} must begin with the text of <h1>, {text(headings[0])!r}"


def headings_in_order(page: Page) -> Iterator[str]:
    above = 0
    for heading in page.all(*HEADINGS):
        level = int(tag(heading)[1])
        if level > above + 1:
            yield f"<h{level}> {text(heading)[:40]!r} follows <h{above}>: leave no level out"
        if not page.name(heading):
            yield f"{show(heading)} is empty"
        above = level


def labelled(page: Page) -> Iterator[str]:
    labels = {label.get("for") for label in page.all("label") if text(label)}
    for control in page.all("input", "select", "textarea"):
        if tag(control) == "input" and control.get("type", "text").lower() in UNLABELLED_INPUTS:
            continue
        wrapped = any(tag(parent) == "label" and text(parent) for parent in page.above(control))
        if not (
            wrapped or control.get("id") in labels or control.get("aria-label") or referenced(page, control)
        ):
            yield f"{show(control)} has no label: use the field component, or give it aria-label"
    for button in page.all("button", "summary", "legend", "label", "option"):
        if not page.name(button) and button.get("value") != "":
            yield f"{show(button)} has no text: say what it does"
    for group in page.all("fieldset"):
        if not any(tag(child) == "legend" and text(child) for child in group) and not group.get("aria-label"):
            yield f"{show(group)} has no <legend>: say what its fields have in common"


def referenced(page: Page, element: Element) -> bool:
    return any(page.ids.get(other) for other in element.get("aria-labelledby", "").split())


def ids_once(page: Page) -> Iterator[str]:
    for found, times in page.ids.items():
        if times > 1 or not found.strip():
            yield f"id {found!r} stands {times} times: an id names one element"
    for element in page.elements:
        for attribute in REFERENCES:
            for wanted in element.get(attribute, "").split():
                if not page.ids.get(wanted):
                    yield f"{show(element)}: {attribute} points to {wanted!r}, which is not on the page"


def nothing_inline(page: Page) -> Iterator[str]:
    advice = "the security header forbids it; use site.css or a module in static/"
    for kind, element in page.kinds:
        if kind == "style":
            yield f"<style>: {advice}"
        if kind == "script" and (not element.get("src") or text(element)):
            yield f"inline {show(element)}: {advice}"
        for name, value in element.attrib.items():
            if name == "style" or name.startswith("on"):
                yield f"{name} in {show(element)}: {advice}"
            if (
                value.strip()
                .lower()
                .replace("\t", "")
                .startswith(("javascript:", "vbscript:", "data:text/html"))
            ):
                yield f"{name}={value[:30]!r} in {show(element)}: {advice}"


def own_host_only(page: Page) -> Iterator[str]:
    for element in page.all(*LOADED):
        kind = tag(element)
        address = element.get(LOADED[kind], "")
        if urlsplit(address).netloc and not (kind == "link" and element.get("rel") == "canonical"):
            yield f"{show(element)} loads from another host: nothing comes from outside"


def forms_guarded(page: Page) -> Iterator[str]:
    for form in page.all("form"):
        if form.get("method", "get").lower() != "post":
            continue
        hidden = [field for field in form.iter("input") if field.get("name") == "csrf_token"]
        if not any(field.get("value") for field in hidden):
            yield f"{show(form)} has no csrf_token: use the form component, or {{{{ form.hidden_tag() }}}}"
    for element in page.elements:
        for attribute in ("action", "formaction"):
            address = element.get(attribute)
            if address is not None and urlsplit(address).hostname not in (None, *OWN_HOSTS):
                yield f"{show(element)} sends to another host"
            if address == "":
                yield f"{show(element)}: an empty {attribute} is invalid; leave it out or use url_for"


def links_lead(page: Page) -> Iterator[str]:
    for link in page.all("a"):
        address = link.get("href", "")
        if not page.name(link):
            yield f"{show(link)} has no text: a link says where it leads"
        if not address or address == "#":
            yield f"{show(link)} leads nowhere: what acts is a button in a form"
        elif address.startswith("#") and not page.ids.get(address[1:]):
            yield f"{show(link)} leads to {address!r}, which is not on the page"


def tables_and_pictures_told(page: Page) -> Iterator[str]:
    for table in page.all("table"):
        captions = [text(child) for child in table if tag(child) == "caption"]
        if not any(captions) and not table.get("aria-label") and not referenced(page, table):
            yield f"{show(table)} has no <caption> and no aria-label: say what it lists"
        if not any(tag(cell) == "th" for cell in table.iter()):
            yield f"{show(table)} has no <th>: a cell without a heading can't be understood by ear"
    for picture in page.all("img"):
        if picture.get("alt") is None:
            yield f'{show(picture)} has no alt; alt="" if it only decorates'
    for picture in page.all("svg"):
        named = picture.get("aria-label") or referenced(page, picture)
        if picture.get("aria-hidden") != "true" and not named and not any(tag(e) == "title" for e in picture):
            yield f'{show(picture)} has no name: aria-label, or aria-hidden="true" if it only decorates'


WHOLE_PAGE: tuple[Callable[[Page], Iterator[str]], ...] = (valid, framed, headings_in_order)
ANY_PART: tuple[Callable[[Page], Iterator[str]], ...] = (
    labelled,
    ids_once,
    nothing_inline,
    own_host_only,
    forms_guarded,
    links_lead,
    tables_and_pictures_told,
)


def violations(html: str, *, fragment: bool = False) -> list[str]:
    """All that is wrong with a page, or with a fragment that a script puts into one."""
    page = Page(html)
    checks = ANY_PART if fragment else WHOLE_PAGE + ANY_PART
    return list(dict.fromkeys(words for check in checks for words in check(page)))


def check_page(response: TestResponse) -> None:
    """Raise PageBroken with all violations; answers that are no page (files, redirects) pass.

    A fragment is an answer to a script: its request carries `Sec-Fetch-Dest: empty`, as browsers send it.
    """
    if response.mimetype != "text/html" or 300 <= response.status_code < 400 or not response.data:
        return
    fragment = response.request.headers.get("Sec-Fetch-Dest") == "empty"
    html = response.get_data(as_text=True)
    same = fragment, FRESH.sub(r"\1…", html)
    if same in passed:
        return
    found = violations(html, fragment=fragment)
    if not found:
        passed.add(same)
    else:
        place = f"{response.request.method} {response.request.path} ({response.status_code})"
        raise PageBroken("\n- ".join([f"{place} breaks rules that hold for every page:", *found]))
