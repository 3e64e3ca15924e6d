"""A worker as a process of its own, for tests that kill it: `python -m tests.letters.worker URL SMTP_URL`."""

import sys
from pathlib import Path

import models.every  # noqa: F401
from plumbing.delivery import deliver_forever
from tests.letters.post_office import site

if __name__ == "__main__":
    app = site(sys.argv[1], Path(sys.argv[3]), SMTP_URL=sys.argv[2])
    with app.app_context():
        deliver_forever(0.05)
