"""QG-DSGDm: quasi-global momentum (Lin, Karimireddy, Stich, Jaggi)."""
