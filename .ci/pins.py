"""Pin every package with the hashes of all its builds: ``make pins``.

``uv`` resolves for every system and every Python from 3.11 on, and takes the hashes that the package registry states, so
that nothing has to be downloaded. What is pinned already stays as it is, unless ``--upgrade`` is given. Arguments are
handed to ``uv pip compile``.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
UV = Path(sys.executable).with_name("uv")
TORCH = ("torch", "nvidia-", "cuda-", "triton")  # torch, and what its build for NVIDIA cards brings
_PACKAGE = re.compile(
    r"^(?P<name>[\w.-]+)==(?P<version>\S+)(?P<marker> ; [^\\\n]+)? \\\n(?P<hashes>(?:    --hash=\S+(?: \\)?\n)+)",
    re.M,
)

HEAD = """\
# Made by `make pins` from requirements.in: all that Dateline needs but torch, with the hashes of every build that the
# package registry has, for every system and Python from 3.11 on. torch is installed before it, from one of
# requirements-torch-cpu.txt (a small build without CUDA) and requirements-torch.txt (the package registry's).
"""
TORCH_HEAD = """\
# Made by `make pins`: torch as the package registry has it, with all hashes, and on Linux what its build for NVIDIA cards
# brings. Install it with --no-deps, before requirements.txt, where no build of requirements-torch-cpu.txt can be had.
"""
CPU_HEAD = """\
# Made by `make pins`: the builds of torch without CUDA whose hashes are known, those that lay on a machine where pins were
# made. The package registry has none of them, so that hashes of others cannot be had: one for another system or Python
# (`pip install torch==...+cpu`) is installed unchecked, before requirements.txt, and is then left as it is.
"""
OCR_HEAD = """\
# Made by `make pins` from requirements-ocr.in: what reads the text of scans and pictures, beside requirements.txt.
"""
DEV_HEAD = """\
# Made by `make pins` from requirements-dev.in: what the tests need beside requirements.txt, with hashes.
"""


def main() -> int:
    """Write the files of pins."""
    packages = _packages(_compile("requirements.in", ["requirements.txt", "requirements-torch.txt"]))
    torch = next(each for each in packages if each["name"] == "torch")
    _write("requirements.txt", HEAD, [each for each in packages if not each["name"].startswith(TORCH)])
    _write(
        "requirements-torch.txt", TORCH_HEAD, [each for each in packages if each["name"].startswith(TORCH)]
    )
    without_cuda = {"name": "torch", "version": f"{torch['version']}+cpu", "marker": ""}
    if hashes := _builds_at_hand(without_cuda["version"]):
        _write("requirements-torch-cpu.txt", CPU_HEAD, [{**without_cuda, "hashes": hashes}])
    held = {each["name"] for each in packages} | {"pip"}  # which every environment has, of whatever version
    pinned: tuple[str, ...] = ("--constraints", "requirements.txt", "--constraints", "requirements-torch.txt")
    ocr = _packages(_compile("requirements-ocr.in", ["requirements-ocr.txt"], *pinned))
    _write("requirements-ocr.txt", OCR_HEAD, [each for each in ocr if each["name"] not in held])
    pinned = (*pinned, "--constraints", "requirements-ocr.txt")
    tests = _packages(_compile("requirements-dev.in", ["requirements-dev.txt"], *pinned))
    _write("requirements-dev.txt", DEV_HEAD, [each for each in tests if each["name"] not in held])
    return 0


def _compile(needs: str, pinned: list[str], *more: str) -> str:
    """What ``uv`` resolves ``needs`` to, keeping the versions in the files ``pinned``."""
    known = ROOT / ".cache" / "pins" / needs.replace(".in", ".txt")
    known.write_text(
        "".join((ROOT / each).read_text("utf-8") for each in pinned if (ROOT / each).exists()), "utf-8"
    )
    command = [str(UV), "pip", "compile", "--quiet", "--universal", "--python-version", "3.11"]
    as_pins = ["--generate-hashes", "--no-header", "--no-annotate"]
    options = [needs, "--output-file", str(known), *more, *sys.argv[1:]]
    subprocess.run([*command, *as_pins, *options], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return known.read_text("utf-8")


def _packages(pins: str) -> list[dict[str, str]]:
    found = [
        {name: part or "" for name, part in match.groupdict().items()} for match in _PACKAGE.finditer(pins)
    ]
    if len(found) != len(re.findall(r"^[^\s#]", pins, re.M)):
        raise SystemExit(
            "pins: uv wrote a line that is no package with a version and hashes; see .cache/pins"
        )
    return found


def _builds_at_hand(version: str) -> str:
    """The hashes of torch's builds of this version: those pinned until now, and that of one that pip would take here."""
    file = ROOT / "requirements-torch-cpu.txt"
    before = _packages(file.read_text("utf-8")) if file.exists() else []
    hashes = {
        known
        for each in before
        if each["version"] == version
        for known in re.findall(r"--hash=(\S+)", each["hashes"])
    }
    pip = [sys.executable, "-m", "pip", "install", "--dry-run", "--quiet", "--no-deps", "--report", "-"]
    done = subprocess.run([*pip, f"torch=={version}"], capture_output=True, text=True, check=False)
    for each in json.loads(done.stdout)["install"] if done.returncode == 0 else []:
        hashes.add(f"sha256:{each['download_info']['archive_info']['hashes']['sha256']}")
    return "".join(f"    --hash={each} \\\n" for each in sorted(hashes))


def _write(name: str, head: str, packages: list[dict[str, str]]) -> None:
    text = "".join(
        f"{each['name']}=={each['version']}{each['marker']} \\\n{each['hashes'].rstrip(chr(10) + ' ' + chr(92))}\n"
        for each in packages
    )
    (ROOT / name).write_text(head + text, "utf-8")
    print(f"{name}: {len(packages)} packages, {text.count('--hash=')} hashes")


if __name__ == "__main__":
    sys.exit(main())
