"""The columns of each kind of file, in the order in which templates and exports have them."""

from typing import Final

from blueprints.tables.imports.cells import (
    Address,
    Choice,
    Choices,
    Column,
    Day,
    Fuzzy,
    Line,
    Lines,
    LobbyNumber,
    Number,
    OpenHours,
    Spoken,
    YesNo,
)
from models.deadlines import Land
from models.imports import ImportKind
from models.offer_words import Access, HelpKind, OfferStatus, TargetGroup
from models.organisations import DataProtection, Level, OrganisationKind
from models.seats import AppointmentRole, SeatKind
from models.words import N_

INSTITUTION_NAME: Final = N_("Example counselling centre")
PERSON_NAME: Final = N_("Representative of the counselling centre")
OFFER_TITLE: Final = N_("Open consultation hour")
EXAMPLES: Final = (INSTITUTION_NAME, PERSON_NAME, OFFER_TITLE)
"""Names in the templates: a line that begins with one is no entry."""

AS_KNOWN: Final = N_("As exactly as it is known: 08.09.2022, autumn 2021, since 1995. May stay empty.")

INSTITUTIONS: Final = (
    Column("name", N_("Name"), Line(200), required=True, example=INSTITUTION_NAME, also=("institution",)),
    Column("short_name", N_("Short name"), Line(60), hint=N_("Stands in the picture of the round table.")),
    Column(
        "kind",
        N_("Kind of institution"),
        Choice(OrganisationKind),
        required=True,
        example="counselling",
        also=("art", "kind"),
    ),
    Column("level", N_("Level"), Choice(Level), example="municipal"),
    Column(
        "parent_id",
        N_("Belongs to"),
        Line(200),
        hint=N_("The name of an institution of the directory or of this file."),
    ),
    Column("is_collective", N_("Collective label"), YesNo(), example="0"),
    Column(
        "address_protected",
        N_("The address is protected"),
        YesNo(),
        hint=N_("Yes for a women's shelter or a safe flat: then no place is stored. Leave the place empty."),
        example="0",
    ),
    Column("place", N_("Place"), Line(120), example="Musterstadt"),
    Column(
        "postal_address",
        N_("Postal address"),
        Lines(500),
        hint=N_("As it stands on a letter, line by line."),
        also=("address", "adresse", "anschrift"),
    ),
    Column(
        "mailbox",
        N_("Function mailbox"),
        Address(),
        example="post@beratung-musterstadt.example",
        also=("e-mail", "mail"),
    ),
    Column("mailbox_released", N_("All who sign in may see the mailbox"), YesNo(), example="1"),
    Column(
        "public_contact",
        N_("Public contact"),
        Line(200),
        hint=N_("Telephone or website, as published."),
        also=("telefon", "telephone", "website"),
    ),
    Column("data_protection", N_("Data protection law"), Choice(DataProtection)),
    Column(
        "lobby_number",
        N_("Number in the Lobbyregister"),
        LobbyNumber(),
        hint=N_("An R and six digits, for example R001234."),
    ),
    Column(
        "decides_subject_to_management",
        N_("Answers, as a rule, subject to the consent of its management"),
        YesNo(),
        example="0",
        also=("vorbehaltlich der leitung",),
    ),
    Column("management_note", N_("Note on this"), Line(200)),
    Column("note", N_("Note"), Lines(2000), also=("bemerkung", "notiz")),
)

PEOPLE: Final = (
    Column("name", N_("Name"), Line(120), required=True, example=PERSON_NAME, also=("person",)),
    Column("function", N_("Function"), Line(120), also=("position",)),
    Column("organisation_id", N_("Institution"), Line(200), example=INSTITUTION_NAME),
    Column(
        "email",
        N_("Official e-mail address"),
        Address(),
        example="vertretung@beratung-musterstadt.example",
        also=("e-mail", "mail", "e-mail-adresse"),
    ),
    Column(
        "salutation",
        N_("Salutation"),
        Line(120),
        hint=N_("As it stands in letters. Empty: a neutral salutation."),
    ),
    Column(
        "contact_released",
        N_("Members may see the address"),
        YesNo(),
        hint=N_("Only with the person's consent."),
        example="0",
    ),
)

SEATS: Final = (
    Column(
        "organisation_id",
        N_("Institution"),
        Line(200),
        required=True,
        hint=N_("A name of the directory. Several lines for one institution: one for each person."),
        example=INSTITUTION_NAME,
    ),
    Column("kind", N_("Membership"), Choice(SeatKind), required=True, example="voting"),
    Column("since", N_("Member since"), Fuzzy(), hint=AS_KNOWN, example="1995/.."),
    Column("starts_on", N_("Access from"), Day(), hint=N_("A day. Empty: at once.")),
    Column("ends_on", N_("Membership until"), Day(), hint=N_("The last day. Empty: open.")),
    Column("end_reason", N_("Reason for the end"), Line(200), hint=N_("Needed where a membership ends.")),
    Column("person", N_("Person"), Line(120), example=PERSON_NAME, also=("name",)),
    Column("function", N_("Function"), Line(120)),
    Column(
        "email",
        N_("Official e-mail address"),
        Address(),
        example="vertretung@beratung-musterstadt.example",
        also=("e-mail", "mail", "e-mail-adresse"),
    ),
    Column("salutation", N_("Salutation"), Line(120)),
    Column("role", N_("Role"), Choice(AppointmentRole), hint=N_("Empty: representative."), example="main"),
    Column("rank", N_("Place among the deputies"), Number(1, 99)),
    Column("may_sign", N_("May sign for the institution"), YesNo(), example="0"),
    Column("declared_on", N_("Confidentiality declaration of"), Day()),
    Column("appointed_from", N_("Appointed from"), Day(), hint=N_("Empty: at once.")),
    Column("appointed_until", N_("Appointed until"), Day(), hint=N_("The last day. Empty: open.")),
)

SEVERAL: Final = N_("Several with semicolons between them.")
OFFERS: Final = (
    Column("organisation_id", N_("Institution"), Line(200), required=True, example=INSTITUTION_NAME),
    Column("title", N_("Title"), Line(200), required=True, example=OFFER_TITLE),
    Column("description", N_("Description"), Lines(4000)),
    Column("target_groups", N_("For whom"), Choices(TargetGroup), hint=SEVERAL),
    Column("target_words", N_("For whom, in your own words"), Lines(1000)),
    Column("kinds", N_("Kind of help"), Choices(HelpKind), hint=SEVERAL, example="counselling"),
    Column("kind_words", N_("Further help, in your own words"), Lines(1000)),
    Column("access", N_("Access"), Choices(Access), hint=SEVERAL, example="anonymous|free"),
    Column("access_words", N_("Access, in your own words"), Lines(1000)),
    Column("area", N_("Area"), Line(200)),
    Column(
        "open_hours",
        N_("Regular hours"),
        OpenHours(),
        hint=N_("A line for each rule, for example: Mon–Fri 9–12, 14–17"),
        example="01234 540-1020",
    ),
    Column("land", N_("Public holidays of"), Choice(Land), hint=N_("Empty: those of all of Germany.")),
    Column("times", N_("Times, in your own words"), Lines(500), also=("zeiten", "times")),
    Column(
        "spoken",
        N_("Languages spoken"),
        Spoken(),
        hint=N_("Names or codes with commas between, for example: German, Romanian, th."),
        example="de|ro",
    ),
    Column("materials", N_("Languages of the material"), Spoken()),
    Column("contact", N_("Contact"), Lines(500), also=("telefon", "telephone")),
    Column(
        "address_protected",
        N_("The address is protected"),
        YesNo(),
        hint=N_("Yes for a women's shelter or a safe flat: then no place is stored. Leave the place empty."),
    ),
    Column("place", N_("Place"), Line(200)),
    Column("since", N_("Offered since"), Fuzzy(), hint=AS_KNOWN),
    Column("ends_on", N_("Last day"), Day()),
    Column("status", N_("State"), Choice(OfferStatus)),
    Column("alert", N_("Short-term notice"), Line(300)),
    Column("alert_until", N_("Notice holds until"), Day()),
)

COLUMNS: Final = {
    ImportKind.INSTITUTIONS: INSTITUTIONS,
    ImportKind.PEOPLE: PEOPLE,
    ImportKind.SEATS: SEATS,
    ImportKind.OFFERS: OFFERS,
}
OF_THE_DIRECTORY: Final = (ImportKind.INSTITUTIONS, ImportKind.OFFERS)
OF_A_TABLE: Final = (ImportKind.SEATS, ImportKind.PEOPLE)


def columns_of(kind: ImportKind) -> dict[str, Column]:
    return {column.name: column for column in COLUMNS[kind]}
