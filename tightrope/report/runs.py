"""The page's runs: what was configured, observed and measured, and the theory that it met."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from markupsafe import Markup

from theory.constants import GLOSSARY, PAPERS, Constants, Estimate
from theory.evaluate import Bound
from theory.statement import Statement
from tightrope.met import ONE_DRAW, Met, by_how_much, met, misfits
from tightrope.report.along import Along, along
from tightrope.report.markup import Section, render
from tightrope.report.numbers import written
from tightrope.report.run_charts import ratios, trajectories
from tightrope.report.run_files import RunFiles, read_run

KIND_MEANS: Mapping[str, str] = {
    "given": "as configured",
    "exact": "in closed form, or counted",
    "upper": "proved to be on the safe side",
    "estimate": "with its interval",
    "seen": "the most, or the least, over the points of this run",
}
"""What a constants file's kinds say."""


@dataclass(frozen=True)
class Row:
    """A constant or a measured quantity as a row of a table."""

    name: str
    meaning: str
    estimate: Estimate

    @property
    def interval(self) -> str:
        ends = self.estimate.interval
        if ends is None:
            return ""
        sure = self.estimate.confidence
        return f"[{written(ends[0])}, {written(ends[1])}]" + (f" at {100 * sure:g} %" if sure else "")

    @property
    def seen(self) -> str:
        """What the run saw of a constant that is known of a class, such as "minimum 0.3, maximum 0.7"."""
        found = self.estimate.seen or {}
        return ", ".join(f"{name} {written(found[name])}" for name in _OF_SEEN if name in found)


_WORDS: Mapping[str, str] = {
    "problem": "on {}",
    "data": "data {}",
    "model": "model {}",
    "split": "split {}",
    "workers": "{} workers",
    "topology": "topology {}",
    "steps": "{} steps",
    "batch": "batches of {}",
    "compressor": "compressor {}",
    "step_size": "step size {}",
    "schedule": "{} schedule",
    "momentum": "momentum {}",
    "detach": "detach coefficient {}",
    "local_steps": "{} local steps a round",
}
_OF_SEEN = ("minimum", "median", "mean", "maximum")


@dataclass(frozen=True)
class RunPart:
    """A run with everything that its part of the page shows."""

    id: str
    files: RunFiles
    found: Sequence[Met] = ()
    without: Sequence[Bound] = ()
    misfits: Mapping[str, Sequence[Statement]] = field(default_factory=dict)
    followed: Sequence[Along] = ()
    pictures: Sequence[Markup] = ()
    ratios: Sequence[Markup] = ()

    @property
    def settings(self) -> list[tuple[str, str]]:
        """The configuration, as the file has it."""
        return [(n, _written(v)) for n, v in self.files.config.items() if not isinstance(v, Mapping)]

    @property
    def sentence(self) -> str:
        """The configuration in words, of those settings that the file has."""
        config = {name: _written(value) for name, value in self.files.config.items()}
        said = (words.format(config[name]) for name, words in _WORDS.items() if name in config)
        return f"{config['method']} {', '.join(said)}."

    @property
    def seeds(self) -> str:
        count = next((c.shape[1] for c in self.files.records.values()), 1)
        return "one seed" if count == 1 else f"{count} seeds"

    @property
    def command(self) -> str | None:
        origin = self.files.config.get("provenance")
        said = origin.get("command") if isinstance(origin, Mapping) else None
        return said if isinstance(said, str) else None

    @property
    def versions(self) -> str:
        origin = self.files.config.get("provenance")
        said = origin.get("versions") if isinstance(origin, Mapping) else None
        return ", ".join(f"{n} {_written(v)}" for n, v in said.items()) if isinstance(said, Mapping) else ""

    @property
    def chosen(self) -> list[Row]:
        return [row for row in self._constants() if row.estimate.kind == "given"]

    @property
    def constants(self) -> list[Row]:
        return [row for row in self._constants() if row.estimate.kind != "given"]

    def _constants(self) -> list[Row]:
        known = self.files.constants.known if self.files.constants else {}
        return [Row(name, GLOSSARY[name].meaning, estimate) for name, estimate in known.items()]

    @property
    def measured(self) -> list[Row]:
        known = self.files.constants.measured if self.files.constants else {}
        return [Row(name, estimate.how or "", estimate) for name, estimate in known.items()]

    @property
    def sent(self) -> str | None:
        """Bits in words: over the run, a step, and how full messages are."""
        return _sent(self.files.constants, self.files.status.get("steps_done"))

    def leaders(self, one: Met) -> str:
        """The largest term, through the run where it changes."""
        changes = next((a.leaders for a in self.followed if a.met is one), ())
        if len(changes) < 2:
            return one.bound.dominant or "–"
        return ", ".join(f"{term} from step {at} on" for at, term in changes)

    @property
    def broken(self) -> Mapping[str, list[Met]]:
        """The statements that are not claimed here, by the conditions that the run breaks."""
        found: dict[str, list[Met]] = {}
        for one in self.found:
            if one.broken:
                found.setdefault("; ".join(map(by_how_much, one.broken)), []).append(one)
        return found

    @property
    def lemmas(self) -> list[dict[str, str]]:
        """Of every lemma that --verify held against the run: where measured ÷ bound is largest."""
        worst: dict[tuple[str, ...], Mapping[str, str]] = {}
        for row in self.files.lemmas:
            key = tuple(row[column] for column in ("statement", "variant", "reading", "quantity"))
            if key not in worst or float(row["ratio"]) > float(worst[key]["ratio"]):
                worst[key] = row
        return [{**row, "ratio": written(float(row["ratio"]))} for row in worst.values()]


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _sent(constants: Constants | None, steps: object) -> str | None:
    if constants is None or "bits" not in constants.measured:
        return None
    bits, values = constants.measured["bits"].value, constants.values()
    said = f"{bits:,.0f} bits over the run"
    if isinstance(steps, int) and steps:
        said += f", {bits / steps:,.0f} a step"
    said += ", of all workers together, and of a server to them where there is one"
    if {"kept", "sent", "dimension"} <= values.keys():
        said += f"; a worker sends {written(values['sent'])} of {values['dimension']} components a step"
    if "changed" in values:
        said += f"; the model changes in {written(values['changed'])} components a step"
    return f"{said}."


def runs(folders: Sequence[Path], papers: Container[str] = PAPERS) -> Section:
    """A part for every folder that was named, in that order; statements of `papers` are links."""
    parts = [_part(f"run-{n}", read_run(folder)) for n, folder in enumerate(folders, 1)]
    body = render(
        "runs.html", parts=parts, papers=papers, kinds=KIND_MEANS, number=written, one_draw=ONE_DRAW
    )
    return Section("runs", "Runs", body)


def _part(identifier: str, files: RunFiles) -> RunPart:
    pictures = trajectories(identifier, files.records)
    if files.constants is None:
        return RunPart(identifier, files, pictures=pictures)
    found, without = met(files.constants)
    followed = along(found, files.records, files.constants) if files.records else []
    others = misfits(files.constants)
    return RunPart(
        identifier, files, found, without, others, followed, pictures, ratios(identifier, followed)
    )
