"""Requests of the practice table, one in each state, with a report that is checked and one that went out."""

from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.office.demo.practice import Practice
from blueprints.office.demo.practice_letters import went_out
from blueprints.office.demo.practice_meetings import at
from blueprints.office.demo.practice_papers import COMMITTEE, COUNCIL, INVENTED
from blueprints.office.demo.practice_surveys import EARLIER, OVER, RUNNING
from blueprints.requests import reply_rules, report_rules, request_rules, session_rules, tie_rules
from models.bodies import Body
from models.consultations import Consultation, ConsultationResult
from models.fuzzy_dates import FuzzyDate
from models.meetings import MeetingState
from models.requests import ExternalRequest, ReplyWay
from models.surveys import Survey
from models.visibility import Visibility

RELEASING: Final = "Leitung des Sozialdezernats (Übung)"
LIMITS: Final = "Gefragt wurde nach der eigenen Arbeit. Wer keine der Stellen aufsucht, kommt nicht vor."
CHECKED: Final[dict[str, Any]] = {
    "title": "Übung: Mitteilung zur Sprachmittlung in der Erstberatung",
    "addressee": COUNCIL,
    "occasion": "Der Rat möchte wissen, wie oft in der ersten Beratung Sprachmittlung gebraucht wird. "
    "(Übungsangabe)",
    "method": "Gefragt wurden {A.befragt} Institutionen des Tisches, {A.geantwortet} haben geantwortet.",
    "limits": LIMITS,
    "proposal": "Ein gemeinsamer Pool von Sprachmittler*innen soll für ein Jahr erprobt werden.",
}
SENT: Final[dict[str, Any]] = {
    "title": "Übung: Mitteilung zu Wegen in die Beratung",
    "addressee": COMMITTEE,
    "occasion": "Der Ausschuss hat gefragt, ob Wege in die Beratung bekannt genug sind. (Übungsangabe)",
    "method": "Gefragt wurden {A.befragt} Institutionen, {A.geantwortet} haben geantwortet. Die Frage A1 "
    "haben {A1.ja} mit ja beantwortet.",
    "limits": LIMITS,
    "proposal": "Die Anlaufstellen sollen auf einem gemeinsamen Blatt stehen.",
}


def tell(house: Session, table: Practice, today: date) -> None:
    """Six requests: new, being worked on, drafted, with a report under way, answered, withdrawn."""
    desk = _Desk(house, table, today)
    desk.new()
    desk.worked_on()
    desk.drafted()
    desk.reported()
    desk.answered()
    desk.withdrawn()
    house.flush()


class _Desk:
    """The requests as they came in at the coordination."""

    def __init__(self, house: Session, table: Practice, today: date) -> None:
        self.house, self.table, self.today = house, table, today

    def new(self) -> None:
        """Nobody has the lead yet."""
        self._asked(
            "Übung: Erreichbarkeit während der Feiertage",
            2,
            asker="Vorsitz des Ausschusses für Soziales (Übung)",
            wording="Bitte teilen Sie mit, welche Stellen an Feiertagen erreichbar sind.",
            due_on=self.today + timedelta(days=25),
        )

    def worked_on(self) -> None:
        """From the adjourned consultation, for the session to come, with the survey that runs."""
        session = session_rules.record_session(
            self.house,
            self._body(COMMITTEE),
            held_on=FuzzyDate.of_day(self.today + timedelta(days=21)),
            state=MeetingState.SCHEDULED,
            **self._as("koordination", 10),
        )
        made = self._asked(
            "Übung: Bedarf an Beratung am Abend und am Wochenende",
            10,
            committee_id=self._body(COMMITTEE),
            wording="Der Ausschuss bittet den Runden Tisch um Erkenntnisse zum Bedarf an Beratung am Abend "
            "und am Wochenende. (erfunden)",
            due_meeting_id=session.id,
        )
        self._lead(made, "gesundheitsamt", 10)
        request_rules.begin(self.house, made.id, **self._as("gesundheitsamt", 9))
        adjourned = (
            select(Consultation.id)
            .where(Consultation.body_id == made.body_id, Consultation.result == ConsultationResult.ADJOURNED)
            .order_by(Consultation.id)
            .limit(1)
        )
        self._tie(made, "consultation", self.house.scalars(adjourned).one(), 9)
        self._tie(made, "survey", self._survey(RUNNING), 9)

    def drafted(self) -> None:
        """The youth office has drafted, the coordination has it released."""
        made = self._asked(
            "Übung: Fortbildungen zum Erkennen von Betroffenen",
            20,
            committee_id=self._body(COMMITTEE),
            wording="Welche Fortbildungen bieten die Mitglieder in diesem Jahr an? (erfunden)",
            due_on=self.today + timedelta(days=12),
        )
        self._lead(made, "jugendamt", 20)
        self._draft(
            made,
            "jugendamt",
            4,
            channel=ReplyWay.MAIL,
            addressee=COMMITTEE,
            text="Zwei Mitglieder bieten in diesem Jahr je eine Fortbildung an, beide mit freien Plätzen.",
        )

    def reported(self) -> None:
        """Whoever answered checks its line; one institution objects."""
        made = self._asked(
            "Übung: Sprachmittlung in der Erstberatung",
            12,
            committee_id=self._body(COUNCIL),
            wording="Wie oft wird in der ersten Beratung Sprachmittlung gebraucht? (erfunden)",
            due_on=self.today + timedelta(days=40),
        )
        self._lead(made, None, 12)
        self._tie(made, "survey", self._survey(OVER), 11)
        self._report(made, CHECKED, 7, "Koordination des Übungstisches")
        report_rules.show(self.house, made.id, **self._as("koordination", 2))
        went_out(self.house, at(self._day(2), 10, 5), of="requests/")
        report_rules.object_to(
            self.house,
            made.id,
            seat_id=self.table.seats["jugendhilfe"].id,
            text="Unsere Zahl ist ein Eindruck, keine Zählung. Bitte so benennen.",
            **self._as("jugendhilfe", 1),
        )

    def answered(self) -> None:
        """Said in the session first, the report later; the committee has taken note of it."""
        made = self._asked(
            "Übung: Wege in die Beratung",
            130,
            committee_id=self._body(COMMITTEE),
            wording="Sind die Wege in die Beratung bekannt genug? (erfunden)",
            due_on=self._day(60),
        )
        self._lead(made, "fachberatung", 129)
        self._given(
            made, 100, closes=False, channel=ReplyWay.SESSION, text="Es wird gefragt, ein Bericht folgt."
        )
        self._tie(made, "survey", self._survey(EARLIER), 99)
        found = self._report(made, SENT, 90, "Ausschuss der Sprecher*innen des Übungstisches")
        report_rules.show(self.house, made.id, **self._as("koordination", 85))
        went_out(self.house, at(self._day(85), 10, 5), of="requests/")
        said = report_rules.Released(released_by=RELEASING, released_on=self._day(70))
        given: dict[str, Any] = {"based_on": found.version}
        version = report_rules.release(self.house, made.id, said, **given, **self._as("koordination", 70))
        edition: dict[str, Any] = {
            "channel": ReplyWay.POST,
            "text": "",
            "report_edition_id": version.edition_id,
        }
        reply = self._given(made, 68, **edition)
        noted: dict[str, Any] = {"noted_on": self._day(60), "reference": "V-ÜB/26/044"}
        reply_rules.note_taken(self.house, reply, **noted, **self._as("koordination", 59))

    def withdrawn(self) -> None:
        made = self._asked(
            "Übung: Plakate in den Dienststellen", 50, organisation_id=None, asker="Pressestelle (Übung)"
        )
        words: dict[str, Any] = {
            "withdrawn_on": self._day(45),
            "withdrawn_note": "Hat sich erledigt. (Übungsangabe)",
        }
        request_rules.withdraw(self.house, made.id, **words, **self._as("koordination", 45))

    def _day(self, days_ago: int) -> date:
        return self.today - timedelta(days=days_ago)

    def _as(self, who: str, days_ago: int) -> dict[str, Any]:
        now: datetime = at(self._day(days_ago), 10)
        return {"by": self.table.actor(self.house, who, now.date()), "now": now}

    def _asked(self, title: str, days_ago: int, **facts: Any) -> ExternalRequest:
        level: dict[str, Any] = {
            "visibility": Visibility.INTERNAL,
            "found_in": INVENTED,
            "addressee": "Runder Tisch",
        }
        day = FuzzyDate.of_day(self._day(days_ago + 1))
        given: dict[str, Any] = level | {"asked_on": day, "title": title} | facts
        body_id = self.table.body.id
        return request_rules.register(self.house, body_id, **given, **self._as("koordination", days_ago))

    def _lead(self, made: ExternalRequest, who: str | None, days_ago: int) -> None:
        seat_id = self.table.seats[who].id if who else None
        given: dict[str, Any] = {"seat_id": seat_id, "appointment_id": None, "based_on": made.version}
        request_rules.assign(self.house, made.id, **given, **self._as("koordination", days_ago))
        went_out(self.house, at(self._day(days_ago), 10, 5), of="requests/")

    def _tie(self, made: ExternalRequest, name: str, key: int, days_ago: int) -> None:
        tie_rules.tie(self.house, made.id, thing=(name, key), **self._as("koordination", days_ago))
        self.house.flush()

    def _draft(self, made: ExternalRequest, who: str, days_ago: int, **facts: Any) -> None:
        reply_rules.draft(self.house, made.id, **facts, **self._as(who, days_ago))

    def _given(self, made: ExternalRequest, days_ago: int, **facts: Any) -> int:
        given: dict[str, Any] = {"addressee": COMMITTEE, "released_by": RELEASING} | facts
        given |= {"sent_on": self._day(days_ago), **self._as("koordination", days_ago)}
        reply = reply_rules.note_given(self.house, made.id, **given)
        self.house.flush()
        return reply.id

    def _report(self, made: ExternalRequest, texts: dict[str, Any], days_ago: int, author: str) -> Any:
        given = self._as("koordination", days_ago)
        found = report_rules.begin(self.house, made.id, **texts, **given)
        words: dict[str, Any] = {
            "text": "Der Bedarf ist aus Sicht der Befragten deutlich. (Übungsangabe)",
            "author": author,
        }
        report_rules.add_assessment(self.house, made.id, **words, **given)
        self.house.flush()
        return found

    def _body(self, name: str) -> int:
        return self.house.scalars(select(Body.id).where(Body.name == name)).one()

    def _survey(self, words: dict[str, Any]) -> int:
        wanted = (Survey.body_id == self.table.body.id, Survey.title == words["title"])
        return self.house.scalars(select(Survey.id).where(*wanted)).one()
