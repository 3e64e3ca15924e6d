"""The checklist of a handover: each point with what can be counted, and whether it is ticked."""

from dataclasses import dataclass

from flask import render_template, request, url_for
from flask_babel import gettext, ngettext

from blueprints.tables.forms import A_DAY
from blueprints.tables.handovers import queries, rules
from blueprints.tables.handovers.forms import PassOnForm
from blueprints.tables.handovers.queries import Counted
from models.bodies import Body, Coordination
from models.handovers import HandoverPoint, HandoverTick
from plumbing.access import me
from plumbing.clock import now, today
from plumbing.database import house, reading, trial
from plumbing.pages import german_day


def confirm_page(form: PassOnForm, body: Body) -> str:
    """What will happen, by trying it: nothing of the trial stays. A refusal goes on to the form."""
    with trial(house()):
        new = rules.pass_on(house(), body.id, **form.facts(), by=me(), now=now())
        house().flush()
        told = queries.told_before(house(), new)
    return render_template(
        "tables/handovers/confirm_pass_on.html",
        form=form,
        body=body,
        hue=body.hue,
        told=told,
        typed={each.name: request.form.get(each.name, "") for each in form if each.type != "HiddenField"},
        at_once=form.starts_on.data is not None and form.starts_on.data <= today(),
        last_day=(form.starts_on.data or today()) - A_DAY,
        own_id=me().person_id,
    )


def ahead_page(table_id: int, coordination_id: int) -> str | None:
    """The points of a change, for whoever will coordinate by it; for all others there is none."""
    change = queries.ahead(house(), table_id, coordination_id, me(), today())
    if change is None:
        return None
    done = queries.ticked_on(house(), coordination_id)
    page = {"change": change, "hue": change.hue, "points": list(HandoverPoint), "done": done}
    return render_template("tables/handovers/ahead.html", **page)


@dataclass(frozen=True, kw_only=True)
class Line:
    """One point: `words` say how it stands, `url` leads to it."""

    point: HandoverPoint
    words: str
    url: str | None
    tick: HandoverTick | None


def lines(body: Body, new: Coordination) -> list[Line]:
    counted = queries.counted(reading(), new, today())
    ticks = queries.ticks(reading(), new.id)
    here = url_for("tables.show", table_id=body.id)
    shelf = url_for("tables.shelf", table_id=body.id)
    places = {
        HandoverPoint.MEMBERS: f"{here}#members",
        HandoverPoint.MEETINGS: f"{here}#meetings",
        HandoverPoint.INVITATIONS: f"{here}#meetings",
        HandoverPoint.MINUTES: f"{here}#meetings",
        HandoverPoint.DEADLINES: f"{here}#bylaws",
        HandoverPoint.SHELF: shelf,
        HandoverPoint.BYLAWS: f"{shelf}?kind=bylaws",
    }
    words = _words(counted, new)
    return [
        Line(point=point, words=words[point], url=places.get(point), tick=ticks.get(point))
        for point in HandoverPoint
    ]


def _words(counted: Counted, new: Coordination) -> dict[HandoverPoint, str]:
    missing = ngettext(
        "%(num)d without a representative", "%(num)d without a representative", counted.seats_without_main
    )
    return {
        HandoverPoint.MEMBERS: f"{_institutions(counted.seats)}, {missing}",
        HandoverPoint.MEETINGS: f"{_meetings(counted.meetings)}, {_topics(counted.topics)}",
        HandoverPoint.INVITATIONS: ngettext(
            "%(num)d meeting awaits replies", "%(num)d meetings await replies", counted.invited
        ),
        HandoverPoint.MINUTES: ngettext(
            "%(num)d minutes being written", "%(num)d minutes being written", counted.minutes
        ),
        HandoverPoint.DEADLINES: ngettext(
            "%(num)d running deadline", "%(num)d running deadlines", counted.deadlines
        ),
        HandoverPoint.SHELF: ngettext("%(num)d document", "%(num)d documents", counted.documents),
        HandoverPoint.BYLAWS: gettext("released on the shelf")
        if counted.bylaws
        else gettext("not on the shelf as a text"),
        HandoverPoint.NEW_ACCESS: _new_access(counted),
        HandoverPoint.OLD_ACCESS: _old_access(counted, new),
    }


def _meetings(count: int) -> str:
    return ngettext("%(num)d open meeting", "%(num)d open meetings", count)


def _topics(count: int) -> str:
    return ngettext("%(num)d waiting topic", "%(num)d waiting topics", count)


def _institutions(count: int) -> str:
    return ngettext("%(num)d institution", "%(num)d institutions", count)


def _new_access(counted: Counted) -> str:
    if not counted.new:
        return gettext("nobody of the new institution holds the office")
    told = gettext("can sign in"), gettext("has not set up the account yet")
    return "; ".join(f"{each.person.name}: {told[not each.signs_in]}" for each in counted.new)


def _old_access(counted: Counted, new: Coordination) -> str:
    if counted.going_on:
        names = ", ".join(each.person.name for each in counted.going_on)
        return gettext("these coordinate on, end their offices: %(names)s", names=names)
    assert new.starts_on is not None
    return gettext("by itself on %(day)s", day=german_day(new.starts_on))
