"""A question in, a cited answer out; knows nothing of the page."""
