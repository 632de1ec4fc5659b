"""The statements of QG-DSGDm, as printed, in the paper's order."""

from theory.papers.qg.convergence import CONVERGENCE
from theory.papers.qg.corrected import CORRECTED
from theory.papers.qg.equivalences import EQUIVALENCES
from theory.papers.qg.main_text import MAIN_TEXT
from theory.papers.qg.young_statements import STATEMENTS as YOUNG
from theory.statement import Paper

PAPER = Paper(
    id="qg",
    title="Quasi-Global Momentum: Accelerating Decentralized Deep Learning on Heterogeneous Data",
    authors="Tao Lin, Sai Praneeth Karimireddy, Sebastian U. Stich, Martin Jaggi",
    year=2021,
    bibtex="""@inproceedings{lin2021quasi,
  title     = {Quasi-Global Momentum: Accelerating Decentralized Deep Learning on Heterogeneous Data},
  author    = {Lin, Tao and Karimireddy, Sai Praneeth and Stich, Sebastian U. and Jaggi, Martin},
  booktitle = {International Conference on Machine Learning},
  year      = {2021}
}""",
    statements=(*MAIN_TEXT, *EQUIVALENCES, *CONVERGENCE, *CORRECTED, *YOUNG),
)
