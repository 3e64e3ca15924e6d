"""What the places of a passage are called, before it goes."""

from typing import Final

from flask_babel import gettext

from models.purging import Places
from models.words import N_

WORDS: Final = {
    "versions": N_("Versions of texts"),
    "drafts": N_("Drafts that are not saved yet"),
    "editions": N_("Documents that were sent"),
    "publications": N_("Texts prepared to be published"),
    "decisions": N_("Decisions"),
    "decision": N_("Decisions"),
    "agenda_item": N_("Items of the agenda"),
    "meeting": N_("Meetings"),
    "attendance": N_("Attendance"),
    "objection": N_("Objections and answers to them"),
    "objection_ending": N_("Objections and answers to them"),
    "procedure_objection": N_("Objections to the procedure"),
    "stance": N_("Reasons and special opinions"),
    "reply": N_("Replies to invitations"),
    "unclear_mail": N_("Replies to invitations"),
    "support_need": N_("Support needs"),
    "task": N_("Tasks and reports on them"),
    "task_report": N_("Tasks and reports on them"),
    "topic": N_("Topics"),
    "topic_guest": N_("Topics"),
    "date_answer": N_("Date findings"),
    "date_finding": N_("Date findings"),
    "file": N_("Names of files"),
    "shelf_document": N_("Documents on the shelf"),
    "paper": N_("Papers and consultations"),
    "consultation": N_("Papers and consultations"),
    "external_request": N_("Requests and replies"),
    "request_reply": N_("Requests and replies"),
    "report": N_("Reports on requests"),
    "report_assessment": N_("Reports on requests"),
    "report_objection": N_("Reports on requests"),
    "report_version": N_("Reports on requests"),
    "surveys": N_("Surveys"),
    "survey": N_("Surveys"),
    "survey_question": N_("Surveys"),
    "project": N_("Projects and what belongs to them"),
    "project_station": N_("Projects and what belongs to them"),
    "political_contact": N_("Contacts with politics"),
    "demand": N_("Demands and answers to them"),
    "demand_entry": N_("Demands and answers to them"),
    "appearance": N_("Appearances, mandates and reports"),
    "mandate": N_("Appearances, mandates and reports"),
}
OTHER: Final = N_("Other entries")


def counted(found: Places) -> list[tuple[str, int]]:
    """In the order of the list above, kinds of one name together; what has no name of its own comes last."""
    told: dict[str, int] = {}
    for name, count in sorted(found.counts.items(), key=lambda each: ORDER.get(each[0], len(ORDER))):
        word = WORDS.get(name, OTHER)
        told[word] = told.get(word, 0) + count
    return [(gettext(word), count) for word, count in told.items() if count]


ORDER: Final = {name: place for place, name in enumerate(WORDS)}
