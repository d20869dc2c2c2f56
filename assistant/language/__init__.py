"""The words of news: stems, synonyms, names, quantities, dates, and who says what."""
