"""Whether a text bears out a sentence, decided by rules."""
