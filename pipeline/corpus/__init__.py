"""Annotated documents: pages with their labels in the HTML, for training, evaluation and checks."""
