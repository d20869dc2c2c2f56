"""One file per kind of source; ``kinds.py`` decides which one reads a document."""
