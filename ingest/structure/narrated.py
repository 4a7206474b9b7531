"""Notices told in paragraphs without any numbers: a problem opens a paragraph with a short sentence that names it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.structure.actions import begins_with_action
from ingest.structure.lines import Line, ends_sentence
from ingest.structure.numbering import read_mark
from ingest.structure.outline import sentence_end
from ingest.structure.selection import FALLS_SHORT, RECTIFYING, is_organising, says_wrong

# A sentence that names a problem has so many characters; the longest names of numbered problems have about 50.
_SHORTEST, _LONGEST = 6, 50
# A heading without a number (反馈问题整改情况) is a short line that is no sentence.
_HEADING = 24
# Names that say what is wrong in other words than headings with numbers do.
_LACKING = re.compile(r"没有|没能|未能|停留在|改了又|闲置|仍[有存未]|偏|一[推转]了之|难以")
# The paragraph in front of all others says who inspected and what is told now.
_LEADS_IN = re.compile(r"现将[^。]{0,40}(?:如下|公布|通报|报告|公示|公开)")
# Two paragraphs may open with such a sentence by chance; of the paragraphs in the part on problems half must.
_FEWEST, _SHARE = 2, 0.5


def narrated_problems(lines: Sequence[Line]) -> frozenset[int]:
    """Where the lines begin that open a problem, as offsets; empty where the text is not told so."""
    told = _part_on_problems(lines)
    opening = [line for line in told if _opens(line.text)]
    naming = [line for line in opening if _names(line.text)]
    if len(naming) < _FEWEST or len(naming) < _SHARE * len(told):
        return frozenset()
    # Where most openings name a problem, the others do so in words of their own; a stray number makes another level.
    numbered = [line for line in opening if read_mark(line.text)]
    alike = numbered if len(numbered) * 2 > len(opening) else [line for line in opening if line not in numbered]
    return frozenset(line.start for line in alike)


def _part_on_problems(lines: Sequence[Line]) -> Sequence[Line]:
    """The paragraphs below the last heading about rectification, or all where there is none."""
    headings = [at for at, line in enumerate(lines) if len(line.text) <= _HEADING and not ends_sentence(line.text)]
    speaking = [at for at in headings if RECTIFYING.search(lines[at].text) and not is_organising(lines[at].text)]
    if not speaking:
        return lines
    begin = speaking[-1]
    stop = next((at for at in headings if at > begin), len(lines))
    return lines[begin + 1 : stop]


def _opens(text: str) -> bool:
    """Whether a paragraph opens with a short sentence of its own that is no action."""
    end = sentence_end(text)
    short = _SHORTEST <= end <= _LONGEST and end < len(text.rstrip()) and text[:end].endswith("。")
    acts = begins_with_action(text[:end]) and not FALLS_SHORT.search(text[:end])
    return short and not acts and not is_organising(text[:end]) and not _LEADS_IN.search(text)


def _names(text: str) -> bool:
    """Whether the first sentence of a paragraph says what is wrong."""
    mark = read_mark(text)
    name = text[mark.end if mark else 0 : sentence_end(text)]
    return says_wrong(name) or _LACKING.search(name) is not None
