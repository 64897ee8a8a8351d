"""English words by which pages are cleaned."""

from __future__ import annotations

import re

from pipeline.languages.base import PageCues

PAGES = PageCues(
    policy=re.compile(
        r"personal(?:ly identifiable)? (?:information|data|details)|privacy|cookies|your (?:information|data|details|name|e-?mail)"
        r"|data protection|information (?:we|that we) collect|e-?mail address",
        re.I,
    ),
    topic=re.compile(
        r"third part(?:y|ies)|disclos|consent|collect|share|delete|confidential|secur|names?|addresses|data\b|sell|keep|stored?",
        re.I,
    ),
    title=re.compile(
        r"privacy (?:policy|notice|statement|practices)|(?:personal (?:information|data)|data) protection (?:policy|notice)"
        r"|handling of personal (?:information|data)|privacy (?:and|&) cookies?|^privacy$",
        re.I,
    ),
    furniture=re.compile(
        r"^(?:(?:back |return )?to (?:the )?top(?: of (?:the |this )?page)?|page ?top|top|home|menu|search|skip to (?:main )?(?:content|navigation)"
        r"|toggle navigation|(?:log|sign) ?(?:in|out|up)|login|share(?: this)?(?: page)?|print(?: this page)?|email|tweet|facebook|twitter"
        r"|home(?: ?[>»›/] ?[^|>»›/]{1,40}){1,4}|home ?\| ?[^|]{1,60}|instagram|linkedin|youtube|close|next|previous|loading|subscribe|sitemap|contact(?: us)?|about(?: us)?"
        r"|.{0,40}(?:copyright\b.{0,20}(?:©|\(c\)|\d{4})|©|\(c\) ?\d{4}|all rights reserved).{0,160})[.!»›>]?$",
        re.I,
    ),
    missing=re.compile(
        r"page (?:you .{0,40})?(?:not found|(?:cannot|can't|could not|couldn't) be found|(?:does not|doesn't|no longer) exists?|is (?:no longer|not) available)"
        r"|404 (?:not found|error)|error 404|(?:can't|cannot|could(?: not|n't)) find (?:the|that|this) page|nothing (?:was )?found at this",
        re.I,
    ),
    script=re.compile(r"(?:enable|requires?|turn on|need) javascript|javascript (?:is|must be|to be)", re.I),
    login=re.compile(
        r"(?:log|sign)[ -]?in (?:to|is required|required|here|below|page|with)|(?:please|must|need to) (?:log|sign)[ -]?in|members? only|(?:user ?name|e-?mail|id) .{0,20}password",
        re.I,
    ),
    terminal=re.compile(r"[.!?:;。！？：][\"'”’)\]]{0,3}$"),
    caption=re.compile(r"^[■◆●◇□▼★☆]"),
    statement=re.compile(r"^(?=.*[.!]$).*?\b(?:we|you|our|this|these|the|it|is|are|will|may)\b.{41}", re.I),
    claim=re.compile(
        r"^(?:we|you|they|it|this|these|those|there|i)\b|\bplease\b|^(?:yes|no)\W*$"
        r"|^(?!(?:what|when|where|who|whom|whose|why|how|which|whether|do|does|is|are|can|should|to)\b)"
        r".*(?<!\bwe )(?<!\byou )(?<!\bthey )\b(?:is|are|was|were|will|may|can|must|shall|should|does|do|has|have)\b",
        re.I,
    ),
    dated=re.compile(
        r"^[(*_]{0,3}(?:this (?:policy|notice|statement) (?:was |is )?)?(?:last |date )?(?:updated?|revised|revision|modified|amended|effective|posted|published|version|issued|established|reviewed)\b[^.]{0,60}\d{4}"
        r"|^(?:\d{1,2} )?(?:January|February|March|April|May|June|July|August|September|October|November|December) (?:\d{1,2}, ?)?\d{4}$",
        re.I,
    ),
    announces=re.compile(
        r":$|\bfollow(?:s|ing)\b|\bbelow\b|\bthese\b|\bsuch as$|\bincludes?\b|\bexcept\b|\b(?:to|for|when|if|where|that|about)$",
        re.I,
    ),
    note=re.compile(r"^(?:please )?(?:note|nb|important|warning|caution|attention|tip)\W*$", re.I),
    case=re.compile(r"^(?:to|if|when|where|in|for|by|as|with|any|the)\b", re.I),
    item=re.compile(r";(?: and| or)?$"),
    article=re.compile(r"Article \d{1,2}\.? \([^()]{1,60}\)(?= ?\S.{19})"),
    opens=re.compile(r"(?:We|You|They|It|This|These|Our|Your|If|When|Where|The|In|All|Any|Some|Please)\b"),
)
