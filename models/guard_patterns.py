"""What the guard looks for, as patterns over German texts.

Each begins with something rare, repeats within bounds and never repeats a repetition, so that the time
grows with the length only: ordinary text of 100 kB is read in some 30 ms, the worst that was made up for it
in half a second. Word ends are looked for after the first sign, so that the search can leap from one
possible beginning to the next.
"""

import re
from typing import Final

from models.guard_words import (
    ADJECTIVE,
    DESCRIBED,
    LANDS,
    NATIONAL,
    NATIONAL_WOMAN,
    NEUTRAL,
    ONE_PERSON,
    SURELY_ONE,
    TITLES,
)

DASH: Final = "[-\u2010-\u2015]"
MONTHS: Final = (
    "(?:Jan(?:uar)?|Jänner|Feb(?:ruar)?|März|Mrz|Apr(?:il)?|Mai|Juni?|Juli?|Aug(?:ust)?|Sept?(?:ember)?|"
    "Okt(?:ober)?|Nov(?:ember)?|Dez(?:ember)?)"
)
DAY: Final = rf"\d{{1,2}}\.\s?(?:\d{{1,2}}\.\s?|{MONTHS}\.?\s)(?:19|20)?\d{{2}}\b"
ISO_DAY: Final = r"(?:19|20)\d\d-\d\d-\d\d\b"
ANY_DAY: Final = rf"(?:{DAY}|{ISO_DAY}|\d{{1,2}}[/-]\d{{1,2}}[/-](?:19|20)\d\d\b)"
BIRTH: Final = re.compile(
    rf"[Gg](?<!\w.)(?:eb\.|eboren(?:e[rns]?)?|eburtsdatum|eburtstag|eb\.?{DASH}?\s?[Dd]atum|EB\.?)"
    rf"(?:[^\d.;\n]{{0,30}}{ANY_DAY}|[\s:]{{0,3}}(?:im\s|ca\.\s)?(?:{MONTHS}\s)?(?:19|20)\d\d\b)"
    rf"|[*\u2217]\s?(?:{DAY}|{ISO_DAY})"
)
BIRTHDAY_AFTER: Final = re.compile(
    rf"{ANY_DAY}\s(?:[a-zäöü]{{1,12}}\s|in\s[A-ZÄÖÜ]\w{{1,30}}\s){{0,2}}?(?:geboren|Geburtstag)\b"
)
"""Only asked where one of these words stands at all."""

PHONE: Final = re.compile(
    r"[+(0](?<![\w/.,:=§+(-].)(?:(?<=\+)\s?\d{1,3}|(?<=\()\s?\+?0?\d{1,5}\s?\))?"
    r"(?:[\s/()\u2010-\u2015-]{0,3}\d){5,15}(?![\w:])"
)
SERVICE_NUMBERS: Final = ("0800", "0180", "0137", "0900", "00800", "0000", "0116")
NO_PHONE: Final = re.compile(
    r"\d{1,2}[-/]\d{1,2}[-/]\d{2,4}|0\d[/\u2010-\u2015-](?:19|20)\d\d|0\d{4}\s\d{1,3}$|\((?!\s?\+?0)"
)
OFFICIAL_LINE: Final = re.compile(
    r"(?:Einwahl\w{0,12}|Telefonkonferenz|Hilfetelefon|Notruf\w{0,12}|Zentrale|Hotline|Vermittlung|"
    r"Kriminalwache|Rufbereitschaft|Bereitschaftstelefon|Geschäftsstelle|Fax\w{0,8}|Meeting-ID|"
    r"Besprechungs-ID|Kenncode|Produkt|Konto|Kostenstelle|Haushaltsstelle|Kapitel|Titel)[^.\n]{0,25}$"
)
"""What makes of a number behind it the line of an office, or none at all."""

MAIL: Final = re.compile(r"[\w!#$%&'*+/=?^`{|}~.-]{1,64}(?<!\.)@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_FREE: Final = (
    "gmail.com googlemail.com gmx.de gmx.net gmx.at gmx.ch web.de t-online.de outlook.com outlook.de "
    "hotmail.com hotmail.de live.com live.de yahoo.com yahoo.de icloud.com me.com aol.com aol.de "
    "freenet.de mail.ru yandex.ru proton.me protonmail.com posteo.de mailbox.org 1und1.de arcor.de "
    "abv.bg ukr.net"
)
FREE_MAIL: Final = frozenset(_FREE.split())

_NUMBER: Final = rf"{DASH}?\s?(?:[Nn]ummer|[Nn]r\.?|ID)"
NAMED_NUMBER: Final = re.compile(
    rf"[AGTVJSBKPRFZ](?<!\w.)(?:z\.?|Z\.?|kz\.?|ktenzeichen|esch(?:äftszeichen|\.{DASH}?\s?Z\.)|"
    rf"gb\.?{_NUMBER}|agebuch{_NUMBER}|organgs{_NUMBER}|organg\sNr\.|Nr\.|s{DASH}Nr\.|T{DASH}Nummer|"
    rf"G{_NUMBER}|unden{_NUMBER}|ZR{_NUMBER}|usweis{_NUMBER}|ass{_NUMBER}|eisepass{_NUMBER}|"
    rf"ersicherten{_NUMBER}|ersicherungs{_NUMBER}|ozialversicherungs{_NUMBER}|teuer{DASH}ID|all{_NUMBER}|"
    rf"kten{_NUMBER}|eichen\sder\s(?:Polizei|Staatsanwaltschaft|Ausländerbehörde))"
    rf"[\s:]{{0,3}}(?:(?:der|des|beim|bei|dem|StA|Staatsanwaltschaft|AG|LG|VG|BAMF|Polizei|lautet|ist|war)"
    rf"[\s:]{{1,2}}){{0,3}}"
    rf"(?=[^\s]{{0,20}}(?:\s[^\s]{{1,8}})?\d)[\w./:\u2010-\u2015-]{{1,30}}"
    rf"(?:\s(?=[^\s]{{0,12}}\d)[\w./\u2010-\u2015-]{{1,20}}|\s[A-Z][A-Za-z]{{0,3}}(?=\s\d)){{0,4}}"
)
COURT_NUMBER: Final = re.compile(
    r"[\dIVX](?<![\w/.-].)(?:\d{0,3}[a-z]?|[IVX]{0,4}(?:-\d{1,3})?)\s?(?P<register>"
    r"U?Js|[KL]?Ls|Ks|Cs|Ds|Gs|Ns|Qs|AR|ARs|BRs|VRs|VRJs|StVK|OWi|StR|BvR|BvL|ZR|ZB|"
    r"F|UF|WF|XVII|XIV|VII|X|C|O|K|L|A|B|E|M|T|W|S|U|AS|SO|AY|IN|IK|Ca)"
    r"\s\d{1,6}[/.]\d{2}(?:\d{2})?(?:\.[A-Z]{1,2})?\b(?![/-]\w)"
    r"|XVII\s\d{1,6}[/.]\d{2}(?:\d{2})?\b"
)
PUBLISHED: Final = frozenset(("StR", "BvR", "BvL", "ZR", "ZB"))
HIGH_COURT: Final = re.compile(
    r"\b(?:BGH|BVerfG|BVerwG|BSG|BAG|BFH|EuGH|EGMR|OLG|OVG|VGH|LSG|KG|Bundes\w{1,15}gericht\w{0,2}|"
    r"Bundesgerichtshofs?|Oberlandesgerichts?|Oberverwaltungsgerichts?|Landessozialgerichts?|"
    r"Rechtsprechung|NJW|NStZ)\b"
)
PENSION_NUMBER: Final = re.compile(
    r"\d(?<!\w.)(?:\d\s?\d{6}\s?[A-Z]\s?\d{3}|\d{4}BG\d{7}|\d{2}[A-Z]\d{6}|\d{5}-\d{5,7}-\d{2}/\d)\b"
)

IBAN: Final = re.compile(r"[A-Z](?<!\w.)[A-Z]\d{2}(?:\s?[A-Z0-9]{4}){3,7}(?:\s?[A-Z0-9]{1,3})?\b")

NAMED_PLATE: Final = re.compile(
    rf"[KN](?<!\w.)(?:ennzeichen|fz{DASH}Kz\.?|fz{DASH}Kennzeichen|ummernschild)[\s:,]{{1,3}}"
    rf"(?:(?:ist|lautet|war|mit|des\sWagens)\s)?"
    rf"[A-ZÄÖÜ]{{1,3}}[\s\u2010-\u2015:-]{{1,3}}[A-Z]{{1,2}}[\s\u2010-\u2015-]{{0,3}}\d{{1,4}}[EH]?\b"
)
PLATE: Final = re.compile(
    rf"[A-ZÄÖÜ](?<![\w/.-].)(?P<rest>[A-ZÄÖÜ]{{0,2}}){DASH}(?P<letters>[A-Z]{{1,2}})"
    rf"[\s\u2010-\u2015-]{{0,2}}[1-9]\d{{0,3}}[EH]?(?![\w/]|[.,]\d|-\w)"
)

AGE: Final = r"(?:[1-9]|[1-8]\d)"
_YEARS: Final = r"(?:\s?J(?:\.|ahre?)?(?:\salt)?)?"
_FROM: Final = r"(?:stammt\s|kommt\s)?aus\s(?:der\s|dem\s|den\s)?"
_NAME: Final = r"[A-ZÄÖÜ][\w'’-]{0,25}\.?"
_ADJECTIVES: Final = r"(?:[a-zäöüß]{2,20}e[rnms]?,?\s)"
AGE_BETWEEN: Final = re.compile(
    rf"[,(;]\s?{AGE}{_YEARS}\s?(?:(?=[,);.\n]|$)|(?=aus\s))(?:[,)]{{0,2}}\s?{_FROM}[A-ZÄÖÜ]\w{{1,25}})?",
    re.MULTILINE,
)
_ONE: Final = rf"[Ee]ine?[rnms]?\s{_ADJECTIVES}?"
_SOMEBODY: Final = (
    rf"(?:{SURELY_ONE}|{NATIONAL_WOMAN}|(?:[Dd](?:as|er|em|es)\s|{_ONE})(?:{NEUTRAL})|"
    rf"(?:[Dd](?:ie|er|em)\s|{_ONE})(?:{DESCRIBED})[rn]?)"
)
SOMEBODY_BEFORE: Final = re.compile(
    rf"(?:\b(?:{TITLES})\s{_NAME}(?:\s{_NAME}){{0,2}}"
    rf"|(?<![\w.§/-])(?<!Nr\s)(?<!Abs\s)[A-ZÄÖÜ]\.(?:\s?[A-ZÄÖÜ]\.)?|\b{_SOMEBODY})\s?$"
)
"""Frau X., 19, aus …; Herr K. (34); A. B., 21; die Zeugin, 22; not: Betroffene (14), Kinder (3)."""
NAME_BEFORE: Final = re.compile(rf"\b{_NAME},\s{_NAME}\s?$")
"""Popescu, Maria, 21 J."""
INITIAL_FROM: Final = re.compile(
    rf"[A-ZÄÖÜ](?<![\w.§/-].)\.(?:\s?[A-ZÄÖÜ]\.)?[,(]?\s?"
    rf"(?:{_FROM}(?:{LANDS})\b|(?<=[,(\s])(?:{NATIONAL}|{ADJECTIVE}))"
)
YEAR_OLD: Final = (
    re.compile(rf"[Ee](?<!\w.)ine?[rnms]?\s{_ADJECTIVES}?{AGE}\s?{DASH}\s?Jährige[rnms]?\b"),
    re.compile(rf"[Dd](?<!\w.)(?:ie|er|as)\s{_ADJECTIVES}?{AGE}\s?{DASH}\s?Jährige\b"),
    re.compile(
        rf"[EeIiSsUuDd](?<!\w.)(?:(?:ine?|hre?|eine?|nsere?)[rnms]?|er|as|em|en|ie(?=\s[^n]{{1,30}}jährige\s))"
        rf"\s{_ADJECTIVES}?{AGE}\s?{DASH}?\s?jährige[rnms]?\s"
        rf"{_ADJECTIVES}{{0,2}}(?:{ONE_PERSON}|{NATIONAL})\b"
    ),
    re.compile(
        rf"\d(?<![\w-].)\d?\s?{DASH}?\s?[jJ]ährige[rs]?\s{_ADJECTIVES}?"
        rf"(?:{NATIONAL_WOMAN}|\w{{0,15}}\s?aus\s(?:der\s)?(?:{LANDS}))"
    ),
)
"""eine 19-jährige Rumänin, die 17-Jährige, einer 16-jährigen Schülerin; not: die 18- bis 21-Jährigen."""
IS_OF_AGE: Final = re.compile(
    rf"(?:ist|war|sei)(?<!\w...)\s(?:(?:erst|gerade|noch|jetzt|heute|mittlerweile|nun|knapp|etwa)\s)?{AGE}\s"
    rf"(?:Jahre(?:\salt)?\b(?!\s(?:bei|in|im|als|Mitglied|tätig|beschäftigt))"
    rf"|und\s(?:aus|kommt|stammt|schwanger))"
)
WHO_IS: Final = re.compile(rf"(?:\b(?:[Ss]ie|[Ee]r|{ONE_PERSON})|\b[A-ZÄÖÜ]\.|\b(?:{TITLES})\s{_NAME})\s$")
AT_AGE: Final = re.compile(rf"(?:im\sAlter\s)?von(?<!\w...)\s{AGE}\sJahren\b")
ONE_AT_AGE: Final = re.compile(rf"\b{_SOMEBODY}\s(?:im\sAlter\s)?$")
ONE_WOMAN: Final = re.compile(NATIONAL_WOMAN)
ARTICLE_BEFORE: Final = re.compile(rf"\b(?:[Ee]iner?|[Dd]ie|[Dd]er|[Ii]hrer?|[Uu]nserer?)\s{_ADJECTIVES}?$")
TITLED_INITIAL: Final = re.compile(
    rf"(?:{TITLES}|Familie|Beschuldigten?)\s(?:[A-ZÄÖÜ][a-zäöüß]{{1,20}}\s)?[A-ZÄÖÜ]\.(?:\s?[A-ZÄÖÜ]\.)?(?!\w)"
)
SURNAME_FOLLOWS: Final = re.compile(
    r"\s?(?:von\s|van\s|de\s|zu\s)?(?!(?:Sie|Er|Es|Ihre?|Die|Der|Das|Dem|Den|Im|In|Am|Ein|Eine|Zu|Bei|Nach|Wir|"
    r"Da|Dort|Danach|Seit|Als|Wegen|Auch|Nun|Heute|Gestern)\b)[A-ZÄÖÜ][a-zäöüß]"
)

_STREETS: Final = (
    "(?:[Ss]traße|[Ss]trasse|[Ss]tr\\.|[Ww]eg|[Pp]latz|[Aa]llee|gasse|ring|ufer|damm|steig|chaussee|park|hof)"
)
STREET: Final = re.compile(
    rf"{_STREETS}\s?(?:Nr\.\s?)?\d{{1,4}}\s?[a-hA-H]?\b"
    r"|A[mn](?<!\w..)\s(?:der\s|dem\s)?[A-ZÄÖÜ]\w{1,25}\s\d{1,4}[a-h]?\b"
)
STREET_NAME: Final = re.compile(r"\b[A-ZÄÖÜ][\wäöüß.-]{0,30}\s?$")
DWELLING: Final = re.compile(
    rf"(?:wohnt|wohnhaft|lebt|untergebracht|gemeldet|arbeitet)\b[^.\n]{{0,60}}?{_STREETS}(?!\w)"
)
ONE_OF_ORIGIN: Final = re.compile(
    rf"\b(?:{NATIONAL_WOMAN}|[Ee]ine?[rnms]?\s{_ADJECTIVES}?{ADJECTIVE}\s(?:{ONE_PERSON})"
    rf"|(?:{ONE_PERSON})\saus\s(?:der\s)?(?:{LANDS}))"
)
ORIGIN: Final = re.compile(
    rf"\b(?:{NATIONAL}|{ADJECTIVE}\s[A-ZÄÖÜ]|aus\s(?:der\s|dem\s|den\s)?(?:{LANDS})\b|Staatsangehörig|Nationalität)"
)
REFUGE: Final = re.compile(
    r"(?:Frauenhaus(?:es)?|Frauenschutzhaus(?:es)?|Schutzwohnung|Zufluchtswohnung|Schutzhaus(?:es)?|"
    r"Schutzeinrichtung|Mädchenzuflucht|Schutzunterkunft|Notwohnung|anonymen?\s(?:Unterkunft|Wohnung|Zuflucht))\b"
)
SENTENCE_END: Final = re.compile(r"(?<=[a-zäöüß0-9)]{3})[.!?]\s+(?=[A-ZÄÖÜ])")
