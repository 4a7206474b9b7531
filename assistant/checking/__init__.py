"""Checks sentences against the passages they cite: quotes, figures, dates, names, status, negation, and what is said.

``check.check_sentence`` judges one sentence, ``text.check_text`` a whole text with its citation marks.
"""
