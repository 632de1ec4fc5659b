"""Benchmarks: each ours beside a peer, in turns within one run; `python -m benchmarks [NAME…]`."""

BENCHMARKS = (
    "quick_verbs",
    "all_bounds",
    "bound_array",
    "all_sweeps",
    "stacked_step",
    "linear_cost",
    "measure_run",
    "recorder",
    "compressors",
    "worst_case",
    "networks",
    "ranked",
    "ranked_bytes",
    "report",
)
"""The benchmarks in the order of the table, each a module of this package with a function `rows`."""
