"""Two fictional notices of one unit, two years apart, and one of another: what browsing and insight are tested on."""

from __future__ import annotations

from pathlib import Path

from ingest.pipeline import ingest_paths
from kb.knowledge_base import KnowledgeBase
from kb.settings import Settings
from tests.kb.sample import HashEmbedder

EARLY, LATE, OTHER = "青岚市公安局整改通报（2023年）.md", "青岚市公安局整改通报（2025年）.md", "云汀市公安局整改通报.md"

DOCUMENTS = {
    EARLY: """# 示例（虚构）中共青岚市公安局委员会关于巡察反馈意见整改进展情况的通报

根据市委统一部署，2022年9月5日至11月10日，市委第一巡察组对青岚市公安局党委开展了常规巡察。2023年1月12日，市委第一巡察组反馈了巡察意见。现将整改进展情况予以公布。

一、反馈问题整改进展情况

1．针对“涉案财物管理混乱，超期扣押未清退”问题

整改措施：

（1）全面清查。对全局涉案财物逐案清查，清退超期扣押物品86件。

（2）建立制度。制定《青岚市公安局涉案财物管理办法》，明确登记、移交、清退的时限和责任。

责任单位：法制支队

完成时限：2023年6月30日

整改状态：已完成

2．针对“值班备勤制度执行不严，脱岗替岗”问题

整改措施：

（1）视频点名。指挥中心每日两次抽查在岗情况并通报。

（2）开展培训。组织值班备勤业务培训3期，参训210人次。

责任单位：指挥中心

完成时限：2023年12月31日

整改状态：正在整改

中共青岚市公安局委员会

2023年7月20日
""",
    LATE: """# 示例（虚构）中共青岚市公安局委员会关于巡察反馈意见整改进展情况的通报

根据市委统一部署，2024年9月2日至11月8日，市委第二巡察组对青岚市公安局党委开展了常规巡察。2025年1月15日，市委第二巡察组反馈了巡察意见。现将整改进展情况予以公布。

一、反馈问题整改进展情况

1．针对“涉案财物管理问题反弹，保管不规范、账物不符”问题

整改措施：

（1）责任追究。对2名保管员批评教育，对1名分管领导诫勉谈话。

（2）专项整治。开展涉案财物专项清理，处置滞留物品132件。

整改成效：账物不符问题清零。

责任单位：法制支队

完成时限：2025年12月31日

整改状态：基本完成

后续整改：剩余12件于2025年12月31日前处置完毕。

2．针对“违规饮酒，工作日饮酒仍有发生”问题

整改措施：

（1）常态检查。节假日随机测酒，组织测酒30次。

责任单位：督察支队

完成时限：长期坚持

整改状态：长期坚持

中共青岚市公安局委员会

2025年8月8日
""",
    OTHER: """# 示例（虚构）中共云汀市公安局委员会关于巡察反馈意见整改进展情况的通报

根据市委统一部署，2024年3月4日至5月10日，市委第三巡察组对云汀市公安局党委开展了常规巡察。2024年7月16日，市委第三巡察组反馈了巡察意见。现将整改进展情况予以公布。

一、反馈问题整改进展情况

1．针对“涉案财物管理不规范，保管场所不达标”问题

整改措施：

（1）改造场所。建成涉案财物保管中心1处，接入智能货架系统。

（2）完善制度。修订《云汀市公安局涉案财物管理规定》。

责任单位：警务保障处

完成时限：2024年12月31日

整改状态：已完成

中共云汀市公安局委员会

2024年12月20日
""",
}


def write(folder: Path) -> list[Path]:
    """The notices as files."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, text in DOCUMENTS.items():
        (folder / name).write_text(text, encoding="utf-8")
        paths.append(folder / name)
    return paths


def open_kb(folder: Path) -> KnowledgeBase:
    """A knowledge base over them; the embedder does not matter here."""
    kb = KnowledgeBase(Settings(home=folder / "home"), HashEmbedder())
    summary = ingest_paths(kb, write(folder / "files"))
    assert not summary.failed
    return kb
