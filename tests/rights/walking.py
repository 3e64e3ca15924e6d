"""From rows of the table of rights to requests, and from answers to what they mean."""


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


def outcome(answer):
    """What an answer means for whoever asked."""
    leads_to_sign_in = answer.status_code == 302 and "/accounts/sign-in?next=" in answer.location
    if answer.status_code == 401 or leads_to_sign_in:
        return "sign-in"
    if answer.status_code in (403, 404) or answer.status_code >= 500:
        return str(answer.status_code)
    return "page"
