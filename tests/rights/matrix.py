"""The one table of rights: every address of the site, and which roles it lets in.

A new address fails tests/rights/test_matrix.py until it has a row here. To decide on it:

    "meetings.show": only(*AT_THE_TABLE, *GUESTS, "minute_taker"),

- `everybody()`, `signed_in()`, `only(*roles)`; whoever is not named gets 404, whoever is not signed in
  (the locked account, too, and whoever has typed the right password but shown no second factor) is asked to
  sign in. Nobody ever gets 403.
- What an address names is taken from the world by the name of its argument (`meeting_id`); another thing
  is chosen by `meeting_id="written_meeting"`.
- A second row for another thing at the same address: "meetings.item, named to one institution".
- GET and POST of an address share the row; a POST is sent without any fields.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.rights.world import AT_THE_TABLE, SEATED

ANONYMOUS = ("anonymous", "locked", "half_signed_in", "without_factor")
GUESTS = ("guest", "guest_of_another_item")
SIGNED_IN = (
    *SEATED,
    *("reader", "guest", "guest_of_another_item", "coordinator", "minute_taker", "undeclared"),
    *("stranger", "coordinator_elsewhere", "former", "former_coordinator", "coming", "of_dissolved_body"),
    *("delegate", "guest_long_ago", "administrator", "privacy_officer"),
)
ROLES = (*ANONYMOUS, *SIGNED_IN)
COORDINATORS = ("coordinator", "coordinator_elsewhere")
BY_NAME = (*SEATED, "coordinator")
REPRESENTING = (
    *("member", "advisory", "of_sleeping_seat", "of_two_houses", "stranger", "of_dissolved_body"),
    "delegate",
)
"""Main representatives of some institution, at whatever table."""
REPRESENTED = ("member", "deputy", "of_sleeping_seat", "of_two_houses")
"""Whoever speaks for a full member of the table."""
WRITERS = ("coordinator", "minute_taker")
NAMED = ("member", "deputy", "coordinator")
TO_MEETINGS = (
    *(*SEATED, "stranger", "of_dissolved_body", "delegate"),
    *(*COORDINATORS, *GUESTS, "minute_taker"),
)
"""Whoever has meetings that are her own."""
OFFICE = (*COORDINATORS, "administrator", "privacy_officer")


@dataclass(frozen=True)
class Row:
    """Who is let in; `things` say which thing of the world an argument names."""

    roles: tuple[str, ...]
    is_public: bool = False
    things: Mapping[str, str] = field(default_factory=dict)

    def expected(self, role: str) -> str:
        if role in self.roles:
            return "page"
        return "sign-in" if role in ANONYMOUS and not self.is_public else "404"


def everybody(**things: str) -> Row:
    return Row(ROLES, True, things)


def signed_in(**things: str) -> Row:
    return Row(SIGNED_IN, False, things)


def only(*roles: str, **things: str) -> Row:
    return Row(roles, False, things)


def nobody_signed_in(**things: str) -> Row:
    """The thing does not exist for anybody: only that one must sign in may be seen."""
    return Row((), False, things)


CLOSED = {"survey_id": "closed_survey"}
TOLD = {
    "survey_id": "issued_survey",
    "respondent_id": "told_respondent",
    "question_id": "issued_question",
}
DRAFTED = {"survey_id": "draft_survey"}
SIGNED = {"position_id": "signed_position", "number": "position_version"}
ENDING = {"position_id": "ending_position", "number": "position_version", "signature_id": "ending_signature"}


DECIDED = {
    "home.start": everybody(),
    "home.overview": signed_in(),
    "home.switch_language": everybody(),
    "home.induction": only(*AT_THE_TABLE),
    "home.induction_paper_of": only(*AT_THE_TABLE),
    "home.imprint": everybody(),
    "home.privacy": everybody(),
    "home.accessibility": everybody(),
    "public.check": everybody(),
    "public.check_one": everybody(),
    "public.index": everybody(),
    "public.document": everybody(),
    "public.document_paper": everybody(),
    # accounts
    "accounts.sign_in": everybody(),
    "accounts.sign_out": everybody(),
    "accounts.reset": everybody(),
    "accounts.accept": everybody(token="account_link"),
    "accounts.accept, invented": Row((), True, {"token": "invented"}),
    "accounts.profile": signed_in(),
    "accounts.second_step": only("half_signed_in", "without_factor", *SIGNED_IN),
    "accounts.set_up_factor": only("without_factor", *SIGNED_IN),
    "accounts.renew_recovery_codes": signed_in(),
    "accounts.remove_factor": signed_in(),
    "accounts.confirm": signed_in(),
    "accounts.change_address": signed_in(),
    "accounts.confirm_address": everybody(token="new_mailbox"),
    "accounts.confirm_address, invented": Row((), True, {"token": "invented"}),
    "accounts.undo_address": everybody(token="old_mailbox"),
    "accounts.undo_address, invented": Row((), True, {"token": "invented"}),
    "accounts.follow_address": only("administrator", account_id="account_to_follow"),
    "accounts.follow_address, of an account that has the address": nobody_signed_in(),
    "accounts.change_password": signed_in(),
    "accounts.end_session": only("member"),
    "accounts.end_other_sessions": signed_in(),
    "accounts.reminders": signed_in(),
    "accounts.own_data": signed_in(),
    "accounts.index": only("administrator"),
    "accounts.invite": only("administrator"),
    "accounts.renew_link": only("administrator"),
    "accounts.set_duties": only("administrator"),
    "accounts.reset_factor": only("administrator", account_id="account_with_factor"),
    "accounts.reset_factor, of an account without": nobody_signed_in(),
    "accounts.lock": only("administrator"),
    "accounts.unlock": only("administrator"),
    # organisations
    "organisations.index": signed_in(),
    "organisations.show": signed_in(),
    "organisations.former_seats": signed_in(),
    "organisations.contact": signed_in(edition="4"),
    "organisations.create": only(*COORDINATORS),
    "organisations.edit": only("coordinator"),
    "organisations.edit, of nobody's table": only(
        *COORDINATORS, organisation_id="organisation_with_name_ahead"
    ),
    "organisations.offers": signed_in(),
    "organisations.offer_matrix": signed_in(),
    "organisations.print_offers": signed_in(),
    "organisations.offer": signed_in(),
    "organisations.add_offer": only(*COORDINATORS, *REPRESENTING),
    "organisations.edit_offer": only(*COORDINATORS, "member"),
    "organisations.check_offer": only(*COORDINATORS, "member"),
    "organisations.delete": only("coordinator"),
    "organisations.rename": only("coordinator"),
    "organisations.take_name_back": only(*COORDINATORS, organisation_id="organisation_with_name_ahead"),
    "organisations.add_former_name": only("coordinator"),
    "organisations.remove_former_name": only("coordinator"),
    "organisations.end": only("coordinator"),
    "organisations.reopen": only("coordinator"),
    "organisations.set_management": only("member", "coordinator"),
    "organisations.add_contact": only("member", "coordinator"),
    "organisations.edit_contact": only("member", "coordinator"),
    "organisations.check_contact": only("member", "coordinator"),
    "organisations.remove_contact": only("member", "coordinator"),
    "organisations.add_relation": only(*COORDINATORS),
    "organisations.edit_relation": only("coordinator"),
    "organisations.remove_relation": only("coordinator"),
    "home.owes": only("member", "deputy", "coordinator"),
    "home.agreed": only("member", "deputy", "coordinator"),
    # tables
    "tables.index": signed_in(),
    "tables.show": only(*AT_THE_TABLE, *GUESTS, "minute_taker"),
    "tables.create": only("administrator"),
    "tables.all_bodies": only("administrator"),
    "tables.name_coordination": only("administrator", table_id="orphaned_table"),
    "tables.name_coordination, where somebody coordinates": nobody_signed_in(),
    "tables.edit": only("coordinator"),
    "tables.edit_bylaws": only("coordinator"),
    "tables.admit": only("coordinator"),
    "tables.end_seat": only("coordinator"),
    "tables.seat": only("coordinator"),
    "tables.propose_admission": only(
        *("member", "deputy", "of_sleeping_seat", "of_two_houses", "coordinator")
    ),
    "tables.admit_proposed": only("coordinator"),
    "tables.refuse_admission": only("coordinator"),
    "tables.withdraw_admission": only("member", "deputy"),
    "tables.withdraw_admission, the coordination's own": only(
        "coordinator", admission_id="coordination_admission"
    ),
    "tables.nominate": only("member", "coordinator"),
    "tables.confirm_nomination": only("coordinator"),
    "tables.send_nomination_back": only("coordinator"),
    "tables.withdraw_nomination": only("member", "coordinator"),
    "tables.let_rest": only("coordinator"),
    "tables.wake": only("coordinator"),
    "tables.ask_for_successor": only("coordinator", seat_id="vacant_seat"),
    "tables.ask_people": only("coordinator"),
    "tables.people_check": only("coordinator"),
    "tables.close_people_check": only("coordinator", round_id="closed_round"),
    "tables.answer_people": only("member", "coordinator"),
    "tables.show_exit": only("member", "coordinator"),
    "tables.let_be": only("coordinator", kind="ending"),
    "tables.edit_appointment": only("coordinator"),
    "tables.succeed": only("coordinator"),
    "tables.move_deputy": only("coordinator", appointment_id="deputy_appointment"),
    "tables.same_mailbox": signed_in(),
    "tables.declare": only("undeclared", appointment_id="undeclared_appointment"),
    "tables.settle_seat": only("coordinator", seat_id="ended_seat"),
    "tables.appoint": only("coordinator"),
    "tables.end_appointment": only("coordinator"),
    "tables.give_office": only("coordinator"),
    "tables.end_office": only("coordinator"),
    "tables.give_access": only("coordinator"),
    "tables.correct_person": only("coordinator"),
    "tables.pass_on": only("coordinator"),
    # import and export
    "tables.exchange": only(*AT_THE_TABLE),
    "tables.exchange_directory": signed_in(),
    "tables.export": only(*AT_THE_TABLE, kind="seats", form="csv"),
    "tables.export, people": only(*AT_THE_TABLE, kind="people", form="xlsx"),
    "tables.export_directory": signed_in(kind="institutions", form="plain"),
    "tables.export_directory, offers": signed_in(kind="offers", form="csv"),
    "tables.contacts": only(*BY_NAME, edition="4"),
    "tables.contact": only("member", "coordinator", edition="3"),
    "tables.begin_import": only("coordinator", kind="seats"),
    "tables.begin_import, of the directory": nobody_signed_in(kind="institutions"),
    "tables.begin_directory_import": only(*COORDINATORS, kind="institutions"),
    "tables.begin_directory_import, offers": only(*COORDINATORS, kind="offers"),
    "tables.import_template": only(*COORDINATORS, kind="people", ending="xlsx"),
    "tables.show_import": only("coordinator"),
    "tables.show_import, of the directory": only("coordinator", import_id="directory_import"),
    "tables.left_lines": only("coordinator"),
    "tables.continue_import": only("coordinator"),
    "tables.choose_lines": only("coordinator"),
    "tables.run_import": only("coordinator", import_id="directory_import"),
    "tables.undo_import": only("coordinator", import_id="written_import"),
    "tables.discard_import": only("coordinator"),
    "tables.handover": only("coordinator"),
    "tables.handover_ahead": nobody_signed_in(),  # whoever is named in it: tests/tables/test_handover.py
    "tables.call_off": only("coordinator"),
    "tables.people": only(*BY_NAME, "reader"),
    "tables.years": only(*AT_THE_TABLE, *GUESTS, "minute_taker"),
    "tables.step": only("coordinator"),
    "tables.rename": only("coordinator"),
    "tables.rename, of a body outside": only(*COORDINATORS, table_id="external_table"),
    "tables.take_name_back": only(*COORDINATORS, table_id="external_table"),
    "tables.note_name": only("coordinator"),
    "tables.found_group": only("coordinator"),
    "tables.enter": only(*COORDINATORS),
    "tables.correct_entry": only(*COORDINATORS, table_id="external_table"),
    "tables.correct_entry, of a table here": nobody_signed_in(),
    "tables.add_term": only(*COORDINATORS, table_id="external_table"),
    "tables.correct_term": only(*COORDINATORS, table_id="external_table"),
    "tables.show, of a body outside": only(*COORDINATORS, "delegate", table_id="external_table"),
    # delegates
    "tables.sit": only(*COORDINATORS, table_id="external_table"),
    "tables.sit, at a table here": nobody_signed_in(),
    "tables.name_delegate": only("delegate", table_id="external_table"),
    "tables.end_delegate": only("delegate", table_id="external_table", appointment_id="delegate_appointment"),
    "tables.leave": nobody_signed_in(table_id="external_table"),
    # the shelf
    "tables.shelf": only(*AT_THE_TABLE),
    "tables.shelf, of a body outside": only(*COORDINATORS, "delegate", table_id="external_table"),
    "tables.document": only(*AT_THE_TABLE),
    "tables.document, named to one institution": only(*NAMED, document_id="named_document"),
    "tables.document, for the coordination": only("coordinator", document_id="coordination_document"),
    "tables.document, not released": only("coordinator", document_id="draft_document"),
    "tables.document, of one house outside": only(
        "delegate", table_id="external_table", document_id="house_document"
    ),
    "tables.wording": only(*AT_THE_TABLE, document_id="bylaws_document", number="frozen_number"),
    "tables.wording, not in force": only(
        "coordinator", document_id="bylaws_document", number="written_number"
    ),
    "tables.put_document": only("coordinator"),
    "tables.put_document, of one house outside": only("delegate", table_id="external_table"),
    **{
        f"tables.{view}": only("coordinator")
        for view in (
            *("correct_document", "add_version", "release_document", "archive_document", "set_level"),
            *("bring_back_document", "remove_document"),
        )
    },
    "tables.consent": only("coordinator", document_id="asked_document"),
    "tables.write_wording": only("coordinator", document_id="bylaws_document"),
    "tables.put_into_force": only("coordinator", document_id="bylaws_document"),
    # papers
    "requests.papers": signed_in(),
    "requests.paper": only(*AT_THE_TABLE),
    "requests.paper, named to one institution": only(*NAMED, paper_id="named_paper"),
    "requests.paper, for the coordination": only("coordinator", paper_id="other_paper"),
    "requests.remove_paper_file": only("coordinator", file_id="paper_file"),
    **{
        f"requests.{view}": only("coordinator")
        for view in (
            *("keep_paper", "correct_paper", "remove_paper", "add_paper_file", "relate_papers"),
            *("unrelate_papers", "add_consultation", "correct_consultation", "remove_consultation"),
        )
    },
    "requests.record_session": only(*COORDINATORS, table_id="external_table"),
    "requests.record_session, of a table here": nobody_signed_in(),
    "requests.correct_session": only(*COORDINATORS, table_id="external_table", meeting_id="outside_session"),
    # requests
    "requests.index": signed_in(),
    "requests.show": only(*AT_THE_TABLE),
    "requests.show, for the coordination and the lead": only(*NAMED, request_id="closed_request"),
    "requests.take_up_again": only("coordinator", request_id="withdrawn_request"),
    "requests.note_taken": only("coordinator", reply_id="sent_reply"),
    "requests.origin": only(*AT_THE_TABLE),
    "requests.report": only(*AT_THE_TABLE),
    "requests.report_version": only(*AT_THE_TABLE),
    "requests.report_as_paper": only(*AT_THE_TABLE),
    "requests.object_to_report": nobody_signed_in(),
    "requests.reply_letter": only("coordinator", reply_id="report_reply"),
    "requests.remind_lead": only("coordinator", request_id="closed_request"),
    **{
        f"requests.{view}": only(*NAMED)
        for view in (
            *("begin", "draft_reply", "correct_reply", "drop_reply"),
            *("begin_report", "write_report", "add_assessment", "remove_assessment"),
        )
    },
    **{
        f"requests.{view}": only("coordinator")
        for view in (
            *("register", "correct_request", "assign", "withdraw", "remove", "tie", "untie"),
            *("note_given", "release_reply", "hand_over_reply"),
            *("show_report", "release_report", "ask_agreement", "answer_report_objection"),
        )
    },
    # projects
    "lobbying.projects": signed_in(),
    "lobbying.project": only(*AT_THE_TABLE),
    "lobbying.project, for the coordination": only("coordinator", project_id="closed_project"),
    "lobbying.watch_project": only(*AT_THE_TABLE),
    "lobbying.end_project_watch": only(*AT_THE_TABLE),
    "lobbying.add_station": only(*SEATED, "coordinator"),
    "lobbying.add_station, to a project for the coordination": only(
        "coordinator", project_id="closed_project"
    ),
    **{
        f"lobbying.{view}": only("coordinator")
        for view in (
            *("keep_project", "correct_project", "remove_project", "add_project_paper", "take_paper_out"),
            *("correct_station", "remove_station", "plan_back", "drop_plan"),
        )
    },
    "lobbying.take_station_over": only("coordinator", station_id="proposed_station"),
    # appearances
    "lobbying.appearances": signed_in(),
    "lobbying.appearance": only(*AT_THE_TABLE),
    "lobbying.appearance, for the coordination": only("coordinator", appearance_id="closed_appearance"),
    "lobbying.report_back": only("member", "coordinator"),
    **{
        f"lobbying.{view}": only("coordinator")
        for view in (
            *("note_appearance", "correct_appearance", "remove_appearance"),
            *("give_mandate", "correct_mandate", "end_mandate"),
        )
    },
    "lobbying.contacts": only(*AT_THE_TABLE),
    "lobbying.demands": only(*AT_THE_TABLE),
    "lobbying.demand": only(*AT_THE_TABLE),
    **{
        f"lobbying.{view}": only("coordinator")
        for view in ("raise_demand", "correct_demand", "add_demand_entry", "remove_demand_entry")
    },
    **{
        f"lobbying.{view}": only("coordinator")
        for view in ("note_contact", "correct_contact", "remove_contact")
    },
    "lobbying.keep_mandate_on": only("coordinator", mandate_id="doubtful_mandate"),
    # positions
    "positions.index": signed_in(),
    "positions.show": only(*BY_NAME),
    "positions.show, named to one institution": only(*NAMED, position_id="named_position"),
    "positions.show, for the coordination": only("coordinator", position_id="kept_position"),
    "positions.version": only(*BY_NAME, number="position_version"),
    "positions.begin": only(*REPRESENTED, "coordinator"),
    **{
        f"positions.{view}": only("member", "coordinator")
        for view in (
            *("correct", "name_editors", "open_for_amendments", "extend", "freeze_final", "reopen"),
            *("draft", "add_section", "write_section", "section_history", "give_section"),
            *("move_section", "take_section_out", "add_source", "correct_source"),
        )
    },
    "positions.abandon": only("member", "coordinator"),
    "positions.take_up": only("member", "coordinator", position_id="abandoned_position"),
    "positions.parties": only(*BY_NAME),
    "positions.parties, of a table that is asked": only(
        *BY_NAME, "coordinator_elsewhere", position_id="shared_position"
    ),
    "positions.ask_table": only("coordinator"),
    "positions.agree_table": only(
        "coordinator_elsewhere", position_id="shared_position", body_id="asked_table"
    ),
    "positions.end_table": only(*COORDINATORS, position_id="shared_position", body_id="asked_table"),
    "positions.invite_delegate": only("coordinator"),
    "positions.end_delegate": only(
        "coordinator", position_id="shared_position", delegate_id="position_delegate"
    ),
    "positions.amend": only(*REPRESENTED, number="position_version"),
    "positions.comment": only(*BY_NAME, number="position_version"),
    "positions.resolve_comment": only(*NAMED, comment_id="position_comment"),
    "positions.amendment": only(*BY_NAME),
    "positions.open_amendments": only(*BY_NAME),
    "positions.support": only(*BY_NAME),
    "positions.end_support": only(*BY_NAME),
    "positions.withdraw": only("member", "deputy"),
    "positions.agree": only("member", "deputy"),
    "positions.answer": only("member", "coordinator"),
    "positions.take_in": only("member", "coordinator"),
    "positions.take_in_by_hand": only("member", "coordinator", amendment_id="accepted_amendment"),
    "positions.published": everybody(position_id="issued_position"),
    "positions.published_paper": everybody(position_id="issued_position"),
    "positions.issues": only(*BY_NAME, position_id="issued_position"),
    "positions.issue_as_paper": only(*BY_NAME, position_id="issued_position", issue="first_issue"),
    "positions.compile_issue": only("coordinator", position_id="issued_position"),
    "positions.publish": only(position_id="issued_position"),
    "positions.withdraw_publication": only("coordinator", position_id="issued_position"),
    "positions.submit": only("member", "coordinator", position_id="issued_position"),
    "positions.follow_up_submission": only("member", "coordinator", position_id="issued_position"),
    "positions.submission_letter": only("member", "coordinator", position_id="issued_position"),
    "positions.note_lobby_check": only("member", position_id="issued_position"),
    "positions.ask_to_sign": only("member", "coordinator", position_id="final_position"),
    "positions.signatures": only(*BY_NAME, **SIGNED),
    "positions.sign": only("member", **SIGNED),
    "positions.confirm_signature": only("member", **SIGNED),
    "positions.take_signature_back": only("member", **SIGNED),
    "positions.correct_withdrawal": only("member", **ENDING),
    "positions.keep_signature": only("member", **ENDING),
    "positions.extend_signing": only("member", "coordinator", **SIGNED),
    "positions.remind_signing": only("member", "coordinator", **SIGNED),
    "positions.close_signing": only("member", "coordinator", **SIGNED),
    "positions.bring_section_back": only("member", "coordinator", section_id="removed_section"),
    # procedures
    "procedures.index": only(*AT_THE_TABLE),
    "procedures.show": only(*AT_THE_TABLE),
    "procedures.show, a draft": only("coordinator", procedure_id="drafted_procedure"),
    "procedures.show, named to one institution": only(*NAMED, procedure_id="named_procedure"),
    "procedures.version": only(*AT_THE_TABLE),
    "procedures.version, named to one institution": only(*NAMED, procedure_id="named_procedure"),
    "procedures.version, a draft": only("coordinator", procedure_id="drafted_procedure"),
    **{
        f"procedures.{view}": only("coordinator")
        for view in (
            *("create", "edit", "remove", "annex", "take_annex_out", "begin", "word", "consult", "drop"),
            *("add_step", "edit_step", "move_step", "take_step_out", "choose_contact", "decide"),
            "record_event",
        )
    },
    **{
        f"procedures.{view}": only("coordinator")
        for view in ("check_unchanged", "begin_review", "repeal", "replace_version")
    },
    "procedures.changes": only(*AT_THE_TABLE),
    "procedures.papers": only(*AT_THE_TABLE),
    "procedures.paper": only(*NAMED, edition_id="procedure_paper"),
    "procedures.card": only(*NAMED, edition_id="procedure_paper"),
    "procedures.document": only(*NAMED, edition_id="procedure_paper"),
    "procedures.report": only(*SEATED, "coordinator"),
    "procedures.comment": only(*SEATED, "coordinator"),
    "procedures.adopt": only("member"),
    "procedures.record_adoption": only("coordinator", asked_id="adoption_asked"),
    "procedures.answer_comment": only("coordinator", procedure_id="named_procedure"),
    "procedures.confirm_adoption": only("member", "coordinator", asked_id="adoption_asked"),
    # meetings
    "meetings.show": only(*AT_THE_TABLE, *GUESTS, "minute_taker"),
    "meetings.plan": only("coordinator"),
    "meetings.plan_year": only("coordinator"),
    "meetings.edit_template": only("coordinator"),
    "meetings.year": only(*AT_THE_TABLE, year="2026"),
    "meetings.print_year": only(*AT_THE_TABLE, year="2026"),
    "meetings.record": only("coordinator"),
    "meetings.find_date": only("coordinator"),
    "meetings.date_finding": only(*SEATED, "coordinator", round_id="date_round"),
    **{
        f"meetings.{view}": only("coordinator", round_id="date_round")
        for view in (
            *("choose_date", "add_dates", "withdraw_date", "extend_dates", "remind_dates", "close_dates"),
        )
    },
    "meetings.record_dates": only("coordinator", round_id="date_round", asked_id="date_asked"),
    "meetings.answer_dates": only("member", "deputy", round_id="date_round", asked_id="date_asked"),
    "meetings.edit": only("coordinator"),
    "meetings.hold": only("coordinator"),
    "meetings.note_topics": only("coordinator"),
    "meetings.mark_not_held": only("coordinator"),
    "meetings.as_held": only(*AT_THE_TABLE, "minute_taker", "guest", "guest_of_another_item"),
    "meetings.item": only(*AT_THE_TABLE, "minute_taker", "guest"),
    "meetings.item, named to one institution": only("member", "deputy", *WRITERS, item_id="named_item"),
    "meetings.item, for the coordination": only(*WRITERS, item_id="coordination_item"),
    "meetings.arrange": only("coordinator"),
    "meetings.add_item": only("coordinator"),
    "meetings.edit_item": only("coordinator"),
    "meetings.draft_agenda": only("coordinator"),
    "meetings.settle_item": only(*WRITERS),
    "meetings.move_item": only("coordinator"),
    "meetings.remove_item": only("coordinator"),
    "meetings.add_guest": only("coordinator"),
    "meetings.set_guest_time": only("coordinator", person_id="guest_id"),
    "meetings.remove_guest": only("coordinator", person_id="guest_id"),
    "meetings.add_file": only("coordinator"),
    "meetings.download_file": only(*AT_THE_TABLE, "minute_taker", "guest"),
    "meetings.download_file, for the coordination": only(*WRITERS, file_id="coordination_file"),
    "meetings.download_file, of a shelf": only(*AT_THE_TABLE, file_id="shelf_file"),
    "meetings.download_file, of a shelf, named": only(*NAMED, file_id="named_shelf_file"),
    "meetings.download_file, of a paper": only(*AT_THE_TABLE, file_id="paper_file"),
    "meetings.download_file, of a paper, named": only(*NAMED, file_id="named_paper_file"),
    "meetings.download_file, of one house outside": only("delegate", file_id="house_file"),
    "meetings.add_version": only("coordinator"),
    "meetings.remove_file": only("coordinator"),
    "meetings.papers": only(*AT_THE_TABLE, *GUESTS, "minute_taker"),
    "meetings.print_attendance_list": only("coordinator"),
    "meetings.print_name_cards": only("coordinator"),
    "meetings.invite": only("coordinator"),
    "meetings.send_gathered": only("coordinator"),
    "meetings.invited": only("coordinator"),
    "meetings.take_off": only("coordinator"),
    "meetings.send_addendum": only("coordinator"),
    "meetings.move": only("coordinator"),
    "meetings.cancel": only("coordinator"),
    "meetings.remind": only("coordinator"),
    "home.reply": everybody(token="reply"),
    "home.reply, asking for dates": everybody(token="dates_link"),
    "home.reply, asking who still comes": everybody(token="people_link"),
    "home.reply, asking about a task": everybody(token="task_link"),
    "home.reply, asking about an amendment": everybody(token="amendment_link"),
    "home.reply, asking what a survey asks": everybody(token="survey_link"),
    "office.reminders, invented": Row((), True, {"token": "invented"}),
    "home.reply, invented": Row((), True, {"token": "invented"}),
    "meetings.reply": only("member"),
    "meetings.record_reply": only("coordinator"),
    # minutes
    "meetings.topics": only(*SEATED, "coordinator"),
    "meetings.submit_topic": only(*SEATED, "coordinator"),
    "meetings.topic": only(*SEATED, "coordinator"),
    "meetings.topic, of one institution": only(*NAMED, topic_id="named_topic"),
    "meetings.topic, of the coordination": only("coordinator", topic_id="coordination_topic"),
    "meetings.edit_topic": only("member", "deputy"),
    "meetings.withdraw_topic": only("member", "deputy"),
    "meetings.add_topic_file": only("member", "deputy"),
    "meetings.remove_topic_file": only("member", "deputy", file_id="topic_file"),
    "meetings.download_file, of a topic": only(*SEATED, "coordinator", file_id="topic_file"),
    "meetings.decide_topic": only("coordinator"),
    "meetings.call_topics": only("coordinator"),
    "meetings.call_topics, while it runs": only("coordinator", meeting_id="called_meeting"),
    "meetings.no_topics": only(*NAMED, asked_id="topic_asked"),
    "tasks.ours": signed_in(),
    "tasks.index": only(*AT_THE_TABLE),
    "tasks.create": only("coordinator"),
    "tasks.create_at": only(*WRITERS),
    "tasks.at_meeting": only(*AT_THE_TABLE, "minute_taker"),
    "tasks.show": only(*AT_THE_TABLE),
    "tasks.show, of the institution that has it": only(*NAMED, task_id="named_task"),
    "tasks.show, from an item": only(*AT_THE_TABLE, "minute_taker", task_id="task_from_item"),
    "tasks.report": only(*NAMED),
    "tasks.edit": only("coordinator"),
    "surveys.index": only(*AT_THE_TABLE),
    "surveys.begin": only("coordinator"),
    "surveys.show": only(*SEATED, "coordinator"),
    "surveys.show, of the asked alone": only(*NAMED, survey_id="named_survey"),
    "surveys.show, a draft": only("coordinator", **DRAFTED),
    "surveys.show, closed": only(*SEATED, "coordinator", survey_id="closed_survey"),
    **{
        f"surveys.{view}": only("coordinator", **DRAFTED)
        for view in ("edit", "drop", "preview", "open_survey", "add_question")
    },
    **{
        f"surveys.{view}": only("coordinator", **DRAFTED)
        for view in ("edit_question", "move_question", "take_question_out")
    },
    "surveys.edit, once it is out": nobody_signed_in(),
    **{f"surveys.{view}": only("coordinator") for view in ("extend", "close", "add_respondent", "remind")},
    "surveys.ask_more": only("coordinator", survey_id="named_survey"),
    "surveys.reopen": only("coordinator", survey_id="closed_survey"),
    "surveys.respondent": only(*NAMED),
    "surveys.respondent, of a survey that shows what each has said": only(
        *SEATED, "coordinator", survey_id="closed_survey", respondent_id="closed_respondent"
    ),
    "surveys.remove_respondent": only("coordinator", respondent_id="group_respondent"),
    "surveys.ask_back": only("coordinator"),
    "surveys.check_answer": only("member", "deputy"),
    "surveys.readdress": only("coordinator", respondent_id="group_respondent"),
    "surveys.note_undocumented": only("coordinator", respondent_id="silent_respondent"),
    "surveys.answer": only("member", "deputy"),
    "surveys.answer, of another institution": only("advisory", respondent_id="silent_respondent"),
    "surveys.record_answer": only("coordinator"),
    "surveys.evaluation": only(*SEATED, "coordinator", **CLOSED),
    "surveys.evaluation, while it is open": only("coordinator"),
    "surveys.answers": only(*SEATED, "coordinator", question_id="closed_question", **CLOSED),
    "surveys.evaluation_paper": only(*SEATED, "coordinator", **CLOSED),
    "surveys.export": only(*SEATED, "coordinator", form="answers", **CLOSED),
    "surveys.export, of sums": only(*SEATED, "coordinator", form="xlsx", survey_id="issued_survey"),
    "surveys.export, of single answers": only("coordinator", form="answers", survey_id="issued_survey"),
    "surveys.evaluate": only("coordinator", **CLOSED),
    "surveys.publish": only("coordinator", **CLOSED),
    "surveys.withdraw_publication": only("coordinator", survey_id="issued_survey"),
    "surveys.published": everybody(survey_id="issued_survey"),
    "surveys.published_paper": everybody(survey_id="issued_survey"),
    "surveys.quotes": only(*NAMED),
    "surveys.release_quote": only("member", "deputy", question_id="shown_question"),
    "surveys.record_quote": only("coordinator", **TOLD),
    "surveys.take_quote_back": only("member", "deputy", **CLOSED),
    "decisions.index": only(*AT_THE_TABLE),
    "decisions.show": only(*SEATED, "coordinator"),
    "decisions.show, decided": only(*AT_THE_TABLE, decision_id="decided"),
    "decisions.show, only proposed": only("coordinator", decision_id="proposed_decision"),
    "decisions.show, of a named item": only(*NAMED, "minute_taker", decision_id="named_decision"),
    "decisions.propose": only("coordinator"),
    **{f"decisions.{view}": only("coordinator") for view in ("edit", "put", "close", "adjourn", "follow_up")},
    **{f"decisions.{view}": only("member", "deputy", "of_two_houses") for view in ("cast", "object_to_it")},
    "decisions.cast, only proposed": nobody_signed_in(decision_id="proposed_decision"),
    "decisions.record": only("coordinator", asked_id="decision_asked"),
    "decisions.record_room": only("coordinator"),
    "decisions.record_objection": only("coordinator", asked_id="decision_asked"),
    "decisions.confirm": only(*NAMED, stance_id="provisional_stance"),
    "minutes.by_post": only("coordinator"),
    "minutes.show": only(*AT_THE_TABLE, "minute_taker", meeting_id="circulated_meeting"),
    "minutes.show, while they are written": only(*WRITERS, meeting_id="written_meeting"),
    "minutes.edition": only("member", "deputy", "coordinator", "minute_taker"),
    "minutes.download": only("member", "deputy", "coordinator", "minute_taker"),
    "minutes.object_to": only("member", "coordinator", place="first_place"),
    "minutes.withdraw_objection": only("member"),
    "minutes.decide_objection": only("coordinator"),
    "minutes.correct": only("coordinator", meeting_id="circulated_meeting"),
    "minutes.send_extracts": only("coordinator", meeting_id="circulated_meeting"),
    "minutes.hand_over_extract": only("coordinator", meeting_id="circulated_meeting"),
    "minutes.take_back_extract": only("coordinator", meeting_id="circulated_meeting"),
    "minutes.take_note": only("member", "deputy"),
    "minutes.archive": only(*AT_THE_TABLE, *GUESTS, "minute_taker"),
    "minutes.year_archive": only(*AT_THE_TABLE, year="2026"),
    "minutes.prepare_publication": only("coordinator", meeting_id="circulated_meeting"),
    "minutes.publication": only("coordinator", meeting_id="circulated_meeting"),
    "minutes.publish": only("coordinator", meeting_id="circulated_meeting"),
    "minutes.withdraw_publication": only("coordinator", meeting_id="circulated_meeting"),
    "minutes.changes": nobody_signed_in(),
    "minutes.approve": only("coordinator", meeting_id="circulated_meeting"),
    "minutes.begin": only(*WRITERS),
    "minutes.write": only(*WRITERS, meeting_id="written_meeting"),
    "minutes.carry_item": only("coordinator"),
    "minutes.write_item": only(*WRITERS, item_id="written_item"),
    "minutes.note_line": only(*WRITERS, item_id="written_item"),
    "minutes.keep_draft": only(*WRITERS, item_id="written_item"),
    "minutes.discard_draft": only(*WRITERS, item_id="written_item"),
    "minutes.note_attendance": only(*WRITERS, meeting_id="written_meeting"),
    "minutes.confirm": only(*WRITERS, meeting_id="written_meeting"),
    "minutes.circulate": only("coordinator", meeting_id="written_meeting"),
    # calendars
    "calendars.index": signed_in(),
    "calendars.subscribe": only(*TO_MEETINGS),
    "calendars.revoke": only("member"),
    "calendars.feed": everybody(token="feed"),
    "calendars.feed, of the coordination": everybody(token="deadlines_feed"),
    "calendars.feed, invented": Row((), True, {"token": "invented"}),
    "calendars.feed, of somebody who was locked out": Row((), True, {"token": "locked_feed"}),
    # office
    "office.index": only(*OFFICE),
    "office.letters": only(*COORDINATORS, "administrator"),
    "office.letter": only("coordinator"),
    "office.letter, about an account": only("administrator", letter_id="account_letter"),
    "office.resend": only("coordinator"),
    "office.dispatches": only(*COORDINATORS),
    "office.dispatch": only("coordinator"),
    "office.dispatch, about an account": only(letter_id="account_letter"),
    "office.other_way": only("coordinator"),
    "office.take_way_back": only("coordinator", letter_id="told_letter"),
    "office.pause": only("administrator"),
    "office.pause_table": only("coordinator"),
    "office.release_table": only("coordinator"),
    "office.settle": only("coordinator"),
    "office.unclear": only(*COORDINATORS),
    "office.take_over": only("coordinator"),
    "office.dismiss": only("coordinator"),
    "office.settings": only("administrator"),
    "office.purge_table": only("coordinator"),
    "office.purge_meeting": only("coordinator"),
    "office.purge_text": only("coordinator"),
    "office.edit_imprint": only("administrator"),
    "office.release": only("administrator"),
    "office.history": only(*COORDINATORS, "privacy_officer"),
}

__all__ = ["DECIDED", "ROLES", "SIGNED_IN", "Row"]
