"""The blueprint on which the views of papers and requests hang, and their addresses."""

from flask import Blueprint
from werkzeug.wrappers import Response

bp = Blueprint("requests", __name__)
OF_TABLE = "/round-tables/<int:table_id>/papers"
OF_PAPER = f"{OF_TABLE}/<int:paper_id>"
Answer = str | tuple[str, int] | Response
REQUESTS_OF_TABLE = "/round-tables/<int:table_id>/requests"
OF_REQUEST = f"{REQUESTS_OF_TABLE}/<int:request_id>"
OF_REPLY = f"{OF_REQUEST}/replies/<int:reply_id>"
OF_REPORT = f"{OF_REQUEST}/report"
