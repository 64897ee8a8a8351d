"""Marks that every language opens a list item with."""

from __future__ import annotations

import re

BULLET = re.compile("^(?:[・･•●○◯◎◦▪■□◆◇▶►‣⁃∙*＊✓✔➢➤→-]|[–—-](?=\\s))[\\s\u3000]*(?=\\S)")
