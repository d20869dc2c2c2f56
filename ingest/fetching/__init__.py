"""Addresses fetched safely: which may be, over which connections, how politely."""
