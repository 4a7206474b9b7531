"""Prompt templates as Markdown, one per task; ``assistant/llm/prompts.py`` reads them."""
