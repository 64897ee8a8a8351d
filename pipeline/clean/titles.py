"""The headings that no tag marks, and the tags that mark no heading."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.clean.raw import Frame, Line, Raw
from pipeline.document import MARKED, NUMBERED, RUN_IN, BlockKind
from pipeline.languages import LanguagePack, detect
from pipeline.languages.base import Numbering
from pipeline.languages.marks import BULLET, STANDS_ALONE

TITLE_SHARE = 0.75  # of a short line: a lone line that is a title is no longer
LONG_CAPTION = 2  # short lines: what else marks as a caption may be as long
EMPTY_RUN = 3  # so many headings of one rank without text between them are a list
CAPTION_END = re.compile("[.:：。．]$")
CAPTION_GOES_ON = re.compile(r"\s*[:：–—]|\s*-\s|\.(?=\s+[A-Z])|[。．](?=\s*\w)")
COLON = re.compile("[:：]$")
PAUSE = re.compile("[,;、，；]$")
QUESTION = re.compile("[?？]$")
NEW_SENTENCE = re.compile("\\s*[^\\sa-z,;.)]")
SHOUTED = 8  # letters of a caption in capitals; fewer may be an abbreviation
TITLE_CASE = 0.6  # of the words of a title begin with a capital
LETTER = re.compile(r"[^\W\d_]")
ADDRESS_END = re.compile(r"\S.{30,}?(?:https?://|www\.|@)\S+$")  # behind some words
CONTACT = re.compile(
    r"\w@\w|(?<!\d)(?:\+\d{1,3}[-. ])?\(?\d{2,5}\)?[-. ]\d{2,4}[-. ]\d{3,4}(?!\d)"
)  # where to write or call
DATUM = re.compile(r"[:：]\s*\S")  # "E-mail: …", which names no text behind it


def rank(lines: Sequence[Line], position: int, language: LanguagePack, kind: BlockKind, frame: Frame) -> int:
    """The rank of a line that is a heading by its looks: bold, a caption mark, a numbered caption; 0 if it is none."""
    line = lines[position]
    if line.caption and line.bold:
        return RUN_IN
    if not line.caption and not _may_be_title(line, language, alone=len(lines) == 1):
        return 0
    numbering = language.numbering(line.text)
    if line.bold or line.caption or (frame.title and len(lines) == 1 and kind is BlockKind.PARAGRAPH):
        return NUMBERED + numbering.rank if numbering else MARKED
    following = lines[position + 1].text if position + 1 < len(lines) else ""
    if kind is BlockKind.LIST_ITEM:
        return RUN_IN if position == 0 and _names(line.text, following, language) else 0
    if kind is BlockKind.DEFINITION:
        return RUN_IN if language.pages.caption.match(line.text) and following else 0
    return _plain_rank(lines, position, language, numbering) if kind is BlockKind.PARAGRAPH else 0


def _plain_rank(lines: Sequence[Line], position: int, language: LanguagePack, numbering: Numbering | None) -> int:
    """The rank of a line in plain letters: a caption mark, or a number that its neighbours do not go on with."""
    text = lines[position].text
    previous = lines[position - 1].text if position else ""
    following = lines[position + 1].text if position + 1 < len(lines) else ""
    if language.pages.caption.match(text):
        named = language.pages.caption.match(following) or COLON.search(previous) or DATUM.search(text)
        return 0 if named else MARKED
    if _shouts(text) and following and not _shouts(following):
        return MARKED
    opens = position == 0 or lines[position].gap
    if opens and BULLET.match(following) and numbering is None and _is_name(text, language):
        return MARKED
    listed = numbering and any(_sibling(numbering.style, near, language) for near in (previous, following))
    heads = len(following) > len(text) or (BULLET.match(following) and _is_name(text, language))
    return NUMBERED + numbering.rank if numbering and not listed and heads else 0


def _names(text: str, following: str, language: LanguagePack) -> bool:
    """Whether the first line of an item, which states and announces nothing, names the longer sentence behind it."""
    sentence = not ends_open(following, language) and language.numbering(following) is None
    return sentence and len(following) > len(text) and _is_name(text, language)


def _is_name(text: str, language: LanguagePack) -> bool:
    """Whether a short text may name something: it states and announces nothing, and tells no case."""
    cues = language.pages
    return not any(cue.search(text) for cue in (STANDS_ALONE, cues.announces, cues.claim, cues.case))


def _shouts(text: str) -> bool:
    """Whether a text is in capitals, as captions are where no tag marks them."""
    letters = LETTER.findall(text)
    return len(letters) >= SHOUTED and all(letter.isupper() for letter in letters)


def run_in(runs: Sequence[tuple[str, bool]]) -> int:
    """How many runs at the start of a line are a bold caption, its number included; 0 when no text follows one."""
    first = int(bool(runs) and not runs[0][1] and _is_number_of(runs))
    bold = first
    while bold < len(runs) and (runs[bold][1] or not runs[bold][0].strip()):
        bold += 1
    if bold == first:
        return 0
    caption, rest = ("".join(text for text, _ in part) for part in (runs[:bold], runs[bold:]))
    return bold if caption.strip() and rest.strip() and _heads(caption, rest) else 0


def _is_number_of(runs: Sequence[tuple[str, bool]]) -> bool:
    """Whether the first run of a line is no more than its number."""
    text = "".join(text for text, _ in runs).lstrip()
    numbering = detect(text).numbering(text)
    return bool(numbering and 0 < len(runs[0][0].strip()) <= numbering.end)


def _heads(caption: str, rest: str) -> bool:
    """Whether a bold text names what follows it in its line: by a mark at its end, as a question, or by its number."""
    name = caption.strip()
    language = detect(name + rest)
    if len(name) > language.short_line or not LETTER.search(name) or language.pages.note.search(name):
        return False
    if QUESTION.search(name):
        return True
    numbering = language.numbering(name)
    parted = caption[-1].isspace() or rest[0].isspace()
    numbered = numbering and numbering.end < len(name) and parted and NEW_SENTENCE.match(rest)
    begins = parted and language.pages.opens.match(rest.lstrip())
    ended = CAPTION_END.search(name) or CAPTION_GOES_ON.match(rest) or numbered or begins
    return bool(ended) and not language.pages.claim.search(name)


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
    if _sibling(style, after.text, language):
        return True
    told = after.kind is BlockKind.PARAGRAPH and not ends_open(after.text, language)
    if before is None or (told and not ends_open(before.text, language)):
        return False
    return _sibling(style, before.text, language)


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
        if _may_open(raw, found) and _names(raw.text, after.text, found):
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
            if _may_open(raw, found) and _is_name(raw.text, found):
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
    marked = BULLET.match(raw.text) and not _is_name(raw.text, language)
    told = DATUM.search(raw.text) or CONTACT.search(raw.text)
    if len(raw.text) > length or marked or told or not _settled(before, language):
        return False
    if language.pages.claim.search(raw.text) and not _in_title_case(raw.text):
        return False
    if after.frame is not raw.frame:
        if raw.kind is not BlockKind.PARAGRAPH:
            return False
    elif before and (
        announces(before.text, language) or (before.kind is BlockKind.LIST_ITEM and before.frame is raw.frame)
    ):
        return False
    times = 1 if _shouts(raw.text) and not _shouts(after.text) else 2
    longer = after.kind is BlockKind.PARAGRAPH and len(after.text) > times * len(raw.text)
    return after.level == RUN_IN or (longer and not ends_open(after.text, language))


def _in_title_case(text: str) -> bool:
    words = text.split()
    return sum(word[0].isupper() for word in words) >= TITLE_CASE * len(words)


def _settled(before: Raw | None, language: LanguagePack) -> bool:
    """Whether what stands before a line is closed, so that the line does not go on with it."""
    if before is None or before.kind is not BlockKind.PARAGRAPH:
        return True
    return not ends_open(before.text, language) or bool(language.pages.dated.search(before.text))


def announces(text: str, language: LanguagePack) -> bool:
    """Whether the last sentence of a text introduces what follows it."""
    left, right = list(language.sentences(text))[-1]
    return bool(language.pages.announces.search(text[left:right]))


def _may_be_title(line: Line, language: LanguagePack, *, alone: bool) -> bool:
    text = line.text
    ended = COLON.search(text) or (alone and CAPTION_END.search(text) and _in_title_case(text))
    named = line.bold and ended and not language.pages.claim.search(text)
    longest = language.short_line * (LONG_CAPTION if line.bold and QUESTION.search(text) else 1)
    if len(text) > longest or not (named or ends_open(text, language)) or line.link >= len(text):
        return False
    if language.pages.dated.search(text) or PAUSE.search(text) or CONTACT.search(text):
        return False
    return not BULLET.match(text) or bool(language.pages.caption.match(text))


def ends_open(text: str, language: LanguagePack) -> bool:
    """Whether a text does not end as a sentence or an address does; a question may be a title."""
    closed = language.pages.terminal.search(text) or ADDRESS_END.search(text)
    return bool(QUESTION.search(text)) or not closed


def _sibling(style: str, text: str, language: LanguagePack) -> bool:
    found = language.numbering(text)
    return found is not None and found.style == style
