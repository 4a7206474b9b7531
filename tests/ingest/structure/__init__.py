"""Tests of the structure parsers."""
