"""The JSON of a rewritten answer, for ``xunjian ask --model --json``."""

from __future__ import annotations

from typing import Any

from assistant.llm.rewrite import Rewritten


def rewritten_json(rewritten: Rewritten) -> dict[str, Any]:
    """``{"text","sentences":[{"text","citations","verified","reason"}],"verified","dropped","notice"}``.

    ``text`` holds verified sentences alone and is empty where the rewriting is not to be used; ``sentences`` are all
    that were written; ``verified`` and ``dropped`` are counts.
    """
    return {
        "text": rewritten.text,
        "sentences": [
            {
                "text": sentence.text,
                "citations": list(sentence.citations),
                "verified": sentence.verified,
                "reason": sentence.reason,
            }
            for sentence in rewritten.sentences
        ],
        "verified": rewritten.verified,
        "dropped": len(rewritten.dropped),
        "notice": rewritten.notice,
    }
