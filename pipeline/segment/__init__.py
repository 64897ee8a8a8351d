"""Document -> Clauses: sentences, the clauses in them, and the context each is read in."""
