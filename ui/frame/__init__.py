"""What every tab stands in: safe HTML, messages of other rooms, the frame, warming up, answers before other work."""
