"""Understands a question, searches each kind of evidence, ranks it and judges whether it suffices."""
