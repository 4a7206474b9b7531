"""The tokenizer against the ``tokenizers`` library with the same vocabulary."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.embedding.export import hugging_face_tokenizer
from kb.embedding.manifest import VOCABULARY
from kb.embedding.tokenizer import UnigramTokenizer, load_vocabulary

# Characters of official text; without ``<``, since the library takes ``</s>`` in a text for its own mark.
OFFICIAL = st.text(
    st.one_of(
        st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5),
        st.sampled_from("的一是在不了有和人这中大为上个国我以要他时来用们民警整改督察第条款项"),
        st.sampled_from("，。、；：？！“”‘’（）《》【】—…·～%％０１２ＡＢ①Ⅳ㈠℃　 \n\t"),
        st.characters(min_codepoint=0x20, max_codepoint=0x7E, exclude_characters="<"),
    ),
    max_size=200,
)


@pytest.fixture(scope="module")
def ours(model_dir: Path) -> UnigramTokenizer:
    """The product's tokenizer with the model's vocabulary."""
    return UnigramTokenizer(load_vocabulary(model_dir / VOCABULARY))


@pytest.fixture(scope="module")
def library(model_dir: Path) -> object:
    """The library's tokenizer with the same."""
    return hugging_face_tokenizer(load_vocabulary(model_dir / VOCABULARY))


@given(text=OFFICIAL)
def test_any_official_text_is_split_as_by_the_library(ours: UnigramTokenizer, library: object, text: str) -> None:
    """Ids agree one by one, special tokens included."""
    assert ours.encode(text) == library.encode(text).ids


@pytest.mark.corpus
def test_the_corpus_is_split_as_by_the_library(ours: UnigramTokenizer, library: object, corpus: Path) -> None:
    """Whole real documents, 100,000 characters and more, give the same ids."""
    files = [path for path in sorted(corpus.rglob("*")) if path.suffix in {".txt", ".md"}]
    assert files
    for path in files:
        text = path.read_text(encoding="utf-8")
        assert ours.encode(text) == library.encode(text).ids, path.name


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("", []),
        (" \n ", []),
        ("2019～2023", ["▁2019", "～", "20", "23"]),
        ("ＡＢ　１", ["▁AB", "▁1"]),
        ("</s>", ["▁", "</", "s", ">"]),
    ],
)
def test_known_splits(ours: UnigramTokenizer, text: str, pieces: list[str], model_dir: Path) -> None:
    """Blanks vanish, width is folded, the wide tilde stays, and a special mark in a text is only text."""
    names = load_vocabulary(model_dir / VOCABULARY).pieces
    assert [names[number] for number in ours.split(text).ids] == pieces


@given(text=st.text(max_size=100))
def test_token_ends_rise_to_the_end_of_the_words(ours: UnigramTokenizer, text: str) -> None:
    """Every token has an end in the text, ascending, for any characters whatever."""
    ids, ends = ours.split(text)
    assert len(ids) == len(ends)
    assert ends == sorted(ends)
    assert all(0 <= end <= len(text) for end in ends)


def test_unknown_characters_in_a_row_are_one_token(ours: UnigramTokenizer) -> None:
    """As in SentencePiece, a run of unknown characters counts once."""
    assert ours.split("\ue123\ue124\ue125").ids.count(ours.unk) == 1
