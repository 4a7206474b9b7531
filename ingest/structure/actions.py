"""How sentences about official measures begin: with what was done, with the matter it was done to, or with who did it.

The verbs are the usual ones of official documents, ordered by what they do; none is there for the sake of one document.
"""

from __future__ import annotations

import re

# What may stand in front of the action: a connective, when, who and how.
LINK = r"(?:(?:同时|此外|另外|并且?|还|随后|之后|其次|首先|最后|为此|对此|据此)[,、]?)"
WHEN = (
    r"(?:(?:自|从|于)?(?:(?:19|20)\d\d年|今年|去年|当年)?(?:\d{1,2}月(?:份|初|底|上旬|中旬|下旬)?)?(?:\d{1,2}[日号])?(?:起|以来|期间)?,?"
    r"|每(?:年|季度|半年|月|半月|周|日|天)(?:至少)?|定期|(?:整改|巡察|反馈)(?:期间|以来|后),)"
)
HOW = (
    r"(?:已|已经|均|均已|先后|及时|立即|迅速|主动|带头|专门|专题|全面|深入|切实|认真|严格|大力|大幅|进一步|不断|持续|重新|统一|逐[\u4e00-\u9fff]|集中|分批|分类|重点|"
    r"依法|依规|科学|合理|广泛|积极|着力|充分|多次|再次|直接|一律|同步|全部|全员|部署|牵头|主持|共同|集体|分别|联合)"
)
WHO = (
    r"(?:[\u4e00-\u9fff、]{0,16}?(?:党委|党组|支部|总支|"
    r"委员会|领导小组|专班|班子|机关|公安局|分局|市局|县局|区局|总队|支队|大队|中队|派出所|看守所|拘留所|本所|我[局所队]|办公室|指挥中心|中心|[处科室组]|部门|单位|书记|局长|所长|队长|政委|教导员|领导|负责人))"
)
VERBS = (
    # rules
    "制定|修订|出台|印发|制发|下发|起草|编制|编印|拟定|完善|健全|建立|建成|构建|创建|确立|设立|成立|组建|废止|修改|规范|细化|优化|明确|规定|固化|推行|实行|施行|试行|实施|执行|落实|坚持|推广|推进|推动|探索|创新|简化|统一|公开|公布|公示|发布|"
    # organising
    "组织|开展|召开|举办|举行|召集|安排|部署|研究|审议|听取|启动|设置|配备|配齐|配强|选派|选送|抽调|调配|调整|增派|增设|增加|增配|新增|补充|招录|招聘|招募|聘请|邀请|指定|确定|划定|核定|压实|压减|减少|取消|撤销|精简|合并|整合|划分|分解|统筹|协调|对接|联系|会商|协商|签订|续签|缔结|委托|引入|引进|采购|购置|购买|更新|更换|升级|改造|改建|新建|扩建|扩容|修缮|搭建|开发|研发|上线|开通|打通|启用|停用|安装|部署|接入|联网|配置|配发|发放|拨付|投入|争取|申请|保障|恢复|终止|停止|暂停|关停|关闭|腾退|搬迁|迁移|选取|聘用|"
    # supervising and finding out
    "检查|督查|督察|督导|督促|督办|巡查|抽查|核查|倒查|排查|摸排|摸清|清查|清点|清理|清退|清除|盘点|核实|核对|核减|核销|复核|复查|评查|审查|审核|审计|评估|评审|梳理|甄别|监督|监测|调研|走访|回访|暗访|测评|考核|考评|通报|约谈|提醒|谈话|问责|追究|追责|查处|查办|处理|处分|处罚|严格|严肃|严查|严惩|严禁|责令|责成|给予|批评|诫勉|立案|移送|移交|辞退|解聘|解除|淘汰|调离|免去|追缴|追回|收缴|收回|退还|退缴|返还|发还|上缴|补缴|补录|补登|补齐|纠正|整改|整顿|整治|打击|捣毁|破获|抓获|销毁|处置|化解|办理|办结|解决|回应|受理|答复|登记|录入|建档|归档|标注|报废|"
    # teaching and encouraging
    "培训|轮训|训练|演练|学习|传达|宣讲|宣传|教育|引导|讲授|讲评|剖析|反思|表彰|奖励|激励|慰问|帮扶|关爱|疏导|举一反三|加强|强化|加大|加快|加密|提高|提升|深化|巩固|拓宽|拓展|延长|缩短|扩大|聚焦|突出|狠抓|紧盯|抓好|抓实|做好|做实|用好|运用|应用|利用|采取|采用|借助|改进|改变|改为|转变|纳入|列入|汇总|报送|上报|堵塞|打造|依托|挂牌"
)
# The matter comes first: 对…开展检查.  由 and 以 mostly go on with the unit before.
TO = (
    r"(?:对|把|将(?![于来近要]))(?=[^,。;])|"
    r"(?:会同|联合|协同|针对|鉴于|围绕|结合|依据|根据|按照|参照|通过(?!整改|整治|努力|以上|上述)|按|与|同(?!比|时|步)|向|为(?!零)|在|从)(?=[^,。;]{2})"
)
ACTION = re.compile(rf"{LINK}?{WHEN}?(?:{WHO},?)?{HOW}{{0,3}}(?:{VERBS}|{TO})")
# A verb in front of these is part of a name: 审核退查率, 考核成绩, 培训质量.
NAMED = re.compile(
    rf"{LINK}?{HOW}{{0,2}}(?:{VERBS})[\u4e00-\u9fff]{{0,6}}?(?:率|成绩|质量|水平|数量|总量|工作|情况|意识|效果|成效|能力|秩序|氛围|机制|体系|渠道|平台)(?:由|从|较|比|得到|达到|保持|稳定|不断|明显|显著|有效|大幅|有了|更加|日益|均|已|持续|全面|基本)"
)
# Told of a matter that is done to regularly (维修费用逐车公示), or of a person who was dealt with (两名民警被约谈).
PASSIVE = re.compile(
    rf"[\u4e00-\u9fff、]{{2,12}}?(?:一律|逐[\u4e00-\u9fff]|每(?:日|天|周|月|季度|年)|统一|定期)[^,。;]{{0,8}}?(?:{VERBS})"
    r"|[^,。;]{2,24}?(?:被|受到|予以)[^,。;]{0,12}(?:约谈|处分|诫勉|辞退|通报|批评|问责|调离|警告|记过|停职)"
)
# Verbs that tell what something led to, what it is or what it is for, as against what was done.
_IDLE = re.compile(
    r"做到|确保|形成|达到|成为|成效|有|是|使|让|发现|反映|认为|得到|受到|收到|产生|出现|导致|属于|涉及|包括|防止|避免|增强|具有|存在|显示|表明|能|可|会|须|应|不|未|没|要|该|无|实现|取得|提高了|切实增强|力求|以便|杜绝|推进中|符合|达标|完成|到位|超过|占"
)
# A verb with its object has at least so many characters.
_CLAUSE = 5
# 审核退查率, 完成得较好: a name or a state behind the verb, within the first characters.
_STATE = re.compile(r"率|[的得](?:到|了)")
_NAME_PART = 6


def begins_with_action(words: str) -> bool:
    """Whether folded words begin as a measure does."""
    return (ACTION.match(words) is not None and NAMED.match(words) is None) or PASSIVE.match(words) is not None


def begins_with_verb(words: str) -> bool:
    """Whether the dictionary calls the first word a verb; for actions that are in no list of usual ones."""
    import rjieba  # noqa: PLC0415 - its dictionary takes 0.2 s to load

    opening = re.match(rf"{LINK}?{WHEN}?{HOW}{{0,3}}", words)
    clause = re.split(r"[,。;:]", words[opening.end() if opening else 0 :], maxsplit=1)[0]
    if len(clause) < _CLAUSE or _IDLE.match(clause) or _STATE.search(clause[:_NAME_PART]):
        return False
    tagged = rjieba.tag(clause)
    return bool(tagged) and tagged[0][1] == "v" and len(tagged[0][0]) > 1
