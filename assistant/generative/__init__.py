"""The answer with a language model: what it is told, how its reply arrives, what of it stands."""
