#!/usr/bin/env bash
# "address (Name)" is the older of the two forms in which a sender's name stands (RFC 822, and a comment still in RFC
# 5322). Python's email package, with the policy of its EmailMessage (policy.default), gives the address alone: neither
# str(header) nor the display_name of its address has the name, and nothing is noted among the defects. With the old
# policy (compat32) the header is whole. parseaddr reads "address (Name)", but of "<address> (Name)" it gives no name
# either.
#
# What helps: message.raw_items() still has the header as it was written.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -W error - <<'PYTHON'
import email
import sys
from email import policy
from email.utils import parseaddr

print("Python", sys.version.split()[0])
for written in ("ines@courier.example (Ines Calloway)", "<ines@courier.example> (Ines Calloway)"):
    source = f"From: {written}\n\nThe ferry stopped.\n".encode()
    header = email.message_from_bytes(source, policy=policy.default)["from"]
    (address,) = header.addresses
    old = email.message_from_bytes(source)["from"]
    print(f"{written!r}: str {str(header)!r}, display_name {address.display_name!r}, defects {header.defects},"
          f" compat32 {old!r}, parseaddr {parseaddr(written)}")
    assert "Ines" not in str(header) and address.display_name == "" and not header.defects and old == written
assert parseaddr("ines@courier.example (Ines Calloway)")[0] == "Ines Calloway"
assert parseaddr("<ines@courier.example> (Ines Calloway)")[0] == ""
PYTHON
echo "as described"
