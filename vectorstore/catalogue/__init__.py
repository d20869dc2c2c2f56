"""The record of truth: articles, where they came from, their stories, collections and vectors."""
