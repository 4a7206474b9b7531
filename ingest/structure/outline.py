"""The outline of a numbered document: headings and items as a tree, read with the ladder of that document."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from ingest.structure.fields import opens_with_label
from ingest.structure.lines import CLOSERS, Line, ends_sentence
from ingest.structure.numbering import SIGN, Counter, Family, Ladder, Mark, join_labels, learn_ladder, read_mark

# A heading that stands alone on its line is at most this long: the longest level-1 headings of published notices
# have about 60 characters, body paragraphs begin at about 80.
MAX_HEADING = 70
# First sentences longer than this are body, not a run-in heading.
MAX_RUN_IN = 60


# Headings without a number: nothing is printed in front of their words.
UNNUMBERED = (Family.TOPIC, Family.CLOSING)


@dataclass
class Node:
    """A numbered line with what stands under it.  ``start`` is where its line begins, ``head_end`` where its heading
    ends; ``lines`` are the lines of its own body (without the heading line), ``end`` is where the next node of the
    same or a higher level begins.
    """

    mark: Mark | None
    start: int
    head_end: int
    end: int
    title: str
    line: Line | None = None
    parent: Node | None = None
    lines: list[Line] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)

    @property
    def body_end(self) -> int:
        """Where the first child begins, or the node ends."""
        return self.children[0].start if self.children else self.end

    @property
    def run_in(self) -> bool:
        """Whether body text follows the heading on its line."""
        return self.line is not None and self.head_end < self.line.end

    @property
    def has_body(self) -> bool:
        """Whether anything but the heading belongs to the node itself."""
        return self.run_in or bool(self.lines)

    def walk(self) -> Iterator[Node]:
        """The node and all below it in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def ancestors(self) -> tuple[Node, ...]:
        """The numbered headings above, outermost first."""
        above: list[Node] = []
        node = self.parent
        while node is not None and node.mark is not None:
            above.append(node)
            node = node.parent
        return tuple(reversed(above))

    @property
    def path(self) -> tuple[str, ...]:
        """The headings above as printed, outermost first."""
        return tuple(node.heading for node in self.ancestors())

    @property
    def heading(self) -> str:
        """Number and title as printed (folded)."""
        if self.mark is None:
            return self.title
        return f"{self.mark.printed}{self.title}" if self.mark.family not in UNNUMBERED else self.title

    @property
    def locator(self) -> str:
        """The numbers of the headings down to this one; decimals carry those of the levels above themselves."""
        labels: list[str] = []
        for node in (*self.ancestors(), self):
            if node.mark is None:
                continue
            if node.mark.family in (Family.DECIMAL_2, Family.DECIMAL_3, Family.DECIMAL_4):
                labels = [label for label in labels if label.startswith("第") and label.endswith("篇")]
            labels.append(node.mark.label)
        return join_labels(*labels)


def sentence_end(text: str) -> int:
    """Where the first sentence of folded text ends (its mark included); the length where there is no mark.

    A mark inside quotation marks does not count.
    """
    depth = 0
    straight = False
    for at, char in enumerate(text):
        if char in "“「『《(":
            depth += 1
        elif char in "”」』》)":
            depth = max(0, depth - 1)
        elif char == '"':
            straight = not straight
        elif char in "。;!?" and not depth and not straight:
            end = at + 1
            while end < len(text) and text[end] in CLOSERS:
                end += 1
            return end
    return len(text)


def whole_clauses(sentence: str) -> str:
    """As many whole clauses of a sentence as a heading holds; its first characters where not even one fits."""
    if len(sentence) > MAX_HEADING:
        cut = sentence.rfind(",", 0, MAX_HEADING + 1)
        sentence = sentence[: cut if cut > 0 else MAX_HEADING]
    return sentence.rstrip("。;:, ")


def heading_length(text: str) -> int:
    """How much of a marked line (behind its mark) is heading: all of it, its first sentence, or nothing."""
    end = sentence_end(text)
    if end >= len(text.rstrip()):
        return len(text)
    colon = text.find(":")
    if 0 < colon < min(end, MAX_RUN_IN):
        # 3.整改目标:… and 要点1:… name a topic in front of the colon.
        return min(end, colon + 1) if end > MAX_RUN_IN else end
    return end if end <= MAX_RUN_IN else 0


def scan_marks(
    lines: list[Line], topic: Callable[[str], bool] | None = None, *, bullets: bool = True
) -> list[tuple[Line, Mark | None]]:
    """Each line with the mark that makes it a heading or item.

    ``topic`` tells unnumbered heading lines.  Marks that continue no list are dropped, and so are ordinals that stand
    alone (``一是…二是…`` in one paragraph is no list of lines); ``bullets`` False leaves bulleted lines in the body.
    """
    counter = Counter()
    scanned: list[tuple[Line, Mark | None]] = []
    topics = 0
    for line in lines:
        mark = read_mark(line.text)
        if mark is not None and (not counter.accepts(mark) or (mark.family is Family.BULLET and not bullets)):
            mark = None
        if (mark is None or mark.family is Family.BULLET) and topic is not None and topic(line.text):
            topics += 1
            sign = SIGN.match(line.text)
            mark = Mark(Family.TOPIC, topics, f"问题{topics}", "", sign.end() if sign else 0)
        if mark is not None and mark.family is Family.BULLET and opens_with_label(line.text[mark.end :]):
            # ☆ 办理结果:… is a part of the item above.
            mark = None
        closing = _CLOSING.fullmatch(line.text) if mark is None and topic is not None else None
        if closing:
            mark = Mark(Family.CLOSING, None, re.sub(r"[\s:]", "", line.text), "", 0)
        scanned.append((line, mark))
    for family in (Family.ORDINAL, Family.FIRST):
        _drop_lone(scanned, family)
    _raise_headings(scanned)
    return scanned


# Unnumbered lines that end the numbered part: 工作要求 behind the matters of a circular, 附件1 behind the signature.
_CLOSING = re.compile(
    r"(?:几点|有关|相关|下一?步)?工?作?(?:要求|打算|安排|建议)[:]?|(?:工作|整改|几点)(?:要求|意见|建议)[:]?|附\s*件\s*\d{0,2}[:]?"
)


def _raise_headings(scanned: list[tuple[Line, Mark | None]]) -> None:
    """Let 第一、 number headings where all its lines are short and none is a sentence, as 第一，… in paragraphs is."""
    places = [at for at, (_, mark) in enumerate(scanned) if mark and mark.family is Family.FIRST]
    if len(places) < 2:  # noqa: PLR2004 - a list has two entries
        return
    if any(len(scanned[at][0].text) > MAX_HEADING or ends_sentence(scanned[at][0].text) for at in places):
        return
    for at in places:
        line, mark = scanned[at]
        if mark:
            scanned[at] = (line, mark._replace(family=Family.FIRST_HEADING))


def _drop_lone(scanned: list[tuple[Line, Mark | None]], family: Family) -> None:
    """Take the marks of a family away from lines whose list has one line only."""
    places = [(at, mark.number) for at, (_, mark) in enumerate(scanned) if mark and mark.family is family]
    for here, (at, number) in enumerate(places):
        following = places[here + 1][1] if here + 1 < len(places) else 1
        if number == 1 and following == 1:
            scanned[at] = (scanned[at][0], None)


def build(
    lines: list[Line],
    start: int,
    end: int,
    *,
    topic: Callable[[str], bool] | None = None,
    bullets: bool = True,
) -> Node:
    """The outline of the lines; the root has no mark and spans ``[start, end)``."""
    scanned = scan_marks(lines, topic, bullets=bullets)
    steps = learn_ladder([mark for _, mark in scanned if mark])
    root = Node(None, start, start, end, "")
    stack = [root]
    for line, mark in scanned:
        if mark is None:
            stack[-1].lines.append(line)
            continue
        rank = steps.rank(mark.family)
        while len(stack) > 1 and _rank(stack[-1], steps) >= rank:
            stack.pop().end = line.start
        behind = line.text[mark.end :]
        length = heading_length(behind)
        node = Node(
            mark,
            line.start,
            line.start + mark.end + length,
            end,
            _title(behind[:length] if length else behind),
            line,
            stack[-1],
        )
        stack[-1].children.append(node)
        stack.append(node)
    for node in stack:
        node.end = end
    return root


def _rank(node: Node, steps: Ladder) -> int:
    """The rank of a node's family; -1 for the root."""
    return steps.rank(node.mark.family) if node.mark else -1


def _title(text: str) -> str:
    """A heading without the mark that ends it; body taken for want of a heading is cut at its first clause."""
    if len(text) > MAX_HEADING:
        cut = min((text.find(mark) for mark in ",。;:" if text.find(mark) > 0), default=MAX_HEADING)
        text = text[: min(cut, MAX_HEADING)]
    return text.strip().rstrip("。;:,").strip()
