"""English."""

from pipeline.languages.base import LanguagePack
from pipeline.languages.en import cues, facts, links, nlp, numbering, pages, script, sentences

PACK = LanguagePack(
    code="en",
    name="English",
    ngrams=("char_wb", (3, 5)),  # within words
    short_line=90,
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
