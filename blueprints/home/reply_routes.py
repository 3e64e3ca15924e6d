"""Where the links of letters lead: each asks one question, of whatever room, behind the same address."""

from typing import Any

from flask import render_template

from blueprints.home.routes import bp
from plumbing.access import bearers
from plumbing.reply_door import answer_of


@bp.route("/r/<token>", methods=["GET", "POST"])
@bearers
def reply(token: str) -> Any:
    return answer_of(token) or (render_template("home/link_gone.html"), 404)
