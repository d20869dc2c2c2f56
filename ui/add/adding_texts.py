"""Adding documents, and the report of what became of them."""

TEXTS = {
    "files_heading": ("Drop files", "Dateien ablegen"),
    "files_hint": (
        "Drop them anywhere on the page: web pages, PDF, Word, mail, text, downloads of press databases, exports as JSON or CSV,"
        " scans where a recogniser is installed, archives of all these.",
        "Irgendwo auf der Seite: Webseiten, PDF, Word, Mail, Text, Downloads aus Pressedatenbanken, Exporte als JSON oder"
        " CSV, Scans, wo eine Texterkennung installiert ist, Archive von alledem.",
    ),
    "files_label": ("Files", "Dateien"),
    "addresses_heading": ("Or name addresses", "Oder Adressen nennen"),
    "addresses_hint": (
        "Articles, feeds (each entry is fetched) or sitemaps, one a line.",
        "Artikel, Feeds (jeder Eintrag wird geholt) oder Sitemaps, eine pro Zeile.",
    ),
    "addresses_label": ("Addresses", "Adressen"),
    "fetch_button": ("Fetch", "Holen"),
    "read_feeds_one": ("Read the feed again", "Den Feed erneut lesen"),
    "read_feeds_many": ("Read all {count} feeds again", "Alle {count} Feeds erneut lesen"),
    "fetch_list_one": ("Fetch the article", "Den Artikel holen"),
    "fetch_list_many": ("Fetch the {count} articles", "Die {count} Artikel holen"),
    "nothing_typed": (
        "There is nothing to fetch yet: type an address first.",
        "Noch gibt es nichts zu holen: Geben Sie zuerst eine Adresse ein.",
    ),
    "no_addresses": ("No address of a web page: {words}", "Keine Adresse einer Webseite: {words}"),
    "file_too_large": (
        "it has {size}, and a file may have {limit}; DATELINE_MAX_UPLOAD_MB raises that",
        "sie hat {size}, erlaubt sind {limit} je Datei; DATELINE_MAX_UPLOAD_MB erhöht das",
    ),
    "files_too_large": (
        "These files have {size} together, and {limit} are taken at one time: bring them in parts, or use"
        " python -m ingest for whole folders. DATELINE_MAX_TOGETHER_MB raises that.",
        "Diese Dateien haben zusammen {size}, auf einmal werden {limit} angenommen: Bringen Sie sie in Teilen oder"
        " nehmen Sie python -m ingest für ganze Ordner. DATELINE_MAX_TOGETHER_MB erhöht das.",
    ),
    "upload_limits": (
        "At most {file} a file and {together} at one time; up to {waiting} may wait to be read.",
        "Höchstens {file} je Datei und {together} auf einmal; bis zu {waiting} dürfen auf das Lesen warten.",
    ),
    "files_no_room": (
        "These files have {size}, and there is no room for them while others wait to be read: at most {limit} may"
        " wait. Bring them later, or use python -m ingest for whole folders. DATELINE_MAX_WAITING_MB raises that.",
        "Diese Dateien haben {size}, und solange andere auf das Lesen warten, ist für sie kein Platz: Höchstens"
        " {limit} dürfen warten. Bringen Sie sie später, oder nehmen Sie python -m ingest für ganze Ordner."
        " DATELINE_MAX_WAITING_MB erhöht das.",
    ),
    "batch": ("{moment} · {documents}", "{moment} · {documents}"),
    "documents_one": ("{count} document", "{count} Dokument"),
    "documents_many": ("{count} documents", "{count} Dokumente"),
    "take_back": ("Take this batch back", "Diesen Stapel zurücknehmen"),
    "taken_back": ("taken back", "zurückgenommen"),
    "articles_deleted_one": (
        "{count} article that it added is deleted.",
        "{count} Artikel daraus ist gelöscht.",
    ),
    "articles_deleted_many": (
        "{count} articles that it added are deleted.",
        "{count} Artikel daraus sind gelöscht.",
    ),
    "documents_not_read_one": (
        "{count} document that waited is not read.",
        "{count} wartendes Dokument wird nicht gelesen.",
    ),
    "documents_not_read_many": (
        "{count} documents that waited are not read.",
        "{count} wartende Dokumente werden nicht gelesen.",
    ),
    "articles_stay_changed_one": (
        "{count} article that it changed stays as it is now.",
        "{count} Artikel, den er geändert hat, bleibt, wie er jetzt ist.",
    ),
    "articles_stay_changed_many": (
        "{count} articles that it changed stay as they are now.",
        "{count} Artikel, die er geändert hat, bleiben, wie sie jetzt sind.",
    ),
    "articles_stay_shared_one": (
        "{count} article stays, as another batch brought it too.",
        "{count} Artikel bleibt, da ihn auch ein anderer Stapel brachte.",
    ),
    "articles_stay_shared_many": (
        "{count} articles stay, as another batch brought them too.",
        "{count} Artikel bleiben, da sie auch ein anderer Stapel brachte.",
    ),
    "drop_here": ("Drop to add", "Loslassen zum Hinzufügen"),
    "paste_heading": ("Or paste an article", "Oder einen Artikel einfügen"),
    "title_label": ("Headline (optional)", "Schlagzeile (freiwillig)"),
    "text_label": ("Text", "Text"),
    "text_placeholder": (
        "Paste the article. A headline, an outlet and a date at the top are recognised.",
        "Fügen Sie den Artikel ein. Schlagzeile, Medium und Datum am Anfang werden erkannt.",
    ),
    "add_button": ("Add to the library", "Zur Bibliothek hinzufügen"),
    "report": ("What became of them", "Was daraus wurde"),
    "nothing_pasted": (
        "There is nothing to add yet: paste the text of an article first.",
        "Noch gibt es nichts hinzuzufügen: Fügen Sie zuerst den Text eines Artikels ein.",
    ),
    "outcome_waiting": ("waiting", "wartet"),
    "outcome_reading": ("reading", "wird gelesen"),
    "embedding": ("understanding {progress}", "verstehe {progress}"),
    "outcome_read": ("read", "gelesen"),
    "documents_done": ("{done} of {all} documents done", "{done} von {all} Dokumenten erledigt"),
    "clear_report": ("Clear what is done", "Erledigtes entfernen"),
    "more_lines_one": ("and {count} more", "und {count} weiteres"),
    "more_lines_many": ("and {count} more", "und {count} weitere"),
    "outcome_added": ("added", "hinzugefügt"),
    "outcome_updated": ("updated", "aktualisiert"),
    "outcome_unchanged": ("unchanged", "unverändert"),
    "outcome_failed": ("failed", "fehlgeschlagen"),
    "counted": ("{count} {outcome}", "{count} {outcome}"),
    "no_article": ("no article found in it", "kein Artikel darin gefunden"),
}
