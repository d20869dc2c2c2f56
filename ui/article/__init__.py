"""One article, opened beside the tabs."""
