"""Printed tables, claims and sentences as the page shows them, against each other and against runs."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from pathlib import Path

import html5lib
import pytest

import empirical
from empirical.sentences.sentence import VERDICTS as SENTENCE_VERDICTS
from empirical.sentences.sentence import verdict
from empirical.sentences.table import MEASURED, read_table
from empirical.sentences.table import sentences as in_words
from paper_figs.claims import COLUMNS, SHIPPED, as_csv, read_claims
from paper_figs.figure import FIGURES, VERDICTS, Made, module
from paper_figs.printed import FOLDER, INDEX, number, printed
from theory.errors import BadInput
from theory.papers import load
from tightrope.report.printed import LOOKS, OUTCOMES, sentences, tables
from tightrope.report.toys import LOOKS as CLAIM_LOOKS
from tightrope.report.toys import toys

WORDS = {"–", "", "diverge", "*"}
"""What stands in place of a number: a dash, nothing, or that there was none to print."""
QUICK = ("qg_fig3", "qg_fig4")
"""Figures that take a second or less."""


def table(name: str) -> list[list[str]]:
    return [list(row) for row in next(t for t in printed() if t.name == name).rows]


def test_every_file_is_in_the_index_and_is_a_rectangle() -> None:
    assert sorted(t.name for t in printed()) == sorted(p.stem for p in FOLDER.glob("*.csv") if p != INDEX)
    for one in printed():
        assert len(set(one.header)) == len(one.header)
        assert all(len(row) == len(one.header) for row in one.rows), one.name
        labels = [row[: one.labels] for row in one.rows]
        assert len(set(labels)) == len(labels), f"{one.name}: two rows have the same labels"


def test_every_cell_of_a_table_of_numbers_is_one_or_says_why_not() -> None:
    for one in printed():
        for row in one.rows if one.is_measured else ():
            for cell in row[one.labels :]:
                assert number(cell) or cell in WORDS, f"{one.name}: {cell!r}"
    assert [t.name for t in printed() if not t.is_measured] == ["qprsgd_table1"]


@pytest.mark.parametrize(
    ("cell", "read"),
    [("93.76±0.14", (93.76, 0.14)), ("−0.75", (-0.75, None)), ("+0.06", (0.06, None)), ("diverge", None)],
)
def test_a_cell(cell: str, read: tuple[float, float | None] | None) -> None:
    assert number(cell) == read


def test_defs_differences_to_sgd_are_those_of_its_accuracies() -> None:
    """Table 2 prints both; a digit that was copied wrongly would show."""
    (sgd, _), *_ = filter(None, (number(row[2]) for row in table("def_table2")))
    pairs = 0
    for above, below in zip(table("def_table2")[1::2], table("def_table2")[2::2], strict=True):
        for accuracy, difference in zip(above[3:], below[3:], strict=True):
            if found := number(accuracy):
                said = number(difference)
                assert said, f"{accuracy} has no difference"
                decimals = len(difference.partition(".")[2])
                assert abs(found[0] - sgd - said[0]) <= 0.501 * 10**-decimals
                pairs += 1
    assert pairs == 27


def test_tables_that_repeat_each_other_agree() -> None:
    """def's Tables 1, 3 and 4 share VGG-16 at ratio 64; qg's share EvoNorm's on the ring of 16."""
    of = {row[0]: row for row in table("def_table1")}["64"]
    ratio64 = dict(zip(("SGD", "EF", "SAEF", "PSync", "DEF", "DEF-A"), of[1:], strict=True))
    for row in table("def_table3"):
        if row[1] == "CIFAR-10" and row[0] != "SGD":
            assert row[2] == ratio64[row[0]]
    for row in table("def_table4"):
        assert row[3] == ratio64[row[0]]
    evonorm = defaultdict(set)
    for row in table("qg_table1"):
        if row[0] == "ResNet-EvoNorm-20":
            evonorm[row[1]].add(tuple(row[3:5]))
    for name, column in (("qg_table7", 1), ("qg_table8", 1)):
        for row in table(name):
            evonorm[row[0].removesuffix(", τ = 1")].add(tuple(row[column : column + 2]))
    ones = {k: v for k, v in evonorm.items() if k in ("SGDm-N (centralised)", "DSGDm-N")}
    assert all(len(found) == 1 for found in ones.values()), ones


def test_known_disagreements_of_the_print_are_noted() -> None:
    """QG on the ring of 32 has two spreads, which the note of Table 2 says."""
    two, seven = table("qg_table2")[0][9], table("qg_table7")[2][3]
    assert (two, seven) == ("90.27±0.27", "90.27±0.07")
    note = next(t.note for t in printed() if t.name == "qg_table2")
    assert "90.27 ± 0.27" in note
    assert "90.27 ± 0.07" in note


def test_what_is_said_to_be_ours_beside_a_table_is_there() -> None:
    configs = Path(empirical.__file__).parent / "configs"
    for one in printed():
        for name in one.sentences:
            assert name in sentences()
        for name in one.configs:
            assert (configs / f"{name}.toml").is_file()
        for identifier in one.statements:
            assert load(identifier).paper == one.paper
    with_tables = {p.stem for p in configs.glob("*-table*.toml") if not p.stem.endswith("-small")}
    assert with_tables == {n for t in printed() for n in t.configs if "table" in n}


def test_a_sentence_that_names_a_table_stands_beside_it() -> None:
    """Its place says which: "gmc, section 5.1, Table 2"."""
    beside = {(t.paper, t.place): t.sentences for t in printed()}
    looked = 0
    for sentence in sentences().values():
        paper, _, rest = sentence.place.partition(",")
        for numbers in re.findall(r"Tables? ([IV\d]+(?:(?:, | and )[IV\d]+)*)", rest):
            for one in re.split(", | and ", numbers):
                assert sentence.name in beside[paper, f"Table {one}"]
                looked += 1
    assert looked > 15


def test_the_page_reads_the_sentences_as_their_own_reader_does() -> None:
    """The words and verdicts of the shipped table are those that its numbers and its families give."""
    families = read_table(MEASURED)
    assert list(sentences()) == [
        s.name for m in families for s in in_words().values() if s.name.partition(".")[0] == m.name
    ]
    for measured in families:
        for name, sentence in sentences().items():
            if name.partition(".")[0] == measured.name:
                theirs = in_words()[name]
                findings = measured.of(theirs)
                assert (sentence.says, sentence.place) == (theirs.says, theirs.place)
                assert sentence.verdict == verdict(findings)
                assert [f["outcome"] for f in sentence.findings] == [f.outcome for f in findings]
                assert sentence.unchecked == ("" if findings else theirs.unchecked)


def test_the_page_shows_every_table_number_and_sentence() -> None:
    body = str(tables().body)
    text = "".join(html5lib.parse(body, namespaceHTMLElements=False).itertext())
    for one in printed():
        for row in one.rows:
            for cell in row:
                assert cell.replace("±", " ± ") in text
    for sentence in sentences().values():
        assert sentence.says[1:] in text
    assert "no printed number was measured again" in text
    assert set(LOOKS) == set(SENTENCE_VERDICTS)
    assert {f["outcome"] for s in sentences().values() for f in s.findings} <= set(OUTCOMES)


def test_findings_stand_once_and_are_linked_where_a_sentence_is_about_two_tables() -> None:
    tree = html5lib.parse(str(tables().body), namespaceHTMLElements=False)
    names = [e.get("id") for e in tree.iter() if e.get("id")]
    assert sorted(names) == sorted(sentences())
    regions = [e.get("aria-label") for e in tree.iter() if e.get("role") == "region"]
    assert len(set(regions)) == len(regions)
    links = {e.get("href") for e in tree.iter("a")}
    assert {"#gmc-rcc.range", "#def-divergence.low"} <= links


def test_a_page_of_one_paper_has_its_tables_alone() -> None:
    body = str(tables(("qg",)).body)
    assert "qg, Table 5" in body
    assert "def, Table 1" not in body
    assert "gmc_fig1" not in str(toys(("qg",)).body)


def test_claims_of_every_figure_that_has_some() -> None:
    judged = read_claims()
    ids = [claim.id for figure in judged for claim in figure.claims]
    assert len(set(ids)) == len(ids) > 60
    named = [figure.figure for figure in judged]
    assert named == [name for name in FIGURES if name in named]
    for figure in judged:
        assert all(claim.id.startswith(f"{figure.figure}.") for claim in figure.claims)
    assert set(CLAIM_LOOKS) == set(VERDICTS)


@pytest.mark.parametrize("name", QUICK)
def test_claims_computed_again_are_those_that_ship(name: str) -> None:
    figure = module(name)
    shipped = next(judged for judged in read_claims() if judged.figure == name)
    assert tuple(figure.claims(figure.data())) == shipped.claims


def test_claims_are_written_as_they_are_read(tmp_path: Path) -> None:
    made = [Made(j.figure, (tmp_path, tmp_path), j.claims) for j in read_claims()]
    (tmp_path / "claims.csv").write_bytes(as_csv(made))
    assert read_claims(tmp_path / "claims.csv") == read_claims()
    assert (tmp_path / "claims.csv").read_bytes() == SHIPPED.read_bytes()


@pytest.mark.parametrize("damage", ["verdict", "column"])
def test_a_table_of_claims_that_is_none_is_refused(tmp_path: Path, damage: str) -> None:
    rows = list(csv.DictReader(SHIPPED.read_text("utf-8").splitlines()))
    rows[0]["verdict"] = "maybe" if damage == "verdict" else rows[0]["verdict"]
    columns = COLUMNS if damage == "verdict" else COLUMNS[1:]
    with (tmp_path / "claims.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    with pytest.raises(BadInput, match=r"claims\.csv: (allowed|a row)"):
        read_claims(tmp_path / "claims.csv")
