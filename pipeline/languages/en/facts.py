"""Facts in English clauses: fees, kinds of safety measures, who receives data and how, citations of law."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.document import Clause
from pipeline.findings import Fact
from pipeline.languages.reading import FactTables, charged, first, table

NUMBER = r"\d{1,3}(?:,\d{3}){1,3}(?:\.\d{1,2})?|\d+(?:\.\d{1,2})?"
SIGNS = {
    "US$": "USD", "A$": "AUD", "C$": "CAD", "CA$": "CAD", "S$": "SGD", "HK$": "HKD", "NZ$": "NZD", "$": "USD",
    "€": "EUR", "£": "GBP", "¥": "JPY", "JP¥": "JPY",
}  # fmt: skip
WORDS = {
    "yen": "JPY", "euro": "EUR", "euros": "EUR", "pound": "GBP", "pounds": "GBP", "dollar": "USD", "dollars": "USD",
    "cents": "USD", "cent": "USD", "pence": "GBP", "p": "GBP",
}  # fmt: skip
SUBUNITS = frozenset(("cents", "cent", "pence", "p"))
CODE = "USD|EUR|GBP|JPY|CAD|AUD|SGD|HKD|NZD|ZAR|CHF|SEK|NOK|DKK|INR|KRW"
SIGN = "|".join(sorted(map(re.escape, SIGNS), key=len, reverse=True))
AMOUNT = re.compile(
    rf"(?P<sign>{SIGN}|R(?=\d))\s?(?P<a>{NUMBER})|(?P<code>\b(?:{CODE}))\s?\$?(?P<b>{NUMBER})"
    rf"|\b(?P<c>{NUMBER})\s?(?P<after>{CODE}|{'|'.join(sorted(WORDS, key=len, reverse=True))})\b",
    re.I,
)
FREE = re.compile(
    r"(?:\b(?:is|are) )?\bfree of (?:any )?charge|\b(?:for|is) free\b|(?<!-)\bfree\b(?! to\b| from\b)|without (?:any )?(?:charge|fee|cost)|no (?:fee|charge|cost)s?\b|at no (?:additional |extra )?(?:cost|charge)"
    r"|(?:do|will|does|shall|would)(?: not|n't)[^.]{0,30}(?:charge|fee)|\bnot charge|not (?:have to|need to|required to|obliged to|asked to|usually|normally|ordinarily|generally|typically)[^.]{0,30}pay|\bgratis\b",
    re.I,
)
TAX = table(
    excluded=r"(?:plus|excluding|exclusive of|before|without|excl\.?) (?:[\w.]+%? ){0,2}(?:tax|VAT|GST)|tax(?:es)? (?:not included|excluded)",
    included=r"(?:including|inclusive of|incl\.?|with) (?:[\w.]+%? ){0,2}(?:tax|VAT|GST)|tax(?:es)?(?:[- ]| is | are )?(?:included|inclusive)|VAT included",
)
PER = re.compile(
    r"\b(?:per|for each|for every|each|a) (?:\w+ )?(?:request|page|copy|case|application|record|report|item|disclosure|sheet|hour|document|claim)\b",
    re.I,
)

SAFETY_TYPES = table(
    policy=r"basic policy|established (?:a |this )?(?:basic )?policy",
    rules=r"internal (?:rules|regulations|policies)|(?:rules|regulations|procedures) (?:for|on|governing|concerning)|establish\w* (?:regulations|rules)|handling rules",
    organizational=r"organi[sz]ation\w* (?:safety|security|measures|and)|responsible (?:person|manager)|(?:data|privacy|security) (?:protection )?(?:officer|manager|team)|audit|management system|continu\w+ improv|administrative|managerial|inspection|incident response",
    personnel=r"personnel|human|(?:employees?|staff|officers|volunteers|workers).{0,60}(?:train|educat|supervis|confidential|pledge|need to know|access|bound|aware|remind|instruct|inform)|training|need[- ]to[- ]know",
    physical=r"physical|locked|entry|premises|cabinets?|shred|badge|cctv|guarded|co-?location|data cent(?:er|re)s?",
    technical=r"technical|technolog|\belectronic (?:and|or|procedures|safeguards|measures|security)|electronic,|encrypt|ssl|tls|https|firewall|password|access control|two-factor|multi-factor|hash|virus|malware|intrusion|secure (?:server|socket)|unauthori[sz]ed access|back-?up|penetration",
    contractor=r"(?:contractors?|processors?|service providers?|vendors?|subcontract|entrust|outsourc|commission).{0,90}(?:supervis|select|contract|agreement|oblig|requir|confidential|bound)|supervis\w+ (?:of )?(?:\w+ )?(?:contractors?|entrusted|outsourc)",
    external_environment=r"external environment|legal (?:environment|system)s? (?:of|in) (?:the )?(?:foreign|other|that)",
)
RELATIONS = table(
    entrustment=r"service providers?|processors?|contractors?|vendors?|suppliers?|outsourc|subcontract|entrust(?!ed by (?:them|it|such|(?:the|a) (?:state|national|local|government)))|commission(?:ed|ing)|on our behalf|agents?\b|consign",
    joint_use=r"joint(?:ly)?(?: |-)?us|joint use|shared use|jointly",
    succession=r"merge[rsd]?\b|acqui(?:re[sd]?|sition)|sale of (?:all|our|assets|the business|business)|bankrupt|reorgani[sz]|succession|business transfer|change of control",
    authority=r"required by law|law enforcement|subpoena|court|legal (?:process|obligation|requests?|requirements?)|government|authorit(?:y|ies)|laws? and regulations?|applicable law|police|regulator",
    foreign=r"outside (?:of )?(?:the |your )?(?:\w+ )?(?:EU|EEA|UK|country|union|state|province|japan|canada|united)|other countries|cross-border|international(?:ly)? transfer|transferred to .{0,30}(?:states|countr)|standard contractual|foreign|privacy shield|data privacy framework",
    ad_analytics=r"advertis|analytics|google|facebook|meta\b|ad (?:network|server|partner)s?|third-party cookies|web beacon|pixel|sdk|firebase|admob",
)
STANCES = table(
    conditional=r"(?:without|with|unless|subject to|only (?:with|if|when|after)|except (?:with|as|in|when|where|for|to)|prior) (?:\w+ ){0,5}(?:consent|permission|approval|law|cases?|following|circumstances|described|required|necessary|set out)|other than|only (?:if|when|where|in)|except\b|unless\b|in the following (?:cases|circumstances)",
    does_not=r"(?:do|does|will|shall|would|can|did)(?: not|n't| never)|never\b|not (?:sell|share|rent|disclose|provide|transfer)|\bno (?:personal|one|third|data|information)\b|cannot",
    may=r"\b(?:may|might|can|could|sometimes|from time to time)\b",
)
RECIPIENTS = re.compile(
    r"\b(?:(?:third[- ]party |external |outside |trusted |authorized |authorised )?(?:service providers?|vendors?|contractors?|subcontractors?|processors?|sub-?processors?|suppliers?|agents?|consultants?|advis[eo]rs?)"
    r"|intermediar(?:y|ies)|affiliat(?:es|ed companies)|subsidiar(?:y|ies)|parent compan(?:y|ies)|group compan(?:y|ies)|business partners?|marketing partners?|advertising partners?|partners|sponsors?|resellers?|distributors?|franchisees?"
    r"|advertisers|ad(?:vertising)? networks?|analytics (?:providers?|companies|services)|payment (?:processors?|providers?|companies)|credit (?:bureaus?|reporting agenc(?:y|ies)|reference agenc(?:y|ies)|card companies)"
    r"|banks?|insurers?|insurance companies|couriers?|delivery companies|shipping (?:companies|carriers)|carriers|hotels|airlines|hospitals?|health plans?|schools?|universities"
    r"|law enforcement(?: agencies| authorities| officials)?|courts?|police|government(?:al)? (?:agencies|authorities|bodies|entities)|public authorities|tax authorities|regulators?|lawyers?|attorneys|auditors|accountants"
    r"|other users|social (?:media|network)s?(?: platforms| providers)?|Google(?: Analytics)?|Facebook|Meta(?: Platforms)?|Twitter|Amazon(?: Web Services)?|Microsoft|Apple|Stripe|PayPal|Firebase|AdMob|Mailchimp|Shopify)\b",
    re.I,
)
CITATION = re.compile(
    r"(?:Article|Art\.|Section|Sec\.|§|Regulation|Rule|Part)s? ?\d+[A-Za-z]?(?:[.(]\w{1,6}\)?)*(?:\(\w{1,4}\))*(?: (?:of|under) (?:the )?(?:GDPR|UK GDPR|CCPA|APPI|COPPA|HIPAA|PIPEDA|PDPA|PDPO|General Data Protection Regulation|(?:[A-Z]\w+ ){1,8}(?:Act|Code|Law|Regulation)(?: \d{4})?))?"
    r"|\b(?:S\.?B\.?|A\.?B\.?) ?-?\d{1,4}\b|(?:California )?Civil Code (?:Section |§ ?)?[\d.]+|\b(?:UK GDPR|GDPR|General Data Protection Regulation|CCPA|CPRA|California Consumer Privacy Act|COPPA|Children[’']s Online Privacy Protection Act|HIPAA|FERPA|PIPEDA|PDPA|PDPO|POPIA|LGPD|APPI"
    r"|Act on the Protection of Personal Information|Personal Information Protection (?:Act|Law)|Data Protection Act(?: \d{4})?|Privacy Act(?: \d{4})?|Gramm-Leach-Bliley Act|JIS ?Q ?15001|ISO(?:/IEC)? ?27001|PCI[- ]DSS)\b"
)
SENTENCE = re.compile(r"^(?=.*[.!]$).*?\b(?:we|they|you|it|may|will|is|are|does|do)\b", re.I)


def _fee(clause: Clause) -> Iterator[Fact]:
    text = clause.text
    amount, free = AMOUNT.search(text), FREE.search(text)
    if amount and not (free and free.start() < amount.start()):
        value, currency = _money(amount)
        start, end, tax = amount.start(), amount.end(), first(TAX, text, "unstated")
    elif free:
        start, end, value, currency, tax = free.start(), free.end(), "0", "", "unstated"
    else:
        return
    yield from charged(clause, (start, end), (value, currency), tax, PER.search(text) if currency else None)


def _money(found: re.Match[str]) -> tuple[str, str]:
    """The amount as a plain number, and the currency's ISO 4217 code."""
    number = (found["a"] or found["b"] or found["c"]).replace(",", "")
    if found["sign"]:
        return number, SIGNS.get(found["sign"].upper(), "ZAR")
    if found["code"]:
        return number, found["code"].upper()
    word = found["after"].lower()
    if word in SUBUNITS:
        number = f"{float(number) / 100:.2f}"
    return number, WORDS.get(word, found["after"].upper())


TABLES = FactTables(
    citation=CITATION,
    safety_types=SAFETY_TYPES,
    relations=RELATIONS,
    stances=STANCES,
    recipients=RECIPIENTS,
    sentence=SENTENCE,
    fee=_fee,
)
