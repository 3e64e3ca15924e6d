"""What people did about projects of politics, in words for the history."""

from typing import Final

from models.words import N_

OF_POLITICS: Final = {
    ("project", "keep"): N_("began to follow a project"),
    ("project", "edit"): N_("changed what is said about a project"),
    ("project", "remove"): N_("deleted a project"),
    ("project", "watch"): N_("began to watch a project"),
    ("project", "end-watch"): N_("stopped watching a project"),
    ("project", "relate"): N_("added a paper to a project"),
    ("project", "unrelate"): N_("took a paper out of a project"),
    ("project_station", "add"): N_("noted a phase or date of a project"),
    ("project_station", "propose"): N_("proposed a phase or date of a project"),
    ("project_station", "take-over"): N_("took over a proposed phase or date of a project"),
    ("project_station", "edit"): N_("changed a phase or date of a project"),
    ("project_station", "remove"): N_("took out a phase or date of a project"),
    ("appearance", "note"): N_("noted an appearance"),
    ("appearance", "edit"): N_("changed what is said about an appearance"),
    ("appearance", "remove"): N_("deleted an appearance"),
    ("mandate", "give"): N_("gave a mandate for an appearance"),
    ("mandate", "edit"): N_("changed a mandate"),
    ("mandate", "end"): N_("ended a mandate"),
    ("mandate", "must-check"): N_("marked a mandate whose person has left"),
    ("mandate", "keep-on"): N_("kept a mandate on whose person has left"),
    ("mandate", "report"): N_("reported back from an appearance"),
    ("backward_plan", "plan"): N_("planned back from a date of a project"),
    ("backward_plan", "edit"): N_("changed a backward plan"),
    ("backward_plan", "drop"): N_("took a backward plan away"),
    ("political_contact", "note"): N_("noted a contact with politics"),
    ("political_contact", "edit"): N_("changed a contact with politics"),
    ("political_contact", "remove"): N_("deleted a contact with politics"),
    ("demand", "raise"): N_("kept a demand"),
    ("demand", "edit"): N_("changed a demand"),
    ("demand_entry", "add"): N_("noted a place or an answer of a demand"),
    ("demand_entry", "remove"): N_("took out a place or an answer of a demand"),
}
