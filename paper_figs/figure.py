"""What a figure is: a module with `data()` and `draw(data)`, and the claims that its picture supports."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal, Protocol, get_args

from matplotlib.figure import Figure

from paper_figs.style import save
from theory.constants_file import write_atomically
from theory.errors import BadInput, nearest, shown

FIGURES: Mapping[str, str] = {
    "gmc_fig1": "paths of four methods on the two-worker quadratic in two dimensions",
    "gmc_fig2": "distances of four methods on the two-worker quadratic in two and twenty dimensions",
    "qg_fig2": "two workers pulled apart: SGD, local momentum, quasi-global momentum",
    "qg_fig3": "average consensus on a ring: gossip against QG's recursion",
    "qg_fig4": "the Rosenbrock-like function: SGDm against QG-SGDm",
    "qg_fig10": "average consensus on larger rings and a social network",
    "qg_fig11": "two workers pulled apart, with other momenta",
    "qg_fig15": "the Rosenbrock-like function and Rosenbrock's own, all starts and momenta",
    "qg_fig16": "the non-convex winding valley: SGDm against QG-SGDm",
    "def_averaging": "def, Eq. (12): DEF-A's model as an average of SGD's iterates",
    "def_tradeoff": "def, Eq. (9) and Remark 4.5: how far from y_t gradients are taken, over λ and σ²/M²",
    "cdadam_fig2": "four compression strategies of AMSGrad with scaled sign, on real data",
    "cdadam_fig4": "four compression strategies of AMSGrad with top-1, on real data",
    "gap_gmc_theorem6": "gmc, Theorem 6 over T: measured, worst case, sharpened and published bound",
    "gap_gmc_lemma4": "gmc, Lemma 4 over δ: measured, worst case, sharpened and published bound",
    "gap_def_theorem43": "def, Theorem 4.3 over λ: measured, worst case, sharpened and published bound",
    "gap_qg_theoremc7": "qg, Theorem C.7 over T: measured, worst case, sharpened and published bound",
    "gap_step_sizes": "gmc, qg, def: allowed step sizes, momenta and λ, and where the worst case blows up",
}
"""A figure's name, which is its module's, and what it shows."""

SLOWEST = ("cdadam_fig2", "cdadam_fig4", "gap_step_sizes", "gmc_fig2")
"""Figures that several processes begin with: of 90, 90, 60 and 30 s or so; the others take 15 s at most."""

FOLDER = Path("figures")
"""Where figures are written unless another folder is named."""
SCHEMA = 1

Verdict = Literal["reproduces", "does not reproduce", "reproduces under"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)


@dataclass(frozen=True)
class Claim:
    """A qualitative sentence that a paper says of its figure, as a computed quantity with a verdict.

    `verdict` is "reproduces" where the claim holds with what the paper prints and, where it leaves a
    parameter open, over the whole scan; "reproduces under" where it holds for some of the scan, which
    `condition` says; else "does not reproduce".
    """

    id: str
    """Figure and a word, such as gmc_fig1.closer."""
    says: str
    """What the paper claims, in our words."""
    place: str
    """Where it says so."""
    quantity: str
    """What was computed, with the numbers that decide."""
    verdict: Verdict
    condition: str = ""
    """For which values it holds, or does not."""

    def __post_init__(self) -> None:
        if (self.verdict == "reproduces under") and not self.condition:
            raise ValueError(f"{self.id}: a condition is needed")


def judged(holds: Sequence[bool]) -> Verdict:
    """The verdict of a claim over a scan: whether it holds always, sometimes or never."""
    if all(holds):
        return "reproduces"
    return "reproduces under" if any(holds) else "does not reproduce"


class FigureModule(Protocol):
    """What a module of `paper_figs` offers."""

    def data(self) -> Any:
        """Compute what the picture shows; nothing is read but shipped data."""

    def draw(self, data: Any) -> Figure:
        """Draw it; nothing is computed."""

    def claims(self, data: Any) -> Sequence[Claim]:
        """What the paper says of the picture, judged on the same data."""


def checked(name: str) -> str:
    """The name of a figure; an unknown one gets the nearest ones."""
    if name not in FIGURES:
        raise BadInput(f"figure: read {shown(name)}; {nearest(name, FIGURES)}")
    return name


def module(name: str) -> FigureModule:
    """The module of a figure."""
    found: Any = import_module(f"paper_figs.{checked(name)}")
    return found  # type: ignore[no-any-return]


@dataclass(frozen=True)
class Made:
    """A figure that was made: its files and its claims."""

    name: str
    files: tuple[Path, Path]
    claims: tuple[Claim, ...]

    def document(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "files": [str(file) for file in self.files],
            "claims": [asdict(claim) for claim in self.claims],
        }


def make(name: str, folder: Path) -> Made:
    """Compute a figure, write it as SVG and PNG into an existing folder, and judge its claims.

    `<name>.claims.json` is written last: a figure whose claims lie beside it is whole.
    """
    figure = module(name)
    computed = figure.data()
    files = save(figure.draw(computed), folder / name, f"tightrope figures {name}")
    made = Made(name, files, tuple(figure.claims(computed)))
    document = {"schema": SCHEMA, "version": version("tightrope"), **made.document()}
    text = json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False)
    write_atomically(_claims_file(folder, name), (text + "\n").encode())
    return made


def finished(name: str, folder: Path) -> Made | None:
    """The figure as `make` left it in the folder; None where it is not whole, or of another version."""
    files = (folder / f"{name}.svg", folder / f"{name}.png")
    try:
        document = json.loads(_claims_file(folder, name).read_bytes())
        claims = tuple(Claim(**claim) for claim in document["claims"])
        made_by = document["version"]
    except (OSError, ValueError, TypeError, KeyError):
        return None
    whole = made_by == version("tightrope") and all(file.is_file() for file in files)
    return Made(name, files, claims) if whole else None


def _claims_file(folder: Path, name: str) -> Path:
    return folder / f"{name}.claims.json"


def main(name: str) -> None:
    """`python -m paper_figs.<name>`: make one figure in the folder `figures`; it takes no arguments."""
    ArgumentParser(prog=f"python -m paper_figs.{name}", description=FIGURES[name]).parse_args()
    FOLDER.mkdir(exist_ok=True)
    made = make(name, FOLDER)
    for claim in made.claims:
        print(f"{claim.id}: {claim.verdict}. {claim.quantity}")  # noqa: T201
    print(*made.files)  # noqa: T201
