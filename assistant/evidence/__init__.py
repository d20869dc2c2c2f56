"""The passages that may answer, found and scored by how probable it is that they do."""
