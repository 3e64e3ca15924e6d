"""From rows of the table of rights to requests, and from answers to what they mean."""

from functools import cache
from html.parser import HTMLParser


@cache
def addresses(site):
    """The rules of all addresses, by endpoint."""
    found = {}
    for rule in site.url_map.iter_rules():
        if rule.endpoint != "static":
            found.setdefault(rule.endpoint, []).append(rule)
    return found


def requests(site, world, name, row):
    """The requests that a row decides on: path and method."""
    for rule in addresses(site).get(name.partition(",")[0], ()):
        values = {}
        for argument in rule.arguments:
            thing = row.things.get(argument, argument)
            values[argument] = world.ids.get(thing) or world.tokens.get(thing, thing)
        path = site.url_map.bind("localhost").build(rule.endpoint, values)
        for method in sorted(rule.methods - {"HEAD", "OPTIONS"}):
            yield method, path


def address_of(site, world, name, names):
    """The address of a gesture, for a thing in a certain state."""
    rule = max(addresses(site)[name], key=lambda each: "POST" in each.methods)
    known = {**world.ids, **world.tokens, **names}
    values = {each: known.get(KINDS.get(name, {}).get(each, each), each) for each in rule.arguments}
    values |= KINDS.get(name, {})
    return site.url_map.bind("localhost").build(rule.endpoint, values)


KINDS = {
    "tables.begin_import": {"kind": "seats"},
    "tables.begin_directory_import": {"kind": "institutions"},
}
"""What an address names that is no thing."""


def outcome(answer):
    """What an answer means for whoever asked."""
    leads_to_sign_in = answer.status_code == 302 and "/accounts/sign-in?next=" in answer.location
    if answer.status_code == 401 or leads_to_sign_in:
        return "sign-in"
    if answer.status_code in (403, 404) or answer.status_code >= 500:
        return str(answer.status_code)
    return "page"


SENT = ("hidden", "text", "email", "date", "time", "number", "search", "url", "tel", "password")
"""Kinds of inputs that are sent as they stand; of the others only what is ticked."""


class FormReader(HTMLParser):
    """The forms of a page with what a browser would send, if nothing was changed: quick, for many pages."""

    def __init__(self, html):
        super().__init__()
        self.forms, self.open, self.select, self.area = [], None, None, None
        self.options = {}
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form":
            self.open = given.get("action"), {}
            self.forms.append(self.open)
        if self.open is None or "disabled" in given:
            return
        name, kind = given.get("name"), given.get("type", "text")
        if kind == "checkbox" and name:
            self.options.setdefault(name, []).append(given.get("value", "on"))
        if tag == "select" and name:
            self.select = name, "multiple" in given
        elif tag == "option" and self.select:
            self.options.setdefault(self.select[0], []).append(given.get("value", ""))
            if "selected" in given or self._is_first():
                self._add(self.select[0], given.get("value", ""), "selected" in given)
        elif tag == "textarea" and name:
            self.area = name
            self._add(name, "")
        elif tag == "input" and name and (kind in SENT or "checked" in given):
            self._add(name, given.get("value", "on"))

    def handle_endtag(self, tag):
        if tag == "form":
            self.open = None
        elif tag == "select":
            self.select = None
        elif tag == "textarea":
            self.area = None

    def handle_data(self, data):
        if self.area and self.open:
            self.open[1][self.area][-1] += data.removeprefix("\n")

    def _is_first(self):
        return not self.select[1] and self.select[0] not in self.open[1]

    def _add(self, name, value, replaces=False):
        values = self.open[1].setdefault(name, [])
        if replaces and not self.select[1]:
            values.clear()
        values.append(value)

    def sent_to(self, path):
        """The fields of the form that goes to this address (or to its own page), or None."""
        own = [fields for action, fields in self.forms if action in (path, None)]
        return own[0] if own else None
