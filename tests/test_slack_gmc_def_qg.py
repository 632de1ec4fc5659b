"""Proved steps of gmc, def and qg claim no less than they could: two files of tests, for two cores."""

import pytest
from slack_cases import check, files


@pytest.mark.parametrize(("paper", "file"), files("gmc", "def", "qg"))
def test_a_proved_step_falls_where_it_claims_more(
    paper: str, file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    check(paper, file, monkeypatch)
