"""The whole demo, loaded as people load it: by its command."""

import re
import time
from dataclasses import dataclass

import pytest

from blueprints.office.demo import real_bodies
from tests import build

SIGN_IN = re.compile(r"^  (\S+@\S+)", re.MULTILINE)


@dataclass(frozen=True)
class Demo:
    """What the command printed, and the processor time it took."""

    output: str
    seconds: float

    @property
    def addresses(self):
        return SIGN_IN.findall(self.output)

    @property
    def password(self):
        return re.search(r"Password of all of them: (\S+)", self.output)[1]

    @property
    def secret(self):
        return re.search(r"Secret for your app .*: ([A-Z2-7]{32})$", self.output, re.MULTILINE)[1]


@pytest.fixture
def demo(app, beginning):
    def load():
        began = time.process_time()
        result = app.test_cli_runner().invoke(args=["demo"])
        assert result.exit_code == 0, result.output
        return result.output, time.process_time() - began

    return Demo(*beginning("demo", load))


@pytest.fixture
def loaded(house, beginning):
    """The real bodies of the demo alone, for all that only reads: made once."""

    def load():
        real_bodies.load(house, build.NOW)
        house.commit()

    beginning("real-bodies", load)
    return house
