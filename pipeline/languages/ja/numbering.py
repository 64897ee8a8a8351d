"""The numbering of Japanese lists and articles: 第1条, 1., (1), ①, ア, a."""

from __future__ import annotations

import re

from pipeline.languages.base import Numbering

DIGIT = "0-9０-９"
KANJI = "一二三四五六七八九十百"
# 「第3条の規定により」 cites an article, it does not begin one; 「1.5倍」 and 「4.1版」 are quantities.
CITED = "(?!の|に|を|が|で|は、|、|及び|並びに|又は|から|まで|各)"
COUNTER = "%％円年月日倍版件回人社歳時分秒丁番"
# From the outermost style in, as legal texts nest them (法制執務: 章・条・項・号・イロハ).
STYLES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("chapter", re.compile(f"第[{DIGIT}{KANJI}]{{1,4}}[章編部]")),
    ("article", re.compile(f"第[{DIGIT}{KANJI}]{{1,4}}[条節項](?:の[{DIGIT}{KANJI}]{{1,3}})?{CITED}")),
    ("roman", re.compile("[Ⅰ-Ⅻ][.．、:：]?|(?:I{1,3}|IV|VI{0,3}|IX|X)[.．](?=[\\s　]*[^A-Za-z])")),
    ("number", re.compile(f"[{DIGIT}]{{1,2}}(?:[.．、:：](?![{DIGIT}])|[\\s　](?=[^\\s　{DIGIT}]))")),
    (
        "decimal",
        re.compile(f"[{DIGIT}]{{1,2}}(?:[.．\\-－‐][{DIGIT}]{{1,2}}){{1,3}}[.．]?(?![.．\\-－‐]?[{DIGIT}{COUNTER}])"),
    ),
    ("kanji", re.compile(f"[{KANJI}]{{1,3}}(?:[、．.]|[\\s　])")),
    (
        "parenthesis",
        re.compile(f"[（(〔［\\[][\\s　]?[{DIGIT}]{{1,2}}[\\s　]?[）)〕］\\]]|[{DIGIT}]{{1,2}}[）)]|[⑴-⒇]"),
    ),
    ("circle", re.compile("[①-⑳㊀-㊉❶-❿]")),
    (
        "katakana",
        re.compile("[（(]?[アイウエオカキクケコサシスセソロハニホヘトｱ-ｵ](?:[）)．.、：:]|[\\s　](?=[^\\s　]))"),
    ),
    ("iroha", re.compile("[（(][いろはにほへとあ-お一二三四五六七八九十]{1,2}[）)]")),
    (
        "letter",
        re.compile(
            "[（(]?(?:[a-zA-Zａ-ｚＡ-Ｚ]|[ivx]{2,4})(?:[）)．]|[.](?![A-Za-z]))|[（(][ivxⅰ-ⅹ]{1,4}[）)]|[ⅰ-ⅹ][.．）)]?"
        ),
    ),
)


def read(text: str) -> Numbering | None:
    """The numbering `text` begins with, or None."""
    for rank, (style, pattern) in enumerate(STYLES):
        found = pattern.match(text)
        if found:
            return Numbering(found[0].strip("\u3000 "), found.end(), style, rank)
    return None
