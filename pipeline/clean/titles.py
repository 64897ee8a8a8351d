"""The headings that no tag marks among the blocks of a page, and the tags that mark no heading."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from pipeline.clean.captions import CONTACT, DATUM, LONG_CAPTION, in_title_case, is_name, is_sibling, names, shouts
from pipeline.clean.endings import COLON, QUESTION, announces, ends_open
from pipeline.clean.raw import Frame, Raw
from pipeline.document import MARKED, NUMBERED, RUN_IN, BlockKind
from pipeline.languages import LanguagePack, detect
from pipeline.languages.marks import BULLET

TITLE_SHARE = 0.75  # of a short line: a lone line that is a title is no longer
EMPTY_RUN = 3  # so many headings of one rank without text between them are a list


def settle(raws: list[Raw], language: LanguagePack) -> None:
    """Make headings of lines that stand alone between running text, and items of headings that are none; in place."""
    _promote(raws, language)
    _release(raws, language)
    _name_items(raws, language)
    _name_alike(raws, language)
    _demote(raws)


def _promote(raws: list[Raw], language: LanguagePack) -> None:
    for before, raw, after in zip([None, *raws], raws, raws[1:], strict=False):
        if raw.kind is BlockKind.HEADING or raw.frame.lists or raw.link:
            continue
        found = detect(raw.text, language)
        if not ends_open(raw.text, found) or found.pages.dated.search(raw.text):
            continue
        numbering = found.numbering(raw.text)
        if numbering and raw.kind is BlockKind.LIST_ITEM and len(raw.text) <= found.short_line:
            if after.frame is not raw.frame and not _listed(before, after, numbering.style, found):
                raw.kind, raw.level = BlockKind.HEADING, NUMBERED + numbering.rank
        elif _lone_title(before, raw, after, found):
            raw.kind, raw.level = BlockKind.HEADING, RUN_IN if after.frame is raw.frame else MARKED


def _listed(before: Raw | None, after: Raw, style: str, language: LanguagePack) -> bool:
    """Whether a numbered line stands among items of its style: before one, or behind one that is no sentence."""
    if is_sibling(style, after.text, language):
        return True
    told = after.kind is BlockKind.PARAGRAPH and not ends_open(after.text, language)
    if before is None or (told and not ends_open(before.text, language)):
        return False
    return is_sibling(style, before.text, language)


def _release(raws: list[Raw], language: LanguagePack) -> None:
    """A bold line that opens a block behind a colon, before lines of an address, is one of them and not their heading."""
    for before, raw, after in zip(raws, raws[1:], raws[2:], strict=False):
        opens = raw.kind is BlockKind.HEADING and raw.level == MARKED and after.kind is not BlockKind.HEADING
        if opens and before.frame is not raw.frame is after.frame and COLON.search(before.text):
            found = detect(after.text, language)
            short = len(after.text) <= found.short_line and (COLON.search(after.text) or ends_open(after.text, found))
            if short and not found.pages.caption.match(raw.text):
                raw.kind, raw.level = after.kind, after.level


def _name_items(raws: list[Raw], language: LanguagePack) -> None:
    """A short block that an item opens with, or that is all of one, is the caption of the longer one behind it."""
    for raw, after in [*((raw, after) for _, raw, after in _openings(raws)), *_parted(raws)]:
        found = detect(raw.text, language)
        if _may_open(raw, found) and names(raw.text, after.text, found):
            raw.kind, raw.level = BlockKind.HEADING, RUN_IN


def _name_alike(raws: list[Raw], language: LanguagePack) -> None:
    """Where half of the items of a list open with a caption, a name that another opens with is one too."""
    lists: defaultdict[int, list[Raw]] = defaultdict(list)
    for item, raw, _ in _openings(raws):
        lists[id(item.parent)].append(raw)
    for opening in lists.values():
        captions = sum(raw.kind is BlockKind.HEADING and raw.level == RUN_IN for raw in opening)
        for raw in opening if 2 * captions >= len(opening) else ():
            found = detect(raw.text, language)
            if _may_open(raw, found) and is_name(raw.text, found):
                raw.kind, raw.level = BlockKind.HEADING, RUN_IN


def _openings(raws: list[Raw]) -> Iterator[tuple[Frame, Raw, Raw]]:
    """The list items of several blocks, each with its first block and the one behind it."""
    last: Frame | None = None
    for raw, after in pairwise(raws):
        item = raw.frame.item()
        if item and item is not last and after.frame.item() is item:
            yield item, raw, after
        last = item


def _parted(raws: list[Raw]) -> Iterator[tuple[Raw, Raw]]:
    """The list items of one block, each with the block behind it that stands in their list and in no item of it."""
    for before, raw, after in zip([None, *raws], raws, raws[1:], strict=False):
        item = raw.frame.item()
        alone = item and not (before and before.frame.item() is item)
        if item and alone and after.kind is BlockKind.PARAGRAPH and item.parent in (after.frame, after.frame.parent):
            yield raw, after


def _may_open(raw: Raw, language: LanguagePack) -> bool:
    """Whether the first block of an item may be its caption, by its looks."""
    short = len(raw.text) <= language.short_line and raw.link < len(raw.text)
    return raw.kind is BlockKind.LIST_ITEM and short and ends_open(raw.text, language)


def _demote(raws: list[Raw]) -> None:
    """Bold items that hold nothing else, and runs of headings that head nothing, are the items of a list."""
    for position, raw in enumerate(raws):
        if raw.kind is BlockKind.HEADING and raw.level >= MARKED and raw.level != RUN_IN:
            item = raw.frame.item()
            if item and item.end == position + 1:
                raw.kind, raw.level = BlockKind.LIST_ITEM, 2 * item.lists
    starts = [at for at, (one, other) in enumerate(pairwise([None, *raws])) if not (one and _same_rank(one, other))]
    for start, end in pairwise([*starts, len(raws)]):
        if end - start >= EMPTY_RUN and raws[start].kind is BlockKind.HEADING:
            ended = (end < len(raws) and raws[end].kind is BlockKind.HEADING) or _is_case(raws[end - 1])
            for raw in raws[start : end if ended else end - 1]:
                raw.kind, raw.level = BlockKind.LIST_ITEM, 2 * raw.frame.lists + 1


def _is_case(raw: Raw) -> bool:
    """Whether a heading tells a case, and so heads nothing."""
    return bool(detect(raw.text).pages.item.search(raw.text))


def _same_rank(one: Raw, other: Raw | None) -> bool:
    return other is not None and one.kind is other.kind is BlockKind.HEADING and one.level == other.level


def _lone_title(before: Raw | None, raw: Raw, after: Raw, language: LanguagePack) -> bool:
    """Whether a short line stands between what is closed and longer text, or a bold caption.

    The longer text is a block of its own, or the next line of one: then the line before must not announce a list.
    """
    length = language.short_line * (LONG_CAPTION if QUESTION.search(raw.text) else TITLE_SHARE)
    if before and before.level == RUN_IN and before.frame is raw.frame:  # the text of a caption
        return False
    marked = BULLET.match(raw.text) and not is_name(raw.text, language)
    told = DATUM.search(raw.text) or CONTACT.search(raw.text)
    if len(raw.text) > length or marked or told or not _settled(before, language):
        return False
    if language.pages.claim.search(raw.text) and not in_title_case(raw.text):
        return False
    if after.frame is not raw.frame:
        if raw.kind is not BlockKind.PARAGRAPH:
            return False
    elif before and (
        announces(before.text, language) or (before.kind is BlockKind.LIST_ITEM and before.frame is raw.frame)
    ):
        return False
    times = 1 if shouts(raw.text) and not shouts(after.text) else 2
    longer = after.kind is BlockKind.PARAGRAPH and len(after.text) > times * len(raw.text)
    return after.level == RUN_IN or (longer and not ends_open(after.text, language))


def _settled(before: Raw | None, language: LanguagePack) -> bool:
    """Whether what stands before a line is closed, so that the line does not go on with it."""
    if before is None or before.kind is not BlockKind.PARAGRAPH:
        return True
    return not ends_open(before.text, language) or bool(language.pages.dated.search(before.text))
