"""What a news article is, its passages, its sentences and its language; knows nothing of any other room."""
