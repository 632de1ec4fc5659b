"""The statements of DEF and DEF-A, as printed, in the paper's order."""

from theory.papers.def_ import statements_generalisation as generalisation
from theory.papers.def_ import statements_optimisation as optimisation
from theory.papers.def_ import young_statements
from theory.papers.def_.statements_convergence import APPENDIX_A, SECTION_4_1
from theory.papers.def_.statements_motivation import LEMMA_C1, SECTION_3, SECTION_4
from theory.papers.def_.statements_repaired import REPAIRED
from theory.statement import Paper

STATEMENTS = (
    *SECTION_3,
    *SECTION_4,
    *SECTION_4_1,
    optimisation.PL,
    *generalisation.RATES_DEF,
    *optimisation.RATES_DEF,
    *generalisation.RATES_DEF_A,
    *optimisation.RATES_DEF_A,
    generalisation.REMARK,
    *generalisation.RATES_SGD,
    *optimisation.RATES_SGD,
    *generalisation.RATES_SGD_IA,
    *optimisation.RATES_SGD_IA,
    *APPENDIX_A,
    *generalisation.APPENDIX_B1,
    *generalisation.APPENDIX_B2,
    *optimisation.APPENDIX_B3,
    *optimisation.APPENDIX_B4,
    LEMMA_C1,
    generalisation.APPENDIX_C2,
    *optimisation.APPENDIX_C3,
)

PAPER = Paper(
    id="def",
    title="Detached Error Feedback for Distributed SGD with Random Sparsification",
    authors="An Xu, Heng Huang",
    year=2022,
    bibtex="""@inproceedings{xu2022detached,
  title     = {Detached Error Feedback for Distributed {SGD} with Random Sparsification},
  author    = {Xu, An and Huang, Heng},
  booktitle = {Proceedings of the 39th International Conference on Machine Learning},
  series    = {Proceedings of Machine Learning Research},
  volume    = {162},
  year      = {2022}
}""",
    statements=(*STATEMENTS, *REPAIRED, *young_statements.STATEMENTS),
)
