"""A document as bytes: what it may take, its characters, its markup."""
