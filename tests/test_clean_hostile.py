"""Pages made to be slow or to break something: each is read, in time that grows with its length."""

from __future__ import annotations

import time

import pytest

from pipeline.clean.cleaner import clean
from pipeline.clean.templates import strip
from pipeline.document import Page
from pipeline.languages import pack
from pipeline.segment.clauses import segment_all
from tests.helpers import BODY_EN, TITLE_EN, check_offsets

LIMIT = 5.0  # seconds; each of these took ten and more, and takes a fraction of one
POLICY = TITLE_EN + BODY_EN


class _Uncut:
    """A parser that leaves sentences whole."""

    def clauses(self, texts: list[str]) -> list[list[object]]:
        from pipeline.languages.base import Piece

        return [[Piece(0, len(text))] for text in texts]


HOSTILE = [
    ("addresses without an end", "<p>Please write " + "a@" * 6_000 + " b</p><p>We keep it. We keep it.</p>"),
    ("plain words without an end", "<p>" + "we keep the data of you " * 4_000 + "</p><p>We keep it.</p>"),
    ("lines that seem to go on", "<p>" + "<br>".join(["we keep all of it in the room at the end of the long corridor and"] * 3_000) + "</p>"),
    ("items below a long text", "<p>" + "We keep it. " * 1_000 + "We use it as follows:</p>" + "<p>to do it</p>" * 1_000),
    ("a list below a long text", "<p>" + "We keep it. " * 5_000 + "</p><ul>" + "<li>to do it" * 3_000 + "</ul>"),
    ("a heading as long as a book", "<h2>" + "we keep the data of you " * 17_000 + "</h2>" + "<p>We keep it.</p>" * 2_000),
    ("zones within zones", "<nav>" * 250 + "<p>x</p>" * 10_000),
    ("openers of templates", "{#" * 60_000 + "<?php " * 20_000),
    ("pictures in a heading", "<h2>" + "<img alt=a src=b>" * 6_000 + "</h2>"),
    ("fields in a sentence", "<p>We send it on the " + "<input>" * 6_000 + " day of the month to those whom you name in the list below, and to nobody else at all.</p>"),
    ("a row of many cells", "<table><tr><td>a<td>b<td>c</tr><tr>" + "<td>We keep it." * 6_000 + "</tr><tr><td>a<td>b<td>c</table>"),
    ("numbers without an end", "<p>" + "1." * 20_000 + "</p>"),
    ("hyphens before a word", "<p>" + "-" * 20_000 + "a</p>"),
]  # fmt: skip


@pytest.mark.parametrize(("reason", "page"), HOSTILE, ids=[row[0] for row in HOSTILE])
def test_a_hostile_page_is_read_in_time(reason: str, page: str) -> None:
    started = time.process_time()
    document = clean(Page("page", (POLICY + page).encode(), "memory", media="html"))
    segment_all([document], lambda _: _Uncut())  # type: ignore[arg-type, return-value]
    assert time.process_time() - started < LIMIT, reason
    check_offsets(document)


def test_cells_of_blank_characters_end_no_run() -> None:
    table = "<table><tr><td>a<td>b</tr><tr><td>&emsp;<td>&emsp;</tr><tr><td>c<td>d</table>"
    document = clean(
        Page(
            "page",
            (POLICY + table + "<p>Our office<br>We keep it in a locked room.</p>").encode(),
            "memory",
            media="html",
        )
    )
    assert "\u2003" not in document.text


@pytest.mark.parametrize(("text", "expected"), [
    ("a <?php echo 1; ?> b", "a   b"),
    ("a <% x %> b {# c #} d", "a   b   d"),
    ("a {# b", "a {# b"),
    ("a <?php b", "a  "),
    ("{% comment %} a {% endcomment %}b", " b"),
    ("{% comment %} a {% if b %}c", "  a  c"),
    ('<?php _e("We keep it."); ?>', "We keep it."),
])  # fmt: skip
def test_remnants_of_templates(text: str, expected: str) -> None:
    assert strip(text) == expected


@pytest.mark.parametrize("text", ["-" * 20_000 + "a", "_ " * 10_000])
def test_cues_are_read_in_time(text: str) -> None:
    started = time.process_time()
    for cue in (cue for cues in pack("en").cues.values() for cue in cues):
        cue.pattern.search(text)
    assert time.process_time() - started < LIMIT
