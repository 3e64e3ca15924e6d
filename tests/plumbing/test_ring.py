"""The ring is readable for any number of seats: nothing overlaps, leaves the frame, or is lost."""

import math
from itertools import combinations
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from plumbing.circle import FRAME
from plumbing.lettering import FONT, text_width, without_common_end, wrap
from plumbing.ring import MARKS, Ring, RingSeat, ring, seat, unit
from tests.pages import Page, tag, text

NAMES = [
    "Polizei",
    "Staatsanwaltschaft",
    "Fachberatungsstelle gegen Menschenhandel",
    "Ausländerbehörde",
    "Zentrale Koordinierungsstelle für Integration und Teilhabe",
    "Jugendamt",
    "Gesundheitsamt",
    "Rechtsanwaltskammervertretungsbeauftragte",
    "Frauenhaus",
]
SHORT_NAMES = [
    "Polizei",
    "Jugendamt",
    "Gesundheitsamt",
    "Klinik",
    "Frauenhaus",
    "Sozialamt",
    "Kirche",
    "Kreis",
]


TOWN = [
    *(
        "Fachberatungsstelle",
        "Frauenhaus",
        "Gesundheitsamt",
        "Gleichstellungsstelle",
        "Jobcenter",
        "Jugendamt",
    ),
    *("Jugendhilfe", "Ordnungsamt", "Polizei", "Staatsanwaltschaft", "Ausländerbehörde", "Schulamt"),
    *("Amtsgericht", "Suchthilfe", "Klinikum", "Kinderschutzbund"),
]


def seats(count: int, names: list[str] = NAMES) -> list[RingSeat]:
    tones = list(MARKS)
    return [
        seat(name=names[at % len(names)], tone=tones[at % len(tones)], label="Zusage", url=f"/{at}")
        for at in range(count)
    ]


def viewbox(drawn: Ring) -> tuple[float, float, float, float]:
    left, top, width, height = (float(part) for part in drawn.viewbox.split())
    return left, top, left + width, top + height


@pytest.mark.parametrize("count", range(3, 61))
def test_no_two_seats_and_no_two_labels_overlap(count: int) -> None:
    drawn = ring(seats(count))
    for one, other in combinations(drawn.seats, 2):
        assert math.hypot(one.x - other.x, one.y - other.y) >= one.radius + other.radius
        if one.label_box and other.label_box:
            assert not one.label_box.overlaps(other.label_box)
    for placed in drawn.seats:
        for other in drawn.seats:
            assert placed.label_box is None or not placed.label_box.overlaps(other.seat_box)


@pytest.mark.parametrize("count", [1, 2, 3, 9, 30, 60, 61, 120])
def test_seats_and_labels_stay_inside_the_frame_and_off_the_table(count: int) -> None:
    drawn = ring(seats(count))
    left, top, right, bottom = viewbox(drawn)
    for placed in drawn.seats:
        for box in (placed.seat_box, *([placed.label_box] if placed.label_box else [])):
            assert left <= box.left < box.right <= right
            assert top <= box.top < box.bottom <= bottom
            assert box.distance(drawn.middle, drawn.middle) > drawn.table_radius


@pytest.mark.parametrize("count", [1, 3, 9, 10, 30, 60])
def test_letters_stay_readable_on_a_phone(count: int) -> None:
    phone = 350
    left, _, right, _ = viewbox(ring(seats(count)))
    assert FONT * phone / (right - left) >= 12


@pytest.mark.parametrize("count", [1, 3, 9, 30, 60])
def test_seats_are_targets_of_24_pixels_on_a_phone(count: int) -> None:
    drawn = ring(seats(count))
    assert all(2 * placed.radius * 350 / FRAME >= 24 for placed in drawn.seats)


def test_up_to_nine_institutions_carry_their_names_and_many_carry_numbers() -> None:
    assert all(ring(seats(count)).named for count in range(1, 10))
    many = ring(seats(30))
    assert not many.named
    assert [placed.number for placed in many.seats] == list(range(1, 31))


@pytest.mark.parametrize("count", range(11, 17))
def test_up_to_sixteen_short_names_stand_around_an_oval_table_and_touch_nothing(count: int) -> None:
    drawn = ring(seats(count, TOWN), ["6 von 16", "Institutionen kommen"])
    assert drawn.named
    printed = {"".join(line.text.removesuffix("-") for line in placed.lines) for placed in drawn.seats}
    assert printed == set(TOWN[:count])
    left, top, right, bottom = viewbox(drawn)
    assert FONT * 350 / (right - left) >= 12
    assert all(2 * placed.radius * 350 / (right - left) >= 24 for placed in drawn.seats)
    boxes = [box for placed in drawn.seats for box in (placed.seat_box, placed.label_box) if box]
    for one, other in combinations(boxes, 2):
        assert not one.overlaps(other)
    for box in boxes:
        assert left <= box.left < box.right <= right
        assert top <= box.top < box.bottom <= bottom
    edge = [
        (
            drawn.middle + drawn.table_radius * math.cos(at / 50),
            drawn.middle + drawn.table_height * math.sin(at / 50),
        )
        for at in range(315)
    ]
    for placed in drawn.seats:
        assert min(math.hypot(placed.x - x, placed.y - y) for x, y in edge) > placed.radius + 1
        assert placed.label_box
        assert all(placed.label_box.distance(x, y) > 1 for x, y in edge)


def test_seventeen_seats_and_names_that_would_be_cut_carry_numbers() -> None:
    assert not ring(seats(17, SHORT_NAMES)).named
    assert not ring(seats(12, ["Zentrale Koordinierungsstelle für Integration und Teilhabe"])).named


def test_short_names_are_printed_whole() -> None:
    drawn = ring(seats(8, SHORT_NAMES))
    printed = {"".join(line.text.removesuffix("-") for line in placed.lines) for placed in drawn.seats}
    assert printed == set(SHORT_NAMES)


def test_a_german_compound_breaks_before_its_last_part() -> None:
    assert wrap("Staatsanwaltschaft", 100) == ("Staats-", "anwaltschaft")
    assert wrap("Gesundheitsamt", 92) == ("Gesundheits-", "amt")


def test_a_name_too_long_for_its_room_is_shortened_and_kept_whole_for_the_reader() -> None:
    name = "Rechtsanwaltskammervertretungsbeauftragte"
    assert all(text_width(line) <= 90 for line in wrap(name, 90))
    placed = ring([seat(name=name, tone="open", label="offen")]).seats[0]
    assert placed.accessible_name == f"{name}: offen"


def test_words_that_carry_an_asterisk_are_never_split_at_it() -> None:
    assert "Klient*innen" in " ".join(wrap("Beirat der Klient*innen", 120))


def test_the_first_seat_stands_at_the_top_and_the_second_to_its_right() -> None:
    drawn = ring(seats(4))
    assert drawn.seats[0].y < drawn.middle
    assert drawn.seats[1].x > drawn.middle


def test_the_legend_counts_each_state_once() -> None:
    chairs = [seat(name=f"Amt {at}", tone="yes", label="Zusage") for at in range(3)]
    chairs.append(seat(name="Polizei", tone="open", label="offen"))
    assert [(entry.mark, entry.word, entry.count) for entry in ring(chairs).legend] == [
        ("✓", "Zusage", 3),
        ("?", "offen", 1),
    ]


def test_every_tone_has_a_mark_of_its_own() -> None:
    assert len(set(MARKS.values())) == len(MARKS)
    assert all(MARKS.values())


def test_a_table_without_seats_is_still_a_table() -> None:
    drawn = ring([], ["Noch niemand"])
    assert drawn.seats == ()
    assert drawn.centre_lines[0].text == "Noch niemand"


@pytest.mark.parametrize("count", [3, 9, 30, 60])
def test_words_on_the_table_stay_on_the_table(count: int) -> None:
    drawn = ring(seats(count), ["38 von 60", "Institutionen", "kommen am 09.12."])
    for line in drawn.centre_lines[1:]:
        half = text_width(line.text) / 2
        assert math.hypot(half, line.y - drawn.middle) < drawn.table_radius


def drawn_by_template(drawn: Ring, macro: str) -> Page:
    """The picture or the table as a page shows it."""
    templates = Environment(
        loader=FileSystemLoader(Path(__file__).parents[2] / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
    )
    templates.globals["gettext"] = lambda words: words
    templates.filters["unit"] = unit
    called = templates.from_string(
        f'{{% from "components/ring.html" import {macro} %}}{{{{ {macro}(drawn, "Wer kommt") }}}}'
    )
    return Page(f"<!doctype html>{called.render(drawn=drawn)}")


@pytest.mark.parametrize("count", [1, 9, 30])
def test_every_seat_is_a_link_with_a_name_a_mark_and_no_style_of_its_own(count: int) -> None:
    picture = drawn_by_template(ring(seats(count)), "ring")
    links = picture.all("a")
    assert [link.get("href") for link in links] == [f"/{at}" for at in range(count)]
    assert all(picture.name(link).startswith(f"{NAMES[at % 9]}: Zusage") for at, link in enumerate(links))
    marks = [text(next(part for part in link if tag(part) == "text")) for link in links]
    assert marks == [chair.mark for chair in seats(count)]
    assert not [element for element in picture.elements if "style" in element.attrib]


def test_the_table_beside_the_ring_tells_the_same_facts_in_the_same_order() -> None:
    chairs = [seat(name="Amt <1>", tone="deputy", label="Vertretung", url="/1", detail="angekündigt")]
    chairs.append(seat(name="Polizei", tone="no", label="Absage"))
    rows = drawn_by_template(ring(chairs), "ring_table").all("tr")[1:]
    assert [text(row) for row in rows] == ["Amt <1>VVertretungangekündigt", "Polizei–Absage"]


def test_the_picture_leaves_out_the_last_words_that_all_share():
    town = ["Jugendamt Musterstadt", "Polizei Musterstadt", "Klinik am Ring Musterstadt"]
    assert without_common_end(town) == ["Jugendamt", "Polizei", "Klinik am Ring"]
    assert (
        without_common_end(["Musterstadt", "Polizei Musterstadt", "Klinik Musterstadt"])[0] == "Musterstadt"
    )
    assert without_common_end(town[:2]) == town[:2]
    assert without_common_end(["Polizei", "Jugendamt", "Klinik"]) == ["Polizei", "Jugendamt", "Klinik"]
