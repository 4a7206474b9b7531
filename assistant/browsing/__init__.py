"""Browsing precedents: the problems of the library by what is known about them, one in detail, several side by side."""
