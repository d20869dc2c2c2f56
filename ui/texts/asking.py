"""Asking: the question, what stands before the first one, and what goes on meanwhile."""

TEXTS = {
    "tagline": (
        "Ask your news articles. Every sentence shows the passage it rests on.",
        "Fragen Sie Ihre Nachrichtenartikel. Jeder Satz zeigt die Stelle, auf der er beruht.",
    ),
    "examples": ("For example", "Zum Beispiel"),
    "example_tag": ("What is new about {tag}?", "What is new about {tag}?"),
    "example_headline": ("What is behind “{headline}”?", "What is behind “{headline}”?"),
    "invite": ("There is nothing to ask yet.", "Noch gibt es nichts zu fragen."),
    "invite_hint": (
        "Add articles first: drop files, or paste a text.",
        "Fügen Sie zuerst Artikel hinzu: Dateien ablegen oder einen Text einfügen.",
    ),
    "invite_button": ("Add articles", "Artikel hinzufügen"),
    "question_label": ("Your question", "Ihre Frage"),
    "question_placeholder": ("Ask about your articles", "Fragen Sie nach Ihren Artikeln"),
    "question_hint": (
        "Enter asks, Shift+Enter breaks the line, Esc stops, / comes back here",
        "Eingabe fragt, Umschalt+Eingabe beginnt eine Zeile, Esc hält an, / führt hierher",
    ),
    "ask_button": ("Ask", "Fragen"),
    "stop_button": ("Stop", "Anhalten"),
    "new_button": ("New conversation", "Neues Gespräch"),
    "reading": ("Reading your articles…", "Ihre Artikel werden gelesen…"),
    "warming": (
        "Warming up: the language of your articles is being loaded. Your question waits and is answered next.",
        "Wird vorbereitet: Die Sprache Ihrer Artikel wird geladen. Ihre Frage wartet und wird gleich beantwortet.",
    ),
    "stopped": ("Stopped.", "Angehalten."),
    "failed": (
        "Something went wrong while answering: {reason}",
        "Beim Antworten ging etwas schief: {reason}",
    ),
}
