"""What a document is by its first bytes, or by the members of the archive that it is; and the names of kinds that no
reader takes, so that a person is told "a PowerPoint presentation" and not "unknown".
"""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from pathlib import PurePath, PurePosixPath

from ingest.read.rtf import is_rtf

FOREIGN = {  # first bytes → what it is, where no reader takes it
    b"GIF8": "a GIF picture",
    b"BM": "a bitmap picture",
    b"8BPS": "a Photoshop picture",
    b"\0\0\1\0": "an icon",
    b"\x7fELF": "a program",
    b"MZ": "a program",
    b"SQLite format 3": "an SQLite database",
    b"\0\1\0\0Standard Jet DB": "an Access database",
    b"\0\1\0\0Standard ACE DB": "an Access database",
    b"Rar!": "a RAR archive (pack it as .zip)",
    b"7z\xbc\xaf": "a 7-Zip archive (pack it as .zip)",
    b"\xfd7zXZ": "an XZ archive (unpack it)",
    b"BZh": "a bzip2 archive (unpack it)",
    b"\x28\xb5\x2f\xfd": "a Zstandard archive (unpack it)",
    b"MSCF": "a cabinet archive (unpack it)",
    b"!BDN": "an Outlook mailbox (.pst; export it as .eml, .mbox or .msg)",
    b"ID3": "an MP3 recording",
    b"fLaC": "a FLAC recording",
    b"OggS": "an Ogg recording",
    b"\x1aE\xdf\xa3": "a Matroska or WebM film",
    b"FLV": "a Flash film",
    b"%!PS": "a PostScript file (save it as PDF)",
    b"wOFF": "a font",
    b"wOF2": "a font",
    b"OTTO": "a font",
    b"\0asm": "a program",
    b"\xca\xfe\xba\xbe": "a program",
    b"AT&TFORM": "a DjVu scan (save it as PDF)",
    b"BOOKMOBI": "a Kindle book (save it as .epub)",
    b"ITSF": "a Windows help file (save it as HTML)",
    b"\x93NUMPY": "a NumPy array",
    b"ARROW1": "an Arrow file (save it as Parquet or CSV)",
    b"Obj\x01": "an Avro file (save it as CSV or JSON lines)",
    b"\x89HDF": "an HDF5 file",
    b"RIFF": "a recording, film or picture (RIFF)",
}
_LATER = ((257, b"ustar", "a TAR archive (pack it as .zip)"), (4, b"ftyp", "a film, recording or picture (MP4, HEIC)"),
          (60, b"BOOKMOBI", "a Kindle book (save it as .epub)"), (34, b"LP", "an old embedded font"))  # fmt: skip
_OLE = b"\xd0\xcf\x11\xe0"
_OLE_PARTS = (  # names in its directory, as UTF-16 → what the file is
    ("EncryptedPackage", "an Office file that is protected by a password (save it without one)"),
    ("WordDocument", "an old Word document (.doc; save it as .docx)"),
    ("Workbook", "an old Excel workbook (.xls; save it as .xlsx or CSV)"),
    ("PowerPoint Document", "an old PowerPoint presentation (save it as PDF)"),
    ("VisioDocument", "a Visio drawing (save it as PDF)"),
    ("Quill", "a Publisher document (save it as PDF)"),
)
_MAGIC = {
    b"%PDF": "pdf",
    b"WARC/": "warc",
    b"filedesc://": "warc",
    b"bplist00": "webarchive",
    b"PAR1": "parquet",
    b"\x89PNG": "picture",
    b"\xff\xd8\xff": "picture",
    b"II*\0": "picture",
    b"MM\0*": "picture",
}
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OFFICE_MEMBER = re.compile(r"^(?:word/document\.xml|META-INF/container\.xml|mimetype)$")
_FOREIGN_MEMBERS = {
    "ppt/presentation.xml": "a PowerPoint presentation (save it as PDF or text)",
    "xl/workbook.bin": "a binary Excel workbook (save it as .xlsx or CSV)",
    "visio/document.xml": "a Visio drawing (save it as PDF)",
    "Index/Document.iwa": "a document of Pages, Numbers or Keynote (save it as .docx, CSV or PDF)",
    "Index.zip": "a document of Pages, Numbers or Keynote (save it as .docx, CSV or PDF)",
    "designmap.xml": "an InDesign document (save it as PDF)",
    "AndroidManifest.xml": "a program for Android",
    "doc.kml": "a map (KMZ)",
}
_FOREIGN_TYPES = {
    "presentation": "an OpenDocument presentation (save it as PDF or text)",
    "graphics": "an OpenDocument drawing (save it as PDF)",
    "database": "an OpenDocument database",
    "base": "an OpenDocument database",
    "formula": "an OpenDocument formula",
}
SKIPPED = {  # endings of what is passed over in folders → what it is, one and many
    **dict.fromkeys((".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff"), "pictures; after make ocr their text is read"),
    **dict.fromkeys((".gif", ".bmp", ".heic", ".svg", ".psd"), "pictures"),
    **dict.fromkeys((".mp3", ".wav", ".m4a", ".ogg", ".flac", ".aac", ".wma", ".opus"), "recordings"),
    **dict.fromkeys((".mp4", ".mov", ".avi", ".mkv", ".webm", ".m4v", ".wmv"), "films"),
    **dict.fromkeys((".ppt", ".pptx", ".odp", ".key"), "presentations"),
    **dict.fromkeys((".xls", ".xlsb", ".numbers"), "workbooks of other kinds; save them as .xlsx"),
    **dict.fromkeys((".doc", ".pages", ".wpd", ".wps"), "documents of other kinds; save them as .docx"),
    **dict.fromkeys((".db", ".sqlite", ".sqlite3", ".mdb", ".accdb", ".dbf"), "databases"),
    **dict.fromkeys((".rar", ".7z", ".tar", ".tgz", ".bz2", ".xz", ".zst"), "archives of other kinds; pack them as .zip"),
    **dict.fromkeys((".pst", ".ost", ".olm"), "Outlook mailboxes (export them as .eml or .msg)"),
    **dict.fromkeys((".exe", ".dll", ".so", ".dmg", ".msi", ".app", ".jar", ".apk"), "programs"),
    **dict.fromkeys((".css", ".js", ".py", ".r", ".ts", ".java", ".c", ".h", ".php", ".sh", ".ipynb"), "program texts"),
    **dict.fromkeys((".ttf", ".otf", ".woff", ".woff2", ".eot"), "fonts"),
    **dict.fromkeys((".mobi", ".azw", ".azw3", ".kfx"), "Kindle books (save them as .epub)"),
}  # fmt: skip


def foreign_kind(data: bytes, name: str = "") -> str | None:
    """What a document is that no reader takes, e.g. ``an SQLite database``; None where one may."""
    if data.startswith(_OLE):
        return None if is_outlook(data) else _ole_kind(data)
    for mark, what in FOREIGN.items():
        if data.startswith(mark) and _is_certain(mark, data) and not _is_webp(data):
            return what
    for at, mark, what in _LATER:
        if data[at : at + len(mark)] == mark and b"\0" in data[:512]:
            return what
    if data.startswith(_ZIP):
        return _foreign_zip(data, name)
    return None


def binary_kind(data: bytes) -> str | None:
    """The kind of a document that its first bytes tell; None for text and what is not known."""
    if magic := next((kind for mark, kind in _MAGIC.items() if data.startswith(mark)), None):
        return magic
    if is_rtf(data):
        return "office"
    if _is_webp(data):
        return "picture"
    if data.startswith(_OLE) and is_outlook(data):
        return "outlook"
    return zip_kind(data) if data.startswith(_ZIP) else None


def _is_webp(data: bytes) -> bool:
    return data.startswith(b"RIFF") and data[8:12] == b"WEBP"


def is_outlook(data: bytes) -> bool:
    """Whether a compound file is a message of Outlook: it keeps its properties in parts of this name."""
    return "__properties_version1.0".encode("utf-16-le") in data


def zip_kind(data: bytes) -> str:
    """What an archive is: an office document, a sheet, an export that is known by its members, or just an archive."""
    names, kind = _members(data)
    held = set(names)
    if "spreadsheet" in kind or "xl/workbook.xml" in held:
        return "sheet"
    if any(_OFFICE_MEMBER.match(name) for name in names):
        return "office"
    if "datapackage.json" in held and any(name.startswith("archive/") for name in names):
        return "wacz"
    from ingest.read.chat.slack import is_slack

    if is_slack(names):
        return "slack"
    if any(PurePosixPath(name).name == "posts.csv" for name in names) and _is_substack(data, names):
        return "substack"
    if _is_mets(data, names):
        return "metszip"
    return "zip"


def _is_certain(mark: bytes, data: bytes) -> bool:
    """Marks that are letters may begin a text."""
    letters = all(32 <= byte < 127 for byte in mark) and mark != b"%!PS"
    return not letters or b"\0" in data[:512]


def _ole_kind(data: bytes) -> str:
    found = next((what for part, what in _OLE_PARTS if part.encode("utf-16-le") in data), None)
    return found or "an old Office file (save it as .docx)"


def _members(data: bytes) -> tuple[list[str], str]:
    """The names of an archive's members, and what its first member ``mimetype`` says."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = archive.namelist()
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                return names, archive.read("mimetype").decode("ascii", "replace")
            return names, ""
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, RuntimeError, EOFError):
        return [], ""


def _foreign_zip(data: bytes, name: str) -> str | None:
    names, kind = _members(data)
    held = set(names)
    if found := next((what for member, what in _FOREIGN_MEMBERS.items() if member in held), None):
        return found
    ending = PurePath(name.lower()).suffix
    if "opendocument" in kind:
        return next((what for word, what in _FOREIGN_TYPES.items() if word in kind), None)
    return "a program for Java" if ending == ".jar" else None


def _is_substack(data: bytes, names: list[str]) -> bool:
    from ingest.read.cms.substack import is_substack

    table = next(name for name in names if PurePosixPath(name).name == "posts.csv")
    return is_substack(names, _head(data, table))


def _is_mets(data: bytes, names: list[str]) -> bool:
    """Whether one of the first XML members, or one that is named so, is METS."""
    pages = [name for name in names if name.lower().endswith(".xml")]
    likely = [name for name in pages if "mets" in PurePosixPath(name).name.lower()] or pages[:2]
    return any(re.search(rb"<(?:\w+:)?mets\b", _head(data, name)) for name in likely[:3])


def _head(data: bytes, member: str) -> bytes:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive, archive.open(member) as part:
            return part.read(4096)
    except (zipfile.BadZipFile, KeyError, ValueError, NotImplementedError, OSError, RuntimeError, EOFError):
        return b""
