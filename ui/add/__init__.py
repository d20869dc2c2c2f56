"""The tab where documents are added."""
