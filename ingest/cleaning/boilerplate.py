"""What a web site adds around a document: notices of rights, tips, lists of other documents, comment boxes.

Lines are judged by what they speak about (up- and downloading, members, this site …) *and* by where they stand: only
the outermost lines of a file are taken away, never anything between two paragraphs of the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ingest.cleaning.draft import Change
from ingest.cleaning.lines import closes_sentence
from kb.text import fold

_RULE = "网站附加内容"
# What sites talk about and official documents do not; two different ones in a line are enough.
_CUES = re.compile(
    "版权(?:说明|声明|所有|归)|侵权|举报或认领|用户(?:提供|上传)|上传者|收益归属|本(?:站|网站|网|文库|平台)|下载|文库|会员|VIP|积分|"
    "登录|注册账号|客服|点击(?:查看|下载|这里|进入)|免费(?:阅读|下载|试读)|阅读(?:全文|原文|量)|浏览(?:次数|量)|点赞|收藏|转发|"
    "分享到|扫一扫|扫码|公众号|WinRAR|压缩包|阅读器|图纸|预览|存储空间|ICP备|公网安备|网站标识码|网站地图|技术支持|"
    "加微信|QQ群|代写|范文网|仅供参考,?请|更多(?:精彩|相关|范文)|查看更多|资源均来自|转载请|商业用途|盈利用途|立即(?:删除|纠正)|"
    "联系我们|不做任何修改|准确性、安全性和完整性|猜你喜欢",
    re.IGNORECASE,
)
# Lines that are nothing but the label of such a block.
_LABEL = re.compile(
    r"^[【\[<《#*\s-]*(?:文档简介|文档介绍|内容简介|资源描述|资料简介|温馨提示|友情提示|特别提示|下载提示|最新文档|相关文档|相关推荐|"
    r"相关文章|相关资料|相关阅读|推荐阅读|推荐文档|热门文档|热门文章|热门推荐|猜你喜欢|为您推荐|你可能感兴趣|本类推荐|同类文档|"
    r"评论|发表评论|提交评论|网友评论|全部评论|最新评论|我要评论|版权声明|免责声明|文档分类|标签|关键词云|返回顶部|回到顶部|"
    r"打印本页|关闭窗口|打印|关闭|分享|收藏|点赞|举报|下载|下载文档|下载全文|展开全文|收起|复制|全屏|字号|纠错)[\]】>》:：\s]*$"
)
# Counters of comment boxes, page turners, neighbours, share bars.
_WIDGET = re.compile(
    r"^(?:[0-9]+\s*/\s*[0-9]+(?:字)?|[上下]一[篇页条][:： ].*|字[号体][:：]?\s?(?:[大中小超]\s?)+.*|"
    r"【?(?:打印|关闭|收藏|分享|大|中|小)(?:本页|窗口|到)?】?(?:\s*【?(?:打印|关闭|收藏|分享|大|中|小)(?:本页|窗口)?】?)+|"
    # Below and above what is sent by messenger accounts.
    r"阅读\s*[0-9万+.]+\s+赞.{0,20}|.{0,16}(?:点个?|点击|点亮)[“\"]?(?:赞|在看|关注)[”\"]?.{0,20}|点击(?:上方|下方)?.{0,8}关注.{0,20}|[—–\-_=\s]*END[—–\-_=\s]*|"
    r"扫一扫.{0,20}|(?:分享到|分享至)[:： ].*|浏览(?:次数|量)[:： ]?[0-9]*次?|阅读(?:量|次数|数)?[:： ]?[0-9]+次?|"
    r".{0,12}ICP备.{0,30}|.{0,20}公网安备.{0,20}|网站标识码[:： ].*|copyright\b.*|版权所有[:： ].*)$",
    re.IGNORECASE,
)
_ITEM = re.compile(r"^(?:[-*•·●○]|[0-9]{1,2}[.、])\s*\S")
# A site puts at most a dozen lines above a document; below, lists of other documents reach some sixty.
_HEAD, _TAIL = 12, 120
# More than that share of a file is no addition any more: the cues must then belong to the document.
_MOST = 0.5


class _Line(NamedTuple):
    start: int
    end: int
    text: str


def boilerplate(text: str) -> Iterator[Change]:
    """Remove the site's additions at the top and at the end of the text."""
    lines = [_Line(m.start(), m.end(), fold(m[0]).strip()) for m in re.finditer(r"[^\n]*\S[^\n]*", text)]
    found = [*_head(lines), *_tail(lines)]
    found = list(dict.fromkeys(found))
    if sum(line.end - line.start for line in found) > _MOST * len(text):
        return
    for line in sorted(found):
        yield Change(line.start, min(len(text), line.end + 1), "", _RULE)


def _head(lines: list[_Line]) -> Iterator[_Line]:
    """From the top: all lines that are additions, until real content has gone on for three lines."""
    content = 0
    for line in lines[: min(_HEAD, len(lines) // 2)]:
        # Above the title everything the site says is an addition, below it only its labels and buttons.
        if _is_addition(line.text) if not content else _LABEL.match(line.text) or _WIDGET.match(line.text):
            yield line
            continue
        content += 1
        if content == 3:  # noqa: PLR2004 - a title of two lines may stand above a share bar
            return


def _tail(lines: list[_Line]) -> list[_Line]:
    """From the end: the longest run of additions, lists under a label of one included."""
    begin = len(lines)
    pending = 0
    for index in range(len(lines) - 1, max(-1, len(lines) - 1 - _TAIL), -1):
        text = lines[index].text
        if _is_addition(text):
            begin, pending = index, 0
        elif _is_title_like(text):
            pending += 1  # an item of a list: an addition only if a label or another addition stands above it
        else:
            break
    if begin == len(lines):
        return []
    # The lowest addition must be the end of the file, or a label above a list that reaches the end.
    lowest = max(index for index in range(begin, len(lines)) if _is_addition(lines[index].text))
    if lowest != len(lines) - 1 and not _LABEL.match(lines[lowest].text):
        return []
    first = next(index for index in range(begin, len(lines)) if _is_addition(lines[index].text))
    return _connected(lines, first)


def _connected(lines: list[_Line], first: int) -> list[_Line]:
    """Drop leading additions with plain lines behind them that no label covers (they may be the document's own)."""
    covered = False
    for index in range(first, len(lines)):
        text = lines[index].text
        if _LABEL.match(text):
            covered = True
        elif not covered and not _is_addition(text):
            return _connected(lines, index + 1) if index + 1 < len(lines) else []
    return lines[first:]


def _is_addition(text: str) -> bool:
    if _LABEL.match(text) or _WIDGET.match(text):
        return True
    return len({match.group() for match in _CUES.finditer(text)}) > 1


def _is_title_like(text: str) -> bool:
    """A list item or a bare title, as in lists of other documents."""
    return bool(_ITEM.match(text)) or (len(text) <= 60 and not closes_sentence(text))  # noqa: PLR2004 - longest titles
