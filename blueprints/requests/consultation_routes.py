"""Where a paper was consulted: noted, corrected, taken out."""

from typing import Any

from flask import abort
from flask_babel import get_locale, gettext

from blueprints.accounts.doors import coordinators
from blueprints.requests import consultation_rules, queries
from blueprints.requests.blueprint import OF_PAPER, Answer, bp
from blueprints.requests.forms import ConsultationForm, EditConsultationForm
from blueprints.requests.pages import kept_paper
from models.consultations import Consultation
from models.errors import RuleBroken
from models.papers import Paper
from plumbing.access import me
from plumbing.clock import now
from plumbing.database import commit, house, reading
from plumbing.forms import Form
from plumbing.gestures import settled
from plumbing.versions import form_page

OF_CONSULTATION = f"{OF_PAPER}/consultations/<int:consultation_id>"


@bp.route(f"{OF_PAPER}/consultations/new", methods=["GET", "POST"])
@coordinators
def add_consultation(table_id: int, paper_id: int) -> Answer:
    paper, page = kept_paper(table_id, paper_id)
    form = _offered(ConsultationForm(), paper)

    def gesture() -> None:
        consultation_rules.add(house(), paper_id, **form.facts(), by=me(), now=now())

    return settled(form, gesture, page["url"]) or form_page("requests/add_consultation.html", form, **page)


@bp.route(f"{OF_CONSULTATION}/edit", methods=["GET", "POST"])
@coordinators
def correct_consultation(table_id: int, paper_id: int, consultation_id: int) -> Answer:
    paper, page = kept_paper(table_id, paper_id)
    found = queries.consultation(reading(), paper_id, consultation_id) or abort(404)
    form = _form_over(found, paper)
    if form.validate_on_submit():
        try:
            given: dict[str, Any] = {"by": me(), "now": now()}
            consultation_rules.correct(house(), paper_id, consultation_id, **form.facts(), **given)
            return commit(page["url"])
        except RuleBroken as broken:
            form.refuse(broken, _form_over(found, paper, formdata=None))
    return form_page("requests/correct_consultation.html", form, found=found, **page)


@bp.route(f"{OF_CONSULTATION}/remove", methods=["GET", "POST"])
@coordinators
def remove_consultation(table_id: int, paper_id: int, consultation_id: int) -> Answer:
    _, page = kept_paper(table_id, paper_id)
    found = queries.consultation(reading(), paper_id, consultation_id) or abort(404)
    form, page = Form(), page | {"found": found}

    def gesture() -> str:
        consultation_rules.remove(house(), paper_id, consultation_id, by=me(), now=now())
        return gettext("The consultation is taken out.")

    return settled(form, gesture, page["url"]) or form_page("requests/remove_consultation.html", form, **page)


def _form_over(found: Consultation, paper: Paper, **given: Any) -> Any:
    """The form as the consultation fills it; a recorded session counts over the body beside it."""
    return _offered(EditConsultationForm(obj=found, based_on=found.version, **given), paper)


def _offered(form: ConsultationForm, paper: Paper) -> Any:
    language = str(get_locale())
    sessions = [
        (name, [(each, on.words(language)) for each, on in of])
        for name, of in queries.sessions(reading(), paper.body_id, me())
    ]
    form.offer(sessions, [(paper.body_id, paper.body.name), *queries.bodies_outside(reading())])
    return form
