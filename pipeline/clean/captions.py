"""The lines that are headings by their looks: bold, marked, numbered, in capitals; and captions that run into their text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.clean.endings import COLON, QUESTION, ends_open
from pipeline.clean.raw import Frame, Line
from pipeline.document import MARKED, NUMBERED, RUN_IN, BlockKind
from pipeline.languages import LanguagePack, detect
from pipeline.languages.base import Numbering
from pipeline.languages.marks import BULLET, STANDS_ALONE

LONG_CAPTION = 2  # short lines: what else marks as a caption may be as long
CAPTION_END = re.compile("[.:：。．]$")
CAPTION_GOES_ON = re.compile(r"\s*[:：–—]|\s*-\s|\.(?=\s+[A-Z])|[。．](?=\s*\w)")
PAUSE = re.compile("[,;、，；]$")
NEW_SENTENCE = re.compile("\\s*[^\\sa-z,;.)]")
SHOUTED = 8  # letters of a caption in capitals; fewer may be an abbreviation
TITLE_CASE = 0.6  # of the words of a title begin with a capital
LETTER = re.compile(r"[^\W\d_]")
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
        return RUN_IN if position == 0 and names(line.text, following, language) else 0
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
    if shouts(text) and following and not shouts(following):
        return MARKED
    opens = position == 0 or lines[position].gap
    if opens and BULLET.match(following) and numbering is None and is_name(text, language):
        return MARKED
    listed = numbering and any(is_sibling(numbering.style, near, language) for near in (previous, following))
    heads = len(following) > len(text) or (BULLET.match(following) and is_name(text, language))
    return NUMBERED + numbering.rank if numbering and not listed and heads else 0


def _may_be_title(line: Line, language: LanguagePack, *, alone: bool) -> bool:
    text = line.text
    ended = COLON.search(text) or (alone and CAPTION_END.search(text) and in_title_case(text))
    named = line.bold and ended and not language.pages.claim.search(text)
    longest = language.short_line * (LONG_CAPTION if line.bold and QUESTION.search(text) else 1)
    if len(text) > longest or not (named or ends_open(text, language)) or line.link >= len(text):
        return False
    if language.pages.dated.search(text) or PAUSE.search(text) or CONTACT.search(text):
        return False
    return not BULLET.match(text) or bool(language.pages.caption.match(text))


def run_in(runs: Sequence[tuple[str, bool]]) -> int:
    """How many runs at the start of a line are a bold caption, its number included; 0 when no text follows one."""
    if not any(bold for _, bold in runs):
        return 0
    first = int(not runs[0][1] and _is_number_of(runs))
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


def names(text: str, following: str, language: LanguagePack) -> bool:
    """Whether the first line of an item, which states and announces nothing, names the longer sentence behind it."""
    sentence = not ends_open(following, language) and language.numbering(following) is None
    return sentence and len(following) > len(text) and is_name(text, language)


def is_name(text: str, language: LanguagePack) -> bool:
    """Whether a short text may name something: it states and announces nothing, and tells no case."""
    cues = language.pages
    return not any(cue.search(text) for cue in (STANDS_ALONE, cues.announces, cues.claim, cues.case))


def shouts(text: str) -> bool:
    """Whether a text is in capitals, as captions are where no tag marks them."""
    letters = LETTER.findall(text)
    return len(letters) >= SHOUTED and all(letter.isupper() for letter in letters)


def in_title_case(text: str) -> bool:
    words = text.split()
    return sum(word[0].isupper() for word in words) >= TITLE_CASE * len(words)


def is_sibling(style: str, text: str, language: LanguagePack) -> bool:
    found = language.numbering(text)
    return found is not None and found.style == style
