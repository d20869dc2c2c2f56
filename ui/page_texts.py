"""The frame of the page: its name, its tabs, how fresh it is."""

TEXTS = {
    "tab_ask": ("Ask", "Fragen"),
    "tab_library": ("Library", "Bibliothek"),
    "tab_add": ("Add", "Hinzufügen"),
    "articles_one": ("{count} article", "{count} Artikel"),
    "articles_many": ("{count} articles", "{count} Artikel"),
    "newest": ("newest {day}", "neuester vom {day}"),
    "feeds_one": ("{count} feed, read {moment}", "{count} Feed, gelesen {moment}"),
    "feeds_many": ("{count} feeds, last read {moment}", "{count} Feeds, zuletzt gelesen {moment}"),
    "feed_read": ("read {moment}", "gelesen {moment}"),
    "unfollow": ("Stop following", "Nicht mehr folgen"),
    "is_warming": ("warming up…", "wird vorbereitet…"),
    "no_articles": ("no articles yet", "noch keine Artikel"),
    "theme": ("Light or dark", "Hell oder dunkel"),
}
