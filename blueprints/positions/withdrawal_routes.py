"""Views of signatures that are taken back: from a day on, from another day, and not after all."""

from flask_babel import gettext

from blueprints.accounts.doors import fresh
from blueprints.positions import signature_rules, withdrawal_rules
from blueprints.positions.blueprint import OF_SIGNATURE, Answer, bp
from blueprints.positions.signing_forms import TakeBackForm
from blueprints.positions.signing_pages import found_line, signing_page
from plumbing.access import me, signed_in
from plumbing.clock import now, today
from plumbing.database import commit, house
from plumbing.gestures import settled
from plumbing.versions import form_page


@bp.route(f"{OF_SIGNATURE}/take-back", methods=["GET", "POST"])
@signed_in
@fresh
def take_signature_back(table_id: int, position_id: int, number: int, signature_id: int) -> Answer:
    _, page = signing_page(table_id, position_id, number)
    line = found_line(page, "to_take_back", signature_id)
    form = TakeBackForm(from_on=today())

    def gesture() -> str:
        signature_rules.withdraw(house(), position_id, signature_id, **form.facts(), by=me(), now=now())
        return gettext("Your institution has taken its signature back.")

    shown = settled(form, gesture, page["signing_url"])
    return shown or form_page("positions/take_signature_back.html", form, line=line, **page)


@bp.route(f"{OF_SIGNATURE}/take-back/correct", methods=["GET", "POST"])
@signed_in
@fresh
def correct_withdrawal(table_id: int, position_id: int, number: int, signature_id: int) -> Answer:
    _, page = signing_page(table_id, position_id, number)
    line = found_line(page, "to_correct", signature_id)
    form = TakeBackForm(from_on=line.said.withdrawn_from if line.said else None)

    def gesture() -> str:
        withdrawal_rules.correct(house(), position_id, signature_id, **form.facts(), by=me(), now=now())
        return gettext("The day is corrected.")

    shown = settled(form, gesture, page["signing_url"])
    return shown or form_page("positions/correct_withdrawal.html", form, line=line, **page)


@bp.post(f"{OF_SIGNATURE}/keep")
@signed_in
@fresh
def keep_signature(table_id: int, position_id: int, number: int, signature_id: int) -> Answer:
    _, page = signing_page(table_id, position_id, number)
    found_line(page, "to_correct", signature_id)
    withdrawal_rules.keep(house(), position_id, signature_id, by=me(), now=now())
    return commit(page["signing_url"])
