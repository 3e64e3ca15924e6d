"""Python-Markdown with the blocks that we want, and the list of what may stand in its HTML.

It takes 3 MiB: `plumbing.markdown` loads it where a text is rendered.
"""

import nh3
from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.sane_lists import SaneUListProcessor

from plumbing.markdown_blocks import Headings, Levels, Lines, NumberedLists, Tables
from plumbing.markdown_inline import InlineMarks

ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}, "li": {"value"}}
TAGS = {
    *("p", "br", "hr", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote"),
    *("strong", "em", "code", "a", "table", "thead", "tbody", "tr", "th", "td"),
}
CLEANER = nh3.Cleaner(
    tags=TAGS,
    clean_content_tags={"script", "style"},
    attributes=ATTRIBUTES,
    set_tag_attribute_values={"th": {"scope": "col"}},
    url_schemes={"http", "https", "mailto"},
    url_relative="deny",
    link_rel="noopener noreferrer nofollow",
)


class Engine(Markdown):
    """Python-Markdown with the blocks that we want."""

    def __init__(self) -> None:
        super().__init__(extensions=[_House()])
        self.levels = Levels(self)
        self.treeprocessors.register(self.levels, "levels", 30)


class _House(Extension):
    """No HTML, no code blocks (indented text from other programs is no code), no hidden definitions."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the library's name
        md.preprocessors.deregister("html_block")
        md.preprocessors.register(Lines(md), "lines", 20)
        blocks = md.parser.blockprocessors
        for name in ("code", "setextheader", "reference"):
            blocks.deregister(name)
        blocks.register(Tables(md.parser), "table", 75)
        blocks.register(Headings(md.parser), "hashheader", 70)
        blocks.register(NumberedLists(md.parser), "olist", 40)
        blocks.register(SaneUListProcessor(md.parser), "ulist", 30)
        md.treeprocessors.deregister("inline")
        md.treeprocessors.deregister("unescape")
        md.treeprocessors.register(InlineMarks(md), "marks", 20)
        for name in ("raw_html", "amp_substitute"):
            md.postprocessors.deregister(name)
