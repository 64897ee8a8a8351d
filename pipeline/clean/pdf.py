"""PDF -> HTML for the one reader of pages. pypdf reads the file in a process of its own (pdf_reader.py), so that no PDF
can hang this one or fill it; what it finds is laid out by pdf_layout.py.
"""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from pipeline.clean.decode import Decoded, scrubbed
from pipeline.clean.pdf_layout import Line, to_html
from pipeline.errors import UnreadablePage
from pipeline.findings import Status

READER = Path(__file__).with_name("pdf_reader.py")
SECONDS = 60.0  # for one PDF; 300 pages of text take a few seconds
NEEDED = "a PDF; install the reader for it (pip install 'policy-clauses[pdf]'), or give it as text (pdftotext)"


def read_pdf(body: bytes, *, seconds: float = SECONDS) -> Decoded:
    """The text of a PDF as HTML. Raises UnreadablePage, with the remedy, for one that gives none."""
    if find_spec("pypdf") is None:
        raise UnreadablePage(Status.PDF, NEEDED)
    found = _run(body, seconds)
    if "pages" not in found:
        raise UnreadablePage(found["status"], found["detail"])
    pages = [[Line(*line) for line in page] for page in found["pages"]]
    if not any(line.text.strip() for page in pages for line in page):
        detail = f"a PDF of {len(pages)} pages without text, as scanners make them; give the text that OCR reads in it"
        raise UnreadablePage(Status.PDF, detail)
    return scrubbed(to_html(pages), "pdf")


def _run(body: bytes, seconds: float) -> dict[str, Any]:
    """What pdf_reader.py finds in a PDF."""
    command = [sys.executable, "-P", str(READER)]
    try:
        ended = subprocess.run(command, input=body, capture_output=True, timeout=seconds, check=False)
    except subprocess.TimeoutExpired as error:
        detail = f"the PDF takes more than {seconds:g} s to read; give it as text (pdftotext)"
        raise UnreadablePage(Status.PARSE_LIMIT, detail) from error
    if ended.returncode:
        detail = f"the reader of PDFs ended with code {ended.returncode}; give the PDF as text (pdftotext)"
        raise UnreadablePage(Status.PARSE_LIMIT, detail)
    found: dict[str, Any] = json.loads(ended.stdout)
    return found
