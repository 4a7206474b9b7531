"""The model's tokenizer (SentencePiece unigram, as in XLM-RoBERTa) as a ``tokenizers`` object."""

from __future__ import annotations

from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

from kb.embedding.weights import Vocabulary

_SPACE = "\u2581"
# The model was trained with SentencePiece's nmt_nfkc table.  Compared over all code points, Nmt + NFKC differs from
# the table in the data file in two: U+FF5E (～, common in year ranges), which the table keeps, and U+1F23B, which is
# younger than the table.  The wide tilde is carried past NFKC as a private-use character.
_WIDE_TILDE = "\uff5e"
_CARRIER = "\uf8ff"


def build_tokenizer(vocabulary: Vocabulary) -> Tokenizer:
    """The tokenizer with ``<s> … </s>`` around every text, without truncation or padding."""
    pieces = vocabulary.pieces
    scored = list(zip(pieces, vocabulary.scores, strict=True))
    tokenizer = Tokenizer(models.Unigram(scored, unk_id=vocabulary.unk, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Replace(_WIDE_TILDE, _CARRIER),
            normalizers.Nmt(),
            normalizers.NFKC(),
            normalizers.Replace(_CARRIER, _WIDE_TILDE),
            normalizers.Replace(Regex(" {2,}"), " "),
            normalizers.Strip(),  # SentencePiece drops outer blanks
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement=_SPACE, prepend_scheme="always", split=True)
    tokenizer.decoder = decoders.Metaspace(replacement=_SPACE, prepend_scheme="always")
    bos, eos = pieces[vocabulary.bos], pieces[vocabulary.eos]
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{bos} $A {eos}",
        pair=f"{bos} $A {eos} {eos} $B {eos}",
        special_tokens=[(bos, vocabulary.bos), (eos, vocabulary.eos)],
    )
    tokenizer.add_special_tokens([pieces[i] for i in (vocabulary.bos, vocabulary.pad, vocabulary.eos, vocabulary.unk)])
    return tokenizer
