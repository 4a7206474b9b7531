"""The words that carry a question."""

from __future__ import annotations

from kb.tokens import tokenize
from retrieval.understand import Query

#: Function words and question words that the segmenter returns as tokens; they say nothing about the subject.
_FUNCTION_WORDS = """
的 了 吗 呢 吧 啊 呀 嘛 是 在 和 与 及 或 而 但 就 都 也 还 又 再 才 被 把 将
让 给 对 对于 关于 从 到 向 由 于 以 为 因为 所以 如果 那么 这 那 这个 那个 这些
那些 这种 那种 这样 那样 我 你 您 他 她 它 我们 你们 他们 咱 咱们 自己 人家 有 没
没有 不 要 会 能 可以 可 应 应该 该 得 地 着 过 上 下 里 中 内 外 前 后 时 时候
之 其 此 等 等等 一 一个 一些 一下 几 多少 什么 啥 怎么 怎样 怎么样 怎么办 如何 为什么
哪 哪些 哪个 哪里 谁 多 多久 很 太 非常 比较 最 更 总 老 老是 总是 一直 经常 有的
有些 有人 某 某些 说 讲 做 弄 搞 去 来 请 请问 想 知道 问 情况 问题 事情 事 方面
规定 处理 进行 开展 相关 有关 具体 现在 目前 今年 去年 之前 以前 之后 以后 还有 已经
然后 但是 只是 不是 就是 还是 或者 并 且
"""
STOP = frozenset(_FUNCTION_WORDS.split())


def weighted_terms(query: Query) -> dict[str, float]:
    """The content words of a question, each with weight 1; a question of nothing but function words keeps them."""
    own = tokenize(query.core)
    content = [token for token in own if token not in STOP and (len(token) > 1 or not token.isascii())]
    return dict.fromkeys(content or own, 1.0)
