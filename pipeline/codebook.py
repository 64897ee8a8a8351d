"""The codebook: every label, what it means, and where it stands in other schemes.

A label is added here and nowhere else; columns, help texts and the data dictionary derive from it.
The full rules are those of the annotation guide that the corpus datasheet summarises.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Label(StrEnum):
    """What a clause says about the handling of personal information; a clause carries none, one or several."""

    PURPOSE = "purpose"
    THIRD_PARTY = "third_party"
    SAFETY_MEASURE = "safety_measure"
    FEE = "fee"


@dataclass(frozen=True, slots=True)
class Definition:
    """One label in both languages, with its places in the law and in OPP-115 (Wilson et al., ACL 2016)."""

    ja: str
    en: str
    carries: str
    excludes: str
    appi: tuple[str, ...]
    opp115: tuple[str, ...]


DEFINITIONS: dict[Label, Definition] = {
    Label.PURPOSE: Definition(
        ja="利用目的",
        en="purpose of use",
        carries="for what personal information is used, and rules about purposes",
        excludes="requests to be told the purposes, definitions of services, data items collected",
        appi=("17", "18", "21"),
        opp115=("First Party Collection/Use",),
    ),
    Label.THIRD_PARTY: Definition(
        ja="第三者提供",
        en="provision to others",
        carries="that personal data goes, may go or does not go to anyone but the operator, "
        "entrustment and joint use included",
        excludes="requests to stop provision, links to the policies of other sites",
        appi=("27", "28", "29", "30", "31"),
        opp115=("Third Party Sharing/Collection",),
    ),
    Label.SAFETY_MEASURE: Definition(
        ja="安全管理措置",
        en="safety measure",
        carries="how personal data is kept safe, supervision of employees and contractors included",
        excludes="keeping data accurate, general pledges without a measure, retention periods",
        appi=("23", "24", "25", "26"),
        opp115=("Data Security",),
    ),
    Label.FEE: Definition(
        ja="手数料",
        en="fee for a request",
        carries="what a person pays, or that nothing is paid, for a request about their personal data",
        excludes="prices and charges of the service, billing as a purpose",
        appi=("38",),
        opp115=("User Access, Edit and Deletion",),
    ),
}
