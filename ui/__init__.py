"""The page: chat, sources, library."""
