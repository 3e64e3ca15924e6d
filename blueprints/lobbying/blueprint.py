"""The blueprint on which the views of projects hang, and their addresses."""

from flask import Blueprint
from werkzeug.wrappers import Response

bp = Blueprint("lobbying", __name__)
OF_TABLE = "/round-tables/<int:table_id>/projects"
OF_PROJECT = f"{OF_TABLE}/<int:project_id>"
OF_STATION = f"{OF_PROJECT}/stations/<int:station_id>"
APPEARANCES_OF = "/round-tables/<int:table_id>/appearances"
OF_APPEARANCE = f"{APPEARANCES_OF}/<int:appearance_id>"
OF_MANDATE = f"{OF_APPEARANCE}/mandates/<int:mandate_id>"
Answer = str | tuple[str, int] | Response
