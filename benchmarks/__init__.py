"""What Dateline measures of itself, and how to measure it again."""
