"""Turns judged evidence into answers, drafts and drills, each sentence with its source."""
