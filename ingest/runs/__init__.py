"""One run: which files and addresses must be read, and what became of each."""
