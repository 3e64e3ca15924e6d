"""Help offers: who finds what, who keeps them, what is refused."""

from datetime import date, timedelta

import pytest
from sqlalchemy.exc import IntegrityError, StatementError

from models.fuzzy_dates import FuzzyDate
from models.history import Entry
from models.offers import Access, HelpKind, HelpOffer, OfferStatus, TargetGroup, a_year_before
from models.organisations import Organisation
from models.seats import Appointment
from tests import build

LIST = "/organisations/offers"
NEW = f"{LIST}/new"


@pytest.fixture
def table(house, stop_clock):
    stop_clock(build.NOW)
    return build.table(house, 2)


def typed(organisation_id, **changes):
    """A whole form as it is typed."""
    return {"organisation_id": str(organisation_id), "title": "Erstberatung", "status": "active"} | changes


def own(table):
    """The institution of the first seat; its main representative is `table.mains[0]`."""
    return table.seats[0].organisation_id


def titles(house, client, **question):
    """The titles that the directory finds, of those that there are."""
    answer = client.get(LIST, query_string=question)
    assert answer.status_code == 200
    return {each.title for each in house.query(HelpOffer) if f">{each.title}</a>" in answer.text}


# what is found


def test_offers_are_narrowed_by_all_that_is_asked_at_once(house, table, sign_in):
    facts = {"target_groups": (TargetGroup.TRAFFICKED,), "kinds": (HelpKind.HOUSING,), "area": "Lübeck Süd"}
    build.offer(house, "Alles", access=(Access.ANONYMOUS,), spoken=("th",), **facts)
    build.offer(house, "Ohne Zugang", spoken=("th",), **facts)
    build.offer(house, "Ohne Sprache", access=(Access.ANONYMOUS,), **facts)
    build.offer(house, "Nur Material", access=(Access.ANONYMOUS,), materials=("th", "de"), **facts)
    reader = sign_in(table.mains[1])
    asked = {"group": "trafficked", "kind": "housing", "access": "anonymous", "language": "th"}
    assert titles(house, reader, **asked, area="LUBECK") == {"Alles", "Nur Material"}
    assert titles(house, reader, **asked, area="Kiel") == set()


def in_order(house, client, **question):
    page = client.get(LIST, query_string=question).text
    return sorted(titles(house, client, **question), key=lambda title: page.index(f">{title}</a>"))


def test_somebody_in_need_at_night_finds_what_is_open_then(house, table, sign_in):
    mission = build.organisation(house, "Mitternachtsmission")
    others = build.organisation(house, "Hilfe vor Ort")  # whose name has no figure that is looked for
    build.offer(house, "Tagsüber", of=mission)
    build.offer(
        house,
        "Nachts auf der Straße",
        of=others,
        access=(Access.AT_NIGHT,),
        target_groups=(TargetGroup.MINORS,),
    )
    build.offer(house, "Samstags", of=others, access=(Access.WEEKENDS,), times="Samstag, 10 bis 14 Uhr")
    build.offer(
        house, "Anlaufstelle", of=others, target_groups=(TargetGroup.MINORS,), status=OfferStatus.CLOSED
    )
    build.offer(
        house, "Krisendienst", of=others, kinds=(HelpKind.CRISIS,), contact="Tag und Nacht: 0231 12 34-567"
    )
    reader = sign_in(table.mains[0])
    assert titles(house, reader, when="at-night") == {"Nachts auf der Straße"}
    assert titles(house, reader, when="weekends", group="minors") == set()
    assert in_order(house, reader, group="minors") == ["Nachts auf der Straße", "Anlaufstelle"]
    assert in_order(house, reader, q="Nacht") == ["Nachts auf der Straße", "Tagsüber"], "names come last"
    assert titles(house, reader, q="16") == {"Nachts auf der Straße", "Anlaufstelle"}
    assert titles(house, reader, q="Notruf") == {"Krisendienst"}
    page = reader.get(LIST).text
    assert 'href="tel:02311234567">0231 12 34-567</a>' in page
    assert "Samstag, 10 bis 14 Uhr" in page
    assert f'href="{LIST}?when=at-night"' in page
    assert f'href="{LIST}?group=minors"' in page
    assert reader.get(LIST, query_string={"when": "voluntary"}).status_code == 422


def test_a_choice_is_found_by_itself_and_not_inside_another(house, table, sign_in):
    build.offer(house, "Arbeit", target_groups=(TargetGroup.SEX_WORK,))
    build.offer(house, "Schutz", target_groups=(TargetGroup.TRAFFICKED,))
    build.offer(house, "Ehemalige", kinds=(HelpKind.WORK,), target_groups=(TargetGroup.FORMER,))
    reader = sign_in(table.mains[0])
    assert titles(house, reader, group="sex-work") == {"Arbeit"}
    assert titles(house, reader, group="trafficked") == {"Schutz"}
    assert titles(house, reader, kind="work") == {"Ehemalige"}


def test_prostitution_and_trafficking_are_never_one_group():
    of_trafficking = {group for group in TargetGroup if "traffick" in group.label}
    of_sex_work = {
        group for group in TargetGroup if "sex work" in group.label or "in prostitution" in group.label
    }
    assert of_trafficking == {TargetGroup.TRAFFICKED}
    assert TargetGroup.SEX_WORK in of_sex_work
    assert not of_trafficking & of_sex_work


@pytest.mark.parametrize(
    "words", ["klientinnen", "KLIENT*INNEN", "Klient:innen", "Klient_innen", "beratung klientinnen"]
)
def test_words_fold_the_gender_signs(house, table, sign_in, words):
    build.offer(house, "Gefunden", description="Beratung für Klient*innen")
    build.offer(house, "Anderes", description="Beratung")
    assert titles(house, sign_in(table.mains[0]), q=words) == {"Gefunden"}


def test_words_find_providers_and_the_names_of_choices(house, table, sign_in):
    build.offer(house, "Eins", of=build.organisation(house, "Haus Ärmelkanal"))
    build.offer(house, "Zwei", kinds=(HelpKind.HOUSING,), access=(Access.NO_STATUS_ASKED,))
    reader = sign_in(table.mains[0])
    assert titles(house, reader, q="armelkanal") == {"Eins"}
    assert titles(house, reader, q="schlafplatz aufenthaltsstatus") == {"Zwei"}
    assert titles(house, reader, q="100%_") == set()


def test_directory_shows_what_still_is_an_offer(house, table, sign_in):
    build.offer(house, "Offen")
    build.offer(house, "Zu", status=OfferStatus.CLOSED)
    build.offer(house, "Ruht", status=OfferStatus.INACTIVE)
    build.offer(house, "Weg", status=OfferStatus.DEFUNCT)
    build.offer(house, "Vorbei", ends_on=build.TODAY - timedelta(days=1))
    build.offer(house, "Letzter Tag", ends_on=build.TODAY)
    reader = sign_in(table.mains[0])
    assert titles(house, reader) == {"Offen", "Zu", "Letzter Tag"}
    assert titles(house, reader, status="active") == {"Offen", "Letzter Tag"}
    assert titles(house, reader, status="temporarily-closed") == {"Zu"}
    assert titles(house, reader, status="defunct") == {"Weg", "Vorbei"}
    assert len(titles(house, reader, status="any")) == 6


def test_overdue_are_those_not_checked_within_twelve_months(house, table, sign_in):
    build.offer(house, "Frisch", checked_on=date(2025, 9, 1))
    build.offer(house, "Alt", checked_on=date(2025, 8, 31))
    build.offer(house, "Nie", checked_on=None)
    assert titles(house, sign_in(table.mains[0]), overdue="y") == {"Alt", "Nie"}
    assert a_year_before(date(2028, 2, 29)) == date(2027, 2, 28)


@pytest.mark.parametrize(
    "bad",
    [
        {"group": "palace"},
        {"kind": "x"},
        {"access": "x"},
        {"language": "xx"},
        {"status": "x"},
        {"q": "x" * 101},
    ],
)
def test_bad_question_is_said_and_shows_the_page(table, sign_in, bad):
    reader = sign_in(table.mains[0])
    assert reader.get(LIST, query_string=bad).status_code == 422
    assert reader.get(f"{LIST}.pdf", query_string=bad).status_code == 404


def test_any_page_and_provider_number_shows_a_page(table, sign_in):
    reader = sign_in(table.mains[0])
    for number in ("0", "-5", "2", "99999999999999999999", "x"):
        assert reader.get(LIST, query_string={"page": number}).status_code == 200, number
        assert reader.get(LIST, query_string={"provider": number}).status_code == 200, number


def test_long_directory_comes_in_pages_that_keep_the_question(house, table, sign_in):
    for number in range(55):
        build.offer(house, f"Stelle {number:02}", kinds=(HelpKind.HEALTH,))
    reader = sign_in(table.mains[0])
    first = reader.get(LIST, query_string={"kind": "health"}).text
    assert "Stelle 49" in first
    assert "Stelle 54" not in first
    assert "page=2&amp;kind=health" in first
    assert "Stelle 54" in reader.get(LIST, query_string={"kind": "health", "page": "2"}).text


# one offer


def test_page_tells_all_that_is_stated(house, table, sign_in):
    kept = build.offer(
        house, spoken=("de", "th"), materials=("ru",), times="werktags", contact="02 31/0",
        target_groups=(TargetGroup.TRANS,), target_words="Erzieher_innen",
        since=FuzzyDate.of_year(2001, since=True),
    )  # fmt: skip
    page = sign_in(table.mains[0]).get(f"{LIST}/{kept.id}").text
    for word in (
        "Deutsch",
        "Thailändisch",
        "Russisch",
        "werktags",
        "02 31/0",
        "trans*Personen",
        "Erzieher_innen",
    ):
        assert word in page, word
    assert "seit 2001" in page


def test_notice_goes_by_itself(house, table, sign_in, stop_clock):
    kept = build.offer(house, alert="Nur vormittags", alert_until=build.TODAY)
    reader = sign_in(table.mains[0])
    assert "Nur vormittags" in reader.get(f"{LIST}/{kept.id}").text
    stop_clock(build.NOW + timedelta(days=1))
    reader = sign_in(table.mains[0])
    for address in (f"{LIST}/{kept.id}", LIST, f"/organisations/{kept.organisation_id}"):
        assert "Nur vormittags" not in reader.get(address).text
    assert "Nur vormittags" not in sign_in(table.coordinator).get(f"{LIST}/{kept.id}/edit").text


def test_institution_lists_what_it_offers(house, table, sign_in):
    kept = build.offer(house, "Eigenes Angebot", status=OfferStatus.DEFUNCT)
    build.offer(house, "Fremdes Angebot")
    page = sign_in(table.mains[0]).get(f"/organisations/{kept.organisation_id}").text
    assert "Eigenes Angebot" in page
    assert "Fremdes Angebot" not in page


def test_missing_offer_is_not_found(table, sign_in):
    keeper = sign_in(table.coordinator)
    for address in (f"{LIST}/987654", f"{LIST}/987654/edit"):
        assert keeper.get(address).status_code == 404
    assert keeper.post(f"{LIST}/987654/check", data={"based_on": "1"}).status_code == 404


# who keeps


def test_coordinator_adds_an_offer(house, table, sign_in):
    provider = build.organisation(house)
    answer = sign_in(table.coordinator).post(
        NEW,
        data=typed(
            provider.id, target_groups=["pregnant", "minors"], kinds=["health"], access=["free"],
            spoken="Deutsch, thai; RU", since="seit 2001", is_checked="y",
        ),
    )  # fmt: skip
    made = house.query(HelpOffer).one()
    assert answer.location.endswith(f"{LIST}/{made.id}")
    assert made.target_groups == (TargetGroup.MINORS, TargetGroup.PREGNANT)
    assert (made.kinds, made.access, made.spoken) == ((HelpKind.HEALTH,), (Access.FREE,), ("de", "th", "ru"))
    assert made.since.canonical == "2001/.."
    assert (made.checked_on, made.checked_by_id) == (build.TODAY, table.coordinator.organisation_id)
    line = house.query(Entry).filter_by(subject="help_offer", subject_id=made.id).one()
    assert (line.gesture, line.person_id) == ("create", table.coordinator.id)


def test_representative_keeps_what_her_institution_offers(house, table, sign_in):
    main = sign_in(table.mains[0])
    assert main.post(NEW, data=typed(own(table), is_checked="y")).status_code == 303
    made = house.query(HelpOffer).one()
    assert made.checked_by_id == own(table)
    page = main.get(f"{LIST}/{made.id}/edit")
    assert main.submit(page, title="Zweitberatung").status_code == 303
    house.refresh(made)
    assert (made.title, made.version) == ("Zweitberatung", 2)


def test_representative_keeps_nothing_of_another_institution(house, table, sign_in):
    main, other = sign_in(table.mains[0]), build.offer(house, of=build.organisation(house))
    assert main.get(f"{LIST}/{other.id}/edit").status_code == 404
    assert main.post(f"{LIST}/{other.id}/edit", data=typed(own(table), based_on="1")).status_code == 404
    assert main.post(f"{LIST}/{other.id}/check", data={"based_on": "1"}).status_code == 404
    assert main.post(NEW, data=typed(other.organisation_id)).status_code == 422
    mine = build.offer(house, "Meines", organisation_id=own(table))
    moved = main.post(f"{LIST}/{mine.id}/edit", data=typed(other.organisation_id, based_on="1"))
    assert moved.status_code == 422
    house.refresh(mine)
    assert (mine.organisation_id, mine.title) == (own(table), "Meines")


def test_deputies_and_readers_keep_nothing(house, table, sign_in):
    kept = build.offer(house, organisation_id=own(table))
    for person in (table.deputies[0], table.reader):
        member = sign_in(person)
        assert member.get(NEW).status_code == 404
        assert member.post(NEW, data=typed(own(table))).status_code == 404
        assert member.post(f"{LIST}/{kept.id}/check", data={"based_on": "1"}).status_code == 404
        assert "Geprüft, unverändert" not in member.get(f"{LIST}/{kept.id}").text


def test_right_ends_with_the_appointment(house, table, sign_in, stop_clock):
    kept = build.offer(house, organisation_id=own(table))
    held = house.query(Appointment).filter_by(person_id=table.mains[0].id).one()
    held.ends_on = build.TODAY
    assert sign_in(table.mains[0]).get(f"{LIST}/{kept.id}/edit").status_code == 200
    stop_clock(build.NOW + timedelta(days=1))
    assert sign_in(table.mains[0]).get(f"{LIST}/{kept.id}/edit").status_code == 404


# checking


def test_one_click_says_that_all_is_still_right(house, table, sign_in):
    kept = build.offer(house, organisation_id=own(table), checked_on=date(2024, 1, 1))
    main = sign_in(table.mains[0])
    page = main.get(f"{LIST}/{kept.id}")
    assert "vor mehr als zwölf Monaten" in page.text
    assert main.submit(page, "Geprüft, unverändert").status_code == 303
    house.refresh(kept)
    assert (kept.checked_on, kept.checked_by_id) == (build.TODAY, own(table))
    assert "vor mehr als zwölf Monaten" not in main.get(f"{LIST}/{kept.id}").text
    assert house.query(Entry).filter_by(subject="help_offer", gesture="check").count() == 1


def test_nobody_vouches_for_what_she_has_not_seen(house, table, sign_in):
    kept = build.offer(house, checked_on=None)
    keeper, other = sign_in(table.coordinator), sign_in(table.coordinator)
    opened = keeper.get(f"{LIST}/{kept.id}")
    assert other.submit(other.get(f"{LIST}/{kept.id}/edit"), times="nachts").status_code == 303
    refused = keeper.submit(opened, "Geprüft, unverändert")
    assert refused.status_code == 409
    assert "nachts" in refused.text
    for data in ({}, {"based_on": "x"}):
        assert keeper.post(f"{LIST}/{kept.id}/check", data=data).status_code == 409
    house.refresh(kept)
    assert kept.checked_on is None
    assert keeper.submit(refused, "Geprüft, unverändert").status_code == 303


# bad input

BAD = {
    "nothing at all": {"title": "", "organisation_id": ""},
    "an institution that is no number": {"organisation_id": "first"},
    "an institution that does not exist": {"organisation_id": "987654"},
    "an institution beyond all numbers": {"organisation_id": "9" * 30},
    "a blank title": {"title": " \u00a0 "},
    "an over-long title": {"title": "x" * 201},
    "an over-long description": {"description": "x" * 4001},
    "over-long words": {"target_words": "x" * 1001},
    "over-long times": {"times": "x" * 501},
    "an over-long contact": {"contact": "x" * 501},
    "an over-long notice": {"alert": "x" * 301, "alert_until": "2026-10-01"},
    "no such target group": {"target_groups": ["palace"]},
    "no such kind": {"kinds": ["health", "palace"]},
    "no such access": {"access": ["palace"]},
    "no such state": {"status": "palace"},
    "an unknown language": {"spoken": "Deutsch, Palastisch"},
    "an unknown language of material": {"materials": "xx-palace"},
    "more languages than anybody speaks": {
        "spoken": ",".join(f"{a}{b}" for a in "abcdefghikm" for b in "abelnrsy")
    },
    "a beginning that is no date": {"since": "neulich"},
    "an end that is no date": {"ends_on": "31.02.2026"},
    "an end before the beginning": {"since": "2020", "ends_on": "2019-12-31"},
    "a notice without end": {"alert": "Nur vormittags"},
    "an end without notice": {"alert_until": "2026-10-01"},
    "a notice that is over": {"alert": "Nur vormittags", "alert_until": "2026-08-31"},
    "a place of a protected address": {"address_protected": "y", "place": "Hinterhof 3"},
    "a title that is taken": {"title": "ANLAUFSTELLE"},
}


def test_bad_offer_is_refused_and_kept_as_typed(house, table, sign_in):
    kept = build.offer(house, "Anlaufstelle")
    keeper = sign_in(table.coordinator)
    for what, bad in BAD.items():
        data = typed(kept.organisation_id, kind_words="was getippt war", target_groups=["minors"]) | bad
        answer = keeper.post(NEW, data=data)
        assert answer.status_code == 422, what
        assert "field-wrong" in answer.text, what
        assert "was getippt war" in answer.text, what
    assert house.query(HelpOffer).count() == 1


def test_bad_change_changes_nothing(house, table, sign_in):
    taken = build.offer(house, "Anlaufstelle")
    kept = build.offer(house, "Beratung", organisation_id=taken.organisation_id)
    keeper = sign_in(table.coordinator)
    for what, bad in BAD.items():
        data = typed(kept.organisation_id, based_on="1") | bad
        assert keeper.post(f"{LIST}/{kept.id}/edit", data=data).status_code == 422, what
    house.refresh(kept)
    assert (kept.title, kept.version) == ("Beratung", 1)


def test_stale_save_shows_both_and_the_next_one_is_taken(house, table, sign_in):
    kept = build.offer(house, "Beratung", kinds=(HelpKind.HEALTH,), spoken=("de",))
    first, second = sign_in(table.coordinator), sign_in(table.coordinator)
    opened = second.get(f"{LIST}/{kept.id}/edit")
    changed = first.get(f"{LIST}/{kept.id}/edit")
    assert first.submit(changed, spoken="Russisch", kinds=["housing"]).status_code == 303
    refused = second.submit(opened, spoken="Polnisch")
    assert refused.status_code == 409
    assert "Russisch" in refused.text
    assert "Polnisch" in refused.text
    assert second.submit(refused).status_code == 303
    house.refresh(kept)
    assert (kept.spoken, kept.kinds) == (("pl",), (HelpKind.HEALTH,))


def test_a_notice_that_is_over_does_not_stop_a_change(house, table, sign_in):
    kept = build.offer(house, "Beratung", alert="Nur vormittags", alert_until=date(2026, 8, 1))
    keeper = sign_in(table.coordinator)
    assert keeper.submit(keeper.get(f"{LIST}/{kept.id}/edit"), title="Neu").status_code == 303
    house.refresh(kept)
    assert (kept.title, kept.alert, kept.alert_until) == ("Neu", "", None)


def test_second_click_adds_nothing(house, table, sign_in):
    provider, keeper = build.organisation(house), sign_in(table.coordinator)
    form = typed(provider.id, form_key="the-same-key")
    assert {keeper.post(NEW, data=dict(form)).status_code for _ in range(2)} == {303}
    assert house.query(HelpOffer).count() == 1


# protected addresses and the last door


def test_no_place_is_stored_where_the_provider_is_protected(house, table, sign_in):
    shelter = build.organisation(house, address_protected=True)
    keeper = sign_in(table.coordinator)
    assert keeper.post(NEW, data=typed(shelter.id, place="Hinterhof 3")).status_code == 422
    assert keeper.post(NEW, data=typed(shelter.id)).status_code == 303
    made = house.query(HelpOffer).one()
    assert "geschützt, nicht gespeichert" in keeper.get(f"{LIST}/{made.id}").text


def test_places_go_when_the_provider_becomes_protected(house, table, sign_in):
    provider = build.organisation(house)
    kept = build.offer(house, of=provider, place="Hinterhof 3")
    other = build.offer(house, place="Marktplatz 1")
    keeper = sign_in(table.coordinator)
    assert (
        keeper.submit(keeper.get(f"/organisations/{provider.id}/edit"), address_protected="y").status_code
        == 303
    )
    house.expire_all()
    assert (kept.place, kept.version) == ("", 2)
    assert other.place == "Marktplatz 1"
    assert house.get(Organisation, provider.id).address_protected


@pytest.mark.parametrize(
    "bad",
    [
        {"address_protected": True, "place": "Hinterhof 3"},
        {"alert": "ohne Ende"},
        {"alert_until": date(2026, 10, 1)},
        {"status": "palace"},
        {"kinds": ("palace",)},
        {"spoken": ("xx-palace",)},
    ],
)
def test_database_refuses_bad_rows(house, bad):
    with pytest.raises((IntegrityError, StatementError, ValueError, LookupError)):
        build.offer(house, **bad)


def test_database_refuses_a_second_offer_of_the_same_title(house):
    kept = build.offer(house, "Beratung")
    with pytest.raises(IntegrityError):
        build.offer(house, "Beratung", organisation_id=kept.organisation_id)


# cost


@pytest.mark.parametrize(
    "address", [LIST, f"{LIST}/matrix", f"{LIST}?kind=health&q=beratung+haus&language=de"]
)
def test_pages_ask_as_often_for_a_thousand_as_for_ten(house, table, sign_in, statements, address):
    provider, reader, costs = build.organisation(house, "Haus"), sign_in(table.mains[0]), []
    for count in (10, 990):
        house.add_all(
            HelpOffer(
                organisation_id=provider.id,
                title=f"Beratung {build.number()}",
                kinds=(HelpKind.HEALTH,),
                target_groups=(TargetGroup.MINORS,),
                spoken=("de",),
            )
            for _ in range(count)
        )
        reader.get(address)
        with statements() as seen:
            assert reader.get(address).status_code == 200
        costs.append(len(seen))
    assert costs[0] == costs[1] <= 8
