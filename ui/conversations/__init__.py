"""The tab of saved conversations."""
