"""The administration sees what the site runs with, but no key and no password."""

from tests import build

SECRETS = {
    "SMTP_URL": "smtp://bote:Geheimwort@mail.example:587?starttls=1",
    "IMAP_URL": "imaps://bote:Geheimwort@imap.example",
}


def page_of(house, made, sign_in):
    made.house = house
    browser = sign_in(build.person(house), is_admin=True)
    with browser.session_transaction() as cookie, made.session_transaction() as copy:
        copy["_user_id"] = cookie["_user_id"]
    return made.get("/office/settings")


def test_settings_are_shown_without_their_secrets(house, make_app, sign_in):
    page = page_of(house, make_app(**SECRETS).test_client(), sign_in)
    assert page.status_code == 200
    assert "smtp://mail.example:587" in page.text
    assert "imaps://imap.example" in page.text
    for secret in ("Geheimwort", "bote", "a key for tests only"):
        assert secret not in page.text


def test_the_quick_part_of_the_doctor_is_told(house, sign_in):
    page = sign_in(build.person(house), is_admin=True).get("/office/settings")
    for about in ("settings", "secret", "database", "clock", "disk"):
        assert f">{about}<" in page.text


def test_the_page_costs_few_statements(house, sign_in, statements):
    browser = sign_in(build.person(house), is_admin=True)
    browser.get("/office/settings")
    with statements() as seen:
        browser.get("/office/settings")
    assert len(seen) <= 8
