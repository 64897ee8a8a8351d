"""Which raw blocks are not the policy, each with the reason.

Two kinds of evidence: the element a block stands in announces furniture (a nav, a footer, a cookie banner), unless
most of the page's prose stands there too; or the block looks like furniture itself (link text alone, a copyright
line, short lines before the title). No rule takes away a sentence that speaks of personal data outside a zone.
"""

from __future__ import annotations

import re
from collections import Counter

from pipeline.clean.raw import Frame, Raw
from pipeline.document import BlockKind
from pipeline.languages import LanguagePack, detect
from pipeline.languages.marks import COPYRIGHT

ZONE_SHARE = 0.35  # a zone with more of the page's prose than this holds the policy, whatever its name
LINKED = 0.8  # of a block's characters in links: the block is a link
TITLE_LEVEL = 1  # of an h1
MENU_RUN = 4  # so many linked blocks in a row are a menu
TEXT_BOX = "text box"  # a zone that may as well hold a policy
TELLING = ("banner", TEXT_BOX)  # a banner may be the head of one
BARS = re.compile(r" ?[|｜] ?")  # between the links of a menu in one line
TITLE_LINE = 60  # characters of a line that may be the title of a page without headings
LONG_TAIL = 30  # so many short blocks behind the last prose are the foot of a flattened page


def reasons(raws: list[Raw], language: LanguagePack) -> list[str]:
    """For each block why it is left out, or "" when it stays."""
    prose = [_prose(raw, language) for raw in raws]
    zones = _furniture_zones(raws, prose, language)
    known: dict[int, str] = {}
    out = [_reason(raw, zones, known, language) for raw in raws]
    _menus(raws, out)
    _keep_title(raws, prose, out, language)
    _over_nothing(raws, out, language)
    _before_title(raws, prose, out, language)
    _after_text(raws, prose, out)
    _after_footer(raws, prose, out, language)
    return out


def _prose(raw: Raw, language: LanguagePack) -> int:
    """The characters of a block that read as running text: sentences, not links."""
    if raw.kind is BlockKind.HEADING or raw.link >= LINKED * len(raw.text):
        return 0
    found = detect(raw.text, language)
    ends = found.pages.terminal.search(raw.text) and len(raw.text) >= found.short_line / 2
    return len(raw.text) if ends or len(raw.text) > 1.5 * found.short_line else 0


def _furniture_zones(raws: list[Raw], prose: list[int], language: LanguagePack) -> dict[int, str]:
    """The zones to leave out, by identity of their frame. An element that holds just the title is no furniture."""
    within: dict[int, list[tuple[Raw, int]]] = {}  # blocks and their prose, by the innermost zone they stand in
    chains: dict[int, tuple[Frame, ...]] = {}
    for raw, weight in zip(raws, prose, strict=True):
        if chain := raw.frame.zones():
            chains[id(chain[-1])] = chain
            within.setdefault(id(chain[-1]), []).append((raw, weight))
    held: Counter[int] = Counter()
    blocks: Counter[int] = Counter()
    named: dict[int, str] = {}
    titled, told = set[int](), set[int]()
    for inner, chain in chains.items():
        found = within[inner]
        weight, has_title = sum(weight for _, weight in found), any(_is_title(raw, language) for raw, _ in found)
        telling = [zone for zone in chain if zone.zone in TELLING]
        if telling and any(_speaks(raw, weight, language) for raw, weight in found):
            told.update(map(id, telling))
        for zone in chain:
            held[id(zone)] += weight
            blocks[id(zone)] += len(found)
            named[id(zone)] = zone.zone
            titled.update({id(zone)} if has_title else ())
    total = max(1, sum(prose))
    return {
        key: name
        for key, name in named.items()
        if held[key] <= ZONE_SHARE * total and not (key in titled and blocks[key] <= 2) and key not in told
    }


def _speaks(raw: Raw, weight: int, language: LanguagePack) -> bool:
    """Whether a heading, or a sentence of some weight, speaks of personal data; a title alone does not."""
    if raw.kind is not BlockKind.HEADING and not weight:
        return False
    return bool(detect(raw.text, language).pages.policy.search(raw.text)) and not _is_title(raw, language)


def _is_title(raw: Raw, language: LanguagePack) -> bool:
    return raw.kind is BlockKind.HEADING and bool(detect(raw.text, language).pages.title.search(raw.text))


def _reason(raw: Raw, zones: dict[int, str], known: dict[int, str], language: LanguagePack) -> str:
    """Why a block is left out by itself; `known` are the reasons of the zones met before, by the innermost."""
    if chain := raw.frame.zones():
        key = id(chain[-1])
        if key not in known:
            known[key] = _zone_reason(chain, zones)
        if known[key]:
            return known[key]
    item = raw.kind is BlockKind.LIST_ITEM and not raw.link  # of data, say: "Email", "Facebook"
    named = raw.kind is BlockKind.HEADING and not COPYRIGHT.match(raw.text)
    if not named and not item and detect(raw.text, language).pages.furniture.match(raw.text):
        return "page furniture"
    return ""


def _zone_reason(chain: tuple[Frame, ...], zones: dict[int, str]) -> str:
    """Why all that stands in these zones, the outermost first, is left out."""
    if chain[-1].zone == TEXT_BOX and id(chain[-1]) not in zones:  # whatever form it stands in
        return ""
    shown = False  # a dialog that holds the policy; its parts are no dialogs of their own
    for zone in chain:
        if id(zone) not in zones:
            shown = shown or zone.zone == "dialog"
        elif not (shown and zone.zone == "dialog"):
            return zones[id(zone)]
    return ""


def _menus(raws: list[Raw], out: list[str]) -> None:
    """Runs of linked blocks are menus, wherever they stand."""
    run: list[int] = []
    for position in range(len(raws) + 1):
        raw = raws[position] if position < len(raws) else None
        if raw and not out[position] and raw.link >= LINKED * len(BARS.sub("", raw.text)):
            run.append(position)
        elif raw and out[position]:
            continue
        else:
            if len(run) + sum(len(BARS.findall(raws[member].text)) for member in run) >= MENU_RUN:
                for member in run:
                    out[member] = "menu"
            run = []


def _over_nothing(raws: list[Raw], out: list[str], language: LanguagePack) -> None:
    """A heading, but for titles, goes with what it stands over in its element, where all of that is left out."""
    kept = len(raws)  # the nearest block behind that stays
    for position in reversed(range(len(raws))):
        raw, stays = raws[position], not out[position]
        over = raw.frame.parent.end if raw.frame.parent else 0
        named = raw.kind is BlockKind.HEADING and raw.level > TITLE_LEVEL
        if stays and named and position + 1 < over <= kept and not _is_title(raw, language):
            out[position] = out[position + 1]
        kept = position if stays else kept


def _keep_title(raws: list[Raw], prose: list[int], out: list[str], language: LanguagePack) -> None:
    """The title of a policy that has no other is kept wherever it stands before the text, in a banner say."""
    first = next((position for position, weight in enumerate(prose) if weight and not out[position]), 0)
    titles = [position for position in range(len(raws)) if _is_title(raws[position], language)]
    above = [position for position in titles if position < first and raws[position].level == TITLE_LEVEL]
    if above and all(out[position] for position in titles):
        out[above[-1]] = ""


def _before_title(raws: list[Raw], prose: list[int], out: list[str], language: LanguagePack) -> None:
    """What stands before the title of the policy, or before its first prose when it has none."""
    kept = [position for position in range(len(raws)) if not out[position]]
    first_prose = next((position for position in kept if prose[position]), None)
    if first_prose is None:
        return
    heads = [p for p in kept if p < first_prose and raws[p].kind is BlockKind.HEADING]
    titles = [p for p in heads if _is_title(raws[p], language)]
    start = (titles or heads or [_plain_title(raws, prose, kept, first_prose, language)])[0]
    for position in kept:
        if position < start:
            out[position] = "before the title"


def _plain_title(raws: list[Raw], prose: list[int], kept: list[int], first: int, language: LanguagePack) -> int:
    """Where the policy starts on a page without headings: the last title before its first sentence about data."""
    start = first
    for position in kept:
        raw = raws[position]
        cues = detect(raw.text, language).pages
        if cues.title.search(raw.text) and len(raw.text) <= TITLE_LINE and not prose[position]:
            start = position
        elif prose[position] and cues.policy.search(raw.text):
            return start
    return first


def _after_text(raws: list[Raw], prose: list[int], out: list[str]) -> None:
    """Links that follow the last prose lead on to other pages; so does a long tail of short lines."""
    kept = [position for position in range(len(raws)) if not out[position]]
    last = max((position for position in kept if prose[position]), default=None)
    if last is None:
        return
    tail = [position for position in kept if position > last]
    for position in tail:
        raw = raws[position]
        if len(tail) > LONG_TAIL or (raw.link >= LINKED * len(raw.text) and "@" not in raw.text):
            out[position] = "after the text"


def _after_footer(raws: list[Raw], prose: list[int], out: list[str], language: LanguagePack) -> None:
    """What follows the last footer of a page is no policy, unless a sentence there speaks of personal data."""
    footers = [p for p, raw in enumerate(raws) if out[p] and any(zone.tag == "footer" for zone in raw.frame.zones())]
    tail = range(footers[-1] + 1, len(raws)) if footers else range(0)
    if not any(prose[p] and detect(raws[p].text, language).pages.policy.search(raws[p].text) for p in tail):
        for position in tail:
            out[position] = out[position] or "after the footer"
