"""The answer without a language model: the articles' own sentences, in the form that is asked for."""
