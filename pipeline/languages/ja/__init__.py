"""Japanese."""

from pipeline.languages.base import LanguagePack, Stage, Tuning
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
    tuning=Tuning("E5", 9_000, (Stage(2, 1.5e-4, unsure=False), Stage(2, 6e-5, unsure=True))),
    load_nlp=nlp.load,
)
