"""What is measured of a run, one quantity a file.

A module has `observe(snapshot)`, which gives numbers of one step for every seed, and `constants(records)` or
`measured(records)`, which turn the records of a run into estimates under the names of the glossary.
"""
