"""What pages call letters, their kinds and states, and what they advise."""

from typing import Final

from models.words import N_

LETTER_KIND_WORDS: Final = {
    "calendar": N_("letter with calendar entry"),
    "reminder": N_("reminder"),
    "content": N_("notice"),
    "account": N_("account letter"),
}
LETTER_STATE_WORDS: Final = {
    "queued": N_("waiting to be sent"),
    "sending": N_("being sent"),
    "accepted": N_("sent"),
    "failed": N_("failed"),
    "unknown": N_("in doubt"),
    "superseded": N_("superseded by a newer letter"),
    "held": N_("held back"),
    "bounced": N_("came back"),
}
WAY_WORDS: Final = {
    "mail": N_("by e-mail"),
    "post": N_("by post"),
    "phone": N_("by phone"),
    "in-person": N_("in person"),
}
TITLES: Final = {
    "requests/assigned": N_("A request: who has the lead"),
    "requests/report_shown": N_("Own line in a report: please check"),
    "requests/due": N_("Reply to a request: reminder"),
    "lobbying/project_moved": N_("Something was noted about a watched project"),
    "lobbying/report_due": N_("Report back to the table is due"),
    "meetings/invitation": N_("Invitation"),
    "meetings/guest_invitation": N_("Invitation of a guest"),
    "meetings/addendum": N_("Addendum to the agenda"),
    "meetings/due": N_("Due for a meeting"),
    "meetings/reminder": N_("Reminder"),
    "meetings/move": N_("New date"),
    "meetings/guest_time": N_("New time, to a guest"),
    "meetings/guest_move": N_("New date, to a guest"),
    "meetings/cancellation": N_("Cancellation"),
    "meetings/substitute": N_("Invitation of a substitute"),
    "meetings/stand_in": N_("Comes for the institution: please confirm"),
    "meetings/delegation": N_("Somebody else comes: confirmation"),
    "meetings/off_list": N_("Taken off the list"),
    "meetings/dates": N_("Date finding"),
    "meetings/dates_added": N_("Date finding: further dates"),
    "meetings/dates_closed": N_("Date finding: no date"),
    "meetings/dates_extended": N_("Date finding: more time"),
    "meetings/dates_reminder": N_("Date finding: reminder"),
    "meetings/topic_call": N_("Call for topics"),
    "meetings/topic_call_moved": N_("Call for topics: another last day"),
    "meetings/topic_call_reminder": N_("Call for topics: reminder"),
    "meetings/topic_decided": N_("Decision on a topic"),
    "decisions/circulated": N_("Circular decision"),
    "decisions/closed": N_("Circular decision: it has ended"),
    "decisions/recorded": N_("Answer to a decision was recorded"),
    "decisions/reminder": N_("Circular decision: reminder"),
    "positions/amendment_answered": N_("Answer to an amendment"),
    "positions/amendments_open": N_("A text is open for amendments"),
    "positions/signature_withdrawn": N_("A signature was taken back"),
    "positions/lobby_check_due": N_("Check of the lobby register: reminder"),
    "positions/sign_off": N_("Request for a signature"),
    "positions/sign_off_reminder": N_("Request for a signature: reminder"),
    "minutes/circulated": N_("Minutes"),
    "minutes/corrected": N_("Corrected minutes"),
    "minutes/extract": N_("Extract from the minutes, to a guest"),
    "minutes/objections_end": N_("Notice before the last day for objections"),
    "minutes/objection_raised": N_("Objection to minutes"),
    "minutes/objection_recorded": N_("Objection to minutes was recorded"),
    "minutes/objection_decided": N_("Decision on an objection to minutes"),
    "procedures/consultation": N_("A draft is open for comments"),
    "procedures/adoption": N_("Adoption of a procedure"),
    "procedures/adoption_reminder": N_("Adoption of a procedure: reminder"),
    "procedures/recorded": N_("Answer to a procedure was recorded"),
    "procedures/review": N_("Review of a procedure"),
    "surveys/asked_back": N_("Survey: a question about an answer"),
    "surveys/deletion_ahead": N_("Survey: single answers will be deleted"),
    "surveys/extended": N_("Survey: another deadline"),
    "surveys/opened": N_("Survey"),
    "surveys/recorded": N_("Survey: an answer was recorded"),
    "surveys/reminder": N_("Survey: reminder"),
    "surveys/reopened": N_("Survey: open again"),
    "tasks/assigned": N_("A new task"),
    "tasks/changed": N_("Another deadline for a task"),
    "tasks/due": N_("Reminder of a task"),
    "tasks/overdue": N_("Reminder of overdue tasks"),
    "tasks/digest": N_("Overdue tasks, to the coordination"),
    "tables/people_check": N_("Question: are these still your people?"),
    "tables/people_check_reminder": N_("Reminder: are these still your people?"),
    "tables/admission_decided": N_("Decision on an admission"),
    "tables/coordination_passed_on": N_("Change of coordination"),
    "tables/coordination_called_off": N_("Change of coordination called off"),
    "organisations/renamed": N_("Another name of an institution"),
    "tables/document_consent": N_("Consent is asked for a document"),
    "tables/reappointment": N_("Request for a new representative"),
}
ADVICE: Final = {
    "queued": N_("It is sent with the next delivery."),
    "gathered": N_("It waits until what is gathered for its meeting is sent there."),
    "later": N_("The mail server was not ready. It is tried again by itself, for three days."),
    "again-in-doubt": N_("The connection broke while it was being sent. The same letter goes out once more."),
    "sending": N_("It is on its way to the mail server at this moment."),
    "accepted": N_("The recipient's mail server has taken it."),
    "accepted-again": N_(
        "The recipient's mail server has taken it. A try before that was broken off: "
        "the same letter has perhaps arrived twice."
    ),
    "refused": N_("The mail server refuses it for good. Please check the address and send it again."),
    "given-up": N_(
        "It could not be delivered within three days. Please check the address and send it again."
    ),
    "unknown": N_(
        "The connection broke while it was being sent. "
        "Please ask the recipient, then say here whether it arrived."
    ),
    "superseded": N_("A newer letter has taken its place before it was sent."),
    "bounced": N_(
        "The recipient's mail server has sent it back. Please ask for the right address, correct it, "
        "and tell the recipient by another way until then."
    ),
    "held": N_("All letters wait: the mail server does not accept us. The administration must look."),
}
POST_OFFICE_WORDS: Final = {
    "open": N_("Letters are being sent."),
    "paused": N_("All letters wait: the administration has stopped the sending."),
    "pause": N_("The mail server asks for a pause. Letters go on by themselves."),
    "held": N_(
        "The mail server does not accept us as a sender. All letters wait. "
        "Check the mail settings, then let them go on."
    ),
}
