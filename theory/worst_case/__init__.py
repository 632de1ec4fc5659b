"""Exact worst cases of the methods' own texts over classes of functions, compressors and mixing matrices."""
