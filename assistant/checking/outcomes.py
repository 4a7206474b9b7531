"""Claims of success: official language has them ready, and nothing is invented more easily."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_STRONG = (
    r"显著|明显|大幅|极大|根本(?!原因|任务)|彻底|稳步|圆满|创历史|双(?:下降|提升)"
    r"|有效(?=遏制|解决|防止|防范|减少|提升|改善|杜绝|化解|扭转|消除|净化|压降)"
    r"|全面(?=好转|提升|改善|消除|遏制)|持续(?=向好|好转|提升|改善|下降|巩固)"
)
_INTENSE = re.compile(_STRONG)


class _Claim(NamedTuple):
    """A pattern of a claim and what a passage must print to carry it."""

    said: re.Pattern[str]
    carried: re.Pattern[str]


def _claim(said: str, carried: str | None = None) -> _Claim:
    return _Claim(re.compile(said), re.compile(carried or said))


_RESULT = r"(?:成效|效果|实效|成果|战果|佳绩|进展|突破|好评|认可)"
_CLAIMS = (
    _claim(
        rf"(?:取得|收到|见到|收获|赢得|实现)[^,。;]{{0,10}}{_RESULT}|{_RESULT}[^,。;]{{0,2}}(?:明显|显著|突出|良好|好)"
    ),
    _claim(r"(?:形成|建立起?|构建起?|健全|固化)[^,。;]{0,12}长效机制", r"长效机制|长效[常长]|机制"),
    _claim(r"形成[^,。;]{0,12}(?:格局|合力|闭环|震慑|氛围)", r"格局|合力|闭环|震慑|氛围"),
    _claim(r"(?:遏制|杜绝|根治|根除|扭转)", r"遏制|杜绝|根治|根除|扭转|防止|消除"),
    _claim(r"好转|向好|改善|转变|改观", r"好转|向好|改善|转变|提升|改观|提高"),
    _claim(r"满意度|满意率|好评|点赞|充分肯定|一致认可|高度评价|获得感", r"满意|好评|点赞|肯定|认可|评价|获得感"),
    _claim(
        r"零(?:发生|投诉|事故|差错|案件|信访|上访|容忍)",
        r"零(?:发生|投诉|事故|差错|案件|信访|上访|容忍)|未发生|无|没有发生",
    ),
    _claim(r"(?:再)?未(?:再)?发生|没有再发生|不再发生|未出现反弹|未反弹", r"未|没有|不再|零|无"),
    _claim(
        r"(?:大幅|显著|明显|同比|环比|持续|稳步|逐年)[^,。;\d]{0,6}(?:提升|提高|上升|增长)", r"提升|提高|上升|增长|升"
    ),
    _claim(r"(?:大幅|显著|明显|同比|环比|持续|稳步|逐年)[^,。;\d]{0,6}(?:下降|减少|降低|压降)", r"下降|减少|降低|降"),
    _claim(
        r"(?:得到|获得|实现)[^,。;]{0,6}(?:解决|整改|化解|消除|规范|落实|提升|增强)(?!情况)",
        r"解决|整改|化解|消除|处理|处置|规范|落实|提升|增强|清理",
    ),
    _claim(r"(?:全面|全部|彻底)(?:消除|清零|解决|化解)|清零", r"消除|清零|全部|解决|化解|完成|彻底"),
)


def invented(sentence: str, passages: list[str]) -> Iterator[str]:
    """Claims of a normal sentence that no passage carries; a strong word (显著, 有效遏制) needs one there too."""
    for claim in _CLAIMS:
        for match in claim.said.finditer(sentence):
            if not any(claim.carried.search(passage) for passage in passages):
                yield match.group()
    for match in _INTENSE.finditer(sentence):
        if not any(_INTENSE.search(passage) or match.group() in passage for passage in passages):
            yield sentence[match.start() : match.end() + 4]
