"""What other programs may do, through Gradio's API and as MCP tools."""
