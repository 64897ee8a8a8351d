"""Paragraphs that are the items of a list which no tag marks."""

from __future__ import annotations

from pipeline.clean.captions import DATUM
from pipeline.clean.endings import COLON, announces, ends_open
from pipeline.clean.raw import Raw
from pipeline.document import BlockKind
from pipeline.languages import LanguagePack, detect
from pipeline.languages.marks import STANDS_ALONE


def itemize(raws: list[Raw], language: LanguagePack) -> None:
    """Two or more short paragraphs that state nothing are items behind one that ends in a colon, cases behind any that announces."""
    run: list[Raw] = []
    head: Raw | None = None
    for raw in [*raws, None]:
        if raw and head and _may_be_item(raw, language) and _introduces(head, raw, language):
            run.append(raw)
            continue
        for item in run if len(run) > 1 else ():
            item.kind, item.level = BlockKind.LIST_ITEM, 2 * item.frame.lists + 1
        run = []
        head = raw if raw and raw.kind is BlockKind.PARAGRAPH else None


def _introduces(head: Raw, raw: Raw, language: LanguagePack) -> bool:
    """Whether a paragraph introduces a text as its item: by a colon, or as a case or an aim that it announces."""
    if COLON.search(head.text):
        return True
    found = detect(raw.text, language)
    is_case = found.pages.case.search(raw.text) and ends_open(raw.text, found)
    return bool(is_case) and announces(head.text, detect(head.text, language))


def _may_be_item(raw: Raw, default: LanguagePack) -> bool:
    """Whether a paragraph may be an item: it is short, and neither says anything nor announces, names a datum or a date."""
    language = detect(raw.text, default)
    if raw.kind is not BlockKind.PARAGRAPH or len(raw.text) > language.short_line or raw.link >= len(raw.text):
        return False
    cues = language.pages
    return not any(cue.search(raw.text) for cue in (COLON, DATUM, STANDS_ALONE, cues.claim, cues.dated))
