"""English."""

from pipeline.languages.base import LanguagePack, Stage, Tuning
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
    # A start that knows the language well needs only what n-grams are unsure of, which the encoder will be asked about.
    tuning=Tuning("MiniLM", 14_000, (Stage(2, 1.5e-4, unsure=True),)),
    load_nlp=nlp.load,
)
