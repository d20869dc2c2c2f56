"""Exports of press databases: many articles in one file, each source with a recogniser and a splitter."""
