"""Case drills from real precedents: built, printed, quizzed, run and scored.  No page stands here.

==============  =====================================================================
``model``       what a drill is; plain data both ways
``build``       a drill from the precedents of wished types
``precedents``  which precedent carries a drill, and what each type offers
``material``    a precedent taken apart: the facts in it
``casework``    what a trainer knows of each type, for what the sources do not say
``scenario``    what trainees are told, and which problems can be found in it
``deeds``       what a disposal of a precedent is for
``disposals``   what became of whom in a typical case
``rulings``     which rule stands for which problem
``powers``      what each group may do itself, and which level sends it
``points``      the reference points and their marks
``basis``       the articles in force that carry a drill, ``quoting`` the words of them that are read out
``veil``        takes identities out of words; ``leaks`` finds those that stayed
``quiz``        multiple-choice and 改错 items from articles and notices
``paper``       drills and quizzes as drafts for export, ``kit`` what a trainer needs on the day
``score``       marks answers point by point, with reasons
``runs``        what trainees did, and the results of a class
==============  =====================================================================
"""
