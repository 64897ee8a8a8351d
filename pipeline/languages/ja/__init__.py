"""Japanese."""

from pipeline.languages.base import LanguagePack
from pipeline.languages.ja import cues, facts, links, nlp, numbering, pages, script, sentences

PACK = LanguagePack(
    code="ja",
    name="Japanese",
    ngrams=("char", (1, 4)),  # a word is two or three characters
    short_line=40,
    affinity=script.affinity,
    sentences=sentences.split,
    continues=sentences.continues,
    numbering=numbering.read,
    pages=pages.PAGES,
    links=links.LINKS,
    cues=cues.CUES,
    topics=cues.TOPICS,
    words=nlp.words,
    facts=facts.TABLES,
    load_nlp=nlp.load,
)
