"""What template engines leave in stored pages: PHP, ASP, SSI, Template Toolkit, Smarty, Jinja, Liquid, Blade; and Jekyll front matter."""

from __future__ import annotations

import re
from collections.abc import Iterator

FRONT_MATTER = re.compile(r"\A\ufeff?\s{0,9}---[ \t]*\r?\n(?:[^\n]{0,2000}\n){0,100}?---[ \t]*\r?\n")
TITLE = re.compile(r"""^title:[ \t]{0,9}["']?(?P<text>[^\n"']{2,200})""", re.M)
OWN_TITLE = re.compile(r"<h1\b|^#[ \t]", re.I | re.M)
# What opens a remnant that may hold anything, what closes it, and how many characters may stand between.
PAIRED = (
    (r"<\?(?:php|=|\s)", r"\?>", 20_000),  # PHP
    (r"<%", r"%>", 5_000),  # ASP, JSP, ERB
    (r"\{\{--", r"--\}\}", 20_000),  # comments of Blade
    (r"\{#", r"#\}", 20_000),  # of Jinja, Twig, Django
    (r"\{%-?\s{0,9}comment\b", r"endcomment\s{0,9}-?%\}", 20_000),  # and of Liquid
)
CLOSERS = tuple((re.compile(closer, re.I), most) for _, closer, most in PAIRED)
# The others: each ends before the next of its kind could begin, so a scan stays linear.
WHOLE = re.compile(
    r"\[%[^%\[\]]{0,2000}%\]"  # Template Toolkit
    r"|\[(?:text|textarea|email|tel|url|number|date|checkbox|radio|select|acceptance|file|submit|multistep)"  # Contact Form 7
    r"(?:\*[ \t]|[ \t](?=[^\[\]\n]{0,300}[-:\"]))[^\[\]\n]{0,500}\](?!\()"
    r"|\{(?::|[a-z-]{2,20}=[\"'])[^{}\n]{1,300}\}"  # attributes of kramdown and the like
    r"|\{%[^%{}]{0,9000}%\}|\{\{[^{}]{0,500}\}\}"  # Jinja, Liquid, Handlebars
    r"|\{/?(?:\$|include|if|else|elseif|foreach|section|literal|assign|block|extends)\b[^{}\n]{0,300}\}",  # Smarty
    re.I,
)
OPENER = re.compile("|".join([*(f"({opener})" for opener, *_ in PAIRED), f"(?:{WHOLE.pattern})"]), re.I)
ATTRIBUTES = re.compile(r"\{(?::|[a-z-]+=)")
# A line that holds a directive of Blade alone.
BLADE = re.compile(
    r"^[ \t]{0,200}@(?:if|else|elseif|endif|unless|endunless|isset|endisset|foreach|endforeach|for|endfor|include|extends|section|endsection"
    r"|stop|show|yield|push|endpush|csrf|method|auth|endauth|guest|endguest|component|endcomponent|php|endphp)\b(?:[ \t]{0,9}\([^\n]{0,500}\))?[ \t]{0,200}$",
    re.M,
)
# A component of Vue is a template as a whole, which in a page would show nothing.
COMPONENT = re.compile(r"\s{0,99}(?:<!--[^\ufffe]{0,2000}?-->\s{0,99})?<template\b", re.I)
SLOT = re.compile(r"</?template\b[^<>]{0,300}>", re.I)
# A text that an engine would have translated, with the marks of Django, WordPress and gettext.
TRANSLATED = re.compile(
    r"""(?:\btrans|\b_e|\b__|\b_|\bgettext)\s{0,9}\(?\s{0,9}(["'])(?P<text>[^\ufffe]{1,9000}?)\1\s{0,9}(?:[,)%|]|$)"""
)
# Functions of WordPress whose text is not part of the page: "read more".
ARGUMENT = re.compile(r"\b(?:the_content|wp_link_pages)\s{0,9}\(")


def strip(text: str) -> str:
    """`text` without front matter (its title stays) and template remnants (texts marked for translation stay)."""
    if COMPONENT.match(text):
        text = SLOT.sub("", text)
    front = FRONT_MATTER.match(text)
    if front:
        text = _title(front[0], text[front.end() :]) + text[front.end() :]
    if any(opener in text for opener in ("<?", "<%", "[", "{")):
        text = _without_remnants(text)
    return BLADE.sub("", text) if "@" in text else text


def _without_remnants(text: str) -> str:
    """A text without remnants, and without all that stands behind a PHP tag that never closes."""
    pieces, at = [], 0
    for start, end in _remnants(text):
        pieces += [text[at:start], _translated(text[start:end])]
        at = end
    left = "".join([*pieces, text[at:]])
    unclosed = left.lower().find("<?php")
    return left if unclosed < 0 else f"{left[:unclosed]} "


def _remnants(text: str) -> Iterator[tuple[int, int]]:
    """Where remnants stand, in order. The next closer of each kind is looked for once, so the scan is linear."""
    ahead: dict[int, re.Match[str] | None] = {}
    at = 0
    while opener := OPENER.search(text, at):
        start, end = opener.span()
        if opener.lastindex:
            end = _closed(text, end, opener.lastindex - 1, ahead)
        if end < 0:
            whole = WHOLE.match(text, start)
            end = whole.end() if whole else -1
        if end > 0:
            yield start, end
        at = max(end, start + 1)


def _closed(text: str, at: int, kind: int, ahead: dict[int, re.Match[str] | None]) -> int:
    """Where a remnant of a kind that opened before `at` ends; -1 when its closer is missing or too far."""
    closer, most = CLOSERS[kind]
    found = ahead.get(kind)
    if kind not in ahead or (found and found.start() < at):
        found = ahead[kind] = closer.search(text, at)
    return found.end() if found and found.start() - at <= most else -1


def _title(front: str, rest: str) -> str:
    """The title of the front matter as a heading, for a text that has none of its own."""
    found = TITLE.search(front)
    return f"<h1>{found['text']}</h1>\n\n" if found and not OWN_TITLE.search(rest) else ""


def _translated(remnant: str) -> str:
    """What a remnant leaves: a text that its engine would have translated, or white space."""
    found = TRANSLATED.search(remnant)
    if found and not ARGUMENT.search(remnant):
        return found["text"]
    return "" if ATTRIBUTES.match(remnant) else " "
