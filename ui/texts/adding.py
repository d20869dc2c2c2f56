"""Adding documents, and the report of what became of them."""

TEXTS = {
    "files_heading": ("Drop files", "Dateien ablegen"),
    "files_hint": (
        "Articles as text, Markdown or HTML, or whole exports as JSON or CSV. Several at once are fine.",
        "Artikel als Text, Markdown oder HTML, oder ganze Exporte als JSON oder CSV, gern mehrere zugleich.",
    ),
    "files_label": ("Files", "Dateien"),
    "paste_heading": ("Or paste an article", "Oder einen Artikel einfügen"),
    "title_label": ("Headline (optional)", "Schlagzeile (freiwillig)"),
    "text_label": ("Text", "Text"),
    "text_placeholder": (
        "Paste the article. A headline, an outlet and a date at the top are recognised.",
        "Fügen Sie den Artikel ein. Schlagzeile, Medium und Datum am Anfang werden erkannt.",
    ),
    "add_button": ("Add to the collection", "Zur Sammlung hinzufügen"),
    "report": ("What became of them", "Was daraus wurde"),
    "nothing_pasted": (
        "There is nothing to add yet: paste the text of an article first.",
        "Noch gibt es nichts hinzuzufügen: Fügen Sie zuerst den Text eines Artikels ein.",
    ),
    "pasted": ("Pasted text", "Eingefügter Text"),
    "outcome_waiting": ("waiting", "wartet"),
    "outcome_reading": ("reading", "wird gelesen"),
    "embedding": ("understanding {progress}", "verstehe {progress}"),
    "outcome_added": ("added", "hinzugefügt"),
    "outcome_updated": ("updated", "aktualisiert"),
    "outcome_unchanged": ("unchanged", "unverändert"),
    "outcome_failed": ("failed", "fehlgeschlagen"),
    "counted": ("{count} {outcome}", "{count} {outcome}"),
    "no_article": ("no article found in it", "kein Artikel darin gefunden"),
}
