"""Every word that the page says, in one place."""

from __future__ import annotations

from assistant.answer import Verdict

NAME = "Dateline"
TAGLINE = "Ask your news articles. Every sentence shows the passage it rests on."

# Tabs
ASK = "Ask"
LIBRARY = "Library"
ADD = "Add"

# Asking
QUESTION_LABEL = "Your question"
QUESTION_PLACEHOLDER = "Ask about your articles"
QUESTION_HINT = "Enter asks, Shift+Enter breaks the line, Esc stops, / comes back here"
ASK_BUTTON = "Ask"
STOP_BUTTON = "Stop"
NEW_BUTTON = "New conversation"
READING = "Reading your articles…"
WARMING = (
    "Warming up: the language of your articles is being loaded. Your question waits and is answered next."
)
STOPPED = "Stopped."
SEARCHED = "Searched for: {searched}"
EXAMPLES = "For example"
EXAMPLE_TAG = "What is new about {tag}?"
EXAMPLE_HEADLINE = "What is behind “{headline}”?"
FAILED = "Something went wrong while answering: {reason}"

# Answers
ABSTAINS = "Your articles don’t say."
NEAREST = "The nearest headlines:"
SOURCES = "Sources"
CHIP = "Source {number}: {headline}, {about}"
VERDICT: dict[Verdict, tuple[str, str]] = {  # a shape, and the word for it
    "quoted": ("❞", "quoted"),
    "supported": ("✓", "supported"),
    "unsupported": ("✕", "not supported"),
}
MODE = {
    "extractive": "The articles’ own sentences",
    "generative": "Written by a language model, checked against the articles",
}
SECONDS = "{seconds} s"

# Articles
UNDATED = "undated"
NO_OUTLET = "unknown outlet"
NO_TITLE = "Untitled"
BY = "By {authors}"
UPDATED = "updated {day}"
ORIGINAL = "Read the original"
CLOSE = "Close article"
PANEL = "Article"
GONE = "This article is no longer in your collection."
CHANGED = "The article has changed since it was cited; the passage is not marked."
CITED = "cited"

# Library
SEARCH_LABEL = "Search headlines, outlets, authors and tags"
SEARCH_PLACEHOLDER = "Search the library"
COLUMNS = {"title": "Headline", "outlet": "Outlet", "published": "Published", "added": "Added"}
PASSAGES = "Passages"
DELETE = "Delete"
DELETE_NAMED = "Delete “{headline}”"
DELETE_QUESTION = "Delete “{headline}” from your collection?"
DELETE_HINT = "The file it came from is not touched."
KEEP = "Keep"
DELETED = "Deleted “{headline}”."
RANGE = "{first}–{last} of {total}"
PREVIOUS = "Previous"
NEXT = "Next"
NOTHING_FOUND = "No article matches “{search}”."
LIBRARY_EMPTY = "There are no articles yet."

# Adding
FILES_HEADING = "Drop files"
FILES_HINT = "Articles as text, Markdown or HTML, or whole exports as JSON or CSV. Several at once are fine."
FILES_LABEL = "Files"
PASTE_HEADING = "Or paste an article"
TITLE_LABEL = "Headline (optional)"
TEXT_LABEL = "Text"
TEXT_PLACEHOLDER = "Paste the article. A headline, an outlet and a date at the top are recognised."
ADD_BUTTON = "Add to the collection"
REPORT = "What became of them"
NOTHING_PASTED = "There is nothing to add yet: paste the text of an article first."
PASTED = "Pasted text"
WAITING = "waiting"
WORKING = "reading"
EMBEDDING = "understanding {progress}"
OUTCOMES = {"added": "added", "updated": "updated", "unchanged": "unchanged", "failed": "failed"}
COUNTED = "{count} {outcome}"
NO_ARTICLE = "no article found in it"

# Freshness
ARTICLES = ("{count} article", "{count} articles")
NEWEST = "newest {day}"
IS_WARMING = "warming up…"
EMPTY = "no articles yet"
INVITE = "There is nothing to ask yet."
INVITE_HINT = "Add articles first: drop files, or paste a text."
INVITE_BUTTON = "Add articles"
THEME = "Light or dark"
