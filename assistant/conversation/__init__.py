"""Around the answers: saved conversations, feedback, export, plain forms, suggested questions."""
