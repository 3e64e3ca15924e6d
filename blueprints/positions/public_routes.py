"""What everybody reads of a published position: its newest issue, or that it was withdrawn."""

from flask import abort, render_template
from flask_babel import force_locale
from werkzeug.wrappers import Response

from blueprints.positions.blueprint import Answer, bp
from blueprints.positions.issue_words import file_name, paper, shown_issue
from blueprints.positions.publishing_pages import last_published
from plumbing.access import public
from plumbing.paper import as_download

PUBLISHED = "/public/positions/<int:position_id>"


@bp.get(PUBLISHED)
@public
def published(position_id: int) -> Answer:
    issue, edition = last_published(position_id)
    shown = shown_issue(edition) if issue.is_public else None
    return render_template("positions/published.html", issue=issue, edition=edition, shown=shown)


@bp.get(f"{PUBLISHED}.pdf")
@public
def published_paper(position_id: int) -> Response:
    issue, edition = last_published(position_id)
    if not issue.is_public:
        abort(404)
    with force_locale("de"):
        return as_download(paper(edition), file_name(edition))
