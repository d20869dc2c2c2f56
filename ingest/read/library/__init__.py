"""What archives and libraries of notes, references, sheets and recordings keep."""
