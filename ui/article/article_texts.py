"""One article, wherever it is named or shown."""

TEXTS = {
    "undated": ("undated", "ohne Datum"),
    "no_outlet": ("unknown outlet", "unbekanntes Medium"),
    "no_title": ("Untitled", "Ohne Titel"),
    "by": ("By {authors}", "Von {authors}"),
    "updated": ("updated {day}", "aktualisiert am {day}"),
    "printed_page": ("p. {page}", "S. {page}"),
    "also_carried": ("Also carried by", "Auch bei"),
    "earlier_version": ("Earlier version:", "Frühere Fassung:"),
    "later_version": ("Later version:", "Spätere Fassung:"),
    "original": ("Read the original", "Zum Original"),
    "close": ("Close article", "Artikel schließen"),
    "recognised": (
        "The text was read from a picture, {percent} % sure of a word in the mean. Words that may be misread are underlined.",
        "Der Text ist aus einem Bild gelesen, im Mittel zu {percent} % sicher. Vielleicht verlesene Wörter sind unterstrichen.",
    ),
    "unsure": ("may be misread", "vielleicht verlesen"),
    "panel": ("Article", "Artikel"),
    "gone": (
        "This article is no longer in your collection.",
        "Dieser Artikel ist nicht mehr in Ihrer Sammlung.",
    ),
    "changed": (
        "The article has changed since it was cited; the passage is not marked.",
        "Der Artikel hat sich geändert, seit er zitiert wurde; die Stelle ist nicht markiert.",
    ),
}
