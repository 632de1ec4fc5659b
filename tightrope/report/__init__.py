"""One self-contained page: statements with their proofs, the runs beside them, how tight bounds are."""
