#!/usr/bin/env bash
# rapidocr 3.10.0: what one call is told to leave out stays left out in the next call.
#
# RapidOCR.__call__ takes use_det, use_cls and use_rec, None by default, which reads as "for this call". Yet a call with
# use_rec=False changes the engine itself: the next call, which names no option, only detects, too, and gives a result
# of another type, without .txts. Whoever shares one engine, as its models take long to load, must name all three
# options in every call.
#
# Seen with rapidocr 3.10.0, onnxruntime 1.32.0, Python 3.11:
#   before: RapidOCROutput ('HARBOUR CLOSED',)
#   detect only: TextDetOutput
#   after: TextDetOutput
#   all named: RapidOCROutput ('HARBOUR CLOSED',)
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check rapidocr==3.10.0 onnxruntime==1.32.0 pillow
"$folder/venv/bin/python" - >"$folder/seen" 2>"$folder/said" <<'PY'
import numpy
from PIL import Image, ImageDraw, ImageFont
from rapidocr import RapidOCR

page = Image.new("RGB", (700, 160), "white")
ImageDraw.Draw(page).text((40, 50), "HARBOUR CLOSED", font=ImageFont.load_default(48), fill="black")
picture = numpy.asarray(page)
engine = RapidOCR(params={"Global.log_level": "critical"})
for name, options in (
    ("before", {}),
    ("detect only", {"use_rec": False, "use_cls": False}),
    ("after", {}),
    ("all named", {"use_det": True, "use_cls": True, "use_rec": True}),
):
    found = engine(picture, **options)
    print(f"{name}:", type(found).__name__, getattr(found, "txts", ""))
PY
cat "$folder/seen"
sed 's/[[:space:]]*$//' "$folder/seen" | diff - <(
    cat <<'WANTED'
before: RapidOCROutput ('HARBOUR CLOSED',)
detect only: TextDetOutput
after: TextDetOutput
all named: RapidOCROutput ('HARBOUR CLOSED',)
WANTED
)
echo "as stated"
