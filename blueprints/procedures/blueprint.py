"""The blueprint on which the views of procedures hang, and their addresses."""

from flask import Blueprint
from werkzeug.wrappers import Response

bp = Blueprint("procedures", __name__)
OF_TABLE = "/round-tables/<int:table_id>/procedures"
OF_PROCEDURE = f"{OF_TABLE}/<int:procedure_id>"
OF_VERSION = f"{OF_PROCEDURE}/versions/<int:number>"
Answer = str | tuple[str, int] | Response
