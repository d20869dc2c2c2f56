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
CUDA = ("nvidia-", "cuda-", "triton")  # what only torch's build for NVIDIA cards needs
_PACKAGE = re.compile(
    r"^(?P<name>[\w.-]+)==(?P<version>\S+)(?P<marker> ; [^\\\n]+)? \\\n(?P<hashes>(?:    --hash=\S+(?: \\)?\n)+)",
    re.M,
)

HEAD = """\
# Made by `make pins` from requirements.in: all that Dateline needs, with the hashes of every build that the package
# registry has, for every system and Python from 3.11 on. Install it with --no-deps, as each package is named here.
# Of torch, the hashes cover the registry's builds, and the builds without CUDA (+cpu) that lay on the machine where the
# pins were made (Linux, x86_64, Python 3.11). The registry has no others, so another +cpu build cannot be hashed here:
# install it first, and it is left as it is. What torch's build for NVIDIA cards brings is in requirements-cuda.txt.
"""
CUDA_HEAD = """\
# Made by `make pins`: what torch needs besides where its build is for NVIDIA cards (Linux, from the package registry).
"""
DEV_HEAD = """\
# Made by `make pins` from requirements-dev.in: what the tests need beside requirements.txt, with hashes.
"""


def main() -> int:
    """Write the three files of pins."""
    whole = _compile("requirements.in", ["requirements.txt", "requirements-cuda.txt"])
    packages = _packages(whole)
    wanted = [each for each in packages if not each["name"].startswith(CUDA)]
    for each in wanted:
        if each["name"] == "torch":
            each["hashes"] = _with_builds_at_hand(each)
    _write("requirements.txt", HEAD, wanted)
    _write("requirements-cuda.txt", CUDA_HEAD, [each for each in packages if each["name"].startswith(CUDA)])
    held = {each["name"] for each in packages} | {"pip"}  # which every environment has, of whatever version
    tests = _packages(
        _compile("requirements-dev.in", ["requirements-dev.txt"], "--constraints", "requirements.txt")
    )
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


def _with_builds_at_hand(torch: dict[str, str]) -> str:
    """The hashes of torch, with those of its builds without CUDA: those named until now, and one that pip would take."""
    hashes = re.findall(r"--hash=(\S+)", torch["hashes"])
    pinned = (ROOT / "requirements.txt").read_text("utf-8")
    before = [match for match in _PACKAGE.finditer(pinned) if match["name"] == "torch"]
    for each in before:
        if each["version"] == torch["version"]:
            hashes += re.findall(r"--hash=(\S+)", each["hashes"])
    wanted = f"torch=={torch['version']}"
    pip = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--dry-run",
        "--quiet",
        "--no-deps",
        "--report",
        "-",
        wanted,
    ]
    report = json.loads(subprocess.run(pip, check=True, capture_output=True, text=True).stdout)
    for each in report["install"]:
        hashes += [f"sha256:{each['download_info']['archive_info']['hashes']['sha256']}"]
    return "".join(f"    --hash={each} \\\n" for each in sorted(set(hashes)))


def _write(name: str, head: str, packages: list[dict[str, str]]) -> None:
    text = "".join(
        f"{each['name']}=={each['version']}{each['marker']} \\\n{each['hashes'].rstrip(chr(10) + ' ' + chr(92))}\n"
        for each in packages
    )
    (ROOT / name).write_text(head + text, "utf-8")
    print(f"{name}: {len(packages)} packages, {text.count('--hash=')} hashes")


if __name__ == "__main__":
    sys.exit(main())
