"""What help offers are told apart by: for whom, what kind of help, how one comes to it, in which state."""

import enum
from typing import Final

from models.words import N_


class TargetGroup(enum.Enum):
    """Zielgruppe. Prostitution or sex work and trafficking or forced prostitution are never one group."""

    MINORS = "minors"
    SEX_WORK = "sex-work"
    STREET = "street"
    DRUG_FUNDED = "drug-funded"
    BROTHELS = "brothels"
    FLATS = "flats"
    PUBS = "pubs"
    OCCASIONAL = "occasional"
    MEN = "men"
    TRANS = "trans"
    MIGRANTS = "migrants"
    WITHOUT_LEGAL_WORK = "without-legal-work"
    LEAVING = "leaving"
    FORMER = "former"
    TRAFFICKED = "trafficked"
    WITNESSES = "witnesses"
    VIOLENCE = "violence"
    PREGNANT = "pregnant"
    HOMELESS = "homeless"
    UNINSURED = "uninsured"
    ILL = "ill"
    SINGLE_PARENTS = "single-parents"
    PENSIONERS = "pensioners"
    CHILDREN = "children"
    RELATIVES = "relatives"
    REFERRERS = "referrers"
    INSTITUTIONS = "institutions"

    @property
    def label(self) -> str:
        return TARGET_GROUP_WORDS[self]


TARGET_GROUP_WORDS: Final = {
    TargetGroup.MINORS: N_("children and young people in prostitution"),
    TargetGroup.SEX_WORK: N_("people in prostitution, sex workers"),
    TargetGroup.STREET: N_("people in street prostitution"),
    TargetGroup.DRUG_FUNDED: N_("people in drug-funded prostitution"),
    TargetGroup.BROTHELS: N_("people in brothels and similar premises"),
    TargetGroup.FLATS: N_("people in prostitution in flats"),
    TargetGroup.PUBS: N_("people in prostitution in pubs and arcades"),
    TargetGroup.OCCASIONAL: N_("people in occasional prostitution"),
    TargetGroup.MEN: N_("men in prostitution, rent boys"),
    TargetGroup.TRANS: N_("trans people"),
    TargetGroup.MIGRANTS: N_("migrants in prostitution"),
    TargetGroup.WITHOUT_LEGAL_WORK: N_("people who may not work legally"),
    TargetGroup.LEAVING: N_("people who want to leave prostitution"),
    TargetGroup.FORMER: N_("people formerly in prostitution, women with special social difficulties"),
    TargetGroup.TRAFFICKED: N_("people affected by trafficking or forced prostitution"),
    TargetGroup.WITNESSES: N_("victims as witnesses"),
    TargetGroup.VIOLENCE: N_("people affected by domestic violence"),
    TargetGroup.PREGNANT: N_("pregnant people"),
    TargetGroup.HOMELESS: N_("homeless people"),
    TargetGroup.UNINSURED: N_("people without health insurance"),
    TargetGroup.ILL: N_("people with addiction or mental illness"),
    TargetGroup.SINGLE_PARENTS: N_("single parents"),
    TargetGroup.PENSIONERS: N_("pensioners"),
    TargetGroup.CHILDREN: N_("children of clients"),
    TargetGroup.RELATIVES: N_("relatives"),
    TargetGroup.REFERRERS: N_("parents, carers, teachers, other professionals"),
    TargetGroup.INSTITUTIONS: N_("institutions, politics, the public"),
}


class HelpKind(enum.Enum):
    """Art der Hilfe."""

    STREETWORK = "streetwork"
    COUNSELLING = "counselling"
    CRISIS = "crisis"
    SUPPLIES = "supplies"
    HEALTH = "health"
    LEGAL = "legal"
    ACCOMPANIMENT = "accompaniment"
    HOUSING = "housing"
    REFERRAL = "referral"
    LIVELIHOOD = "livelihood"
    WORK = "work"
    EXIT = "exit"
    RETURN = "return"
    PREVENTION = "prevention"
    NETWORKING = "networking"

    @property
    def label(self) -> str:
        return HELP_KIND_WORDS[self]


HELP_KIND_WORDS: Final = {
    HelpKind.STREETWORK: N_("outreach, streetwork"),
    HelpKind.COUNSELLING: N_("counselling and care"),
    HelpKind.CRISIS: N_("crisis and emergency help"),
    HelpKind.SUPPLIES: N_("basic supplies"),
    HelpKind.HEALTH: N_("health, HIV and STI counselling"),
    HelpKind.LEGAL: N_("information on rights, papers"),
    HelpKind.ACCOMPANIMENT: N_("accompaniment"),
    HelpKind.HOUSING: N_("housing, place to sleep"),
    HelpKind.REFERRAL: N_("referral to other help"),
    HelpKind.LIVELIHOOD: N_("livelihood, debts"),
    HelpKind.WORK: N_("work, training, school"),
    HelpKind.EXIT: N_("support in leaving prostitution"),
    HelpKind.RETURN: N_("journey home, family reunion"),
    HelpKind.PREVENTION: N_("prevention"),
    HelpKind.NETWORKING: N_("networking, public relations"),
}


class Access(enum.Enum):
    """Zugang: how and when one comes to the help, as far as the provider says so."""

    VOLUNTARY = "voluntary"
    ANONYMOUS = "anonymous"
    FREE = "free"
    OUTREACH = "outreach"
    LOW_THRESHOLD = "low-threshold"
    QUICK = "quick"
    NO_APPOINTMENT = "no-appointment"
    NO_STATUS_ASKED = "no-status-asked"
    HOME_VISITS = "home-visits"
    STEP_FREE = "step-free"
    AT_NIGHT = "at-night"
    WEEKENDS = "weekends"

    @property
    def label(self) -> str:
        return ACCESS_WORDS[self]


ACCESS_WORDS: Final = {
    Access.VOLUNTARY: N_("voluntary"),
    Access.ANONYMOUS: N_("anonymous"),
    Access.FREE: N_("free of charge"),
    Access.OUTREACH: N_("outreach"),
    Access.LOW_THRESHOLD: N_("low-threshold"),
    Access.QUICK: N_("quick and unbureaucratic"),
    Access.NO_APPOINTMENT: N_("without appointment"),
    Access.NO_STATUS_ASKED: N_("residence status is not asked"),
    Access.HOME_VISITS: N_("visits at home and in hospital"),
    Access.STEP_FREE: N_("step-free"),
    Access.AT_NIGHT: N_("also at night"),
    Access.WEEKENDS: N_("also on weekends"),
}
WHEN: Final = (Access.AT_NIGHT, Access.WEEKENDS)
"""Those that say when, beside the hours of an offer."""

ALSO_CALLED: Final[dict[enum.Enum, str]] = {
    TargetGroup.MINORS: N_("minors under age teenagers youth 12 13 14 15 16 17"),
    TargetGroup.VIOLENCE: N_("beaten partner violence women's shelter"),
    TargetGroup.UNINSURED: N_("uninsured treatment voucher"),
    HelpKind.CRISIS: N_("emergency call urgent at once distress"),
    HelpKind.HOUSING: N_("shelter overnight accommodation flat"),
    HelpKind.HEALTH: N_("doctor test clinic"),
    Access.AT_NIGHT: N_("night evening round the clock 24"),
    Access.WEEKENDS: N_("Saturday Sunday holidays round the clock"),
}
"""What people type who look for it: found by whole words and their beginnings."""


class OfferStatus(enum.Enum):
    """The state of an offer, as Open Referral's HSDS 3 knows it of a service."""

    ACTIVE = "active"
    CLOSED = "temporarily-closed"
    INACTIVE = "inactive"
    DEFUNCT = "defunct"

    @property
    def label(self) -> str:
        return OFFER_STATUS_WORDS[self]


OFFER_STATUS_WORDS: Final = {
    OfferStatus.ACTIVE: N_("in operation"),
    OfferStatus.CLOSED: N_("temporarily closed"),
    OfferStatus.INACTIVE: N_("on hold"),
    OfferStatus.DEFUNCT: N_("given up"),
}
