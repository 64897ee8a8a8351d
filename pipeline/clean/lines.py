"""Collected text -> blocks: white space, line breaks that only wrap, and the headings that no tag marks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from statistics import median

from pipeline.clean import captions
from pipeline.clean.raw import Frame, Line, Raw
from pipeline.document import TERM, BlockKind
from pipeline.languages import LanguagePack, detect, packs
from pipeline.languages.brackets import left_open
from pipeline.languages.marks import BULLET, STANDS_ALONE

# CSS Text 3, segment break transformation: a line break between two East Asian characters is no space.
EAST = "\u3000-\u30ff\u3400-\u9fff\uff00-\uffef、。"
BREAK_IN_EAST = re.compile(f"(?<=[{EAST}])[ \\t\\r]*\\n\\s*(?=[{EAST}])")
WHITE = re.compile(r"[^\S\u3000]+")
ZERO_WIDTH = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
RULE = re.compile(r"^(?:[^\w:：\ufffd]|_)+$")  # a line without a letter or a figure
LETTER_OR_FIGURE = re.compile(r"[^\W_]")
LONGEST_HEADING = 1_000  # characters; a longer text is none, whatever its tag
SEEN = 1_000  # characters at the end of a text that tell its language
WRAP_SHARE = 0.75  # a line at least this long, compared with what is usual beside it, may have been wrapped
WRAP_LINE = 0.7  # of a short line: less than this is never wrapped
WRAP_NEXT = 0.5  # of the line that follows: one that is shorter ended by itself


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of collected text and how it looked."""

    text: str
    bold: bool
    link: bool
    is_break: bool = False


def squeeze(text: str) -> str:
    """`text` with white space as a browser shows it: one space, none where a break parts East Asian characters."""
    return WHITE.sub(" ", BREAK_IN_EAST.sub("", ZERO_WIDTH.sub("", text))).strip()


def is_number(text: str, line: str) -> bool:
    """Whether `text`, with which `line` begins, is no more than the number of what follows."""
    found = (language.numbering(line) for language in packs())  # a number alone is of no language
    return any(numbering.end >= len(text) for numbering in found if numbering)


def is_plain(frame: Frame) -> bool:
    """Whether text in `frame` is running text, and neither a heading nor part of a list."""
    return _kind_of(frame)[0] is BlockKind.PARAGRAPH


def to_raws(runs: list[Run], frame: Frame) -> list[Raw]:
    """The blocks of the text collected in `frame`."""
    found = _join(_lines(runs))
    if not found:
        return []
    kind, level = _kind_of(frame)
    language = detect(" ".join(line.text for line in found))
    told = any(cue.search(found[-1].text) for cue in (language.pages.statement, language.pages.dated))
    if kind is BlockKind.HEADING and (told or sum(len(line.text) for line in found) > LONGEST_HEADING):
        kind, level = BlockKind.PARAGRAPH, 0
    if kind is BlockKind.HEADING and level <= 6:
        return [_merged(found, kind, level, frame)]
    loose = sum(1 for line in found if not language.pages.terminal.search(line.text))
    marked = [_is_marked(line, language) for line in found]
    introduction = marked.index(True) - 1 if any(marked) else -1
    raws = []
    for position, line in enumerate(found):
        heading = captions.rank(found, position, language, kind, frame)
        if kind is BlockKind.HEADING and len(line.text) > language.short_line * 2:
            raws.append(Raw(line.text, BlockKind.DEFINITION, 0, frame, frame.number, line.link))
        elif heading or kind is BlockKind.HEADING:
            raws.append(Raw(line.text, BlockKind.HEADING, heading or level, frame, frame.number, line.link))
        elif (
            kind is BlockKind.PARAGRAPH
            and position != introduction
            and (marked[position] or _is_item(line, loose, language))
        ):
            raws.append(Raw(line.text, BlockKind.LIST_ITEM, 2 * frame.lists + 1, frame, "", line.link))
        elif marked[position] and not marked[0]:
            raws.append(Raw(line.text, BlockKind.LIST_ITEM, 2 * frame.lists + 2, frame, "", line.link))
        else:
            raws.append(Raw(line.text, kind, level, frame, frame.number if position == 0 else "", line.link))
    return raws


def _lines(runs: list[Run]) -> list[Line]:
    """What stood between line breaks, a caption that runs into its text parted from it."""
    lines: list[Line] = []
    current: list[Run] = []
    gap = False
    for run in [*runs, Run("", False, False, is_break=True)]:
        if not run.is_break:
            current.append(run)
            continue
        at = captions.run_in([(piece.text, piece.bold) for piece in current])
        if at and (_is_dated(current) or all(piece.link for piece in current[at:] if piece.text.strip())):
            at = 0  # a datum: "Last updated: …", "Website: …"
        caption, line = _line(current[:at], gap), _line(current[at:], gap)
        if caption and line:
            _part(caption, line)
        elif line:
            caption = _article(line)
        lines += [found for found in (caption, line) if found and found.text]
        gap = not (caption or line)
        current = []
    return lines


def _article(line: Line) -> Line | None:
    """The number and name of an article, which its text follows in one line; the text is left in the line."""
    found = detect(line.text).pages.article.match(line.text)
    if found is None:
        return None
    caption = Line(found[0], line.bold, 0, line.gap, caption=True)
    line.text, line.gap = line.text[found.end() :].lstrip(" \u3000"), False
    line.link = min(line.link, len(line.text))
    return caption


def _is_dated(runs: list[Run]) -> bool:
    """Whether a line tells a date of the text: "Last updated:" before it is no caption."""
    text = squeeze("".join(run.text for run in runs))
    return bool(detect(text).pages.dated.search(text))


def _part(caption: Line, line: Line) -> None:
    """Note that a caption runs into a line: a colon between them belongs to the caption, a dash to neither."""
    caption.caption = caption.bold = True
    caption.text = caption.text.rstrip(" –—-") or caption.text
    mark = captions.CAPTION_GOES_ON.match(line.text)
    if mark:
        ending = mark[0].strip(" –—-")
        caption.text += "" if caption.text.endswith(ending) else ending
        line.text = line.text[mark.end() :].lstrip()


def _line(runs: list[Run], gap: bool) -> Line | None:
    text = squeeze("".join(run.text for run in runs))
    if not text or RULE.match(text):
        return None
    spoken = [run for run in runs if run.text.strip()]
    link = sum(len(squeeze(run.text)) for run in spoken if run.link)
    worded = [run for run in spoken if LETTER_OR_FIGURE.search(run.text)]  # the colon behind a caption is often plain
    return Line(text, all(run.bold for run in worded or spoken), min(link, len(text)), gap)


def _join(lines: list[Line]) -> list[Line]:
    """Lines with those put together that were one and only wrapped."""
    width = _usual_width(lines)
    ends = [bool(detect(line.text).pages.terminal.search(line.text)) for line in lines]
    last_end = max((position for position, ended in enumerate(ends) if ended), default=-1)
    out: list[Line] = []
    for position, line in enumerate(lines):
        before = lines[position - 1].text if position else ""
        least = max(WRAP_SHARE * width, WRAP_NEXT * len(line.text))
        wraps = len(before) >= least and position <= last_end
        if (
            out
            and not (out[-1].caption or line.caption or line.gap)
            and not ends[position - 1]
            and _wrapped(out[-1], line, before, wraps)
        ):
            out[-1] = _together(out[-1], line)
        else:
            out.append(line)
    return out


def _together(before: Line, line: Line) -> Line:
    east = re.search(f"[{EAST}]$", before.text) and re.match(f"[{EAST}]", line.text)
    text = before.text + ("" if east else " ") + line.text
    return Line(text, before.bold and line.bold, before.link + line.link, before.gap)


def _usual_width(lines: list[Line]) -> float:
    """The median length of the long lines that end in the middle of a sentence."""
    lengths = []
    for line in lines:
        language = detect(line.text)
        if len(line.text) >= WRAP_LINE * language.short_line and not language.pages.terminal.search(line.text):
            lengths.append(len(line.text))
    return median(lengths) if lengths else float("inf")


def _wrapped(joined: Line, line: Line, before: str, wraps: bool) -> bool:
    """Whether `line` goes on with the sentence of `joined`, whose last line was `before`."""
    language = detect(joined.text[-SEEN:] + line.text)
    numbered, short = joined.bold and language.numbering(joined.text), len(before) < WRAP_LINE * language.short_line
    if joined.bold != line.bold and (numbered or short):
        return False
    marked = _is_marked(line, language)
    if left_open(before) or (language.continues(before, line.text) and (short or not marked)):
        return True
    told = language.numbering(before) and language.pages.opens.match(line.text)  # what a numbered name heads
    alone = (
        told
        or language.pages.item.search(before)
        or STANDS_ALONE.match(line.text)
        or language.pages.caption.match(line.text)
    )
    return wraps and not (short or marked or alone)


def _is_item(line: Line, loose: int, language: LanguagePack) -> bool:
    """Whether a line of a paragraph without a mark is an item of a list that no tag marks."""
    return loose > 1 and not language.pages.terminal.search(line.text)


def _is_marked(line: Line, language: LanguagePack) -> bool:
    return bool(BULLET.match(line.text) or language.numbering(line.text))


def _merged(lines: list[Line], kind: BlockKind, level: int, frame: Frame) -> Raw:
    text = " ".join(line.text for line in lines)
    return Raw(text, kind, level, frame, "", sum(line.link for line in lines))


def _kind_of(frame: Frame) -> tuple[BlockKind, int]:
    """The kind and level of running text that stands in `frame`."""
    node: Frame | None = frame
    while node:
        if node.tag == "li":
            return BlockKind.LIST_ITEM, 2 * node.lists
        if node.tag == "dd":
            return BlockKind.DEFINITION, 0
        if node.tag == "dt":
            return BlockKind.HEADING, TERM
        if node.heading:
            return BlockKind.HEADING, node.heading
        if node.tag in ("table", "ul", "ol", "dl"):
            break
        node = node.parent
    return BlockKind.PARAGRAPH, 0
