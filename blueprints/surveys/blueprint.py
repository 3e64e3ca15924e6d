"""The blueprint on which the views of surveys hang, and their addresses."""

from flask import Blueprint
from werkzeug.wrappers import Response

bp = Blueprint("surveys", __name__)
OF_TABLE = "/round-tables/<int:table_id>/surveys"
OF_SURVEY = f"{OF_TABLE}/<int:survey_id>"
OF_QUESTION = f"{OF_SURVEY}/questions/<int:question_id>"
OF_RESPONDENT = f"{OF_SURVEY}/respondents/<int:respondent_id>"
Answer = str | tuple[str, int] | Response
