"""The frame of the page: its name, its tabs, how fresh it is."""

TEXTS = {
    "tab_ask": ("Ask", "Fragen"),
    "tab_library": ("Library", "Bibliothek"),
    "tab_add": ("Add", "Hinzufügen"),
    "articles_one": ("{count} article", "{count} Artikel"),
    "articles_many": ("{count} articles", "{count} Artikel"),
    "newest": ("newest {day}", "neuester vom {day}"),
    "is_warming": ("warming up…", "wird vorbereitet…"),
    "no_articles": ("no articles yet", "noch keine Artikel"),
    "theme": ("Light or dark", "Hell oder dunkel"),
}
