"""Reads files, cleans text, recognises structure, and feeds the knowledge base."""
