"""The environment of the templates: what is printed, and what templates share."""

from collections.abc import MutableMapping
from types import FunctionType
from typing import Any, Final

from flask.templating import Environment
from jinja2.compiler import CodeGenerator
from jinja2.runtime import Context, Macro
from markupsafe import Markup, escape
from markupsafe import _escape_inner as escaped_words  # type: ignore[attr-defined]

BARE: Final = {int, float}
"""Kinds of values whose words hold nothing to escape."""
FROM_LOOPS: Final = ("_loop_vars", "_block_vars")
"""What Jinja hands over to whatever is called in a loop or block, for those who want the context."""


def printed(value: Any) -> str:
    """What a template prints of a value, escaped. As `escape`, but for words, numbers and what is escaped
    already no new `Markup` is made around it, which takes seven times as long: what is printed is put
    together at once."""
    kind = type(value)
    if kind is str:
        return escaped_words(value)
    if kind is Markup:
        return value
    return str(value) if kind in BARE else escape(value)


class Printing(CodeGenerator):
    """Templates as code that prints by `printed`; each block and macro looks for it once."""

    def write_commons(self) -> None:
        super().write_commons()
        self.writeline("escape = environment.printed")


class Calling(Context):
    """Calls macros and plain functions of ours at once; of all else Jinja looks first what it wants."""

    def call(self, called: Any, /, *args: Any, **kwargs: Any) -> Any:
        kind = type(called)
        if kind is not Macro and (kind is not FunctionType or hasattr(called, "jinja_pass_arg")):
            return super().call(called, *args, **kwargs)
        for name in FROM_LOOPS:
            kwargs.pop(name, None)
        return called(self.eval_ctx, *args, **kwargs) if kind is Macro else called(*args, **kwargs)


class Templates(Environment):
    """All templates share one set of globals, a plain dictionary: they are copied for each template that a
    page is put together from."""

    code_generator_class = Printing
    context_class = Calling
    printed = staticmethod(printed)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return super().make_globals(d) if d else self.globals
