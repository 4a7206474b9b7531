"""What a library of problems shows as a whole: counts over time and places, progress, measures, recurrence.

Pure functions over the problems of the catalog (``assistant.browsing.items``); ``today`` is always a parameter.  Every
count carries the ids of the problems it counts, so that a figure leads to its sources.
"""
