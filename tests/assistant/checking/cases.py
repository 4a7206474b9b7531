"""Hand-made sentences and passages: what a faithful paraphrase looks like, and what it must not change."""

from __future__ import annotations

from typing import NamedTuple

from assistant.checking.check import FaultKind


class Case(NamedTuple):
    """A sentence against a passage; ``faults`` are kinds of which at least one must be found, empty: supported."""

    name: str
    sentence: str
    passage: str
    faults: tuple[FaultKind, ...] = ()


NOTICE = (
    "二是严查作风问题。青川市公安局党委研究出台《青川市公安局窗口服务作风管理规定（试行）》，对多发、频发问题下发《整改提示函》18份，"
    "对3名所队领导、27名民警进行责任追究。2022年一季度会议同比下降15%，文件下降42%。今年以来，累计检查窗口单位146家次，"
    "整改隐患58处，政务服务大厅群众投诉按照不少于2人的标准核查。"
)
PENDING = (
    "下一步，将修订《执法办案场所管理办法》，2023年6月底前完成办案区智能化升级，拟组织部分派出所开展交叉检查。"
    "尚有6起案件的涉案财物未处置完毕，部分单位台账登记不规范。"
)
RULE = (
    "第十五条 督察机构认为人民警察违反纪律需要采取禁闭措施的，由督察机构作出决定，报本级公安机关督察长批准后执行。"
    "禁闭的期限为1日以上7日以下，不得超期。对决定不服的，可以自收到决定之日起5日内提出申诉，申诉期间不停止执行。"
    "现场督察应当由两名以上督察人员进行，并出示证件。"
)
DONE = (
    "1.关于“涉案财物管理不规范”问题的整改。整改情况：已完成。一是开展专项清理。对2019年以来的312起案件逐一核查，"
    "清退暂扣款46.5万元，移交财政部门罚没物品1200余件。二是完善制度。建立涉案财物“一案一账”制度，每月开展一次盘点，"
    "由法制大队牵头，刑侦、治安等部门配合。三是加强培训，组织办案民警集中学习4期，参训860人次。"
)
ONGOING = (
    "（二）正在推进整改的问题。关于“基层警力不足”问题，目前新招录的120名民警中95%分配至基层派出所，机关下沉工作正在推进，"
    "计划建设的12个警务站中9个已完成主体建设，其余3个预计2024年3月底前建成。长期坚持警力下沉机制。"
)

SUPPORTED = [
    Case("verbatim", "对3名所队领导、27名民警进行责任追究。", NOTICE),
    Case("verb exchanged", "青川市公安局党委制定《青川市公安局窗口服务作风管理规定（试行）》。", NOTICE),
    Case("title shortened", "市局出台《窗口服务作风管理规定》，规范窗口服务作风。", NOTICE),
    Case("reordered", "对27名民警、3名所队领导追究责任，下发18份《整改提示函》。", NOTICE),
    Case("percent in characters", "2022年一季度，会议同比下降百分之十五，文件下降百分之四十二。", NOTICE),
    Case("chinese figures", "检查窗口单位一百四十六家次，整改隐患五十八处。", NOTICE),
    Case("condensed", "今年以来检查窗口单位146家次、整改隐患58处。", NOTICE),
    Case("passive", "3名所队领导和27名民警被追责。", NOTICE),
    Case("bound kept", "群众投诉须由2人以上核查。", NOTICE.replace("按照不少于2人的标准核查", "应当由不少于2人核查")),
    Case("plan kept", "下一步将修订《执法办案场所管理办法》。", PENDING),
    Case("plan in other words", "计划于2023年6月底前完成办案区智能化升级。", PENDING),
    Case("pending kept", "仍有6起案件的涉案财物尚未处置完毕。", PENDING),
    Case("partial kept", "部分单位台账登记不规范。", PENDING),
    Case("cross check planned", "拟组织部分派出所交叉检查。", PENDING),
    Case("article", "采取禁闭措施，由督察机构决定，报本级公安机关督察长批准后执行。", RULE),
    Case("article number", "根据第十五条，禁闭期限为一日以上七日以下。", RULE),
    Case("appeal", "对决定不服的，可以在收到决定之日起五日内申诉。", RULE),
    Case("two officers", "现场督察应当由2名以上督察人员进行。", RULE),
    Case("appeal does not suspend", "申诉期间，不停止执行。", RULE),
    Case("done", "涉案财物管理不规范问题已完成整改。", DONE),
    Case("refund", "清退暂扣款46.5万元，向财政部门移交罚没物品1200余件。", DONE),
    Case("yuan", "清退暂扣款465000元。", DONE),
    Case("system", "建立“一案一账”制度，每月盘点一次。", DONE),
    Case("lead", "由法制大队牵头，刑侦、治安等部门配合。", DONE),
    Case("training", "组织办案民警集中学习4期、860人次参训。", DONE),
    Case("merged", "对312起案件逐一核查，清退暂扣款46.5万元，并建立涉案财物“一案一账”制度。", DONE),
    Case("share", "新招录的120名民警中95%分配到基层派出所。", ONGOING),
    Case("stations", "计划建设的12个警务站中，9个已完成主体建设。", ONGOING),
    Case("rest", "其余3个警务站预计2024年3月底前建成。", ONGOING),
    Case("going on", "机关下沉工作正在推进。", ONGOING),
]

K = FaultKind
ALTERED = [
    Case("count", "对3名所队领导、37名民警进行责任追究。", NOTICE, (K.FIGURE,)),
    Case("counts swapped", "对27名所队领导、3名民警进行责任追究。", NOTICE, (K.FIGURE,)),
    Case("shares swapped", "2022年一季度会议同比下降42%，文件下降15%。", NOTICE, (K.FIGURE,)),
    Case("unit", "累计检查窗口单位146人次。", NOTICE.replace("146家次", "146家"), (K.FIGURE,)),
    Case("bound turned", "群众投诉按照不超过2人的标准核查。", NOTICE, (K.FIGURE,)),
    Case("year", "2021年一季度会议同比下降15%。", NOTICE, (K.DATE,)),
    Case("quarter", "2022年二季度会议同比下降15%。", NOTICE, (K.DATE,)),
    Case("title", "出台《青川市公安局窗口服务奖惩规定（试行）》。", NOTICE, (K.TITLE,)),
    Case("unit name", "白河市公安局党委研究出台《窗口服务作风管理规定》。", NOTICE, (K.NAME,)),
    Case("outcome", "对27名民警进行责任追究，群众满意度大幅提升。", NOTICE, (K.OUTCOME, K.UNSUPPORTED)),
    Case("lasting", "出台窗口服务作风管理规定，形成长效机制。", NOTICE.replace("管理规定", "管理要求"), (K.OUTCOME,)),
    Case("direction", "2022年一季度会议同比上升15%。", NOTICE, (K.NEGATION, K.OUTCOME)),
    Case("invented measure", "聘请第三方机构开展满意度测评。", NOTICE, (K.UNSUPPORTED, K.OUTCOME)),
    Case("other sanction", "对27名民警给予党纪处分。", NOTICE, (K.UNSUPPORTED,)),
    Case("plan as done", "已修订《执法办案场所管理办法》。", PENDING, (K.STATUS,)),
    Case("plan as fact", "修订了《执法办案场所管理办法》。", PENDING, (K.STATUS,)),
    Case("plan completed", "2023年6月底前已完成办案区智能化升级。", PENDING, (K.STATUS,)),
    Case("month", "将于2023年9月底前完成办案区智能化升级。", PENDING, (K.DATE,)),
    Case("all for some", "拟组织全部派出所开展交叉检查。", PENDING, (K.SCOPE,)),
    Case("all units", "所有单位台账登记均不规范。", PENDING, (K.SCOPE,)),
    Case("negation dropped", "6起案件的涉案财物已处置完毕。", PENDING, (K.STATUS, K.NEGATION)),
    Case("praise", "部分单位台账登记规范。", PENDING, (K.NEGATION,)),
    Case("permission as duty", "对决定不服的，应当自收到决定之日起5日内提出申诉。", RULE, (K.MODALITY,)),
    Case("duty as permission", "现场督察可以由两名以上督察人员进行。", RULE, (K.MODALITY,)),
    Case("suspends", "对决定不服的，申诉期间停止执行。", RULE, (K.NEGATION,)),
    Case("limit", "禁闭的期限为1日以上15日以下。", RULE, (K.FIGURE,)),
    Case("article number", "根据第十六条，禁闭的期限为1日以上7日以下。", RULE, (K.FIGURE,)),
    Case("authority", "采取禁闭措施的，报上级公安机关督察长批准后执行。", RULE, (K.NEGATION, K.NAME)),
    Case("fewer officers", "现场督察应当由两名以下督察人员进行。", RULE, (K.FIGURE,)),
    Case("forbidden", "对决定不服的，不得提出申诉。", RULE, (K.NEGATION, K.MODALITY)),
    Case("unfinished", "涉案财物管理不规范问题正在整改。", DONE, (K.STATUS,)),
    Case("standing", "涉案财物管理不规范问题需长期坚持整改。", DONE, (K.STATUS,)),
    Case("basically", "涉案财物管理不规范问题整改基本完成。", DONE, (K.STATUS,)),
    Case("money", "清退暂扣款46.5元。", DONE, (K.FIGURE,)),
    Case("since", "对2018年以来的312起案件逐一核查。", DONE, (K.DATE,)),
    Case("quote", "通报指出，“涉案财物管理制度十分混乱”。", DONE, (K.QUOTE,)),
    Case("period", "每季度开展一次盘点。", DONE, (K.UNSUPPORTED, K.FIGURE)),
    Case("leader", "由督察大队牵头，刑侦、治安等部门配合。", DONE, (K.UNSUPPORTED, K.NAME)),
    Case("other matter", "组织窗口民警开展文明用语培训，设置意见箱收集群众建议。", DONE, (K.UNSUPPORTED,)),
    Case("built", "12个警务站已全部建成。", ONGOING, (K.STATUS, K.SCOPE)),
    Case("moved", "机关下沉工作已完成。", ONGOING, (K.STATUS,)),
    Case("not built", "9个警务站尚未完成主体建设。", ONGOING, (K.STATUS, K.NEGATION)),
]
