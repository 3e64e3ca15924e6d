"""The blueprint on which the views of positions hang, and their addresses."""

from flask import Blueprint
from werkzeug.wrappers import Response

bp = Blueprint("positions", __name__)
OF_TABLE = "/round-tables/<int:table_id>/positions"
OF_POSITION = f"{OF_TABLE}/<int:position_id>"
OF_SECTION = f"{OF_POSITION}/sections/<int:section_id>"
OF_VERSION = f"{OF_POSITION}/versions/<int:number>"
OF_SIGNATURE = f"{OF_VERSION}/signatures/<int:signature_id>"
OF_AMENDMENT = f"{OF_POSITION}/amendments/<int:amendment_id>"
Answer = str | tuple[str, int] | Response
