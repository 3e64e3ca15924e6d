"""A worker as a process of its own, for tests that kill it: `python -m tests.letters.worker URL SMTP_URL`."""

import sys
from pathlib import Path

from plumbing.delivery import deliver_forever
from tests.letters.post_office import site


def work(url: str, smtp_url: str, folder: str) -> None:
    app = site(url, Path(folder), SMTP_URL=smtp_url)
    with app.app_context():
        deliver_forever(0.05)


if __name__ == "__main__":
    work(*sys.argv[1:])
