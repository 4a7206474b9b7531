"""Case drills from real precedents: built, printed, quizzed, run and scored.  No page stands here.

==============  =====================================================================
``model``       what a drill is; plain data both ways
``build``       a drill from the precedents of wished types
``material``    the precedents a drill is made from, and the facts in them
``basis``       the articles in force that carry a drill
``veil``        takes identities out of words; ``leaks`` finds those that stayed
``quiz``        multiple-choice and 改错 items from articles and notices
``paper``       drills and quizzes as drafts for export
``score``       marks answers point by point, with reasons
``runs``        what trainees did, and the results of a class
==============  =====================================================================
"""
