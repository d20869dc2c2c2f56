"""Passages in, ranked passages out; knows nothing of files or chat."""
