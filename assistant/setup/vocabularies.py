"""The user's own words and problem types: where their files lie and whether they can be read."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from kb import lexicon, taxonomy
from kb.errors import SettingsError
from kb.settings import Settings


class Vocabulary(StrEnum):
    """The two files that users extend."""

    LEXICON = lexicon.FILE_NAME
    TAXONOMY = taxonomy.FILE_NAME

    @property
    def label(self) -> str:
        """The Chinese name shown to users."""
        return "词汇" if self is Vocabulary.LEXICON else "问题类型"

    @property
    def example(self) -> str:
        """A small file of the right form, with fictional content."""
        return _EXAMPLES[self]


_EXAMPLES = {
    Vocabulary.LEXICON: """documents:  # 简称: 全称
  巡防办法: 云阙市公安局巡逻防控管理办法

fields:
  本地用语:  # 领域名称，自定
    - say: [蹲点车, 堵卡点]  # 平常怎么说
      mean:  # 规范用语: 出处
        巡逻防控: 公安工作用语
""",
    Vocabulary.TAXONOMY: """types:
  执法办案:  # 已有的大类，或新的大类（新的要写 define）
    types:
      无人机管理:  # 新的类型
        define: 警用无人机登记、飞行审批、影像保存方面的问题。
        words: [警用无人机, 飞行审批, 飞行影像]
        everyday: [飞手没证, 乱飞]
""",
}


class Condition(NamedTuple):
    """How a file stands: ``there``; ``own`` entries it adds; ``fault`` in plain Chinese where it cannot be used."""

    vocabulary: Vocabulary
    path: Path
    there: bool
    own: int
    fault: str


def conditions(settings: Settings) -> tuple[Condition, ...]:
    """Both files as they stand now."""
    return tuple(_condition(one, settings) for one in Vocabulary)


def _condition(vocabulary: Vocabulary, settings: Settings) -> Condition:
    path = settings.home / vocabulary.value
    if not path.is_file():
        return Condition(vocabulary, path, there=False, own=0, fault="")
    try:
        own = _COUNTS[vocabulary](settings)
    except SettingsError as error:
        return Condition(vocabulary, path, there=True, own=0, fault=str(error))
    return Condition(vocabulary, path, there=True, own=own, fault="")


def _own_words(settings: Settings) -> int:
    packaged, whole = lexicon.load_lexicon(None), lexicon.load_lexicon(settings)
    return (len(whole.entries) - len(packaged.entries)) + (len(whole.titles) - len(packaged.titles))


def _own_types(settings: Settings) -> int:
    packaged, whole = taxonomy.load_taxonomy(None), taxonomy.load_taxonomy(settings)
    return sum(packaged.types.get(code) != info for code, info in whole.types.items())


_COUNTS: dict[Vocabulary, Callable[[Settings], int]] = {
    Vocabulary.LEXICON: _own_words,
    Vocabulary.TAXONOMY: _own_types,
}
