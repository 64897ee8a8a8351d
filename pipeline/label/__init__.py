"""Clauses -> Scores: the features of a clause, and the classifier over them."""
