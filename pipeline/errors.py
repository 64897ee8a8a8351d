"""What can go wrong, by type. A message names the document, the numbers and the remedy.

PolicyError
├── UnreadablePage     a page that yields no clauses; carries the status it ends with
│   └── FetchFailed        an address that gave no answer
│       └── BlockedAddress     an address that may not be contacted
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


class FetchFailed(UnreadablePage):
    """An address gave no answer that could be kept."""


class BlockedAddress(FetchFailed):
    """An address may not be contacted: it, or something its name resolves to, is not on the public network."""

    def __init__(self, detail: str) -> None:
        super().__init__("blocked_address", detail)


class InputError(PolicyError):
    """An input or output named by the user cannot be used."""


class CorpusError(PolicyError):
    """An annotated document breaks the rules of the corpus."""


class ModelError(PolicyError):
    """A labeller or a language model is missing, damaged or made by another version."""
