"""The test client: it checks every page it fetches, carries the CSRF token, and can fill in a page's form."""

import secrets
from typing import Any
from xml.etree.ElementTree import Element

from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from tests.pages import Page, check_page, tag, text


class Client(FlaskClient):
    """A browser without script. What the test has prepared in `house` is committed before each request."""

    house: Session | None = None

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        if self.house is not None:
            self.house.commit()
        response = super().open(*args, **kwargs)
        check_answer(response)
        return response

    def post(self, *args: Any, data: Any = None, csrf: bool = True, **kwargs: Any) -> TestResponse:
        """A POST with a valid CSRF token, unless the test sends its own or wants none."""
        if csrf and (data is None or (isinstance(data, dict) and "csrf_token" not in data)):
            data = {**(data or {}), "csrf_token": self.csrf_token()}
        return super().post(*args, data=data, **kwargs)

    def csrf_token(self) -> str:
        with self.session_transaction() as session:
            raw = session.setdefault("csrf_token", secrets.token_hex(20))
        signer = URLSafeTimedSerializer(str(self.application.secret_key), salt="wtf-csrf-token")
        return str(signer.dumps(raw))

    def submit(self, page: TestResponse, button: str = "", **changes: Any) -> TestResponse:
        """Fill in the form that has the button with this text (or the only form in <main>) and send it.

        All fields go as the page had them, except `changes`; a name the form does not have is an error;
        `None` leaves a field out, as an unticked box is. A file is `(stream, "name.pdf")`.
        """
        form, pressed = find_form(Page(page.get_data(as_text=True)), button)
        fields = filled(form, pressed)
        known = {field.get("name", "") for field in form.iter()} - {""}
        unknown = changes.keys() - known
        assert not unknown, f"the form has no field {sorted(unknown)}, only {sorted(known)}"
        fields |= changes
        sent = {name: value for name, value in fields.items() if value is not None}
        address = (
            (pressed is not None and pressed.get("formaction")) or form.get("action") or page.request.path
        )
        if form.get("method", "get").lower() == "post":
            return self.post(address, data=sent)
        return self.get(address, query_string=sent)


def check_answer(response: TestResponse) -> None:
    """What holds for every answer, page or not."""
    policy = response.headers.get("Content-Security-Policy", "")
    assert "default-src 'none'" in policy or "sandbox" in policy, (
        f"{response.request.path}: no content policy"
    )
    assert "unsafe-inline" not in policy, f"{response.request.path}: the content policy allows inline code"
    assert response.headers.get("X-Content-Type-Options") == "nosniff", f"{response.request.path}: no nosniff"
    check_page(response)


def find_form(page: Page, button: str) -> tuple[Element, Element | None]:
    main = page.all("main")[0]
    forms = [element for element in main.iter() if tag(element) == "form"]
    for form in forms if button else ():
        for pressed in form.iter():
            if tag(pressed) == "button" and button in (text(pressed), pressed.get("value")):
                return form, pressed
    assert not button, f"no form in <main> has a button {button!r}: {[text(form)[-60:] for form in forms]}"
    assert len(forms) == 1, f"{len(forms)} forms in <main>: name the button"
    return forms[0], None


def filled(form: Element, pressed: Element | None) -> dict[str, Any]:
    """What a browser would send if nothing was changed."""
    fields: dict[str, Any] = {}
    for field in form.iter():
        name, kind = field.get("name"), tag(field)
        if not name or field.get("disabled") is not None:
            continue
        if kind == "textarea":
            add(fields, name, "".join(field.itertext()).removeprefix("\n"))
        elif kind == "select":
            for value in chosen(field):
                add(fields, name, value)
        elif kind == "input" and sends(field):
            add(fields, name, field.get("value", "on"))
    if pressed is not None and pressed.get("name"):
        fields[pressed.get("name", "")] = pressed.get("value", "")
    return fields


def sends(field: Element) -> bool:
    kind = field.get("type", "text")
    if kind in ("checkbox", "radio"):
        return field.get("checked") is not None
    return kind not in ("submit", "button", "reset", "image", "file")


def chosen(select: Element) -> list[str]:
    options = [option for option in select.iter() if tag(option) == "option"]
    marked = [option for option in options if option.get("selected") is not None]
    if not marked and select.get("multiple") is None:
        marked = options[:1]
    return [option.get("value", text(option)) for option in marked]


def add(fields: dict[str, Any], name: str, value: str) -> None:
    if name not in fields:
        fields[name] = value
    elif isinstance(fields[name], list):
        fields[name].append(value)
    else:
        fields[name] = [fields[name], value]
