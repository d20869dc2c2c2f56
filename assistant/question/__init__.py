"""A question, read: its query, its filters, what it is about and what sort of answer it wants."""
