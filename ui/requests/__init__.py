"""What every request passes before Gradio sees it, and the headers of every answer."""
