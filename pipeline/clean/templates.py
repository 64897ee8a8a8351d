"""What template engines leave in stored pages: PHP, ASP, SSI, Template Toolkit, Smarty, Jinja, Liquid, Blade; and Jekyll front matter."""

from __future__ import annotations

import re

FRONT_MATTER = re.compile(r"\A\ufeff?\s{0,9}---[ \t]*\r?\n(?:[^\n]{0,2000}\n){0,100}?---[ \t]*\r?\n")
TITLE = re.compile(r"""^title:[ \t]{0,9}["']?(?P<text>[^\n"']{2,200})""", re.M)
OWN_TITLE = re.compile(r"<h1\b|^#[ \t]", re.I | re.M)
# Each alternative is one non-greedy run up to a fixed closer, so a scan stays linear; bounds stop runaway openers.
REMNANT = re.compile(
    r"<\?(?:php|=|\s)[^\ufffe]{0,20000}?\?>"  # PHP
    r"|<%[^\ufffe]{0,5000}?%>"  # ASP, JSP, ERB
    r"|\[%[^%\[\]]{0,2000}%\]"  # Template Toolkit
    r"|\[(?:text|textarea|email|tel|url|number|date|checkbox|radio|select|acceptance|file|submit|multistep)"  # Contact Form 7
    r"(?:\*[ \t]|[ \t](?=[^\[\]\n]{0,300}[-:\"]))[^\[\]\n]{0,500}\](?!\()"
    r"|\{\{--[^\ufffe]{0,20000}?--\}\}|\{#[^\ufffe]{0,20000}?#\}"  # comments of Blade; of Jinja, Twig, Django
    r"|\{(?::|[a-z-]{2,20}=[\"'])[^{}\n]{1,300}\}"  # attributes of kramdown and the like
    r"|\{%-?\s{0,9}comment\b[^\ufffe]{0,20000}?endcomment\s{0,9}-?%\}"  # and of Liquid
    r"|\{%[^%{}]{0,9000}%\}|\{\{[^{}]{0,500}\}\}"  # Jinja, Liquid, Handlebars
    r"|\{/?(?:\$|include|if|else|elseif|foreach|section|literal|assign|block|extends)\b[^{}\n]{0,300}\}",  # Smarty
    re.I,
)
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
OPEN_PHP = re.compile(r"<\?php(?![^\ufffe]{0,20000}\?>)[^\ufffe]*\Z", re.I)


def strip(text: str) -> str:
    """`text` without front matter (its title stays) and template remnants (texts marked for translation stay)."""
    if COMPONENT.match(text):
        text = SLOT.sub("", text)
    front = FRONT_MATTER.match(text)
    if front:
        text = _title(front[0], text[front.end() :]) + text[front.end() :]
    if any(opener in text for opener in ("<?", "<%", "[", "{")):
        text = REMNANT.sub(_translated, text)
        if "<?php" in text:
            text = OPEN_PHP.sub(" ", text)
    return BLADE.sub("", text) if "@" in text else text


def _title(front: str, rest: str) -> str:
    """The title of the front matter as a heading, for a text that has none of its own."""
    found = TITLE.search(front)
    return f"<h1>{found['text']}</h1>\n\n" if found and not OWN_TITLE.search(rest) else ""


def _translated(remnant: re.Match[str]) -> str:
    found = TRANSLATED.search(remnant[0])
    if found and not ARGUMENT.search(remnant[0]):
        return found["text"]
    return "" if ATTRIBUTES.match(remnant[0]) else " "
