"""`tightrope prove`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

from cyclopts import Parameter

from theory.errors import BadInput, shown
from theory.papers import encoded
from theory.proof import coverage as lines
from theory.proof import shipping
from theory.proof.certificate_file import ENDING
from theory.proof.ledger import Cache, chosen
from theory.proof.step import Step
from tightrope.confirmation import confirmed, shipped_confirmation
from tightrope.judging import judge
from tightrope.output import Json, columns, print_json, say
from tightrope.prove_file import check_file, export_certificates
from tightrope.prove_text import prove_json, prove_text

Flag = Annotated[bool, Parameter(negative="")]
Export = Annotated[
    Literal["smt2", "certificate"] | None,
    Parameter(help="write the questions to the solver, and judge nothing; or certificates of proved steps"),
]
FailOn = Annotated[Literal["open"] | None, Parameter(help="status 1 also where a step is open or sampled")]


def prove_(
    what: str | None = None,
    /,
    *,
    coverage: Flag = False,
    export: Export = None,
    out: Path | None = None,
    confirm: Flag = False,
    fail_on: FailOn = None,
    fresh: Flag = False,
    write: Flag = False,
    as_json: Json = False,
) -> int:
    """Judge the steps of the proofs now; the status is 1 where one that is claimed proved is not.

    Parameters
    ----------
    what
        A paper, a statement such as gmc.lemma4, or a step such as gmc.lemma4/058; everything by default. Or a
        file NAME.certificate.json, which is checked exactly, without a solver.
    coverage
        Count the displayed lines of each paper: encoded, set aside by reason, not yet looked at.
    out
        The folder for --export, by default named after what is written.
    confirm
        Look for an exact certificate for each proved step, and ask a second solver where there is none.
    fresh
        Judge again what the cache knows; with --confirm, seek again what had no certificate.
    write
        Write the verdicts of the whole ledger, and what confirms them, into the package, which ships them.
    """
    if coverage:
        return _coverage(as_json=as_json)
    if what is not None and what.endswith(ENDING):
        return check_file(Path(what), as_json=as_json)
    steps = chosen(what)
    if export == "smt2":
        return _export(steps, out or Path(export))
    found = judge(steps, None if fresh else Cache.usual())
    if export:
        return export_certificates(found, out or Path("certificates"))
    if write and what is not None:
        raise BadInput(f"write: read {shown(what)} beside it; allowed: the whole ledger, without a name")
    confirmation = confirmed(found, fresh=fresh) if confirm or write else shipped_confirmation(found)
    if write:
        confirmation.ship()
        shipping.write(found, confirmation.by)
    if as_json:
        print_json(prove_json(found, confirmation))
    else:
        say(*prove_text(found, confirmation))
    undecided = any(j.finding.verdict in ("open", "sampled") for j in found)
    return 1 if (fail_on and undecided) or confirmation.disputed else 0


def _export(steps: tuple[Step, ...], out: Path) -> int:
    out.mkdir(parents=True, exist_ok=True)
    count = 0
    for step in steps:
        for n, question in enumerate(step.problem.questions(), start=1):
            name = step.id.replace("/", "_") + (f"-{n}" if n > 1 else "")
            (out / f"{name}.smt2").write_text(question.smt2(), "utf-8")
            count += 1
    say(
        f"{count} questions of {len(steps)} steps in {out}; a claim is proved where all its answers are unsat"
    )
    return 0


def _coverage(*, as_json: bool) -> int:
    found = {paper: lines.coverage(paper) for paper in encoded()}
    if as_json:
        print_json({"papers": {p: _counts(c) for p, c in found.items()}})
        return 0
    rows: list[tuple[str, ...]] = [("paper", "lines", "encoded", "set aside", "not yet looked at")]
    for paper, c in found.items():
        total = len(c.encoded) + len(c.set_aside) + len(c.waiting)
        rows.append((paper, *map(str, (total, len(c.encoded), len(c.set_aside), len(c.waiting)))))
    say(*columns(rows))
    for paper, c in found.items():
        for reason, count in c.by_reason.items():
            say(f"  {paper}: {count} {reason}")
    return 0


def _counts(c: Any) -> dict[str, Any]:
    return {
        "encoded": len(c.encoded),
        "set_aside": dict(c.by_reason),
        "waiting": list(c.waiting),
    }
