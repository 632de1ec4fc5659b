"""The papers' figures and our own, one a file."""
