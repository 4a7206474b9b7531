"""Names of private persons, found by the word that introduces them; a wrong mask costs words, so doubt leaves them.

A person is introduced by a role (当事人、举报人、村民 …), by ``姓名`` or by sex behind the name.  ``某`` forms are
masked already.  Officials stand with their office and stay unless they are asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.privacy.patterns import Found

# The 200 most frequent single surnames cover 96 % of the population (Ministry of Public Security, name reports).
SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓韩冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪"
    "廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤康易乔赖文施洪辛柯庄温牛樊葛邢安齐"
    "庞颜倪章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮纪梅童凌毕单季裴霍涂成苗谷曲盛冉翁蓝骆路游靳辛管柴鲍华祁房滕屈饶解"
    "牟艾尤阳时穆农司古吉卓车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬和仇栾隋商刁沙荣巫寇桑郎丛敖"
    "虞明池查麻苑迟邝"
)
# Rarer ones of the Hundred Family Surnames, without those that are everyday words (国, 利, 通, 相); they count only
# where the place of the name is sure.
_RARE = frozenset(
    "荀芮羿储汲邴糜隗宓郗仲伊戎束郜蓟宿怀邰鄂索籍蔺屠蒙胥莘贡劳逄扶宰郦雍璩濮扈郏浦茹宦庾暨衡匡阙蔚夔巩聂晁訾阚那简鞠巢蒯荆竺权"
    "乐狄应蒲鄢伏阎茅逯盖桓尉燕亓仉仝隽闾苌皮贲漆缪谌帅揭祝宗冼贝盘郁殳丘佘甄邸寿"
)
_COMPOUND = (
    "欧阳",
    "上官",
    "司马",
    "诸葛",
    "司徒",
    "东方",
    "皇甫",
    "尉迟",
    "夏侯",
    "慕容",
    "令狐",
    "公孙",
    "轩辕",
    "南宫",
    "端木",
    "公羊",
    "闻人",
    "申屠",
    "濮阳",
    "淳于",
    "呼延",
    "钟离",
    "宇文",
    "长孙",
    "鲜于",
    "赫连",
    "澹台",
)
_ROLES = (
    "犯罪嫌疑人|违法嫌疑人|嫌疑人|当事人|举报人|投诉人|信访人|上访人|反映人|报警人|报案人|被害人|受害人|受害者|被侵害人|证人|被告人|"
    "罪犯|违法行为人|违法人员|行为人|被处罚人|被拘留人|被继续盘问人|在押人员|服刑人员|吸毒人员|肇事者|驾驶人|驾驶员|司机|乘客|死者|伤者|"
    "家属|亲属|其妻|其夫|其子|其女|其父|其母|妻子|丈夫|女子|男子|老人|业主|店主|房东|租客|学生|学员|患者|病人|户主|"
    "居民|村民|市民|群众|网民|被执行人|申请人|被申请人|原告|被告|监护人|求助人|走失人员|失踪人员|男青年|女青年|个体户|经营者|老板"
)
_OFFICES = (
    "书记|副书记|局长|副局长|厅长|副厅长|部长|副部长|市长|副市长|县长|副县长|区长|副区长|省长|副省长|主任|副主任|支队长|大队长|中队长|"
    "总队长|队长|副队长|政委|政治委员|教导员|指导员|处长|副处长|科长|副科长|所长|副所长|组长|副组长|主席|委员|常委|民警|辅警|法官|检察官|站长|副站长|保管员|管理员|法制员|枪管员|内勤|会计|出纳|教官|经办人员|董事长|总经理|经理|总监|总工程师|院长|副院长|校长|副校长|园长|馆长|庭长|检察长|工作人员|教师|医生|医师|护士长?|律师|调解员|文员|职工|员工|干部|党员|经手人"
)
_NAME = r"(?P<name>[\u4e00-\u9fff]{2,4})"
_INTRODUCED = re.compile(rf"(?:{_ROLES})(?:姓名)?[:\s]?(?={_NAME})")
_LABELLED = re.compile(rf"(?:姓\s*名|联系人|联络人|经办人)[:\s]+(?={_NAME})")
_SEXED = re.compile(r"(?<![\u4e00-\u9fff])(?P<name>[\u4e00-\u9fff]{2,4})[,，、(\s]{1,2}[男女](?=[,，、。;；)\s])")
_OFFICIAL = re.compile(rf"(?:{_OFFICES})(?={_NAME})")
# Who signed, wrote, checked or answers for something, with a label in front.
_SIGNER = re.compile(
    r"(?:签发人|审核人|审签人?|复核人|核稿人?|填报人|填表人|制表人|主办人|承办人|责任编辑|责编|编辑|记者|通讯员|作者|摄影|供稿|校对|(?:责任|分管|牵头|包案|主管)领导|"
    rf"(?:第一)?责任人|负责人)[:\s]*(?={_NAME})"
)
# 燕青松受到政务警告处分: whoever is punished is a private matter, whatever his office.
_PUNISHED = re.compile(
    r"(?:^|(?<=[,。;:、\]】)\n\s])|(?<=[员人长警师])|(?<=给予))(?P<name>[\u4e00-\u9fff]{2,4}?)"
    r"(?=受到|(?:党内|政务|行政)(?:严重)?(?:警告|记过|记大过|降级|撤职|开除)|被(?:给予|处|辞退|开除|立案|留置|诫勉|约谈|调离|撤|免|责令|移送|停止))",
    re.MULTILINE,
)
# How reports go on behind the name of an official.
_REPORTED = (
    "主持|强调|表示|指出|要求|出席|参加|带领|带队|负总|亲自|讲话|作了|作出|就|代表|受到|被|说|认为|陪同|宣布|介绍"
    "|部署|牵头|担任|予以|给予|进行|批评|诫勉|党内|政务|当场|任|分别|立案|接警|三次|多次|带头|推诿|退"
)
_COLUMN = re.compile(r"(?:责任|分管|牵头|包案|主管|整改)?(?:领导|负责人|责任人)|联系人|经办人|审核人|填报人")
_COMRADE = re.compile(r"(?<![\u4e00-\u9fff])(?P<name>[\u4e00-\u9fff]{2,3})(?=同志)")
# Surnames that are particles or verbs far more often behind a role (当事人和辩护人, 求助人向所求助).
_PARTICLES = frozenset("和向应管于任时常全能成")
# What goes on after a name: particles, verbs of reporting and doing.
_FOLLOWERS = frozenset(
    "的在于和与及因被向对到从将把称说反举报涉系为是不以等也已未又就家住驾酒醉盗殴持同均曾来去找打给由任后前时诉请求申提死受伤购买卖"
    "租借欠收骑乘拒逃抢骗赌吸贩违犯夫妇某"
)
# A name does not end with one of these: they begin what follows it.
_BEGINNERS = frozenset("的在于和与及因被向对到从将把称说是不也已未又就")
# Everyday words that a surname can begin; names of three characters are listed as words themselves (王小明).
_WORD_SIZES = (2, 3, 4)
_ALREADY = frozenset("某×XＸ*＊")


def persons(folded: str, *, officials: bool = False) -> Iterator[Found]:
    """Names of private persons in width-folded text; with ``officials`` also those of officials."""
    patterns = [_INTRODUCED, _LABELLED, _SEXED, _PUNISHED, *((_OFFICIAL, _COMRADE, _SIGNER) if officials else ())]
    full: set[str] = set()
    short: set[str] = set()
    for pattern in patterns:
        for match in pattern.finditer(folded):
            start = match.start("name")
            strict = pattern is not _LABELLED and pattern is not _SEXED
            exact = len(match["name"]) if pattern in (_SEXED, _PUNISHED) else 0
            length = _name_length(folded, start, strict=strict, exact=exact, reported=pattern in _SURE)
            if not length or (exact and length != exact):
                continue
            yield from (people := [Found(start, start + length, "姓名"), *_beside(folded, start + length, pattern)])
            # Two characters may be an everyday word elsewhere: they count again only where something tells a person.
            _keep(folded, people, full, short)
    if officials:
        yield from (people := list(_columns(folded)))
        _keep(folded, people, full, short)
    for name in sorted(full):
        for match in re.finditer(re.escape(name), folded):
            yield Found(*match.span(), "姓名")
    for name in sorted(short):
        for match in re.finditer(
            rf"(?:(?<![\u4e00-\u9fff])|(?<=[员人长警])){re.escape(name)}(?={_REPORTED}|立案|因)", folded
        ):
            yield Found(*match.span(), "姓名")


# Patterns behind which a report goes on in its own words (大队长宗怀远负总责).
_SURE = (_OFFICIAL, _PUNISHED, _SIGNER, _COMRADE)


def _keep(folded: str, people: list[Found], full: set[str], short: set[str]) -> None:
    """Take down the names, those of two characters apart."""
    for one in people:
        (full if one.end - one.start > 2 else short).add(folded[one.start : one.end])  # noqa: PLR2004 - see above


def _beside(folded: str, end: int, pattern: re.Pattern[str]) -> Iterator[Found]:
    """Further names behind the one that ends there (``民警简维扬、席思衡分别…``, ``作者：伏晓东 米兰芳``)."""
    while pattern in _SURE and (mark := _AND.match(folded, end)):
        length = _name_length(folded, mark.end(), strict=True, reported=True)
        if not length:
            return
        yield Found(mark.end(), mark.end() + length, "姓名")
        end = mark.end() + length


_AND = re.compile(r"[、 和及]")


def _columns(folded: str) -> Iterator[Found]:
    """Names in the columns of a table that are headed 责任领导 or the like."""
    places: list[int] = []
    width = 0
    for line in re.finditer(r"[^\n]*\S[^\n]*", folded):
        cells = line.group().split(" | ")
        if len(cells) > 2 and any(_COLUMN.fullmatch(cell.strip()) for cell in cells):  # noqa: PLR2004 - a table has columns
            places = [at for at, cell in enumerate(cells) if _COLUMN.fullmatch(cell.strip())]
            width = len(cells)
            continue
        if len(cells) != width:
            continue
        for at in places:
            start = line.start() + sum(len(cell) + 3 for cell in cells[:at])
            for name in re.finditer(r"[\u4e00-\u9fff]{2,4}", cells[at]):
                place = start + name.start()
                if _name_length(folded, place, strict=True, exact=len(name.group())) == len(name.group()):
                    yield Found(place, place + len(name.group()), "姓名")


def _name_length(text: str, start: int, *, strict: bool, exact: int = 0, reported: bool = False) -> int:
    """How many characters from ``start`` on are a name; 0 where they are not.

    ``exact`` is the only length that fits (0 for any); ``reported``: a sentence about the person may go on behind the
    name.  ``strict``: what introduces the name may just as well be followed by a verb or noun (群众高度评价), so
    whatever the dictionary knows as another word is no name.
    """
    surname = next((name for name in _COMPOUND if text.startswith(name, start)), None)
    if surname is None:
        if text[start : start + 1] not in SURNAMES and not ((exact or reported) and text[start : start + 1] in _RARE):
            return 0
        surname = text[start]
    given = re.match(r"[\u4e00-\u9fff]{1,2}", text[start + len(surname) :])
    if not given or _ALREADY & set(given[0]):
        return 0
    options = [len(surname) + size for size in range(len(given[0]), 0, -1)]
    told = {one for one in options if reported and re.match(_REPORTED, text[start + one :])}
    # 司徒朗|主持: the shorter name is right where a verb of reporting follows it.
    for length in sorted((one for one in options if not exact or one == exact), key=lambda one: one not in told):
        ended = bool(exact) or length in told
        if _is_name(text, start, length, len(surname), strict=strict, ended=ended):
            return length
    return 0


def _is_name(text: str, start: int, length: int, surname: int, *, strict: bool, ended: bool = False) -> bool:
    """Whether the characters are a whole name: nothing else begins inside it, and something may follow it (``ended``
    tells that it does).
    """
    import rjieba  # noqa: PLC0415 - its dictionary takes 0.2 s to load

    name, after = text[start : start + length], text[start + length : start + length + 1]
    if name[-1] in _BEGINNERS:
        return False
    is_boundary = ended or not ("\u4e00" <= after <= "\u9fff") or after in _FOLLOWERS
    is_double = length - surname > 1
    if is_double and name[-1] in _FOLLOWERS and rjieba.has_word(name[-1] + after):
        return False  # 张三反|映: the last character belongs to what follows
    # 李建国|盗窃: a name of full length may run into a word.
    if not is_boundary and not (is_double and rjieba.has_word(text[start + length : start + length + 2])):
        return False
    if not strict:
        return True
    if surname == 1 and name[0] in _PARTICLES:
        return False
    # 张贴, 安全, 周边: the dictionary marks many everyday words as names, so any word of it is left alone.
    words = [text[start : start + size] for size in _WORD_SIZES if size != length or not is_double]
    return surname > 1 or not any(map(rjieba.has_word, words))
