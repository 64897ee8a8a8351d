"""What template engines leave in stored pages: PHP, ASP, SSI, Smarty, Jinja, Liquid; and Jekyll front matter."""

from __future__ import annotations

import re

FRONT_MATTER = re.compile(r"\A\ufeff?\s{0,9}---[ \t]*\r?\n(?:[^\n]{0,2000}\n){0,100}?---[ \t]*\r?\n")
# Each alternative is one non-greedy run up to a fixed closer, so a scan stays linear; bounds stop runaway openers.
REMNANT = re.compile(
    r"<\?(?:php|=|\s)[^\ufffe]{0,20000}?\?>"  # PHP
    r"|<%[^\ufffe]{0,5000}?%>"  # ASP, JSP, ERB
    r"|\{%[^%{}]{0,2000}%\}|\{\{[^{}]{0,500}\}\}"  # Jinja, Liquid, Handlebars
    r"|\{/?(?:\$|include|if|else|elseif|foreach|section|literal|assign|block|extends)\b[^{}\n]{0,300}\}",  # Smarty
    re.I,
)
OPEN_PHP = re.compile(r"<\?php(?![^\ufffe]{0,20000}\?>)[^\ufffe]*\Z", re.I)


def strip(text: str) -> str:
    """`text` without front matter and template remnants. A title in the front matter is kept as a heading."""
    front = FRONT_MATTER.match(text)
    if front:
        text = text[front.end() :]
    if "<?" in text or "<%" in text or "{" in text:
        text = REMNANT.sub(" ", text)
        if "<?php" in text:
            text = OPEN_PHP.sub(" ", text)
    return text
