"""Who may see the page, and whose what is kept is."""
