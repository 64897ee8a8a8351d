"""Marks that pages of every language use."""

from __future__ import annotations

import re

# What a list item opens with.
BULLET = re.compile("^(?:[・･·•●○◯◎◦▪■□◆◇▶►‣⁃∙*＊✓✔➢➤→-]|[–—;-](?=\\s))[\\s\u3000]*(?:[–—-]\\s+)?(?=\\S)")
# Notes and parentheses that fill a line: they do not go on with the line before.
STANDS_ALONE = re.compile(r"^[※＊*]|^[（(].*[）)]$")
COPYRIGHT = re.compile(r"©|\(c\)\s?\d{4}|copyright\b", re.I)  # "(c)" alone may be a number
