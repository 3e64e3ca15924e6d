"""Links to telephone numbers dial what people wrote."""

import pytest

from plumbing.phones import dialled


@pytest.mark.parametrize(
    ("written", "digits"),
    [
        ("0231 / 555-0100", "02315550100"),
        ("(0231) 555 01 00", "02315550100"),
        ("+49 (0)231 555–01", "+4923155501"),
        ("0049 (0)231 555", "0049231555"),
        ("0000 110-0 (erfunden)", "00001100"),
        ("110 oder 0231 555", "110"),
        ("Wache: 0231.555", "0231555"),
        ("siehe Aushang", ""),
    ],
)
def test_the_first_number_is_dialled_by_its_digits(written, digits):
    assert dialled(written) == digits


def test_words_without_a_number_lead_nowhere(app):
    template = app.jinja_env.from_string(
        '{% from "components/phone.html" import phone_link %}{{ phone_link(a) }}, {{ phone_link(b, "big") }}'
    )
    shown = template.render(a="siehe <Aushang>", b="0231 555-0")
    assert shown == 'siehe &lt;Aushang&gt;, <a class="big" href="tel:02315550">0231 555-0</a>'
