"""Marks that every language opens a list item with."""

from __future__ import annotations

import re

BULLET = re.compile("^(?:[・･·•●○◯◎◦▪■□◆◇▶►‣⁃∙*＊✓✔➢➤→-]|[–—-](?=\\s))[\\s\u3000]*(?:[–—-]\\s+)?(?=\\S)")
# Notes and parentheses that fill a line: they do not go on with the line before.
STANDS_ALONE = re.compile(r"^[※＊*]|^[（(].*[）)]$")
