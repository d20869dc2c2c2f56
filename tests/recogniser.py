"""Programs in place of tesseract: they answer as it does, at once and always the same."""

from __future__ import annotations

import shutil
import stat
from pathlib import Path

_HEAD = "level page_num block_num par_num line_num word_num left top width height conf text"


def write_program(folder: Path, script: str) -> None:
    """Write a shell script that is called tesseract."""
    (folder / "tesseract").write_text(f"#!{shutil.which('sh')}\n{script}\n")
    (folder / "tesseract").chmod(stat.S_IRWXU)


def write_recogniser(folder: Path, sentence: str, first: str = ":") -> None:
    """Write a tesseract that sees ``sentence`` in every PNG, of "870,000" unsure; ``first``: what it does before."""
    rows = [_HEAD.split()]
    for at, word in enumerate(sentence.split()):
        line, left, top = at // 8, 60 * (at % 8), 100 + 30 * (at // 8)
        sure = 41.5 if word == "870,000" else 96.2
        rows.append([str(each) for each in (5, 1, 1, 1, 1 + line, at, left, top, 50, 20, sure, word)])
    (folder / "rows").write_text("".join("\t".join(row) + "\n" for row in rows))
    show = f'while read -r l; do echo "$l"; done <{folder}/rows'
    write_program(folder, f'{first}; read -r head; case "$head" in *PNG*) {show};; esac')
