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
    policy=r"basic policy|established (?:a |this )?(?:basic )?policy|(?:security|data protection) polic(?:y|ies)",
    rules=r"internal (?:rules|regulations|policies)|(?:rules|regulations|procedures) (?:for|on|governing|concerning)|establish\w* (?:regulations|rules)|handling rules|(?:review|update|revise)\w* (?:\w+ ){0,3}(?:rules|regulations|policies)",
    organizational=r"organi[sz]ation\w* (?:safety|security|measures|and)|responsible (?:person|manager)|(?:data|privacy|security) (?:protection )?(?:officer|manager|team)|audit|management system|continu\w+ improv|administrative|managerial|procedural|inspection"
    r"|incident response|correct\w+ measures|corrective|internal reviews?|breach|restricted-access",
    personnel=r"personnel|human|(?:employees?|staff|officers|volunteers|workers|individuals).{0,60}(?:train|educat|supervis|confidential|pledge|need to know|access|bound|aware|remind|instruct|inform)|training|need[- ]to[- ]know",
    physical=r"physical|locked|\bentry\b|premises|cabinets?|shred|badge|cctv|guarded|co-?location|data cent(?:er|re)s?|secured? (?:\w+ ){0,2}(?:buildings?|facilit(?:y|ies))|buildings",
    technical=r"technical|technolog|\belectronic (?:and|or|procedures|safeguards|measures|security)|electronic,|encrypt|ssl|tls|https|firewall|password|access control|(?:restrict|limit|control)\w* access|two-factor|multi-factor|hash|virus|malware|intrusion|secure (?:server|socket)"
    r"|(?:detect|block|prevent)\w* (?:\w+ ){0,2}(?:intrusions?|attacks?)|unsuccessful attempts|log-?ins?\b|device safeguards|back-?up|penetration",
    contractor=r"(?:contractors?|processors?|service providers?|vendors?|third part(?:y|ies)|subcontract|entrust|outsourc|commission).{0,120}(?:agree to|supervis|select|contract|agreement|oblig|requir|confidential|bound)|(?:supervis\w+|oversight) (?:of )?(?:\w+ ){0,4}(?:(?:sub-?)?contractors?|entrusted|outsourc|providers?|vendors?)",
    external_environment=r"external environment|legal (?:environment|system)s? (?:of|in) (?:the )?(?:foreign|other|that)",
)
RELATIONS = table(
    provision=r"(?:do|does|will|shall)(?: not|n['’]t) (?:\w+ ){0,2}(?:share|sell|disclose|rent|provide|trade|transfer|give)\b(?!.{0,60}third part(?:y|ies) (?:service|provider|vendor|advertis|analytic|processor|contractor))"
    r"|(?:provid|disclos|shar|sell|sold|giv|transfer|rent|releas)\w* .{0,60}\b(?:to|with) (?:any |other |outside |a |the |unaffiliated |nonaffiliated |non-affiliated )*third part(?:y|ies)(?! (?:service|provider|vendor|advertis|analytic|processor|contractor))",
    entrustment=r"service providers?|\bprocessors?\b|contractors?|vendors?|suppliers?|outsourc|subcontract|entrust(?!ed by (?:them|it|such|(?:the|a) (?:state|national|local|government)))|commission(?:ed|ing)|(?<!served )on our behalf|agents?\b|consign|hosted by|hosting (?:provider|company|service)",
    joint_use=r"joint(?:ly)?(?: |-)?us|joint use|shared use|(?<!re-)\bjointly",
    succession=r"merge(?:rs?|s|d)?\b|acqui(?:re[sd]?|sition)|sale of (?:all|our|assets|the business|business)|bankrupt|reorgani[sz]|succession|business transfers?|transfer of (?:operations|business)|change of control",
    authority=r"(?:required|permitted|compelled|obliged|authori[sz]ed)(?: (?:or|and|to do so) \w+)? by (?:\w+ ){0,2}law|legally (?:required|compelled|obliged)|compelled by|law enforcement|subpoena|courts?\b|legal(?:ly)? (?:binding|process|obligation|requests?|requirements?)|government|authorit(?:y|ies)|laws? and (?:regulations?|ordinances)|applicable law|permitted (?:by|under)[^.]{0,40}law|in (?:accordance|compliance) with (?:\w+ )*laws?\b|Protection (?:Act|Law)\b|police|regulator",
    foreign=r"outside (?:of )?(?:the |your )?(?:[\w ]{0,30} )?(?:EU|EEA|UK|country|union|state|province|japan|canada|united|area|europe)|(?:other|another|different|between|foreign) countr(?:y|ies)|cross-border|\babroad\b|international(?:ly)? (?:data )?transfer|transferred internationally|transferred to .{0,30}(?:states|countr)"
    r"|(?:stor|process|host|transfer|bas|locat|operat)\w* (?:and \w+ )?(?:data |it |information )?(?:in|to) (?:the )?(?:US|USA|U\.S\.|United States|European Union)\b|in the (?:USA|United States)|standard contractual|foreign|privacy shield|data privacy framework",
    ad_analytics=r"advertis(?:ing|ements?|ers? may|ers? and|e\b)|\bads\b|analytics (?:provider|service|compan|tool|partner|software|platform|cookie)|\b(?:google|firebase|adobe|web|third[- ]party|site|use|using) analytics|google|facebook|meta\b|ad (?:network|server|partner)s?|third-party cookies|web beacon|pixel|sdk|firebase|admob",
)
GIVING = "sell|share|rent|disclose|provide|transfer|give|pass|trade|lease|release|make|use|collect|transmit|send|allow|permit|store|have|receive|reveal|distribute|exchange|show|entrust|retain|access|lend|license|publish|display|supply|hand|barter|obtain"
STANCES = table(
    conditional=r"(?:\bnot|never|n['’]t|\bno)\b.{0,160}without (?:\w+ ){0,6}(?:consent|permission|approval|authori[sz]ation)|(?<!y )(?:with|upon|subject to|prior|obtain\w*) (?:\w+ ){0,4}(?:consent|permission|approval)|(?:unless|subject to|only (?:with|if|when|after|as)|except (?:with|as|in|when|where|for|to)) (?:\w+ ){0,5}(?:consent|permission|approval|law|cases?|following|circumstances|described|required|set out)|other than|only (?:if|when|where|in)\b|\bonly .{0,60}(?:in accordance with|on a limited basis|to the extent)|except\b|unless\b|in the following (?:cases|circumstances)"
    r"|\bif (?:you|the users?|users|the customer) (?:agree|consent|opt|permit|authori[sz]e)|when you (?:give us your consent|consent|agree)|not otherwise|exclud\w+ cases|cases permitted|items are (?:notified|announced)",
    does_not=rf"(?:do|does|will|shall|would|can|did|may)(?: not|n['’]t| never) (?:\w+ ){{0,4}}(?:{GIVING})|never\b|not (?:sell|share|rent|disclose|provide|transfer|be (?:sold|shared|disclosed|given|transferred|provided|rented|used|made))|\b(?:is|are) not (?:\w+ )?(?:sold|shared|disclosed|given|transferred|provided|sent|passed)|\bno (?:personal|one|third|data|information|\w+ data)\b|cannot",
    may=r"\b(?:may|might|can|could|sometimes|from time to time)\b|\bif (?:we|it|that|your (?:data|information|personal))\b",
)
KINDS = (
    "advertising|analytics|payment|hosting|cloud|email|e-mail|marketing|identity|internet|technology|data|aggregation|insurance|shipping|delivery|IT|storage|infrastructure|software|financial|professional|logistics|fulfil?lment|"
    "communications?|content|search|survey|security|support|verification|web|website|mailing|list|business|joint|research|educational|healthcare|health|medical|travel|media|billing|credit"
)
NO_KIND = (  # words that tell no kind of recipient
    "to|with|and|or|of|the|our|by|any|such|these|certain|your|for|from|in|on|other|all|their|its|a|an|as|that|which|those|some|only|may|will|we|us|be|is|are|share|between|both|many|most|"
    "more|several|various|appropriate|relevant|different|selected|unaffiliated|also|when|if|not|no|including|through|use|within|among|provide|disclose"
)
RECIPIENTS = re.compile(
    rf"\b(?:(?:third[- ]party |external |outside |trusted |authorized |authorised )?(?:(?:{KINDS}) ){{0,2}}(?:service providers?|providers?(?= (?:who|that|may|can|to|of)\b)|vendors?|contractors?|subcontractors?|(?:sub-?)?processors?|suppliers?|agents?|consultants?|(?:expert |legal |professional )?advis[eo]rs?)"
    rf"|intermediar(?:y|ies)|affiliat(?:es|ed companies)|subsidiar(?:y|ies)|parent compan(?:y|ies)|group compan(?:y|ies)|(?:(?:{KINDS}) (?:aid )?){{0,2}}partners?|business cooperators|joint users|sponsors?|resellers?|distributors?|franchisees?|trustees?|funders|outsourcing entities"
    r"|(?:other|third[- ]party) companies|another (?:company|advertiser)|researchers|ad exchanges|government officials|other (?:institutions|organi[sz]ations|businesses|entities|members)"
    r"|advertisers|ad(?:vertising)? networks?|(?:third[- ]party )?analytics (?:providers?|companies|services|tools)|payment (?:processors?|providers?|companies)|credit (?:bureaus?|reporting agenc(?:y|ies)|reference agenc(?:y|ies)|card companies)"
    rf"|(?:(?!(?:{NO_KIND})\b)[a-z][a-z-]* ){{1,2}}(?:companies|organi[sz]ations|agencies|institutions|bodies|brokers|platforms|underwriters|representatives)"
    r"|banks?(?! of\b)|insurers?|insurance companies|couriers?|delivery companies|shipping (?:companies|carriers)|carriers|hotels|airlines|hospitals?|health plans?|schools?|universities"
    r"|law enforcement(?: agencies| authorities| officials)?|courts?(?! orders?)|police|(?:local (?:self-)?)?government(?:al)? (?:agencies|authorities|bodies|entities|institutions|departments)|(?:(?:public|local|national|competent|supervisory|regulatory|judicial|tax|state)(?:,? (?:and|or) (?:local|government|national|judicial|state))? )?authorit(?:y|ies)|regulators?|lawyers?|attorneys|auditors|accountants"
    r"|other users|logged[- ]in users|(?<=the )(?:general )?public(?=[ ,.;])(?! (?:place|forum|area|interest|health|record|domain|authorit|and|key|network|wi-?fi|report|profile|site|web|school|bod|sector|source|info|safety|blog|post|page))|social (?:media|network(?:ing)?)s?(?: platforms| providers| services| sites)?"
    r"|(?-i:(?:[A-Z][\w&'’-]+,? ){1,4}(?:Inc|LLC|Ltd|Limited|Corp|Corporation|GmbH|PLC|plc|LLP|B\.V|S\.A))(?! (?:may|will|does|is|collects|uses|shares|and its)\b)"
    r"|Google(?: (?:Analytics|AdMob|AdSense|Firebase|Ads|Maps|Play Services|Cloud|LLC|Inc\.?))?|Facebook(?: Pixel)?|Meta(?: Platforms)?|Twitter|Amazon(?: Web Services)?|Microsoft(?: Azure| Clarity)?|Apple|Stripe|PayPal|Firebase(?: (?:Analytics|Crashlytics))?|AdMob|Mailchimp|Shopify|OpenAI|Cloudflare|Hotjar|Sentry|Braintree|Klarna|Square|Twilio|SendGrid|Zendesk|Intercom|Vimeo|YouTube|LinkedIn|Instagram|TikTok|Pinterest|Snapchat|Disqus|Matomo|Adobe(?: Analytics)?|Salesforce|HubSpot|Eventbrite|Vercel|Netlify|Supabase|Heroku|DoubleClick|PlayFab|RevenueCat|Unity(?: Ads)?|AppLovin|ironSource|Fastly|Linode|DigitalOcean|Calendly|Typeform|Constant Contact|Authorize\.net|WorldPay|Amplitude|Mixpanel|Crashlytics|AppsFlyer|Adjust(?= )|Gravatar|Akismet|Jetpack|WordPress|Slack|Zoom|GitHub)\b",
    re.I,
)
CITATION = re.compile(
    r"(?:Article|Art\.|Section|Sec\.|§|Regulation|Rule|Part)s? ?\d+[A-Za-z]?(?:[.(]\w{1,6}\)?)*(?:\(\w{1,4}\))*(?: (?:of|under) (?:the )?(?:GDPR|UK GDPR|CCPA|APPI|COPPA|HIPAA|PIPEDA|PDPA|PDPO|General Data Protection Regulation|(?:[A-Z]\w+ ){1,8}(?:Act|Code|Law|Regulation)(?: \d{4})?))?"
    r"|\b(?:S\.?B\.?|A\.?B\.?) ?-?\d{1,4}\b|(?:California )?Civil Code (?:Section |§ ?)?[\d.]+|\b(?:UK GDPR|GDPR|General Data Protection Regulation|CCPA|CPRA|California Consumer Privacy Act|COPPA|Children[’']s Online Privacy Protection Act|HIPAA|FERPA|PIPEDA|PDPA|PDPO|POPIA|LGPD|APPI"
    r"|Act on the Protection of Personal Information|Personal Information Protection (?:Act|Law)|Data Protection Act(?: \d{4})?|Privacy Act(?: \d{4})?|Gramm-Leach-Bliley Act|JIS ?Q ?15001|ISO(?:/IEC)? ?27001|PCI[- ]DSS)\b"
)
SENTENCE = re.compile(
    r"^(?-i:(?![a-z]))(?=.*[.!]$)(?!(?:to|with|when|where|any|all|information|your|such|including|other)\b(?!.*, (?:we|they|it)\b)).*?\b(?:we|they|you|it|may|will|is|are|does|do)\b",
    re.I,
)


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
