"""Words by which the guard recognises that one person is spoken of: origins, titles, districts of plates."""

from typing import Final

LANDS: Final = (
    "Rumänien|Bulgarien|Nigeria|Ghana|Ungarn|Polen|Ukraine|Russland|Albanien|Moldau|Moldawien|Thailand|China|"
    "Vietnam|Syrien|Afghanistan|Irak|Iran|Türkei|Serbien|Kosovo|Mazedonien|Nordmazedonien|Slowakei|Tschechien|"
    "Litauen|Lettland|Estland|Eritrea|Somalia|Äthiopien|Kamerun|Guinea|Gambia|Senegal|Marokko|Tunesien|"
    "Algerien|Ägypten|Kenia|Uganda|Brasilien|Kolumbien|Venezuela|Peru|Kuba|Dominikanischen?|Philippinen|"
    "Indien|Pakistan|Bangladesch|Belarus|Weißrussland|Georgien|Armenien|Kroatien|Bosnien|Griechenland|"
    "Italien|Spanien|Portugal|Libanon|Mongolei|Kasachstan|Sierra|Elfenbeinküste|Kongo|Togo|Benin"
)
_STEMS: Final = (
    "rumän|bulgar|nigerian|ghana|ungar|poln|ukrain|russ|alban|moldau|moldaw|thailänd|chines|vietnames|syr|"
    "afghan|irak|iran|türk|serb|kosovar|mazedon|slowak|tschech|litau|lett|estn|eritre|somal|äthiop|kamerun|"
    "guine|gamb|senegales|marokkan|tunes|alger|ägypt|kenian|ugand|brasilian|kolumbian|venezolan|peruan|kuban|"
    "dominikan|philippin|ind|pakistan|belaruss|weißruss|georg|armen|kroat|bosn|griech|italien|span|"
    "portugies|libanes|mongol|kasach|kongoles|togo"
)
ADJECTIVE: Final = rf"(?:{_STEMS})(?:i?sch|ies?isch|nes?isch)e[rnms]?\b"
_PEOPLE: Final = (
    "Rumän|Bulgar|Nigerian|Ghana|Ungar|Pol|Ukrain|Russ|Alban|Moldau|Moldaw|Thailänd|Chines|Vietnames|Syr|"
    "Afghan|Irak|Iran|Türk|Serb|Kosovar|Mazedon|Slowak|Tschech|Litau|Lett|Est|Eritre|Somal|Äthiop|Kamerun|"
    "Guine|Gamb|Senegales|Marokkan|Tunes|Alger|Ägypt|Kenian|Ugand|Brasilian|Kolumbian|Venezolan|Peruan|Kuban|"
    "Ind|Pakistan|Georg|Armen|Kroat|Bosn|Griech|Italien|Span|Portugies|Libanes|Mongol|Kasach|Kongoles"
)
NATIONAL: Final = (
    rf"(?:Thai|Filipin[ao]s?|(?:{_PEOPLE})(?:(?:ier|aner|ianer|er|e)(?:in(?:nen)?|n)?|in(?:nen)?))\b"
)
"""A member of a people, or several."""
NATIONAL_WOMAN: Final = rf"(?:Filipina|(?:{_PEOPLE})(?:ier|aner|ianer|er)?in)\b"
TITLES: Final = (
    "Frau|Herrn?|Fr\\.|Hr\\.|Klientin|Klienten?|Zeugin|Zeugen?|Mädchen|Geschädigten?|Betroffenen?|Mandantin|"
    "Beschuldigten?"
)
SURELY_ONE: Final = (
    "Frau|Mann|Kind|Säugling|Baby|Tochter|Sohn|Mutter|Vater|Schwester|Bruder|Klientin|Klient|Zeugin|Zeuge|"
    "Schülerin|Patientin|Studentin|Sexarbeiterin|Bewohnerin|Asylbewerberin|Ehefrau|Ehemann|Freundin|Mandantin"
)
NEUTRAL: Final = "Mädchen|Junge|Opfer|Täter|Zuhälter|Schüler|Patient|Person"
"""One or several: the article tells."""
DESCRIBED: Final = (
    "Betroffene|Geschädigte|Beschuldigte|Jugendliche|Heranwachsende|Prostituierte|Ratsuchende|Tatverdächtige"
)
"""One with "die", several without an article."""
ONE_PERSON: Final = f"{SURELY_ONE}|Jungen|{NEUTRAL}|Klienten|Patienten|Zeugen|(?:{DESCRIBED})[rn]?"
"""Where the article before has told already that it is one."""
_CODES: Final = (
    "A AA AB ABG AC AE AIC AK AM AN AÖ AP AS AUR AW AZ AZE B BA BAD BAR BB BC BE BGL BI BIR BIT BL BM "
    "BN BO BÖ BOR BOT BRA BRB BS BT BÜS C CB CE CHA CLP CO COC COE CUX CW D DA DAH DAN DAU DB DD DE "
    "DEG DEL DGF DH DIN DL DLG DM DN DO DON DU DÜW E EA EBE ED EE EF EI EIC EL EM EMD EMS EN ER ERB "
    "ERH ES ESW EW F FB FD FDS FF FFB FG FL FN FO FR FRG FRI FS FT FTL FÜ G GAP GC GD GE GEL GER GF GG "
    "GI GL GLA GM GÖ GP GR GS GT GTH GÜ GV GZ H HA HAL HAM HAS HB HBN HD HDH HE HEF HEI HER HF HG HGW "
    "HH HI HK HL HM HN HO HOL HOM HP HR HRO HS HSK HST HU HVL HX HY HZ IGB IK IL IN IZ J JL K KA KB KC "
    "KE KEH KEL KF KG KH KI KIB KL KLE KM KN KO KR KS KT KU KÜN KUS KYF L LA LAU LB LD LDK LDS LEO LER "
    "LEV LF LG LI LIF LIP LL LM LÖ LOS LP LRO LU LÜN LWL M MA MB MD ME MEI MG MH MI MIL MK MKK MM MN "
    "MO MOS MQ MR MS MSE MSH MSP MST MTK MÜ MÜR MY MYK MZ MZG N NB ND NDH NE NEA NES NEW NF NI NK NM "
    "NMB NMS NOH NOL NOM NR NRÜ NU NW NWM OA OAL OB OD OE OF OG OH OHV OHZ OL OPR OR OS OSL OVP P PA "
    "PAF PAN PB PCH PE PF PI PIR PLÖ PM PR PS R RA RD RE REG RH RIE RO ROF ROW RP RS RT RÜD RÜG RV RW "
    "RZ S SAD SAL SAW SB SC SDL SE SG SH SHA SHG SHK SHL SI SIG SIM SK SL SLF SLK SLN SLS SN SO SOK "
    "SÖM SON SP SPN SR ST STA STD SU SÜW SW SZ TBB TE TF TG TIR TO TÖL TR TS TÜ TUT UE UER UH UL UM UN "
    "V VAI VB VEC VER VG VIE VK VR VS W WAF WAK WB WE WEN WES WF WHV WI WIL WIT WL WM WN WND WO WOB "
    "WOL WR WST WT WTM WUG WÜ WUN WW Z ZE ZI ZR ZW ZZ"
)
DISTRICTS: Final = frozenset(_CODES.split())
