"""The catalogue's SQLite file: its tables, its connections, and articles as its rows."""
