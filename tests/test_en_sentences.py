"""Where English sentences end, and which lines go on. A bar marks the ends."""

from __future__ import annotations

import pytest

from pipeline.languages import pack
from tests.builders import cases, sentences


@pytest.mark.parametrize("marked", cases(
    ("We ask your name.| We ask your address.", "the plain full stop"),
    ("Is it kept?| Yes!| It is.", "question and exclamation marks"),
    ("We ask your name.|We ask your address.|This is all.", "no space behind a full stop"),
    ("See www.example.com/about.You", "the points of addresses"),
    ('They said "Stop."| We stopped.', "a quotation mark closes the sentence"),
    ("“We care.”| That is all.", "curly quotation marks"),
    ("We asked (see page two. It helps) and noted it.| Then we left.", "a mark in brackets ends nothing"),
    ("We keep it.| (The law asks for that.)| We shred it later.", "a parenthetical sentence stands alone"),
    ("We keep it (as the law asks).| We shred it later.", "a bracket before the final point"),
    ("(Acme) keeps it.| Bolt does not.", "a sentence that opens with brackets and goes on"),
    ("It costs 1.5 dollars.| Please pay.", "a decimal point"),
    ("We sew.| example.com is ours.", "a sentence may open with the address of a site"),
    ("It is kept as art. 10 asks.| We shred it.", "an article is cited by its number"),
    ("We call that art.| You may not.", "other than by its word alone"),
    ("Come to Mill Str. 1 in Leeds.", "so is a house"),
    ("Version 2.0 is out.| Please update.", "a version number"),
    ("Acme Inc. keeps it.| Bolt does not.", "a company in the middle"),
    ("Write to Acme Inc.| We answer soon.", "a company at the end: a word that opens a sentence follows"),
    ("Acme Co., Ltd. keeps it.| Bolt does not.", "two short forms in a name"),
    ("It is kept by Acme Co., Ltd.| We own it.", "two short forms at the end"),
    ("Acme Pvt. Ltd. keeps it.| Bolt does not.", "short forms that always stand before another one"),
    ("Figures come from Acme LLC.| Acme Figures sets cookies.", "a kind of company that is written without a point"),
    ("Acme, LLC. (“Acme”) keeps it.", "and with one, in the middle: brackets go on"),
    ("We act in the U.S. and abroad.| Fine.", "a country in the middle"),
    ("We act in the U.S.| Our staff helps.", "a country at the end"),
    ("Details, e.g. Names, are kept.| Fine.", "for example"),
    ("Details, i.e. Your name, are kept.", "that is"),
    ("Mr. J. R. Smith and Dr. Jones answer.| Write to them.", "titles and initials"),
    ("See No. 5 of the list.| It is short.", "the short form of number"),
    ("Partners, carriers, etc.| We list them all.", "et cetera before a new sentence"),
    ("We pass it on.| easyShop keeps it.", "a name that begins with small letters"),
    ("To stop it: 1. call us and 2. give your name.| We stop it.", "numbers inside a sentence"),
    ("1. We ask.| 2. We note.", "a list number stays with its sentence"),
    ("4.2. We keep it.", "a decimal list number"),
    ("We keep it.| * Only on paper.", "a note behind a sentence"),
    ("We keep it.| ※Only on paper.", "a Japanese note mark behind a sentence"),
    ("Open www.example.com.| We answer.", "an address of a site"),
    ("We wait...| Then we act.", "dots"),
    ("a heading only", "no mark at all: one sentence"),
))  # fmt: skip
def test_sentences(marked: str) -> None:
    assert sentences("en", marked.replace("|", "")) == [part.strip() for part in marked.split("|")]


@pytest.mark.parametrize("text", ["", " ", "\n\t"])
def test_no_sentence_without_words(text: str) -> None:
    assert sentences("en", text) == []


@pytest.mark.parametrize(("line", "following", "expected"), cases(
    ("We ask your name,", "address and age.", True, "a comma at the end of a line"),
    ("We ask your name and", "Address.", True, "a conjunction at the end"),
    ("This is for the", "Customer.", True, "an article at the end"),
    ("We send it (", "by post).", True, "a bracket left open"),
    ("We keep what you told the shop on the phone", "when you ordered.", True, "a long line and a lower-case word"),
    ("We take all due care to guard the", "data. We also train staff.", True, "a short last word is no list number"),
    ("We keep what you told the shop on the phone", "When you ordered", False, "a capital opens a piece of its own"),
    ("Name", "address", False, "a short line may be an item"),
    ("Name", "Address", False, "two items"),
    ("We use it for", "- billing", False, "a dash opens an item"),
    ("We use it for the", "• billing", False, "a bullet opens an item"),
    ("We use it for", "(a) billing", False, "a letter in brackets opens an item"),
    ("We use it for", "iv. billing", False, "a small Roman number opens an item"),
    ("We use it for", "12. billing", False, "a number opens an item"),
))  # fmt: skip
def test_continues(line: str, following: str, expected: bool) -> None:
    assert pack("en").continues(line, following) is expected
