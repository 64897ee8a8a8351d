"""What can go wrong, by type. A message names the document, the numbers and the remedy.

PolicyError
├── UnreadablePage     a page that yields no clauses; carries the status it ends with
├── InputError         an input that does not exist, or an output that cannot be written
├── CorpusError        an annotated document that breaks the rules of the corpus
└── ModelError         a labeller that is missing, damaged or of another version
"""

from __future__ import annotations


class PolicyError(Exception):
    """Base of every failure that a user can cause or mend; anything else is a bug."""


class UnreadablePage(PolicyError):
    """A page ends without clauses; `status` is the Status it ends with (or http_NNN), `detail` says what to do."""

    def __init__(self, status: str, detail: str) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail


class InputError(PolicyError):
    """An input or output named by the user cannot be used."""


class CorpusError(PolicyError):
    """An annotated document breaks the rules of the corpus."""


class ModelError(PolicyError):
    """A labeller or a language model is missing, damaged or made by another version."""
