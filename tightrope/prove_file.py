"""Certificates as files, written and checked by `prove`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from theory.constants_file import write_atomically
from theory.proof.certificate_file import ENDING, Checked, checked, document
from theory.proof.evidence import Evidence, proofs
from theory.proof.ledger import Judged
from theory.worst_case.checked import WorstCaseChecked
from tightrope.output import print_json, say, wrapped
from tightrope.progress import Progress


def export_certificates(found: Sequence[Judged], out: Path) -> int:
    """Write the certificate of every proved step that has one; the status is 1 where there is none at all."""
    out.mkdir(parents=True, exist_ok=True)
    evidence = Evidence.usual()
    proved = [one for one in found if one.finding.verdict == "proved"]
    count = 0
    with Progress("certificates") as progress:
        for done, one in enumerate(proved, start=1):
            certificate = proofs(one, evidence)
            if certificate is not None:
                text = json.dumps(document(one.step, certificate), ensure_ascii=False, indent=1) + "\n"
                write_atomically(out / (one.step.id.replace("/", "_") + ENDING), text.encode("utf-8"))
                count += 1
            progress(done, len(proved))
    evidence.save()
    say(f"{count} certificates of {len(proved)} proved steps in {out}; tightrope prove FILE checks one")
    return 0 if count else 1


def check_file(path: Path, *, as_json: bool) -> int:
    """Check a certificate; the status is 1 where it does not prove what it says."""
    found = checked(path)
    if as_json:
        print_json({**asdict(found), "proved": found.proved})
    else:
        say(*_said(found))
    return 0 if found.proved else 1


def _said(found: Checked | WorstCaseChecked) -> list[str]:
    return _said_of_a_worst_case(found) if isinstance(found, WorstCaseChecked) else _said_of_a_step(found)


def _said_of_a_worst_case(found: WorstCaseChecked) -> list[str]:
    return [
        *wrapped(found.says, "", "    "),
        *wrapped("where " + ", ".join(found.hypotheses), "  ", "    "),
        *wrapped(f"{'proved' if found.proved else 'NOT PROVED'} ({found.how})", "  ", "    "),
    ]


def _said_of_a_step(found: Checked) -> list[str]:
    verdict = "proved" if not found.wrong else f"NOT PROVED: the proof of part {found.wrong[0]} does not hold"
    ledger = {
        True: "this is the step of the ledger",
        False: "this is NOT the ledger's step of that name: its claim or what it takes as known differs",
        None: "this version's ledger has no step of that name; what is proved is what the file says",
    }[found.of_the_ledger]
    parts = f"{found.parts} {'identity chain' if found.parts == 1 else 'identity chains'}"
    return [
        *wrapped(f"{found.step}  {found.says}", "", "    "),
        *(f"  where {hypothesis}" for hypothesis in found.hypotheses),
        f"  {verdict} ({parts}, in exact arithmetic)",
        *wrapped(ledger, "  ", "  "),
    ]
