"""Paragraphs that are the items of a list which no tag marks."""

from __future__ import annotations

from pipeline.clean.raw import Raw
from pipeline.clean.titles import COLON, DATUM, announces, ends_open
from pipeline.document import BlockKind
from pipeline.languages import LanguagePack, detect
from pipeline.languages.marks import STANDS_ALONE


def itemize(raws: list[Raw], language: LanguagePack) -> None:
    """Two or more short paragraphs that state nothing are items behind one that ends in a colon, cases behind any that announces."""
    run: list[Raw] = []
    introduced = announced = False
    for raw in [*raws, None]:
        if raw and (introduced or (announced and _is_case(raw, language))) and _may_be_item(raw, language):
            run.append(raw)
            continue
        for item in run if len(run) > 1 else ():
            item.kind, item.level = BlockKind.LIST_ITEM, 2 * item.frame.lists + 1
        run = []
        before = raw if raw and raw.kind is BlockKind.PARAGRAPH else None
        introduced = before is not None and bool(COLON.search(before.text))
        announced = before is not None and announces(before.text, detect(before.text, language))


def _is_case(raw: Raw, language: LanguagePack) -> bool:
    """Whether a text tells no more than a case or an aim."""
    found = detect(raw.text, language)
    return bool(found.pages.case.search(raw.text)) and ends_open(raw.text, found)


def _may_be_item(raw: Raw, default: LanguagePack) -> bool:
    """Whether a paragraph may be an item: it is short, and neither says anything nor announces, names a datum or a date."""
    language = detect(raw.text, default)
    if raw.kind is not BlockKind.PARAGRAPH or len(raw.text) > language.short_line or raw.link >= len(raw.text):
        return False
    cues = language.pages
    return not any(cue.search(raw.text) for cue in (COLON, DATUM, STANDS_ALONE, cues.claim, cues.dated))
