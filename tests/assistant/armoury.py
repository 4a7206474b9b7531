"""Notices of two fictional units about the same matter, a digest of one, and a rule; written for these tests."""

from __future__ import annotations

from pathlib import Path

from ingest.pipeline import ingest_paths
from kb.embedding.base import Embedder
from kb.knowledge_base import KnowledgeBase
from kb.settings import Settings

FIRST, SECOND, DIGEST, RULE = "青柳通报.md", "白桦通报.md", "青柳通报摘编.md", "装备办法.md"

_FIRST_BODY = """根据中共青柳市委统一部署，2023年3月1日至2023年4月30日，\
青柳市委第二巡察组对青柳市公安局党委开展了常规巡察。\
2023年6月1日，市委第二巡察组向局党委反馈了巡察意见。现将整改情况予以公布。

一、整改落实情况

1．针对“警用装备库管理混乱，账实不符”问题

整改措施：

（1）清点装备。对全市警用装备库逐库清点，核对装备台账3120件，查出警用装备库账实不符、装备保管不善等问题46件。

（2）完善制度。修订《青柳市公安局警用装备库管理办法》，明确装备领用、归还登记要求。

（3）严肃追责。对警用装备库失管的3名责任人批评教育。

整改成效：警用装备库账实相符率由71%升至99%。

责任单位：警务保障处

完成时限：2023年12月1日

整改状态：已完成

2．针对“食堂采购不规范”问题

整改措施：

（1）公开招标。重新确定食堂供应商2家，每月公示采购价格。

整改状态：已完成
"""

DOCUMENTS = {
    FIRST: f"# 中共青柳市公安局委员会关于巡察整改情况的通报\n\n{_FIRST_BODY}",
    DIGEST: f"# 中共青柳市公安局委员会关于巡察整改情况的通报（摘编）\n\n> 说明：本文件是摘编。\n\n{_FIRST_BODY}",
    SECOND: """# 中共白桦市公安局委员会关于巡察整改情况的通报

根据中共白桦市委统一部署，2024年3月1日至2024年4月30日，白桦市委第一巡察组对白桦市公安局党委开展了常规巡察。2024年6月1日，市委第一巡察组向局党委反馈了巡察意见。现将整改情况予以公布。

一、整改落实情况

1．针对“警用装备库底数不清”问题

整改措施：

（1）建立规范。制定《白桦市公安局警用装备库登记规范》，规定警用装备库每月盘点。

（2）清查装备。对警用装备库逐件清查，补登装备560件。

完成时限：2024年9月1日

整改状态：正在整改

2．针对“年轻干部培养不足”问题

整改措施：

（1）制定计划。选派年轻民警到基层派出所锻炼。

整改状态：已完成
""",
    RULE: """# 警用装备管理办法

（2020年2月1日公布　自2020年3月1日起施行）

第一条　为了规范警用装备管理，制定本办法。

第二条　警用装备库应当每月盘点一次。

第三条　领用警用装备不得超过15日，期满应当归还。

第四条　本办法自2020年3月1日起施行。
""",
}

#: A description of the matter of both notices.
QUESTION = "警用装备库管理混乱、账实不符，其他单位怎么整改的"


def stocked(home: Path, embedder: Embedder) -> KnowledgeBase:
    """An open knowledge base with these documents."""
    folder = home / "资料"
    folder.mkdir(parents=True)
    for name, text in DOCUMENTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    kb = KnowledgeBase(Settings(home=home / "kb", library_on_first_start=False), embedder)
    summary = ingest_paths(kb, [folder])
    assert not summary.failed, summary.failed
    return kb
