"""Known weaknesses of the packages that Dateline pins: ``make audit``.

``pip-audit`` asks the package registry's advisories for each pinned version. Exit code 0 where none is known but those in
audit-exceptions.txt; 1 where there are others; 3 where the advisories cannot be had, for which ``pip-audit`` by itself
also says that nothing is known.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
EXCEPTIONS = ROOT / ".ci" / "audit-exceptions.txt"
PINS = ("requirements.txt", "requirements-torch.txt", "requirements-dev.txt")
FOUND, UNKNOWN = 1, 3


def main() -> int:
    """Print what is known; the exit code."""
    command = [sys.executable, "-m", "pip_audit", "--disable-pip", "--require-hashes", "--format", "json"]
    options = [
        "--progress-spinner",
        "off",
        "--timeout",
        "20",
        *(word for pins in PINS for word in ("-r", pins)),
    ]
    done = subprocess.run([*command, *options], cwd=ROOT, capture_output=True, text=True, check=False)
    try:
        report = json.loads(done.stdout)["dependencies"]
    except ValueError:
        last = (done.stderr.strip() or "no answer").splitlines()[-1]
        print(f"audit: the advisories could not be asked, so nothing is known: {last}", file=sys.stderr)
        return UNKNOWN
    return tell_report(report, read_exceptions(EXCEPTIONS.read_text("utf-8")))


def read_exceptions(text: str) -> dict[str, str]:
    """The advisories that are excepted, and why. Raises ValueError for one without a reason."""
    found = {}
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            advisory, _, reason = line.partition(" ")
            if not reason.strip():
                raise ValueError(
                    f"{EXCEPTIONS.name}: {advisory} has no reason; write why it does no harm here"
                )
            found[advisory] = reason.strip()
    return found


def tell_report(report: list[dict[str, Any]], exceptions: dict[str, str]) -> int:
    """Print a report of ``pip-audit``; the exit code."""
    asked = [each for each in report if "skip_reason" not in each]
    met, harmful = set(), 0
    for package in asked:
        for advisory in package["vulns"]:
            known = {advisory["id"], *advisory["aliases"]} & exceptions.keys()
            met |= known
            harmful += not known
            mark = f"excepted: {exceptions[min(known)]}" if known else "NOT EXCEPTED"
            fixed = ", ".join(advisory["fix_versions"]) or "no release"
            print(f"{package['name']} {package['version']}: {advisory['id']}, mended in {fixed}; {mark}")
    if asked and len(asked) == len(report):
        for advisory in sorted(exceptions.keys() - met):
            print(f"{advisory} is excepted and no longer reported: take it out of {EXCEPTIONS.name}")
    print(f"{len(asked)} of {len(report)} packages asked about, {harmful} weaknesses that are not excepted")
    if len(asked) < len(report):
        print(
            "audit: the advisories of the other packages could not be had, so nothing is known of them"
            " (behind a mirror of the registry, ask again from a machine that reaches the registry itself)",
            file=sys.stderr,
        )
    return FOUND if harmful else UNKNOWN if len(asked) < len(report) else 0


if __name__ == "__main__":
    sys.exit(main())
