"""Bad input of every verb: status 2, one line that names the argument, and nothing written.

Every case runs with and without --json, in an empty folder that it must leave as it was.
"""

from __future__ import annotations

import errno
import inspect
import io
import json
import os
import resource
import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest
import tomli_w
from commands import answer, contents, refusal
from mutations import VALID

from tightrope.command_line import VERBS

QUADRATIC = {"problem": "quadratic", "workers": 2, "steps": 3, "compressor": "top:1"}
"""The smallest run there is."""

LIBSVM = "1 1:1 2:0.5\n-1 2:1\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to be in that holds one good file of each kind, one binary file and one folder."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "constants.toml").write_text(VALID)
    (tmp_path / "config.toml").write_text(tomli_w.dumps(QUADRATIC))
    (tmp_path / "data.svm").write_text(LIBSVM)
    (tmp_path / "binary.toml").write_bytes(b"\xff\xfe\x00\x9f")
    (tmp_path / "folder.toml").mkdir()
    return tmp_path


Refused = Callable[..., str]


@pytest.fixture
def refused(here: Path, capsys: pytest.CaptureFixture[str]) -> Refused:
    """Have a command refused in both its forms, and return the message, which is the same in both."""

    def message(*arguments: str) -> str:
        before = contents(here)
        messages = {refusal(capsys, *arguments, *more) for more in ((), ("--json",))}
        assert contents(here) == before
        assert len(messages) == 1
        return messages.pop()

    return message


# Arguments

ARGUMENTS: Mapping[str, tuple[list[str], list[str]]] = {
    # names that are nearly right
    "verb": (["bonds", "constants.toml"], ["bonds", "bounds"]),
    "paper of list": (["list", "gcm"], ["paper", "'gcm'", "did you mean gmc"]),
    "paper of bounds": (["bounds", "constants.toml", "--paper", "gmd"], ["paper", "'gmd'", "gmc"]),
    "paper of check": (["check", "constants.toml", "--paper", "gm"], ["paper", "'gm'", "gmc"]),
    "paper of cite": (["cite", "qpsgd"], ["paper", "'qpsgd'", "qprsgd"]),
    "paper like no other": (["list", "zzz"], ["paper", "'zzz'", "cdadam, def, gmc, qg, qprsgd"]),
    "paper of errata": (["errata", "gcm"], ["paper", "'gcm'", "did you mean gmc"]),
    "format of errata": (["errata", "--format", "htm"], ["format", "'htm'", "did you mean html"]),
    "errata for a folder": (["errata", "--out", "folder.toml"], ["out", "'folder.toml'", "a file name"]),
    "errata of no format": (["errata", "--out", "a.docx"], ["out", "'a.docx'", "--format", ".html"]),
    "errata in no folder": (["errata", "--out", "no/a.html"], ["out", "'no'", "no folder"]),
    "statement": (["cite", "gmc.theorm6"], ["statement", "'gmc.theorm6'", "gmc.theorem6"]),
    "statement's number": (["cite", "gmc.theorem66"], ["statement", "'gmc.theorem66'", "gmc.theorem6"]),
    "statement's paper": (["cite", "gcm.theorem6"], ["statement", "'gcm.theorem6'", "gmc.theorem6"]),
    "variant": (["bounds", "constants.toml", "--variant", "publish"], ["variant", "'publish'", "published"]),
    "two papers": (["errata", "gmc", "def"], ["'def'", "more arguments than there are"]),
    "number in words": (["hunt", "gmc", "--tries", "two"], ["--tries", "'two'", "an integer"]),
    "option": (["bounds", "constants.toml", "--papr", "gmc"], ["--papr", "--paper"]),
    "option of another verb": (["check", "constants.toml", "--variant", "published"], ["--variant"]),
    # arguments that are missing, too many or twice
    "no file to bound": (["bounds"], ["FILE"]),
    "no file to check": (["check"], ["FILE"]),
    "no statement": (["cite"], ["STATEMENT"]),
    "no toy": (["replay"], ["TOY"]),
    "no value": (["measure", "--workers"], ["--workers"]),
    "a second file": (["bounds", "constants.toml", "other.toml"], ["other.toml"]),
    "an option twice": (["bounds", "constants.toml", "--paper", "gmc", "--paper", "gmc"], ["--paper"]),
    # files
    "no such file": (["bounds", "constant.toml"], ["constant.toml", "no such file"]),
    "a folder": (["check", "folder.toml"], ["folder.toml", "directory"]),
    "a binary file": (["bounds", "binary.toml"], ["binary.toml", "not a text file"]),
    "a file below a file": (["bounds", "constants.toml/x"], ["constants.toml/x", "cannot be read"]),
    "a name that is too long": (["bounds", "x" * 300], ["xxx", "cannot be read"]),
    "a name of two lines": (["bounds", "a\nb.toml"], ["no such file"]),
    "data for constants": (["bounds", "data.svm"], ["data.svm", "not valid TOML", "line 1"]),
    "a run for constants": (["bounds", "config.toml"], ["config.toml", "top level", "'problem'"]),
    "no such configuration": (["measure", "confg.toml"], ["confg.toml", "no such file"]),
    "a folder for a configuration": (["measure", "folder.toml"], ["folder.toml", "directory"]),
    "a binary configuration": (["measure", "binary.toml"], ["binary.toml", "not a text file"]),
    "constants for a configuration": (["measure", "constants.toml"], ["constants.toml", "'constants'"]),
    # uses of bounds
    "sweep of no constant": (
        ["bounds", "constants.toml", "--sweep", "stepsize=1:2:3"],
        ["sweep", "step_size"],
    ),
    "sweep without a range": (["bounds", "constants.toml", "--sweep", "step_size"], ["sweep", "'step_size'"]),
    "sweep in words": (["bounds", "constants.toml", "--sweep", "step_size=a:b:3"], ["sweep", "a:b:3"]),
    "sweep of half a point": (["bounds", "constants.toml", "--sweep", "step_size=1:2:2.5"], ["sweep", "2.5"]),
    "sweep of one point": (["bounds", "constants.toml", "--sweep", "step_size=1:2:1"], ["sweep", "2 to"]),
    "sweep backwards": (["bounds", "constants.toml", "--sweep", "step_size=2:1:3"], ["sweep", "from < to"]),
    "sweep from 0": (
        ["bounds", "constants.toml", "--sweep", "step_size=0:1:3"],
        ["sweep", "step_size", "> 0"],
    ),
    "sweep to infinity": (["bounds", "constants.toml", "--sweep", "gap=0:inf:3"], ["sweep", "gap", "inf"]),
    "sweep beyond range": (["bounds", "constants.toml", "--sweep", "momentum=0:1:3"], ["momentum", "< 1"]),
    "points without a sweep": (["bounds", "constants.toml", "--csv", "points.csv"], ["csv", "--sweep"]),
    "target of 0": (["bounds", "constants.toml", "--target", "0"], ["target", "0", "> 0"]),
    "target of nan": (["bounds", "constants.toml", "--target", "nan"], ["target", "nan", "> 0"]),
    "target in words": (["bounds", "constants.toml", "--target", "small"], ["--target", "small"]),
    "figure of no kind": (["bounds", "constants.toml", "--figure", "f.pdf"], ["figure", "f.pdf", ".svg"]),
    # replay
    "toy": (["replay", "gmc-quadratc"], ["toy", "'gmc-quadratc'", "gmc-quadratic"]),
    "toy's method": (["replay", "gmc-quadratic", "--method", "gmcc"], ["method", "'gmcc'", "gmc"]),
    "toy's steps": (["replay", "gmc-quadratic", "--steps", "0"], ["steps", "0", "from 1"]),
    "steps in words": (["replay", "gmc-quadratic", "--steps", "many"], ["--steps", "many"]),
    "half a step": (["replay", "gmc-quadratic", "--steps", "2.5"], ["steps", "2.5"]),
    "at beyond the end": (
        ["replay", "gmc-quadratic", "--steps", "5", "--at", "6"],
        ["at", "[6]", "from 0 to 5"],
    ),
    "at before the start": (["replay", "gmc-quadratic", "--at=-1"], ["at", "[-1]", "from 0 to"]),
    "at in words": (["replay", "gmc-quadratic", "--at", "5,end"], ["at", "'5,end'", "50,100"]),
    "half of at": (["replay", "gmc-quadratic", "--at", "2.5"], ["at", "'2.5'", "50,100"]),
    "toy's setting": (["replay", "gmc-quadratic", "--set", "strt=1"], ["'strt'", "did you mean start"]),
    "setting without a value": (["replay", "gmc-quadratic", "--set", "start"], ["--set", "'start'"]),
    # resume
    "resume from nowhere": (["measure", "--resume", "run"], ["resume", "run", "not a run folder"]),
    "resume from a file": (["measure", "--resume", "data.svm"], ["resume", "data.svm", "not a run folder"]),
    "resume another folder": (["measure", "--resume", "folder.toml"], ["folder.toml/run.toml", "no such"]),
    "resume with changes": (["measure", "--resume", "folder.toml", "--workers", "4"], ["resume", "--steps"]),
    "resume by force": (["measure", "--resume", "folder.toml", "--force"], ["resume", "--steps"]),
}
"""A command line, and what the message about it must say."""


@pytest.mark.parametrize("case", ARGUMENTS)
def test_a_wrong_argument_is_refused(refused: Refused, case: str) -> None:
    arguments, expected = ARGUMENTS[case]
    message = refused(*arguments)
    for part in expected:
        assert part in message


# Settings of a run, from the command line and from a file

SETTINGS: Mapping[str, tuple[dict[str, object], list[str]]] = {
    "method": ({"method": "gmcc"}, ["method", "'gmcc'", "did you mean gmc"]),
    "problem": ({"problem": "quadratc"}, ["problem", "'quadratc'", "did you mean quadratic"]),
    "mode": ({"mode": "exac"}, ["mode", "'exac'", "did you mean exact"]),
    "no workers": ({"workers": 0}, ["workers", "0", "from 1"]),
    "workers below 0": ({"workers": -2}, ["workers", "-2", "from 1"]),
    "workers beyond counting": ({"workers": 10**30}, ["workers", "1" + "0" * 30, "from 1"]),
    "odd workers": ({"workers": 3}, ["workers", "3", "equal number"]),
    "half a worker": ({"workers": 2.5}, ["workers", "2.5"]),
    "half a seed": ({"seed": 0.5}, ["seed", "0.5"]),
    "no steps": ({"steps": 0}, ["steps", "0", "from 1"]),
    "no seeds": ({"seeds": 0}, ["seeds", "0", "from 1"]),
    "seed below 0": ({"seed": -1}, ["seed", "-1", "from 0"]),
    "batch below 0": ({"batch": -1}, ["batch", "-1", "from 0"]),
    "dimension of 0": ({"dimension": 0}, ["dimension", "0", "from 1"]),
    "step size of 0": ({"step_size": 0.0}, ["step_size", "0.0", "a number > 0"]),
    "step size below 0": ({"step_size": -0.1}, ["step_size", "-0.1", "a number > 0"]),
    "step size beyond floats": ({"step_size": float("inf")}, ["step_size", "inf", "a number > 0"]),
    "step size that is none": ({"step_size": float("nan")}, ["step_size", "nan", "a number > 0"]),
    "momentum of 1": ({"momentum": 1.0}, ["momentum", "1.0", "≥ 0 and < 1"]),
    "momentum below 0": ({"momentum": -0.5}, ["momentum", "-0.5", "≥ 0 and < 1"]),
    "detach above 1": ({"detach": 1.5}, ["detach", "1.5", "≥ 0 and ≤ 1"]),
    "regulariser below 0": ({"regulariser": -1.0}, ["regulariser", "-1.0", "≥ 0"]),
    "compressor": ({"compressor": "tpo:1"}, ["compressor", "'tpo:1'", "did you mean top"]),
    "no amount": ({"compressor": "top"}, ["compressor", "'top'", "from 1 to 2"]),
    "nothing kept": ({"compressor": "top:0"}, ["compressor", "'top:0'", "from 1 to 2"]),
    "more than all kept": ({"compressor": "top:2.0"}, ["compressor", "'top:2.0'", "from 1 to 2"]),
    "three of two kept": ({"compressor": "top:3"}, ["compressor", "'top:3'", "from 1 to 2"]),
    "less than one kept": ({"compressor": "top:1/16"}, ["compressor", "'top:1/16'", "from 1 to 2"]),
    "a share of nothing": ({"compressor": "top:1/0"}, ["compressor", "'top:1/0'", "from 1 to 2"]),
    "an amount in words": ({"compressor": "top:abc"}, ["compressor", "'top:abc'", "from 1 to 2"]),
    "an amount below 0": ({"compressor": "block:-1"}, ["compressor", "'block:-1'", "from 1 to 2"]),
    "an amount of 5000 digits": ({"compressor": f"top:{'9' * 5000}"}, ["compressor", "from 1 to 2"]),
    "an amount of identity": ({"compressor": "identity:1"}, ["compressor", "'identity:1'", "no number"]),
}
"""Changes of QUADRATIC, and what the message must say."""

UNUSED: Mapping[str, tuple[dict[str, object], list[str]]] = {
    "split of full gradients": ({"split": "iid"}, ["split", "gmc on quadratic", "no use"]),
    "batch of full gradients": ({"batch": 4}, ["batch", "gmc on quadratic", "no use"]),
    "detach of another method": ({"detach": 0.5}, ["detach", "gmc on quadratic", "no use"]),
    "compressor of sgd": ({"method": "sgd"}, ["compressor", "sgd on quadratic", "no use"]),
    "topology of a server": ({"topology": "ring"}, ["topology", "gmc on quadratic", "no use"]),
    "schedule": ({"schedule": "cosin:5"}, ["schedule", "'cosin:5'", "did you mean cosine"]),
    "preset": ({"preset": "authors"}, ["preset", "'authors'", "gmc has paper"]),
}
"""The same of settings that a run on QUADRATIC has no use for, or whose names are nearly right."""

LOGISTIC: Mapping[str, tuple[dict[str, object], list[str]]] = {
    "more workers than samples": ({"workers": 3}, ["workers", "3", "2 samples"]),
    "batch beyond the samples": ({"batch": 3}, ["batch", "3", "2 samples"]),
    "law of the split": ({"split": "idd"}, ["split", "'idd'", "iid"]),
    "split without α": ({"split": "dirichlet"}, ["split", "'dirichlet'", "α > 0"]),
    "split with α of 0": ({"split": "dirichlet:0"}, ["split", "'dirichlet:0'", "α > 0"]),
    "split with α below 0": ({"split": "dirichlet:-1"}, ["split", "'dirichlet:-1'", "α > 0"]),
    "split with no number": ({"split": "dirichlet:nan"}, ["split", "'dirichlet:nan'", "α > 0"]),
    "data": ({"data": "mushroom"}, ["data", "'mushroom'", "mushrooms"]),
    "data that are not there": ({"data": "dat.svm"}, ["dat.svm", "no such file"]),
    "data in a folder": ({"data": "folder.toml"}, ["folder.toml", "directory"]),
    "data in a binary file": ({"data": "binary.toml"}, ["binary.toml", "not a text file"]),
    "data beyond paths": ({"data": "a\0b.svm"}, ["b.svm"]),
}
"""Changes of a logistic problem on data.svm, which has two samples."""

CASES = {
    name: ({**QUADRATIC, **change}, expected) for name, (change, expected) in (SETTINGS | UNUSED).items()
} | {
    name: (
        {"data": "data.svm", "steps": 2, "workers": 1, "batch": 1, "compressor": "top:1", **change},
        expected,
    )
    for name, (change, expected) in LOGISTIC.items()
}
OPTIONS = ("method", "problem", "data", "workers", "steps", "batch", "compressor", "step_size", "momentum")
OPTIONS += ("split", "seed", "seeds")


def as_options(settings: Mapping[str, object]) -> list[str]:
    """The settings as options where there is one, with --set otherwise."""
    return [
        f"--{name.replace('_', '-')}={value}" if name in OPTIONS else f"--set={name}={json.dumps(value)}"
        for name, value in settings.items()
    ]


@pytest.mark.parametrize("case", CASES)
def test_a_wrong_option_is_refused(refused: Refused, case: str) -> None:
    settings, expected = CASES[case]
    message = refused("measure", *as_options(settings))
    for part in expected:
        assert part.replace("_", "-") in message or part in message


@pytest.mark.parametrize("case", CASES)
def test_a_wrong_setting_in_a_file_is_refused(refused: Refused, here: Path, case: str) -> None:
    settings, expected = CASES[case]
    (here / "config.toml").write_text(tomli_w.dumps(settings))
    message = refused("measure", "config.toml")
    for part in expected:
        assert part in message


CONFIGURATIONS: Mapping[str, tuple[str, list[str]]] = {
    "unknown setting": ("metod = 'gmc'", ["config.toml", "'metod'", "did you mean method"]),
    "unknown table": ("[run]\nmethod = 'gmc'", ["config.toml", "'run'", "known: "]),
    "text for a count": ("workers = '8'", ["config.toml", "workers", "'8'", "an integer from 1"]),
    "truth for a count": ("workers = true", ["config.toml", "workers", "True", "an integer from 1"]),
    "list for a count": ("workers = [8]", ["config.toml", "workers", "[8]", "an integer from 1"]),
    "truth for a number": ("step_size = true", ["config.toml", "step_size", "True", "a number > 0"]),
    "number for a text": ("split = 3", ["config.toml", "split", "read 3", "a text"]),
    "number beyond floats": (f"step_size = 1{'0' * 400}", ["config.toml", "step_size", "a number > 0"]),
    "number of 5000 digits": (f"workers = {'9' * 5000}", ["config.toml", "digits"]),
    "number beyond printing": (f"workers = 0x{'f' * 5000}", ["config.toml", "workers", "from 1"]),
    "no end of brackets": (f"workers = {'[' * 10**5}", ["config.toml", "nested too deeply"]),
    "no TOML": ("workers = eight", ["config.toml", "not valid TOML", "line 1"]),
    "a future schema": ("schema = 2", ["config.toml", "schema", "read 2", "knows 1", "newer"]),
    "a schema in words": ("schema = 'one'", ["config.toml", "schema", "'one'", "the integer 1"]),
}


@pytest.mark.parametrize("case", CONFIGURATIONS)
def test_a_malformed_configuration_is_refused(refused: Refused, here: Path, case: str) -> None:
    content, expected = CONFIGURATIONS[case]
    (here / "config.toml").write_text(content)
    message = refused("measure", "config.toml")
    for part in expected:
        assert part in message
    assert len(message) < 400


ASSIGNMENTS: Mapping[str, list[str]] = {
    "workers": ["--set", "'workers'", "name=value"],
    "": ["--set", "''", "name=value"],
    "=3": ["''", "no setting", "known: "],
    "momntum=0.1": ["'momntum'", "did you mean momentum"],
    "workers=two": ["workers", "'two'", "from 1"],
    "workers=[1": ["workers", "'[1'", "from 1"],
    "workers=2.5": ["workers", "2.5", "from 1"],
    "workers=1979-05-27": ["workers", "1979", "from 1"],
    "workers=true": ["workers", "True", "from 1"],
    "method=3": ["method", "read 3", "a text"],
    "step_size=": ["step_size", "''", "a number > 0"],
    "step_size=-inf": ["step_size", "-inf", "a number > 0"],
    f"step_size=1{'0' * 400}": ["step_size", "a number > 0"],
    f"workers={'9' * 5000}": ["workers", "from 1"],
    f"workers=0x{'f' * 5000}": ["workers", "from 1"],
    f"workers={'[' * 5000}": ["workers", "from 1"],
}


@pytest.mark.parametrize("assignment", ASSIGNMENTS, ids=lambda text: repr(text[:20]))
def test_a_malformed_set_is_refused(refused: Refused, assignment: str) -> None:
    message = refused("measure", "config.toml", "--set", assignment)
    for part in ASSIGNMENTS[assignment]:
        assert part in message
    assert len(message) < 400


TOY_SETTINGS = (
    *("dimension=0", "dimension=-3", "dimension=2.5", "dimension=two", "dimension=[2]", "dimension=true"),
    *(f"dimension=1{'0' * 20}", "kept=0", "kept=3", "kept=0.5", "kept=one", "kept=true"),
    *("workers=0", "workers=-2", "workers=3", "workers=2.5", "workers=1e300", "workers=two"),
    *("step_size=0", "step_size=-1", "step_size=nan", "step_size=inf", "step_size=small"),
    *(f"step_size=1{'0' * 400}", "momentum=1", "momentum=-0.1", "momentum=nan", "momentum=big"),
    *("detach=2", "detach=-1", "detach=half", "detach=[0.5]"),
    *("start=1", "start=[nan, 1]", "start=[[1], [2]]", "start=here", "start=['1', '2']", "start=[true, 1]"),
)


@pytest.mark.parametrize("assignment", TOY_SETTINGS, ids=lambda text: text[:20])
def test_a_wrong_setting_of_a_toy_is_refused(refused: Refused, assignment: str) -> None:
    name, _, text = assignment.partition("=")
    message = refused("replay", "gmc-quadratic", "--method", "gmc+", "--steps", "3", "--set", assignment)
    assert message.startswith(f"{name}: read ")
    if len(text) < 20:
        assert tomllib_repr(text) in message


def tomllib_repr(text: str) -> str:
    """What was read, as a message quotes it."""
    try:
        return repr(tomllib.loads(f"value = {text}")["value"])
    except tomllib.TOMLDecodeError:
        return repr(text)


def test_a_start_of_another_dimension_is_refused(refused: Refused) -> None:
    for text, count in (("[1]", 1), ("[1, 2, 3]", 3), ("[]", 0)):
        message = refused("replay", "gmc-quadratic", "--set", f"start={text}")
        assert message.startswith("start: read ")
        assert text in message or str(count) in message


# Data

LIBSVM_FILES: Mapping[str, tuple[str, list[str]]] = {
    "empty": ("", ["no entry"]),
    "comments alone": ("# 1 1:1\n", ["no entry"]),
    "labels alone": ("1\n-1\n", ["no entry"]),
    "one label": ("1 1:1\n1 2:1\n", ["1 different labels", "exactly two"]),
    "three labels": ("1 1:1\n2 2:1\n3 1:1\n", ["3 different labels", "exactly two"]),
    "a label in words": ("1 1:1\nspam 1:1\n", ["line 2", "'spam 1:1'", "label index:value"]),
    "a label that is no number": ("1 1:1\nnan 1:1\n", ["line 2", "'nan 1:1'", "label index:value"]),
    "a label beyond numbers": ("1 1:1\n-inf 1:1\n", ["line 2", "'-inf 1:1'", "label index:value"]),
    "an index of 0": ("1 1:1\n-1 0:1\n", ["index from 1"]),
    "an index below 0": ("1 1:1\n-1 -5:1\n", ["index from 1"]),
    "half an index": ("1 1:1\n-1 1.5:1\n", ["line 2", "'-1 1.5:1'", "label index:value"]),
    "an index in words": ("1 1:1\n-1 qid:1\n", ["line 2", "'-1 qid:1'", "label index:value"]),
    "no value": ("1 1:1\n-1 2:\n", ["line 2", "'-1 2:'", "label index:value"]),
    "no colon": ("1 1:1\n-1 2\n", ["line 2", "'-1 2'", "label index:value"]),
    "two colons": ("1 1:1\n-1 2:1:1\n", ["line 2", "'-1 2:1:1'", "label index:value"]),
    "a value in words": ("1 1:1\n-1 2:x\n", ["line 2", "'-1 2:x'", "label index:value"]),
    "a value that is no number": ("1 1:1\n-1 2:nan\n", ["not finite"]),
    "a value beyond floats": ("1 1:1\n-1 2:1e400\n", ["not finite"]),
    "a table with commas": ("label,a,b\n1,0,1\n", ["line 1", "'label,a,b'", "label index:value"]),
    "a constants file": (VALID, ["line 1", "'schema = 1'", "label index:value"]),
    "columns beyond memory": ("1 1:1\n-1 99999999999:1\n", ["99999999999"]),
    "columns beyond counting": (f"1 1:1\n-1 {'9' * 30}:1\n", ["9" * 30]),
    "columns beyond digits": (f"1 1:1\n-1 {'9' * 5000}:1\n", ["line 2", "label index:value"]),
}


@pytest.mark.parametrize("case", LIBSVM_FILES)
def test_malformed_data_are_refused(refused: Refused, here: Path, case: str) -> None:
    content, expected = LIBSVM_FILES[case]
    (here / "data.svm").write_text(content)
    message = refused("measure", *as_options(CASES["law of the split"][0] | {"split": "iid"}))
    assert "data.svm" in message
    for part in expected:
        assert part in message
    assert len(message) < 400


# Where a run is written


def measure(*more: str) -> list[str]:
    return ["measure", "config.toml", *more]


def test_the_good_files_are_good(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each refusal above is about its one change: without it the same commands are done."""
    assert answer(capsys, "bounds", "constants.toml").status == 0
    assert answer(capsys, "check", "constants.toml").status in {0, 1}
    assert answer(capsys, "replay", "gmc-quadratic", "--method", "gmc+", "--steps", "3").status == 0
    options = as_options(CASES["law of the split"][0] | {"split": "iid"})
    assert answer(capsys, "measure", *options, "--out", "logistic").status == 0
    assert answer(capsys, "measure", *as_options(QUADRATIC), "--out", "quadratic").status == 0
    assert answer(capsys, *measure("--out", "file")).status == 0
    assert answer(capsys, *measure("--out", "file", "--force")).status == 0
    assert {"logistic", "quadratic", "file"} <= {path.name for path in here.iterdir()}


def test_an_existing_run_is_kept_without_force(refused: Refused, capsys: pytest.CaptureFixture[str]) -> None:
    assert answer(capsys, *measure("--out", "run")).status == 0
    message = refused(*measure("--out", "run"))
    assert "out: run exists" in message
    assert "--force" in message


def test_bad_input_keeps_an_existing_run_even_with_force(
    refused: Refused, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is wrong is found before the earlier run is removed."""
    assert answer(capsys, *measure("--out", "run")).status == 0
    for wrong in ("--method=gmcc", "--compressor=top:3", "--workers=3", "--set=detach=2"):
        refused(*measure("--out", "run", "--force", wrong))


FOREIGN: Mapping[str, dict[str, str]] = {
    "notes": {"notes.txt": "mine"},
    "a run with notes": {"run.toml": "schema = 1\n", "status.json": "{}", "notes.txt": "mine"},
    "a hidden file": {".git/config": "mine"},
    "another's checkpoints": {"checkpoint/model.pt": "mine"},
    "a run with another's checkpoints": {"run.toml": "schema = 1\n", "checkpoint/model.pt": "mine"},
    "another's status": {"status.json": '{"mine": true}'},
    "a folder in place of a file": {"run.toml/notes.txt": "mine"},
}


@pytest.mark.parametrize("case", FOREIGN)
def test_force_touches_run_folders_only(refused: Refused, here: Path, case: str) -> None:
    for name, content in FOREIGN[case].items():
        path = here / "mine" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    message = refused(*measure("--out", "mine", "--force"))
    assert "out: mine is not a run folder" in message


def test_out_must_be_a_folder(refused: Refused) -> None:
    """A file in the way, at the end of the path or within it, or a name that no folder can have."""
    assert "out: data.svm" in refused(*measure("--out", "data.svm"))
    assert "out: data.svm" in refused(*measure("--out", "data.svm", "--force"))
    assert "out: data.svm/run" in refused(*measure("--out", "data.svm/run"))
    assert "out: xxx" in refused(*measure("--out", "x" * 300))


# A write that fails


def whole(run: Path) -> bool:
    """Whether a folder holds what a run leaves, no file of it in part, and does not claim to be complete."""
    readers: Mapping[str, Callable[[bytes], object]] = {
        "run.toml": lambda content: tomllib.loads(content.decode()),
        "constants.toml": lambda content: tomllib.loads(content.decode()),
        "status.json": json.loads,
        "trajectory.npz": lambda content: dict(np.load(io.BytesIO(content))),
    }
    files = contents(run)
    for name, content in files.items():
        assert readers[name](content or b"")
    return json.loads(files["status.json"] or b"")["status"] == "running"


NAMED = {errno.ENOSPC: False, errno.EIO: False, errno.EROFS: True, errno.EACCES: True}
"""What a device answers, and whether the error says to which file: opening does, writing does not."""


@pytest.mark.parametrize("number", NAMED)
@pytest.mark.parametrize("failing", [1, 2, 3, 4, 5])
def test_a_failed_write_leaves_no_half_of_a_run(
    here: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    failing: int,
    number: int,
) -> None:
    """The device fails within the n-th file: no part of it is left, and without results no folder."""
    before, written, write_bytes = contents(here), [], Path.write_bytes

    def fails(target: Path, content: bytes) -> int:
        written.append(target)
        if len(written) < failing:
            return write_bytes(target, content)
        write_bytes(target, content[: len(content) // 2])
        raise OSError(number, os.strerror(number), *([str(target)] if NAMED[number] else []))

    monkeypatch.setattr(Path, "write_bytes", fails)
    message = refusal(capsys, *measure("--out", "run"))
    assert len(written) == failing
    assert message.startswith("out: run")
    assert message.endswith(f"cannot be written: {os.strerror(number)}")
    after = contents(here)
    assert {name: after[name] for name in before} == before
    if failing <= 3:
        assert after.keys() == before.keys()
    else:
        assert whole(here / "run")


@contextmanager
def largest_file(size: int) -> Iterator[None]:
    """No file grows beyond so many bytes: a write stops within it, as on a device that is full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("part", ["run.toml", "status.json", "trajectory.npz"])
def test_a_write_that_the_system_stops(here: Path, capsys: pytest.CaptureFixture[str], part: str) -> None:
    """The same with a true limit of the system, one byte below what a file takes."""
    assert answer(capsys, *measure("--out", "good")).status == 0
    before = contents(here)
    with largest_file((here / "good" / part).stat().st_size - 1):
        message = refusal(capsys, *measure("--out", "run"))
    assert message == f"out: run cannot be written: {os.strerror(errno.EFBIG)}"
    assert contents(here) == before


def test_a_run_can_be_had_after_a_failed_write(
    here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once there is room again, the same command is done."""
    with largest_file(100):
        refusal(capsys, *measure("--out", "run"))
    assert answer(capsys, *measure("--out", "run")).status == 0
    assert answer(capsys, "check", here / "run" / "constants.toml").status in {0, 1}


# Help

DOCUMENTED: Mapping[str, str] = {
    "list": "PAPER",
    "bounds": "FILE --paper --variant --sweep --sensitivity --target --figure",
    "check": "FILE --paper",
    "cite": "STATEMENT",
    "measure": "CONFIG --method --problem --data --workers --steps --batch --compressor --step-size "
    "--momentum --split --seed --seeds --set --out --force --resume",
    "replay": "TOY --method --steps --at --set",
}
"""The arguments that users rely on; a verb may have more."""


def unboxed(text: str) -> list[str]:
    """The words of a help, without the boxes around them."""
    return text.replace("│", " ").split()


@pytest.mark.parametrize("verb", VERBS)
def test_help_names_every_argument(here: Path, capsys: pytest.CaptureFixture[str], verb: str) -> None:
    """`--help` is done, says what the verb is for, and names its arguments, each with an explanation."""
    before = contents(here)
    found = answer(capsys, verb, "--help")
    assert (found.status, found.err) == (0, "")
    assert contents(here) == before
    words = unboxed(found.out)
    for argument in ("--json", *DOCUMENTED.get(verb, "").split()):
        assert argument in words
    assert VERBS[verb] in " ".join(words)
    function = getattr(import_module(f"tightrope.verbs.{verb}_"), f"{verb}_")
    plain = [n for n in inspect.signature(function).parameters if n not in {"as_json", "settings"}]
    for name in plain:
        assert name.upper() in words or f"--{name.replace('_', '-')}" in words


def test_help_of_the_command_names_every_verb(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in ((), ("--help",)):
        found = answer(capsys, *arguments)
        assert (found.status, found.err) == (0, "")
        text = " ".join(unboxed(found.out))
        for verb, purpose in VERBS.items():
            assert f" {verb} {purpose} " in text
