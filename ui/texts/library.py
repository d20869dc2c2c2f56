"""The library."""

TEXTS = {
    "search_label": (
        "Search headlines, outlets, authors and tags",
        "Schlagzeilen, Medien, Autoren und Schlagwörter durchsuchen",
    ),
    "search_placeholder": ("Search the library", "Bibliothek durchsuchen"),
    "column_title": ("Headline", "Schlagzeile"),
    "column_outlet": ("Outlet", "Medium"),
    "column_published": ("Published", "Erschienen"),
    "column_added": ("Added", "Hinzugefügt"),
    "passages": ("Passages", "Stellen"),
    "delete": ("Delete", "Löschen"),
    "delete_named": ("Delete “{headline}”", "„{headline}“ löschen"),
    "delete_question": (
        "Delete “{headline}” from your collection?",
        "„{headline}“ aus Ihrer Sammlung löschen?",
    ),
    "delete_hint": (
        "The file it came from is not touched.",
        "Die Datei, aus der er stammt, bleibt unberührt.",
    ),
    "keep": ("Keep", "Behalten"),
    "deleted": ("Deleted “{headline}”.", "„{headline}“ wurde gelöscht."),
    "range": ("{first}–{last} of {total}", "{first}–{last} von {total}"),
    "previous": ("Previous", "Zurück"),
    "next": ("Next", "Weiter"),
    "nothing_found": ("No article matches “{search}”.", "Kein Artikel passt zu „{search}“."),
    "library_empty": ("There are no articles yet.", "Es gibt noch keine Artikel."),
}
