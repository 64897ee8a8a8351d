"""English words by which the links to a privacy policy are known."""

from __future__ import annotations

import re

from pipeline.languages.base import LinkCues, PolicyPart, cues

DATA = "personal(?:ly identifiable)? (?:information|data|details)"
TEXT = "(?:polic(?:y|ies)|statements?|notices?|practices|principles|guidelines?|declaration|disclosures?|charter)"

LINKS = LinkCues(
    policy=re.compile(
        f"privacy(?:[ -](?:protection|center|centre|data|information|security))?(?: ?(?:and|&|/) ?(?:(?:the )?(?:use of )?cookies?|(?:data |information )?(?:security|protection)|terms|legal))?[ -]?{TEXT}"
        f"|{TEXT} (?:on|for|of|regarding|concerning|about) (?:the )?(?:protection of |handling of |treatment of )?(?:your )?(?:privacy|{DATA}|data protection)"
        f"|(?:handling|protection|treatment|use|processing|management) of (?:your |our |customers?'? ?)?{DATA}"
        f"|(?:{DATA}|data)(?: (?:protection|privacy|handling|processing))? {TEXT}"
        f"|{DATA} (?:protection|handling)|how we (?:use|handle|protect|collect|treat) your (?:personal )?(?:data|information)",
    ),
    alone=re.compile(
        "(?:online |website |our |your |data )?privacy(?: ?(?:and|&|/|,) ?(?:cookies?|(?:data )?(?:protection|security)|terms|legal|policy|gdpr|disclaimer))?(?: (?:details|center|centre|hub|promise|commitment|information|overview|protection))?"
        f"|data protection|(?:terms|legal|security) ?(?:and|&|/|,) ?privacy(?: ?(?:and|&) ?cookies?)?|{DATA}|protecting your privacy"
    ),
    # Small sites put the policy into the policy of their site.
    general=re.compile("(?:site |web ?site |our )?polic(?:y|ies)|legal(?: (?:notices?|information|info|matters))?"),
    subject=re.compile(
        f"privacy|{DATA}|cookies?\\b|data protection|gdpr|ccpa|my number|individual number|notice at collection"
    ),
    parts={
        PolicyPart.APPLICANTS: re.compile(
            f"(?:applicants?|candidates?|recruitment|recruiting|job|careers?|employees?|staff|hr|shareholders?)(?:'s?)? (?:\\w+ ){{0,2}}(?:privacy|{DATA}|data protection)"
            f"|(?:privacy|{DATA}|data protection)(?: \\w+){{0,2}} (?:for|of) (?:job |our )?(?:applicants?|candidates?|recruitment|employees?|staff|shareholders?)"
        ),
        PolicyPart.NUMBERS: re.compile("specific personal information|my number|individual number"),
        PolicyPart.TRANSMISSION: re.compile("external (?:data )?transmission|transmission of (?:user )?information"),
        PolicyPart.COOKIES: re.compile(
            f"cookies? (?:and (?:similar|tracking|other) technolog(?:y|ies) )?(?:{TEXT}|use|usage|information|guide|list)|(?:use of|about(?: our)?|how we use) cookies|^cookies$|online tracking|interest-based ad"
        ),
        PolicyPart.SECURITY: re.compile(
            f"(?:security|safety) (?:control|management) (?:measures|actions)|(?:safety|security) (?:control )?measures for {DATA}"
        ),
        PolicyPart.JOINT_USE: re.compile(f"(?:joint|shared) use(?: of {DATA})?$|(?:joint|shared) use of"),
        PolicyPart.THIRD_PARTIES: re.compile(
            f"(?:provision|disclosure|transfer|sharing) of (?:your )?{DATA} to|(?:third[ -]part(?:y|ies)|sub-?processors?|service providers)(?: (?:list|disclosure|recipients))"
        ),
        PolicyPart.REQUESTS: re.compile(
            f"requests? (?:for|concerning) (?:the )?(?:disclosure|access|correction|deletion)|data subject (?:access )?(?:requests?|rights)|disclosure,? (?:etc\\.? )?(?:and correction )?of (?:retained )?{DATA}"
        ),
        PolicyPart.RETAINED: re.compile(
            f"retained personal data|matters (?:based on|under) the act|public(?:ation|ly announced) (?:of )?matters|matters (?:to be )?(?:made public|published|publicly announced).{{0,40}}{DATA}"
        ),
        PolicyPart.ANONYMISED: re.compile("(?:anonymously|pseudonymously|anonymi[sz]ed) processed information"),
        PolicyPart.PURPOSES: re.compile(
            f"purposes? of (?:the )?(?:use|utili[sz]ation|using)(?: of {DATA})?$|purposes? of (?:the )?(?:use|utili[sz]ation) of {DATA}"
        ),
        PolicyPart.REGION: re.compile(
            "\\b(?:california|ccpa|cpra|virginia|colorado|nevada|state|gdpr|eea|eu|european|uk|swiss|brazil|lgpd|china|pipl|thailand|pdpa|canada|australia|japan|korea)\\b.{0,24}(?:privacy|data protection|personal (?:information|data)|supplement|addendum)"
            "|(?:privacy|data protection).{0,24}\\b(?:california|ccpa|virginia|colorado|gdpr|eea|eu|european|uk|brazil|china|thailand|japan)\\b|\\b(?:gdpr|ccpa)\\b(?: notice| information)?$|data privacy framework|notice at collection"
        ),
        PolicyPart.CHILDREN: re.compile(
            f"(?:children|kids|minors|child|teens?)(?:'s?)? (?:online )?(?:privacy|{DATA})|privacy (?:polic(?:y|ies)|notice|statement) for (?:children|kids|minors|parents|teens)|coppa"
        ),
    },
    within={
        PolicyPart.SECURITY: re.compile(
            "security (?:control )?measures|safety (?:control |management )?measures|how we (?:protect|secure)"
        ),
        PolicyPart.JOINT_USE: re.compile("joint(?:ly)? use|shared use"),
        PolicyPart.THIRD_PARTIES: re.compile("third[ -]part(?:y|ies)|sub-?processors|service providers|our affiliates"),
        PolicyPart.REQUESTS: re.compile("disclosure requests?|your rights|access requests?"),
        PolicyPart.PURPOSES: re.compile("purposes? of use|how we use"),
        PolicyPart.COOKIES: re.compile("cookies?\\b|tracking technolog|analytics"),
        PolicyPart.REGION: re.compile(
            "california|european economic area|\\beea\\b|\\bgdpr\\b|\\bccpa\\b|supplement(?:al)? (?:notice|terms)|additional information for"
        ),
    },
    lookalikes=cues(
        news="(?:updates?|updated|changes?|changed|amendments?|revisions?|revised) (?:to|of|in|our|the)\\b|(?:we(?:'ve| have)|has been|was) (?:updated|changed|revised)|announce|^\\w{3,9} \\d{1,2},? \\d{4}",
        accident="breach|incident|leak|apolog",
        former="previous(?: versions?)?|former|archived?|superseded|change ?log|history",
        form="\\bi (?:have |agree|accept|consent|understand)|\\b(?:agree|accept|consent) to\\b|\\bagree (?:and|&)|request form|application form|\\bsubmit\\b",
        jobs="privacy (?:officer|counsel|engineer|analyst|manager|lawyer|specialist|director)|\\bwe are hiring|\\bjob opening",
        lesson="\\bhow to\\b|\\bwhy\\b|what is\\b|what are\\b|guide to|\\btips\\b|\\bways to\\b|webinar|white ?paper|seminar|survey|training|course|case study|podcast|generator|template|\\bfaqs?\\b|glossary|questions|toolkit|checklist",
        law="\\bacts?\\b(?! on the protection)|\\blaws?\\b|legislation|\\bferpa\\b|\\bhipaa\\b(?! (?:notice|privacy))|regulators?",
        settings="(?:privacy|cookie|consent|ad)s?'? (?:settings?|preferences?|choices?|controls?|options?|manager|dashboard|tools?)|manage (?:my )?(?:cookies|consent|privacy)|do not (?:sell|share)|opt[ -]?out",
        product="privacy (?:screens?|filters?|fenc\\w+|film|glass|shields?|pass|curtains?|solutions?|software|engineering|tech\\w*|sandbox|features?|matters)",
    ),
    address=re.compile(
        "(?:[a-z0-9]{1,15}[-_]){0,2}(?:privacy|privasy|pricacy|priv|pp|personal[-_]?(?:info(?:rmation)?|data)|data[-_]?(?:protection|privacy))(?:[-_]?(?:policy|policies|polisy|poricy|pol|statement|notice|info|information|page|center|guidelines?|protection|p))?[-_]?\\d{0,4}"
    ),
    switch=re.compile(
        "english(?: (?:site|version|page|website|top))?|英語(?:版|サイト|ページ|表示)?|英文|en|eng|in english|(?:for )?english speakers?|view in english"
    ),
    version=re.compile("\\benglish\\b|英語(?:版)?|英文|\\((?:en|eng)\\)"),
    tags=frozenset({"en", "eng", "english", "en-us", "en_us", "en-gb", "en-jp", "jp-en", "eigo"}),
    pointer=re.compile(
        "(?:please )?(?:click |see |read |view |visit |go )?(?:to )?(?:here|this (?:page|link|document|notice)|more|details?|(?:for )?(?:more|further|full) (?:details?|information)|read more|learn more|see more|view|link|pdf|full text|the following(?: page| link)?)?(?: here)?(?: \\(?pdf\\)?)?"
    ),
)
