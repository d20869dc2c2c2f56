"""What is done to an article before it is stored: cleaned, merged with its other account, cut into passages."""
