"""The statements of CD-Adam, as printed, in the paper's order, then what its proofs give."""

from theory.papers.cdadam.appendix import APPENDIX
from theory.papers.cdadam.main_text import MAIN_TEXT
from theory.papers.cdadam.repaired_statements import REPAIRED, STRENGTHENED
from theory.statement import Paper

PAPER = Paper(
    id="cdadam",
    title="Communication-Compressed Adaptive Gradient Method for Distributed Nonconvex Optimization",
    authors="Yujia Wang, Lu Lin, Jinghui Chen",
    year=2022,
    bibtex="""@inproceedings{wang2022cdadam,
  title     = {Communication-Compressed Adaptive Gradient Method for Distributed Nonconvex Optimization},
  author    = {Wang, Yujia and Lin, Lu and Chen, Jinghui},
  booktitle = {International Conference on Artificial Intelligence and Statistics},
  series    = {Proceedings of Machine Learning Research},
  volume    = {151},
  publisher = {PMLR},
  year      = {2022}
}""",
    statements=MAIN_TEXT + APPENDIX + REPAIRED + STRENGTHENED,
)
