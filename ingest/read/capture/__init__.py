"""What was kept of the web."""
