"""What only an eye sees, asked of the browser."""

from playwright.sync_api import Page


def fits(page: Page) -> bool:
    """Nothing of the page that is there sticks out sideways; asked once its styles have arrived.

    Say first, with `expect`, what the page shows: a click alone does not tell that the next one has come.
    """
    page.wait_for_load_state("load")
    size = page.locator("html").evaluate("e => [e.scrollWidth, e.clientWidth]")
    return bool(size[0] <= size[1])
