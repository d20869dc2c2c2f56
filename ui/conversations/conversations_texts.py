"""Saved conversations."""

TEXTS = {
    "tab_conversations": ("Conversations", "Gespräche"),
    "conversation_search": ("Search your conversations", "Ihre Gespräche durchsuchen"),
    "no_conversations": (
        "There are no conversations yet. They are kept here as you ask.",
        "Es gibt noch keine Gespräche. Sie werden hier aufbewahrt, sobald Sie fragen.",
    ),
    "no_conversation_found": (
        "No conversation matches “{search}”.",
        "Kein Gespräch passt zu „{search}“.",
    ),
    "conversations_older": (
        "These are the newest {count}. Search to find older ones.",
        "Das sind die neuesten {count}. Ältere finden Sie über die Suche.",
    ),
    "conversation_missing": (
        "There is no such conversation for you: it may have been deleted, or not been shared.",
        "Dieses Gespräch gibt es für Sie nicht: Vielleicht wurde es gelöscht oder nicht geteilt.",
    ),
    "conversation_rename": ("Rename", "Umbenennen"),
    "conversation_title": ("Title of the conversation", "Titel des Gesprächs"),
    "conversation_share": ("Share by link", "Mit Link teilen"),
    "conversation_unshare": ("Stop sharing", "Nicht mehr teilen"),
    "conversation_link": ("Copy link", "Link kopieren"),
    "copied": ("Copied", "Kopiert"),
    "conversation_markdown": ("Markdown", "Markdown"),
    "conversation_json": ("JSON", "JSON"),
    "forget_question": ("Delete this conversation?", "Dieses Gespräch löschen?"),
    "forget_hint": ("Feedback that you gave stays.", "Ihre Bewertungen bleiben erhalten."),
    "turns_one": ("{count} question", "{count} Frage"),
    "turns_many": ("{count} questions", "{count} Fragen"),
}
