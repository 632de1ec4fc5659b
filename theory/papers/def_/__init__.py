"""Detached error feedback (DEF and DEF-A): Xu and Huang."""
