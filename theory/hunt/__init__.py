"""The search for counterexamples: numbers that keep every hypothesis and break the claim."""
