"""``python -m benchmarks formats``: what it counts as right, and what it prints."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.__main__ import main
from benchmarks.formats import measure
from tests.ingest.read.databases.factiva_exports import factiva_html
from tests.ingest.read.databases.nexis_exports import lexisnexis_txt
from tests.ingest.read.databases.stories import STORIES

HEAD = "file\tindex\theadline\tday\toutlet\tbyline\twords\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two exports, how many articles they hold, and a truth of which one headline and one day are wrong."""
    (tmp_path / "lexis").mkdir()
    (tmp_path / "factiva").mkdir()
    (tmp_path / "lexis" / "a.txt").write_text(lexisnexis_txt(), "utf-8")
    (tmp_path / "factiva" / "b.html").write_text(factiva_html(STORIES[:2]), "utf-8")
    (tmp_path / "factiva" / "b.expected.csv").write_text(
        "title,publisher,publish_date,byline,body\n"
        + "".join(
            f'{s.headline},{s.outlet},{s.day:%Y/%m/%d},nan,"{s.text.replace(chr(34), chr(34) * 2)} one more"\n'
            for s in STORIES[:2]
        ),
        "utf-8",
    )
    (tmp_path / "truth.tsv").write_text(
        "file\tarticles\tcounted\nlexis/a.txt\t4\tby hand\nfactiva/b.html\t2\tby hand\n", "utf-8"
    )
    rows = [[s.headline, s.day.isoformat(), s.outlet, s.byline.replace(" and ", "; "), "0"] for s in STORIES]
    rows[0][0], rows[1][1] = "Another headline", "2014-12-30"
    lines = ("\t".join(["lexis/a.txt", str(number), *row]) for number, row in enumerate(rows, 1))
    (tmp_path / "facts.tsv").write_text(HEAD + "\n".join(lines), "utf-8")
    return tmp_path


def test_what_counts_as_right(folder: Path) -> None:
    factiva, lexis = measure(folder, folder / "facts.tsv")
    assert (lexis.expected, lexis.found) == (4, 3)
    assert lexis.right == {"headline": 2, "day": 2, "outlet": 3, "byline": 2}
    assert lexis.stated == {"headline": 3, "day": 3, "outlet": 3, "byline": 2}
    assert lexis.body is None and lexis.junk is None
    assert (factiva.expected, factiva.found) == (2, 2)
    assert factiva.body is not None and 0.9 < factiva.body < 1.0 and factiva.junk == 0.0


def test_the_command_prints_a_table_and_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["formats", "--dir", str(folder), "--truth", str(folder / "facts.tsv")]
    assert main([*arguments, "--misses"]) == 0
    printed = capsys.readouterr().out
    assert "| lexis | a.txt | 4 | 3 | 2/3 | 2/3 | 3/3 | 2/2 |" in printed and "1 of 2 counts right" in printed
    assert "lexis/a.txt\theadline\tAnother headline\tHarbour bridge stays shut until spring" in printed
    assert main([*arguments, "--json"]) == 0
    assert [each["found"] for each in json.loads(capsys.readouterr().out)] == [2, 3]
    assert main(["formats", "--dir", str(folder / "lexis")]) == 2
