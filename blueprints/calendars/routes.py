"""One's own calendar feeds: their list, a new one, an end to one; and the feed itself, by its secret."""

from urllib.parse import urlsplit

from flask import Blueprint, Response, abort, flash, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from blueprints.accounts.doors import fresh
from blueprints.calendars import answers, queries, rules
from blueprints.calendars.forms import FeedForm
from models.errors import RuleBroken
from models.feeds import FEEDS_AT_MOST, FeedKind
from plumbing import clock
from plumbing.access import bearers, me, signed_in
from plumbing.database import commit, house, reading
from plumbing.mail_templates import link
from plumbing.versions import form_page

bp = Blueprint("calendars", __name__, url_prefix="/calendars")
bp.teardown_request(answers.note_read)
Answer = str | tuple[str, int] | BaseResponse


@bp.get("/")
@signed_in
def index() -> str:
    feeds = queries.feeds_of(reading(), me().account)
    return render_template("calendars/index.html", feeds=feeds, most=FEEDS_AT_MOST, may_make=bool(_offered()))


@bp.route("/new", methods=["GET", "POST"])
@signed_in
@fresh
def subscribe() -> Answer:
    kinds = _offered() or abort(404)
    form = FeedForm().offer(kinds)
    if form.validate_on_submit():
        try:
            token = rules.make(house(), **{"kind": kinds[0]} | form.facts(), by=me(), now=clock.now())
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            commit(url_for("calendars.index"))  # where a second click leads
            return _told_once(token, form)
    return form_page("calendars/subscribe.html", form)


def _offered() -> list[FeedKind]:
    return [kind for kind in FeedKind if rules.may_make(me(), kind)]


def _told_once(token: str, form: FeedForm) -> str:
    """The address, now and never again: only the hash of its secret is kept."""
    address = link("calendars.feed", token=token)
    webcal = urlsplit(address)._replace(scheme="webcal").geturl()
    return render_template("calendars/told.html", address=address, webcal=webcal, device=form.device.data)


@bp.route("/feeds/<int:feed_id>/revoke", methods=["GET", "POST"])
@signed_in
def revoke(feed_id: int) -> Answer:
    feed = queries.own_feed(reading(), feed_id, me().account) or abort(404)
    if request.method == "GET":
        return render_template("calendars/revoke.html", feed=feed)
    rules.revoke(house(), feed_id, by=me(), now=clock.now())
    flash(gettext("The address opens nothing any more."), "done")
    return commit(url_for("calendars.index"))


@bp.get("/<string:token>.ics")
@bearers
def feed(token: str) -> Response:
    found = answers.bearer(token)
    return answers.nothing() if found is None else answers.calendar(found)
