"""What recognises the facts of news, in whatever kind of source: byline, fields, labels, body and boilerplate."""
