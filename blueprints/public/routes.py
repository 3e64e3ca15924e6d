"""Public pages about documents: what a checksum on paper stands for."""

from typing import Any

from flask import Blueprint, render_template, request

from blueprints.public import pages
from plumbing.access import public

bp = Blueprint("public", __name__)


@bp.get("/check")
@public
def check() -> Any:
    """The form, and what it found."""
    typed = request.args.get("checksum", "")
    return render_template("public/check.html", typed=typed, **pages.checked(typed))


@bp.get("/check/<string:checksum>")
@public
def check_one(checksum: str) -> Any:
    """The address that is printed on paper."""
    return render_template("public/check.html", typed=checksum, **pages.checked(checksum))


@bp.get("/public")
@public
def index() -> Any:
    return render_template(
        "public/index.html",
        documents=pages.documents(),
        positions=pages.positions(),
        surveys=pages.surveys(),
    )


@bp.get("/public/minutes/<int:publication_id>")
@public
def document(publication_id: int) -> Any:
    return render_template("public/document.html", **pages.one(publication_id))


@bp.get("/public/minutes/<int:publication_id>.pdf")
@public
def document_paper(publication_id: int) -> Any:
    return pages.paper(publication_id)
