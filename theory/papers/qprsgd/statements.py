"""The statements of QPRSGD, as printed, in the paper's order."""

from theory.papers.qprsgd import (
    gossip_repaired_statements,
    gossip_statements,
    gossip_young_statements,
    ring_repaired_statements,
    ring_statements,
    ring_young_statements,
)
from theory.papers.qprsgd.gossip_statements import GOSSIP_APPENDIX, GOSSIP_MAIN
from theory.papers.qprsgd.quantiser_statements import CODE, CODE_REPAIRED, DEFINITIONS, EXPERIMENT, VARIANCE
from theory.papers.qprsgd.ring_statements import RING_APPENDIX, RING_MAIN
from theory.statement import Paper

STATEMENTS = (
    *ring_statements.TABLE,
    *gossip_statements.TABLE,
    *DEFINITIONS,
    *RING_MAIN,
    *GOSSIP_MAIN,
    *EXPERIMENT,
    *VARIANCE,
    *RING_APPENDIX,
    *GOSSIP_APPENDIX,
    *CODE,
    *ring_repaired_statements.STATEMENTS,
    *ring_repaired_statements.COROLLARIES,
    *ring_young_statements.STATEMENTS,
    *gossip_repaired_statements.STATEMENTS,
    *gossip_young_statements.STATEMENTS,
    *CODE_REPAIRED,
)

PAPER = Paper(
    id="qprsgd",
    title="On the Convergence of Quantized Parallel Restarted SGD for Central Server Free Distributed "
    "Training",
    authors="Feijie Wu, Shiqi He, Yutong Yang, Haozhao Wang, Zhihao Qu, Song Guo, Weihua Zhuang",
    year=2020,
    bibtex="""@article{wu2020qprsgd,
  title   = {On the Convergence of Quantized Parallel Restarted {SGD} for Central Server Free
             Distributed Training},
  author  = {Wu, Feijie and He, Shiqi and Yang, Yutong and Wang, Haozhao and Qu, Zhihao and Guo, Song and
             Zhuang, Weihua},
  journal = {arXiv preprint arXiv:2004.09125},
  year    = {2020}
}""",
    statements=STATEMENTS,
)
