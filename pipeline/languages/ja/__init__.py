"""Japanese."""

from pipeline.languages.base import LanguagePack
from pipeline.languages.ja import cues, facts, nlp, numbering, script, sentences

PACK = LanguagePack(
    code="ja",
    name="Japanese",
    short_line=40,
    affinity=script.affinity,
    sentences=sentences.split,
    continues=sentences.continues,
    numbering=numbering.read,
    cues=cues.CUES,
    words=nlp.words,
    facts=facts.read,
    load_nlp=nlp.load,
)
