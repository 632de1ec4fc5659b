"""The methods run, and the constants of their theory measured, not assumed."""
