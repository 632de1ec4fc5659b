"""What the papers say and do, and whether it is so."""
