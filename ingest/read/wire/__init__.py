"""What news agencies send."""
