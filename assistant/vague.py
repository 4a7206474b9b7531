"""Questions of one general word (整改, 怎么办), which ask for nothing in particular."""

from __future__ import annotations

import re

from kb.text import fold

_GENERAL = (
    "整改|处分|规定|问题|巡察|巡视|督察|通报|反馈|措施|案例|先例|条例|法律|法规|制度|纪律|怎么办|怎么整改|如何整改|怎么处理|如何处理|怎么改|怎么写|怎么管|依据|条款|情况|公安|公安局"
    "|派出所|民警|警察|领导|干部|群众|单位|责任|处理|处罚|管理|工作|做法|经验|整改措施|巡察整改|巡察反馈|整改情况|问题整改|有什么规定|什么规定|咨询|帮助|你好|您好|在吗"
)
_VAGUE = re.compile(rf"(?:请问|关于|我想问|想问一下)?(?:{_GENERAL})(?:的?(?:问题|规定|情况))?(?:吗|呢|啊|了)?")
_MARKS = re.compile(r"[\s?？!！。，,、.…]+")


def is_vague(question: str) -> bool:
    """Whether a question consists of a general word alone."""
    return bool(_VAGUE.fullmatch(_MARKS.sub("", fold(question))))
