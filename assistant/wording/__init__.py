"""Report language: wordings for a problem in the register of feedback and notices.

``findings`` mines how the library's sources name problems, ``facts`` reads what the user said, ``blanks`` turns words
of a source into a form with slots, ``suggest`` puts them together.  Nothing stands in a wording that neither the user
nor a source said; what nobody said is a blank (``【单位】``).
"""

from assistant.wording.suggest import suggest

__all__ = ["suggest"]
