"""The tab of all articles."""
