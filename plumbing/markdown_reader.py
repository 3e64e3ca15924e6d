"""Our own clean HTML read as plain text: lists with dashes or numbers, addresses behind links."""

from html.parser import HTMLParser

from plumbing.markdown_blocks import HEADINGS

BETWEEN = {"br": "\n", "hr": "\n\n---\n\n"}


class PlainReader(HTMLParser):
    """Writes our own clean HTML as plain text."""

    BLOCKS = (*HEADINGS, "p", "ul", "ol", "blockquote", "table")

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.lists: list[int | None] = []  # the next number of each open list, None for dashes
        self.at_item = False
        self.href, self.link_from = "", 0
        self.cells = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in self.BLOCKS:
            self._break(tag)
        if tag in ("ul", "ol"):
            self.lists.append(int(given.get("start", 1)) if tag == "ol" else None)
        elif tag == "li":
            self._begin_item(given)
        elif tag == "a":
            self.href, self.link_from = given.get("href", ""), len(self.parts)
        elif tag in ("td", "th"):
            self.parts += [" | "] if self.cells else []
            self.cells += 1
        elif tag in BETWEEN:
            self.parts.append(BETWEEN[tag])

    def handle_endtag(self, tag: str) -> None:
        if tag in ("ul", "ol"):
            self.lists.pop()
        if tag in self.BLOCKS and not self.lists:
            self.parts.append("\n\n")
        elif tag == "a" and self.href.removeprefix("mailto:") != "".join(self.parts[self.link_from :]):
            self.parts.append(f" ({self.href})")
        elif tag == "tr":
            self.parts.append("\n")
            self.cells = 0

    def handle_data(self, data: str) -> None:
        text = data.replace("\n", "")  # our HTML breaks its lines for itself only
        if text:
            self.parts.append(text)
            self.at_item = False

    def _break(self, tag: str) -> None:
        if not self.lists:
            self.parts.append("\n\n")
        elif tag == "p" and not self.at_item:
            self.parts.append("\n" + "  " * len(self.lists))

    def _begin_item(self, given: dict[str, str]) -> None:
        number = self.lists[-1]
        if number is not None:
            number = int(given.get("value", number))
            self.lists[-1] = number + 1
        sign = "-" if number is None else f"{number}."
        self.parts.append("\n" + "  " * (len(self.lists) - 1) + sign + " ")
        self.at_item = True
