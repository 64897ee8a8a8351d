"""English expressions that speak for a label. They are evidence for the classifier, not rules."""

from __future__ import annotations

from pipeline.codebook import Label
from pipeline.languages.base import cues

DOING = (
    "provid|deliver|improv|enhanc|develop|operat|maintain|personali[sz]|customi[sz]|communicat|contact|notify|inform|send|respond|answer|process|"
    "fulfil|verify|authenticat|prevent|detect|investigat|analy[sz]|monitor|measure|understand|research|market|advertis|promot|administer|manag|"
    "bill|invoice|compl[yi]|enforce|protect|conduct|perform|support|offer|show|display|tailor|identify|creat|evaluat|determin|assist|help|allow|"
    "enable|ensure|recruit|remember|keep track|recogni[sz]|resolv|troubleshoot|diagnos|test|ship|facilitat|track|handle|make|let|serve|meet|build"
)

# "you" where a statement begins; not in "the data you may enter", where it only tells which data.
YOU = (
    r"(?:^\W{0,3}|[,;:.(–—]\s?|\b(?:and|or|but|then|if|when|whenever|unless|although|though|while|where|because|before|after|once|until|as|so)\s)"
    r"you\b"
)

CUES = {
    Label.PURPOSE: cues(
        goal=rf"\b(?:in order )?to (?:better |further |also )?(?:{DOING})\w{{0,14}}|\bso (?:that )?we can\b|\bhelps? us\b|\ballows? us\b|\benables? us\b",
        use=r"\b(?:we|may|will|also|be|is|are|only|us|and|can|to) (?:also |only )?(?:use[sd]?|utili[sz]ed?|process(?:es|ed)?)\b|\busing (?:your|this|the)|\buse of (?:your|this|the|personal|such)",
        purposes=r"\bpurposes?\b|legitimate interest|legal bas[ie]s|\bin order to\b",
        item=rf"^(?:\W*)(?:to )?(?:{DOING})\w{{0,14}}\b",
        noun=r"^(?:\W*)(?:provision|delivery|improvement|development|operation|communication|marketing|analysis|administration|management|response|notification|billing|sales|research|prevention|verification|recruitment|planning)\b",
        marketing=r"newsletter|promotion|marketing|special offers|advertis|updates|surveys?|customer (?:service|support)|statistic|analytics",
        collecting=r"\bwe (?:may )?(?:also )?(?:collect|receive|obtain|gather|store)",
        right=rf"\b(?:your|the) right|{YOU} (?:may|can|have|must|should)|request",
        put=rf"\b(?:us(?:e[sd]?|ing)|process(?:es|ed|ing)?|utili[sz]\w+|need(?:s|ed)?|require[sd]?|collect(?:s|ed)?)\b.{{0,100}}\b(?:to|for|in) (?:better |help |the purpose of |purposes of )?(?:{DOING})\w{{0,14}}",
        fronted=r"^\W*(?:in order )?(?:to|for) (?!you\b|the (?:extent|best)\b)\w+.{3,140}, (?:\w+ ){1,3}(?:may |might |will |also |must |can )*(?:collects?|uses?|process(?:es)?|requests?|requires?|asks?|needs?|stores?|receives?|obtains?|shares?|discloses?)\b",
        helps=r"\b(?:helps?|allow(?:s|ing)?|enabl(?:es?|ing)|assist(?:s|ing)?|lets?)\b (?:us|them|the|our)\b|\bused (?:only |solely |primarily )?(?:to|for|by|in|as)\b",
        only=r"(?:only|solely|not) .{0,40}(?:use[sd]?|process(?:ed)?)|(?:use[sd]?|process(?:ed)?) .{0,40}(?:only|solely|other purposes?|any other|beyond)",
    ),
    Label.THIRD_PARTY: cues(
        third=r"third[- ]part(?:y|ies)|others?\b.{0,20}\b(?:compan|organi[sz]ation|part)|outside (?:compan|part|organi)|another (?:company|party|entity)",
        share=r"\b(?:shar(?:e[sd]?|ing)|disclos(?:e[sd]?|ure|ing)|sell(?:s|ing)?|sold|rent(?:s|ed|ing)?|trad(?:e[sd]?|ing)|transfer(?:s|red|ring)?|transmit\w{0,14}|forward(?:s|ed|ing)?|releas(?:e[sd]?|ing)|reveal\w{0,14}|pass(?:es|ed|ing)? (?:it |them )?on|lends?|leas(?:e[sd]?|ing)|exchang(?:e[sd]?|ing)|hand(?:s|ed)? over)\b",
        provide=r"\bprovid(?:e[sd]?|ing) (?:your|this|such|the|any|personal|it|that|to|data)|\bavailable to\b|\bma(?:ke|kes|king|de) (?:\w+ ){0,5}available\b|\bgiv(?:en|e|es|ing) (?:\w+ ){0,4}to\b|\bsent to\b|\bprovided to\b|\bprovision\b",
        processor=r"service providers?|processors?|contractors?|vendors?|suppliers?|outsourc|subcontract|entrust|commission|agents?\b|consign",
        group=r"affiliat|subsidiar|parent company|group compan|business partners?|partners?\b|sponsors?|dealers?\b|franchis|resellers?|retailers?|joint(?:ly)?\b",
        succession=r"merger|acqui(?:re[sd]?|sition)|sale of (?:all|assets|the business|business)|bankrupt|reorgani[sz]|succession|business transfer|assets",
        authority=r"required by law|law enforcement|subpoena|court|legal (?:process|obligation|request|requirement)|government|authorit(?:y|ies)|regulat|comply with",
        consent=r"(?:without|with|obtain|unless|give|prior) (?:\w+ ){0,4}(?:consent|permission|approval|authori[sz]ation)",
        abroad=r"outside (?:of )?(?:the |your )?(?:\w+ )?(?:EU|EEA|country|union|state|province|united)|other countries|cross-border|international transfer|transferred to|standard contractual|foreign",
        tracking=r"google|analytics|facebook|meta\b|twitter|firebase|admob|advertis(?:er|ing|ement)|ad (?:network|server|partner)|third-party cookies|web beacon|social (?:media|network)|plug-?ins?|sdk",
        aggregate=r"aggregat|anonymi[sz]|de-?identif|non-personal|statistical|cannot identify",
        hosted=r"\b(?:hosted|stored|managed|processed|handled|operated|run|powered|maintained|fulfilled)\b (?:and \w+ )?(?:by|on|with|through|via|at)\b(?! (?:us|our|ourselves|you|your)\b)",
        seen=r"\b(?:can|will|may|could|able to) (?:be )?(?:see|seen|view|viewed|read|accessed)\b|(?:visible|accessible|viewable|shown|displayed)\b.{0,20}\b(?:to|by)\b|\b(?:make|made|become) (?:\w+ )?public",
        public=r"\bpublic(?:ly)?\b|visible to|other users|post(?:s|ed)?\b",
        hand=r"\b(?:may|will|not|never|might|can|shall|do|does|also|sometimes|cannot|must)\b (?:\w+ ){0,3}(?:share|disclose|sell|rent|trade|transfer|release|provide|pass|lend|reveal|transmit|give)\b.{0,60}\b(?:information|data|details|it|them|records|content)\b",
        passed=r"\b(?:information|data|details|content|records|it)\b.{0,80}\b(?:shared|disclosed|sold|rented|transferred|provided|sent|passed|released|available|visible|transmitted|accessible|given|revealed)\b (?:\w+ ){0,3}(?:with|to|by|outside)\b",
        taken=r"\b(?:third part(?:y|ies)|advertisers?|companies|partners?|providers?|networks?|vendors?|they|google|facebook|platforms?)\b.{0,60}\b(?:collects?|receives?|uses?|access|places?|sets?|obtains?|tracks?|stores?)\b",
        assisted=r"\b(?:work with|contract with|engage|employ|hire|rely on|use|partner with|ask)\b (?:\w+[ ,]+){0,4}(?:third|compan|provider|vendor|contractor|partner|processor|supplier|advertiser)",
    ),
    Label.SAFETY_MEASURE: cues(
        secure=r"secur(?:e|ed|ely|ity|ing)|safeguard|safety|safe(?:ly)?\b",
        protect=r"protect(?:s|ed|ing|ion|ive)?\b|guard(?:s|ed)? against|keep (?:\w+ ){0,3}(?:safe|confidential|secure)",
        risk=r"unauthori[sz]ed|leak|loss|misuse|alter|destr(?:oy|uction)|breach|theft|stolen|tamper|falsif|accidental|intru|hack|virus|malicious",
        technical=r"encrypt|ssl\b|tls\b|https|firewall|password|two-factor|access control|hash|back-?ups?|intrusion|anti-?virus|server",
        organisation=r"(?:technical|organi[sz]ational|administrative|physical|appropriate|reasonable|industry[- ]standard|necessary) (?:and \w+ )?(?:\w+ )?(?:measures|safeguards|precautions|steps|controls|procedures|means|methods)",
        staff=r"(?:employees?|staff|personnel|officers|volunteers).{0,40}(?:train|educat|confidential|access|supervis|need to know|bound)|training|confidentiality|non-?disclosure",
        system=r"management system|circulat|corrective|establish \w{0,14} ?(?:rules|regulations)|internal (?:rules|regulations|policies|audit)|audits?\b|continu(?:ous|al)(?:ly)? improv|responsible (?:person|manager)|data protection officer|supervis",
        bound=r"(?:obligat|contractual|bound|require[sd]?|agree[ds]?|prohibit|not (?:to )?(?:use|disclose)).{0,60}(?:confidential|protect|secur|disclose|use it|other purpose|instruction|tasks)|only to perform|independent use",
        limits=r"(?:no|cannot|can't|not) (?:\w+ ){0,6}(?:guarantee|100%|completely|absolutely|fully secure|perfect)|strictly|shred|locked|dispos",
        taking=r"\b(?:tak(?:es?|ing)|implement\w{0,14}|maintain\w{0,14}|adopt\w{0,14}|employ\w{0,14}|us(?:es?|ing)|have|has|appl(?:y|ies)|put|establish\w{0,14})\b.{0,60}\b(?:measures?|safeguards?|precautions|procedures|controls|protections?|steps|encryption|regulations|firewalls?|security)\b",
        agreed=r"confidentiality (?:agreement|obligation|provision|duty)|contractual(?:ly)?|agreed? to (?:\w+ )?(?:adhere|keep|protect|maintain|follow|implement)|on our behalf|according to our instructions|obligated",
        access=r"(?:restrict|limit)\w{0,14}.{0,30}access|access\b.{0,40}(?:restricted|limited)|need[- ]to[- ]know|authori[sz]ed (?:personnel|employees|persons|staff|users)|secure(?:ly)? (?:delet|dispos|destroy|eras|stor)\w{0,14}",
        improving=r"continuous(?:ly)? improv|(?:review|revis|audit|monitor|evaluat)\w{0,14}.{0,40}(?:regular|periodic|appropriate|timely|compliance|system|polic|measures)|(?:regular|periodic)\w{0,14} (?:review|audit|evaluat|train|updat|test)|corrective|all (?:staff|employees)",
    ),
    Label.FEE: cues(
        fee=r"\b(?:fees?|charges?|charged|charging|costs?)\b",
        free=r"free of charge|\bfree\b|no (?:charge|fee|cost)|without (?:charge|cost|paying|payment)|not (?:be )?charge|at no (?:cost|charge)|\bgratis\b",
        amount=r"(?:[$£€¥]|\b(?:USD|EUR|GBP|JPY|CAD|AUD|SGD|HKD|NZD|ZAR|yen|US\$|S\$|HK\$|A\$|C\$|R)\s?)\s?\d|\d\s?(?:yen|dollars?|euros?|pounds?|cents|p\b)",
        reasonable=r"(?:reasonable|administrative|nominal|small|processing|handling|prescribed|modest) (?:\w+ )?(?:fee|charge|cost)|cost-based|actual cost",
        payment=r"\bpay(?:ment|able|s)?\b|stamps?|postage|postal|money order|cheque|\bcheck\b|transfer|refund",
        request=r"request|access|cop(?:y|ies)|disclosure|correct|portab",
        excess=r"excessive|unfounded|repetitive|manifestly|disproportionate|once (?:a|per) year|twelve|12[- ]month",
    ),
}

TOPICS = cues(
    pointer=r"learn more|more (?:information|details|about)|please (?:see|refer|visit|read|review|consult)|click|\bhere\b|link(?:s|ed)?\b|see (?:the|our|section)",
    reader=rf"{YOU} (?:can|may|must|should|have|agree|acknowledge|understand|are|will|do|choose|provide|give)\b|if you\b|please\b",
    means=r"\bmeans?\b|refers? to|shall mean|is (?:a|an|any) (?:small|piece|text|file|technolog|type)|definition|is not limited to",
    gathering=r"\bwe (?:may |might |will |also |only |automatically )*(?:collect|receive|obtain|gather|ask|request|record|log)\b|collected",
    pledge=r"important|commit(?:ted|ment)|respect|value|trust|strive|take .{0,12}seriously|comply with (?:the |all |applicable )?laws?",
    negative=r"\b(?:not|never|no|cannot|n't|without|neither)\b",
    operator=r"\b(?:we|our|us|the company|the site administration)\b",
    others=r"\bthey\b|\btheir\b|those (?:parties|companies|sites)",
    privacy=r"privacy|personal (?:information|data)|data protection",
    commerce=r"terms of (?:use|service|sale)|shipping|deliver|refund|returns?\b|payment|subscription|tuition|prices?|pricing|order|billing|membership|cancel",
    rights=rf"your (?:\w+ )?(?:rights?|choices|controls?)|access(?:ing)?,|rights|opt[- ]?out|unsubscribe|request|update|correct|delet|{YOU} (?:can|may|have)",
    items=r"(?:information|data|what) (?:that )?(?:we|you|is|are) (?:may )?(?:also )?(?:collect|provide|gather|receive)|types? of|categor|collection|collected|log (?:data|information)|include[sd]?:?$|information you (?:provide|give|share|choose|submit)",
    identity=r"identity|verif|identification|documents?",
    definition=r"definition|what (?:is|are)|interpretation|mean",
    contact=r"contact|questions|complain|inquir|enquir",
    changes=r"change|update|amend|revision|effective",
    disclaimer=r"disclaimer|liabil|links?\b|other (?:web ?)?sites|copyright|governing law",
    minors=r"child|minors?\b|under (?:\d+|thirteen)|coppa",
    retention=r"retention|retain|how long|storage period|stor(?:e|age)",
    cookies=r"cookie|web beacon|tracking|log files",
    exceptions=r"except|following (?:cases|circumstances)|unless|one of the following|any of the following",
    security=r"secur|protect|safety|safe|confidential",
    sharing=r"shar|disclos|third part|recipient|transfer|provision|entrust|who (?:we|sees|else|gets)",
    purposes=r"purpose|how (?:we|do we|your|is).{0,30}(?:use|process)|use of|why|(?:we|will be) (?:use|process)",
    fees=r"\bfees?\b|charge|cost",
    asked=r"request|access|cop(?:y|ies)|disclosure|correct|portab|your (?:\w+ )?rights?|records?|see what|find out",
    receiving=r"(?:receiv|obtain|collect|get|acquir)\w{0,14}\b.{0,60}\bfrom (?:\w+ ){0,3}(?:third|other|partner|compan|source|user|public|affiliat)\w{0,14}|users? (?:may )?(?:provide|give)|from third",
    foreign=r"not (?:responsible|liable)|no (?:control|liabilit|responsib)|(?:does|do|shall) not (?:apply|cover|extend)|own (?:privacy )?polic|privacy (?:polic|practice|statement)\w{0,14} of|their (?:own )?privacy|encourage you",
    handing=r"\byou (?:\w+ ){0,3}(?:share|post|disclose|submit|provide|make|send|transmit|upload|enter|choose)",
    further=r"^(?:for|to) (?:more|further|learn|find|view|read|see|request)|for more information|be sure to read|keep in mind|(?:click|go|available|see) here|as described|please (?:contact|send|email)",
    switch=r"opt(?:ing)?[- ]?out|disabl|turn(?:ing)? off|\bblock|reject|declin|(?:browser|device|account|your|privacy) (?:preferences|settings)|unsubscrib|choose not",
    means_to=r"\bto (?:collect|gather|obtain|receive|record|log|access|connect|store)\b|information (?:about|regarding|on) (?:how|your|you|the|which|when)",
    dataname=r"^\W*+(?:[\w/'’-]+,? ){0,7}(?:information|data|address(?:es)?|names?|numbers?|identifiers?|types?|history|ids?|preferences|version|model|location|birth|gender|age)[.,;)]*(?: and| or)?$",
    user=rf"(?:\b(?:users?|visitors?|members?|customers?)\b|{YOU}).{{0,20}}\b(?:responsible|oblig|must|should|may not|has the right|have the right|can|may)\b",
)
