"""The sentences that may be shown, how well each answers, and whether they answer at all."""
