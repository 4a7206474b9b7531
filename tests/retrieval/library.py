"""A small library of fictional units, ingested with the real components: two notices, two versions of a regulation."""

from __future__ import annotations

from pathlib import Path

from ingest.pipeline import ingest_paths
from kb.embedding.base import Embedder
from kb.knowledge_base import KnowledgeBase
from kb.settings import Settings

NEW = "青岚市值班备勤条例(2021-03-01).md"
OLD = "青岚市值班备勤条例(2009-05-01).md"
FIRST_NOTICE = "青岚市公安局整改通报.md"
SECOND_NOTICE = "云汀市公安局整改通报.md"

DOCUMENTS = {
    NEW: """# 青岚市值班备勤条例

（2009年4月1日公布　2021年2月1日修订　自2021年3月1日起施行）

第一章　总则

第一条　为了规范值班备勤工作，制定本条例。

第二条　值班备勤工作由指挥中心统一组织，对分管局长负责。

第二章　值班

第三条　值班人员连续值班不得超过12小时；遇有重大警情的，经值班局长批准，可以延长6小时。

第四条　值班人员应当具有大学专科以上学历。夜间值班不得少于二人。

第五条　值班人员不得饮酒，不得擅自离开岗位。

第六条　备勤人员可以在指定的备勤室休息。

第七条　对违反值班纪律的人员，可以给予下列处理：
（一）提醒；
（二）约谈；
（三）通报；
（四）调离。

第八条　本条例自2021年3月1日起施行。
""",
    OLD: """# 青岚市值班备勤条例

（2009年4月1日公布　自2009年5月1日起施行）

第一条　为了规范值班备勤工作，制定本条例。

第二条　值班备勤工作由办公室统一组织。

第三条　值班人员连续值班不得超过24小时。

第四条　夜间值班不得少于一人。

第五条　本条例自2009年5月1日起施行。
""",
    FIRST_NOTICE: """# 中共青岚市公安局委员会关于巡察整改进展情况的通报

2022年3月至5月，市委巡察组对市公安局党委进行了巡察。现将整改情况予以公布。

一、已完成的整改事项

（一）执法办案方面

1.关于“涉案财物管理混乱”的问题。
一是全面清理。清点暂扣款项36笔，退还当事人29笔，其余依法上缴国库。
二是完善制度。制定《涉案财物出入库办法》，明确专人保管。

2.关于“值班脱岗漏岗”的问题。
一是开展夜查。组织夜间督察14次，通报脱岗人员5名。
二是更新设备。在值班室加装视频点名终端。

（二）后勤保障方面

3.关于“公务用车管理松散”的问题。
一是统一封存。节假日车辆集中停放，钥匙交由车管员保管。
二是安装定位。为全部车辆安装定位装置。
""",
    SECOND_NOTICE: """# 中共云汀市公安局委员会关于巡察整改进展情况的通报

2023年4月至6月，市委巡察组对市公安局党委进行了巡察。现将整改情况予以公布。

一、正在整改的事项

（一）队伍建设方面

1.关于“年轻干部培养不足”的问题。
一是制定计划。选派年轻民警到基层派出所锻炼。
后续整改：一是2024年底前完成轮岗。

2.关于“食堂采购不规范”的问题。
一是公开招标。重新确定供应商，每月公示采购价格。
""",
}


def stocked(home: Path, embedder: Embedder) -> KnowledgeBase:
    """An open knowledge base with the library."""
    folder = home / "资料"
    folder.mkdir(parents=True)
    for name, text in DOCUMENTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    kb = KnowledgeBase(Settings(home=home / "kb", library_on_first_start=False), embedder)
    summary = ingest_paths(kb, [folder])
    assert not summary.failed, summary.failed
    return kb
