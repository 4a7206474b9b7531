"""Originals as they were printed: a page of a PDF as a picture, with the cited words marked on it.

``draw`` paints in a process of its own, ``painter`` runs it, ``locate`` finds words among those printed on a page, and
``leaf`` puts them together for whoever shows a page.
"""
