"""The levels of numbered captions and items: those of one series stand side by side, whatever the tags and looks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile

from pipeline.clean.captions import LONG_CAPTION
from pipeline.clean.endings import COLON, announces, ends_open
from pipeline.clean.raw import Raw
from pipeline.document import MARKED, TERM, BlockKind
from pipeline.languages import LanguagePack, detect
from pipeline.languages.base import Numbering

DEEP = TERM - 1  # below all numbers
MINOR = 4  # of h4 to h6, which may stand below captions that no tag marks
MANY = 3  # so many captions without numbers to one heading of a minor tag are above it
INTRODUCING = (BlockKind.LIST_ITEM, BlockKind.DEFINITION)  # kinds that may announce items below them
FIGURES = re.compile(r"\d+")

Numbered = tuple[Raw, str, int]  # a block, the style of its number and its value; "" and 0 when it has none


def level(raws: Sequence[Raw], language: LanguagePack) -> None:
    """Put captions and items of each series on one level, what they announce or hold below it; in place."""
    numbered = [*_numbered(raws, language)]
    _repeat(raws)
    headings = [one for one in numbered if one[0].kind is BlockKind.HEADING]
    _lower(headings)
    _sink(headings)
    _align(numbered, language)
    _nest(numbered, language)


def _repeat(raws: Sequence[Raw]) -> None:
    """The title of a policy behind another, in the other language say, opens no level of its own."""
    for raw, after in pairwise(raws):
        titled = raw.kind is after.kind is BlockKind.HEADING and raw.level < min(MARKED, after.level)
        if titled and all(_is_only_title(one.text) for one in (raw, after)):
            after.level = DEEP


def _is_only_title(text: str) -> bool:
    cues = detect(text).pages
    found = cues.title.search(text)
    return found is not None and found[0] == text


def _lower(headings: Sequence[Numbered]) -> None:
    """Minor tags amid captions that no tag marks, and that opened before them, belong to these captions."""
    for level in sorted({raw.level for raw, *_ in headings if MARKED <= raw.level < TERM}):
        members = [place for place, (raw, *_) in enumerate(headings) if raw.level == level]
        behind = [raw for raw, *_ in headings[members[0] :] if raw.level < MARKED]
        tags = [raw for raw, *_ in headings[members[0] : members[-1]] if raw.level < MARKED]
        numbers = [headings[place][2] for place in members]
        runs = numbers == [*range(1, len(members) + 1)] if all(numbers) else len(members) >= MANY * len(tags)
        if tags and runs and all(raw.level >= MINOR for raw in tags):
            for raw in takewhile(lambda raw: raw.level >= MINOR, behind):
                raw.level = DEEP


def _sink(headings: Sequence[Numbered]) -> None:
    """A caption without a number between two of a series belongs to the first of them."""
    last: dict[tuple[str, int], tuple[int, int]] = {}  # number and place of the caption last seen by style and level
    for place, (raw, style, number) in enumerate(headings):
        if not number or not MARKED < raw.level < TERM:
            continue
        before, at = last.get((style, raw.level), (number, place))
        between = [one for one, *_ in headings[at + 1 : place]]
        if before == number - 1 and all(one.level >= MARKED for one in between):
            for one in between:
                one.level = DEEP if one.level == MARKED else one.level
        last[style, raw.level] = number, place


def _align(numbered: Sequence[Numbered], language: LanguagePack) -> None:
    """A caption whose number follows that of another is on its level."""
    last: dict[str, dict[int, int]] = {}  # the number last seen by style and level, where that is still open
    for (raw, style, number), after in zip(numbered, [*numbered[1:], None], strict=True):
        seen = last.setdefault(style, {}) if number else {}
        level = next((at for at, one in seen.items() if one == number - 1 and at < TERM), 0)
        if level and raw.kind is BlockKind.HEADING:
            raw.level = raw.level if seen.get(raw.level) == number - 1 else level
        elif level and _may_be_caption(raw, number, after, language):
            raw.kind, raw.level = BlockKind.HEADING, level
        if raw.kind is BlockKind.HEADING:
            for levels in last.values():
                for deeper in [at for at in levels if at > raw.level]:
                    del levels[deeper]
            seen[raw.level] = number


def _may_be_caption(raw: Raw, number: int, after: Numbered | None, language: LanguagePack) -> bool:
    """Whether a numbered line may be a caption: it is no long one, states nothing, and holds something, if only a list."""
    found = detect(raw.text, language)
    if not after or raw.link or len(raw.text) > LONG_CAPTION * found.short_line or not ends_open(raw.text, found):
        return False
    held, _, following = after
    return following != number + 1 and (held.kind is not BlockKind.HEADING or following == 1)


def _nest(numbered: Sequence[Numbered], language: LanguagePack) -> None:
    """Items with other numbers than an item before them that announces a list stand below it, as do its own further lines.

    So do items that are no sentences, behind a sentence that opens their list.
    """
    above: Raw | None = None
    own = ""
    for raw, style, _ in numbered:
        if above and _is_below(raw, style, above, own) and announces(above.text, detect(above.text, language)):
            if raw.kind is BlockKind.DEFINITION:
                raw.kind, raw.level = BlockKind.LIST_ITEM, 2 * raw.frame.lists + 2
            raw.level += raw.level == above.level
        else:
            above, own = (raw, style) if raw.kind in INTRODUCING else (None, "")


def _is_below(raw: Raw, style: str, above: Raw, own: str) -> bool:
    """Whether an item may stand below another: by its number, or as a line of it behind a colon."""
    if raw.kind is not above.kind or raw.level < above.level:
        return False
    if style:
        return style != own
    item, opening = raw.frame.item(), above.frame.item()
    if item is None or opening is None:
        return False
    if item is opening:
        return bool(COLON.search(above.text))
    opens = item.parent is opening.parent and not ends_open(above.text, detect(above.text))
    return opens and ends_open(raw.text, detect(raw.text))


def _numbered(raws: Sequence[Raw], language: LanguagePack) -> Iterator[Numbered]:
    for raw in raws:
        numbering = detect(raw.text, language).numbering(raw.text)
        yield raw, numbering.style if numbering else "", _value(numbering)


def _value(numbering: Numbering | None) -> int:
    """The value of a number in figures; 0 for others and for those of several parts."""
    figures = FIGURES.findall(unicodedata.normalize("NFKC", numbering.text)) if numbering else []
    return int(figures[0]) if len(figures) == 1 else 0
