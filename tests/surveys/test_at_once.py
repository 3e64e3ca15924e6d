"""Answers that arrive in the same moment: none is lost, none counts twice."""

import pytest

from tests import build
from tests.surveys import at_once


@pytest.fixture
def quick(make_app):
    return make_app(WTF_CSRF_ENABLED=False)


def test_twenty_at_once_are_all_there_and_once(house, quick, stop_clock):
    stop_clock(build.NOW)
    urls = at_once.asked(house, 20)
    came = at_once.counted(house, at_once.send(quick, urls))
    assert came.codes == {303: 20}
    assert (came.sheets, came.respondents, came.answers) == (20, 20, 60)


def test_the_same_answer_sent_twice_in_one_moment_counts_once(house, quick, stop_clock):
    """The second one meets what the first has released: it is shown, not taken over it unseen."""
    stop_clock(build.NOW)
    urls = at_once.asked(house, 6)
    came = at_once.counted(house, at_once.send(quick, urls, times=2))
    assert came.codes == {303: 6, 409: 6}
    assert (came.sheets, came.respondents) == (6, 6)
