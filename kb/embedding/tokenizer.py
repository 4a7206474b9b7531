"""The model's tokenizer: SentencePiece's unigram algorithm, in Python.

Why not a library: reading the 250,000 pieces takes the ``tokenizers`` library 0.9 s and 270 MB, ``sentencepiece`` 0.5 s
and 60 MB, on every start of the command line; here it is a dictionary.  A passage of 300 characters takes 0.9 ms to
split and 80 ms to embed.  The tests hold the result against the ``tokenizers`` library.
"""

from __future__ import annotations

import base64
import json
from array import array
from pathlib import Path
from typing import NamedTuple

from kb.embedding.weights import Vocabulary

_SPACE = "\u2581"
# What an unknown character costs more than the rarest piece; SentencePiece's value.
_UNKNOWN_PENALTY = 10.0


class Tokens(NamedTuple):
    """Piece ids of a text, without special tokens, and the offset in the text behind each."""

    ids: list[int]
    ends: list[int]


class UnigramTokenizer:
    """Splits text into the most probable pieces."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        special = {vocabulary.bos, vocabulary.eos, vocabulary.pad, vocabulary.unk}
        self.bos, self.eos, self.unk = vocabulary.bos, vocabulary.eos, vocabulary.unk
        self._scores = vocabulary.scores
        self._replaced = vocabulary.replaced
        self._ids = {piece: number for number, piece in enumerate(vocabulary.pieces) if number not in special}
        self._longest = vocabulary.longest
        self._unknown = min(vocabulary.scores) - _UNKNOWN_PENALTY

    def split(self, text: str) -> Tokens:
        """The pieces of a text; empty for a blank one."""
        words, ends = self._normalised(text)
        back = self._best_path(words)
        tokens = Tokens([], [])
        at = len(words)
        while at > 0:
            start, piece = back[at]
            # Neighbouring unknown characters are one token.
            if not (piece == self.unk and tokens.ids and tokens.ids[-1] == self.unk):
                tokens.ids.append(piece)
                tokens.ends.append(ends[at - 1])
            at = start
        tokens.ids.reverse()
        tokens.ends.reverse()
        return tokens

    def encode(self, text: str) -> list[int]:
        """What the model reads: the pieces between the two special tokens."""
        return [self.bos, *self.split(text).ids, self.eos]

    def _normalised(self, text: str) -> tuple[str, list[int]]:
        """The text as the pieces are written: characters replaced, blanks as ``▁``, one in front, none behind or
        doubled; with the offset in ``text`` behind every character of it.
        """
        characters = [_SPACE]
        ends = [0]
        for end, character in enumerate(text, 1):
            for replacement in self._replaced.get(character, character):
                if replacement != " ":
                    characters.append(replacement)
                elif characters[-1] != _SPACE:
                    characters.append(_SPACE)
                else:
                    continue
                ends.append(end)
        if characters[-1] == _SPACE:
            characters.pop()
            ends.pop()
        return "".join(characters), ends

    def _best_path(self, words: str) -> list[tuple[int, int]]:
        """For every position, start and id of the last piece on the best path to it (Viterbi)."""
        ids, scores, longest = self._ids, self._scores, self._longest
        length = len(words)
        best = [0.0] + [float("-inf")] * length
        back = [(0, self.unk)] * (length + 1)
        for start, character in enumerate(words):
            score = best[start]
            for end in range(start + 1, min(start + longest.get(character, 0), length) + 1):
                piece = ids.get(words[start:end])
                if piece is not None and score + scores[piece] > best[end]:
                    best[end] = score + scores[piece]
                    back[end] = (start, piece)
            if character not in ids and score + self._unknown > best[start + 1]:
                best[start + 1] = score + self._unknown
                back[start + 1] = (start, self.unk)
        return back


def save_vocabulary(vocabulary: Vocabulary, path: Path) -> None:
    """Write the vocabulary in a form that loads fast."""
    content = {
        "pieces": "\n".join(vocabulary.pieces),
        "scores": base64.b64encode(array("f", vocabulary.scores).tobytes()).decode("ascii"),
        **{name: getattr(vocabulary, name) for name in ("replaced", "longest", "bos", "eos", "pad", "unk")},
    }
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


def load_vocabulary(path: Path) -> Vocabulary:
    """Inverse of :func:`save_vocabulary`; raises ValueError, KeyError or TypeError when the file is something else."""
    content = json.loads(path.read_text(encoding="utf-8"))
    scores = array("f", base64.b64decode(content["scores"])).tolist()
    return Vocabulary(**(content | {"pieces": content["pieces"].split("\n"), "scores": scores}))
