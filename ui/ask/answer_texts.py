"""Answers and their citations."""

TEXTS = {
    "searched": ("Searched for: {searched}", "Gesucht nach: {searched}"),
    "abstains": ("Your articles don’t say.", "Davon steht nichts in Ihren Artikeln."),
    "nearest": ("The nearest headlines:", "Die nächstliegenden Schlagzeilen:"),
    "may_be_misread": (
        "Read from a picture; may be misread: {words}",
        "Aus einem Bild gelesen; vielleicht verlesen: {words}",
    ),
    "sources": ("Sources", "Quellen"),
    "chip": ("Source {number}: {headline}, {about}", "Quelle {number}: {headline}, {about}"),
    "verdict_quoted": ("quoted", "wörtlich"),
    "verdict_supported": ("supported", "belegt"),
    "verdict_unsupported": ("not supported", "nicht belegt"),
    "newest_day": ("newest", "neueste Meldung"),
    "mode_extractive": ("The articles’ own sentences", "Die Sätze der Artikel selbst"),
    "mode_generative": (
        "Written by a language model, checked against the articles",
        "Von einem Sprachmodell geschrieben, an den Artikeln geprüft",
    ),
    "seconds": ("{seconds} s", "{seconds} s"),
}
