"""Which official document governs a subject, so that a rule that is not held is named instead of a similar one quoted.

The knowledge stands in ``subjects.yaml``.  A phrase of it in a question (``护照``) makes the document that governs it
(护照法) nearly certain.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from kb.errors import SettingsError
from kb.text import fold
from retrieval.names import bare_title

FILE = Path(__file__).with_name("subjects.yaml")

#: The one honour that texts and people leave out at will; the others (公安机关, 国务院) tell titles apart.
_HONOUR = "中华人民共和国"

#: A title of two characters (水法 in 薪水法) is no name by itself; 刑法 and 宪法 stand among the subjects.
_MIN_NAME = 3

#: After a name ending in 法 these make another word of it: 监察法规, 代表法人, 行政处罚法定.
_GOES_ON = frozenset("规律院官治定人制医")

#: Words with which a rule is asked for.
_ASKS = re.compile(
    r"标准|规定|条件|材料|手续|流程|程序|期限|时限|有效期|年龄|上限|下限|限额|额度|比例|距离|面积|人数|依据|权限|种类|等级|哪些|多少|多久|多大|多长|"
    r"几(?:年|天|日|次|个|岁|人|级|分|种|位|平|点|倍|代|克|支|月|块)|第几|谁(?:批|审|决|负责|来|赔|管|出|承担)|找谁|(?:怎么|怎样|如何)|哪里|能不能|能否|可不可以|可以|是否|"
    r"会不会|要不要|用不用|该不该|需要|应当|应该|必须|什么|算不算|罚款|罚多|合法|犯法|允许|准不准|吗|(.)不\1"
)

#: Words with which problems, cases and measures of inspection are asked for; such a question is answered by notices.
_REPORTS = re.compile(
    r"违反|违规|未按|不按|不到位|不规范|不严|不力|不实|不够|不足|薄弱|缺失|(?:的|哪些|什么|类似|突出)问题|问题(?:有|多|较|突出|整改|线索)|整改|反馈|通报|先例|案例|发现(?:了|的|哪|什么)|查摆|举措|措施|"
    r"对策|怎么写|怎么查|怎么改|检查重点|台账|做法|成效|乱象|整治|治理|清理"
)

#: Words of inspection itself.  Who uses them asks for notices, whatever the problem was (旅馆登记不实怎么整改).
_INSPECTS = re.compile(r"整改|巡察|巡视|先例|查摆|反馈|台账|举措|乱象|整治|吃拿卡要")

#: How one asks what others did about a matter, or says that it was badly managed: work is asked about, not the rule
#: (想让歌厅老板自己管自己，路子怎么走; 超载从源头管，有人这么干过吗).  怎么算的 and 怎么定的 ask for the rule.
_PRACTISED = re.compile(
    r"(?:人家|别人|别处|别的地方|兄弟单位)(?:是|都)?(?:怎么|咋)|(?:人家|别人|别处|别的地方|兄弟单位|其他单位)有?(?:啥|什么|哪些|什么样的)(?:好)?(?:措施|办法|做法|招)|有人(?:这么|这样)?(?:干|做|搞|办)过|有(?:没有|无)(?:先例|实践|做法|经验)|"
    r"(?:出|搞|做|干|打掉|查处|处理)过(?:专项|团伙|没|吗)|后来(?:怎么|咋)|收的?场|栽过跟头|路子|经验|摸排|"
    r"(?:怎么|咋|怎样)(?!算|定|规定|罚|判|赔|分|收费|说|讲|写|报|交|办|执行|认定|拘)[^,。?]{1,7}的(?=$|[,。?!])|想(?:靠|办法)|"
    r"(?:怎么|咋)(?:管|抓|治|弄|搞)(?:起来|好|住)|没下文|没人?当回事|不当回事|讲多少遍|屡禁|老有人|老打?输|没人(?:统|牵头)|管得住|"
    r"排长队|两张皮|脱节|搭伙|联手|良莠不齐"
)

#: Who is punished for conduct in office and private life, and how that is asked: the rules on discipline answer
#: (民警炒股怎么处分), not the document that governs the matter itself.
_OFFICIALS = re.compile(
    r"民警|警察|辅警|公务员|公职人员|机关工作人员|国家工作人员|党员|干部|[所局处科队]长|派出所|公安局|分局|所队"
)
_PUNISHED = re.compile(
    r"处分|追责|问责|追究|违纪|记过|撤职|开除|停职|禁闭|诫勉|饭碗|丢了?工作|脱[了下]?警服|扒[^,。]{0,3}警服|还能(?:干|当)"
)
_TREATED = re.compile(r"(?:怎么|怎样|如何)(?:处理|查处|核查|认定|定性)")

#: Business of the relatives of an official: the rules on officials answer, not those on the trade (民警妻子开KTV).
_FAMILY_BUSINESS = re.compile(
    r"(?:老婆|妻子|丈夫|老公|配偶|爱人|子女|儿子|女儿|亲属|亲戚|家属|家人)[^,。;?]{0,10}(?:开[着了设办]?|经营|入股|投资|承包|参股|名下)"
)

#: Staff who are no civil servants: the rules on civil servants do not govern them.
_NO_SERVANTS = re.compile(r"辅警|警务辅助人员|协警|协勤|协管员|文职|编外|合同工|临时工")
_SERVANTS = re.compile(r"公务员|民警|干部")

#: What the police did with a thing or a call: a question with one of these is about procedure, not about the thing
#: (扣押的二手车怎么保管).
_HANDLED = re.compile(
    r"扣押|查扣|收缴|罚没|报警|出警|接警|处警|警情|现场(?:应当|应该|该)?(?:怎么|怎样|如何|咋)?(?:处置|处理|查处)"
)

#: Titles of rules on discipline: their phrases name the conduct itself (通奸, 大操大办).
_DISCIPLINE = re.compile(r"中国共产党|纪律|禁令")

_LOWER = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}


@dataclass(frozen=True, slots=True)
class Document:
    """An official document and the subjects it governs, as described at the head of ``subjects.yaml``."""

    title: str
    short: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    not_in: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Every title under which the subjects count as held: its own, its short ones, those of ``also``."""
        return (self.title, *self.short, *self.also)


class Subject(NamedTuple):
    """A phrase found in a question.

    ``start``/``end`` are offsets into the question, ``phrase`` the words as they stand in ``subjects.yaml``; ``named``
    is True where the document itself was named (护照法), not a subject of it, ``weak`` where the phrase stands under
    ``asked``.
    """

    start: int
    end: int
    phrase: str
    document: Document
    named: bool = False
    weak: bool = False


class Governing(NamedTuple):
    """A document that governs what was asked and is not held: its ``title`` and the ``phrase`` that led to it."""

    title: str
    phrase: str


class _Entry(NamedTuple):
    """A string to look for.  ``document`` is None for a string that only hides the phrases in it."""

    key: str
    phrase: str
    document: Document | None = None
    named: bool = False
    asked: bool = False

    def stands(self, text: str, at: int) -> bool:
        """Whether the string begins here; a name in 法 only where no longer word does."""
        if not text.startswith(self.key, at):
            return False
        return not (self.named and self.key.endswith("法") and text[at + len(self.key) :][:1] in _GOES_ON)


def _key(text: str) -> str:
    """How phrases and questions are compared: half width, small letters; the length stays."""
    return fold(text).translate(_LOWER)


def _core(title: str) -> str:
    """A title as it is compared: without marks, version and 中华人民共和国."""
    return fold(bare_title(title)).removeprefix(_HONOUR)


def holding(titles: Iterable[str]) -> Callable[[str], bool]:
    """A ``held`` for :meth:`Subjects.missing`: whether a title is one of these, version and honour left out."""
    cores = {_core(title) for title in titles}
    return lambda title: _core(title) in cores


def asks_for_rule(question: str) -> bool:
    """Whether a question asks what a rule says, and not for problems, cases or measures."""
    folded = fold(question)
    return bool(_ASKS.search(folded)) and not _REPORTS.search(folded)


def _told_by_others(question: str, entry: _Entry) -> bool:
    """Whether notices or rules on discipline answer a question in which a phrase says only what it was about."""
    rest = question.replace(entry.key, " ")
    if _INSPECTS.search(rest) or _PRACTISED.search(rest) or (entry.asked and _HANDLED.search(rest)):
        return True
    if entry.document and "公务员" in entry.document.title and _NO_SERVANTS.search(rest) and not _SERVANTS.search(rest):
        return True
    if not _OFFICIALS.search(rest) or _OFFICIALS.search(entry.key):
        return False
    if entry.document and _DISCIPLINE.search(entry.document.title):
        return False
    if _FAMILY_BUSINESS.search(question):
        return True
    return bool(_PUNISHED.search(rest) or (entry.asked and _TREATED.search(rest)))


class Subjects:
    """Finds the subjects of questions; see :func:`subjects` for those kept with the product."""

    def __init__(self, documents: Iterable[Document]) -> None:
        """Raises SettingsError if a phrase stands under two documents, or in two lists of one."""
        self.documents = tuple(documents)
        entries: dict[str, _Entry] = {}
        for entry in _phrases(self.documents):
            known = entries.setdefault(entry.key, entry)
            if known is not entry:
                raise SettingsError(_twice(known, entry))
        for entry in _names(self.documents):
            entries.setdefault(entry.key, entry)
        # By the first two characters, so that finds may overlap, which one alternation over all strings would not
        # give: 0.7 ms a question of 90 characters with 12,000 strings.
        self._starts: dict[str, list[_Entry]] = {}
        for entry in sorted(entries.values(), key=lambda entry: -len(entry.key)):
            self._starts.setdefault(entry.key[:2], []).append(entry)

    def find(self, question: str) -> tuple[Subject, ...]:
        """The subjects of a question in order; a phrase inside a longer one found there does not count."""
        text = _key(question)
        asking = asks_for_rule(question)
        found: list[Subject] = []
        covered = 0
        for at in range(len(text) - 1):
            entry = next((entry for entry in self._starts.get(text[at : at + 2], ()) if entry.stands(text, at)), None)
            if entry is None or at + len(entry.key) <= covered:
                continue
            covered = at + len(entry.key)
            if not entry.document or (entry.asked and not asking):
                continue
            if entry.named or not _told_by_others(text, entry):
                found.append(Subject(at, covered, entry.phrase, entry.document, entry.named, entry.asked))
        return tuple(found)

    def missing(self, question: str, held: Callable[[str], bool]) -> tuple[Governing, ...]:
        """The documents governing subjects of the question that are not held, in the order of the question.

        A word of ``asked`` yields to a phrase or name of a held document (吸毒拘留多少天: the law on penalties is
        held).  A document counts as held if ``held`` says so of its title, a short one or one of ``also``, with or
        without 中华人民共和国.
        """
        first: dict[str, Governing] = {}
        found = self.find(question)
        known = {subject.document.title: any(map(held, _written(subject.document))) for subject in found}
        surely = any(known[subject.document.title] and not subject.weak for subject in found)
        for subject in found:
            document = subject.document
            if document.title not in first and not known[document.title] and not (subject.weak and surely):
                first[document.title] = Governing(document.title, subject.phrase)
        return tuple(first.values())


def _written(document: Document) -> Iterator[str]:
    """The names of a document in the ways they are written."""
    for name in document.names:
        bare = bare_title(name)
        yield from dict.fromkeys((name, bare, bare.removeprefix(_HONOUR)))


def _phrases(documents: Iterable[Document]) -> Iterator[_Entry]:
    """The phrases of all documents and the strings that hide them."""
    for document in documents:
        for phrase in document.subjects:
            yield _Entry(_key(phrase), phrase, document)
        for phrase in document.asked:
            yield _Entry(_key(phrase), phrase, document, asked=True)
        for string in document.not_in:
            yield _Entry(_key(string), string)


def _names(documents: tuple[Document, ...]) -> Iterator[_Entry]:
    """The names of all documents: titles, then short ones, then those without a place of their own; the first wins."""
    ranks = (lambda document: (document.title,), lambda document: document.short, lambda document: document.also)
    for names in ranks:
        for document in documents:
            for name in names(document):
                for form in dict.fromkeys((bare_title(name).removeprefix(_HONOUR), name)):
                    if len(form) >= _MIN_NAME:
                        yield _Entry(_key(form), form, document, named=True)


def _twice(known: _Entry, entry: _Entry) -> str:
    """What is wrong with a phrase that stands in two places."""
    places = [place.document.title if place.document else "not_in" for place in (known, entry)]
    return f"主题词“{entry.phrase}”重复：《{places[0]}》与《{places[1]}》，请只保留一处。"


def load_documents(path: Path = FILE) -> tuple[Document, ...]:
    """Read a file of the form described at the head of ``subjects.yaml``; raises SettingsError if it has another."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        listed = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - a safe loader either way
        return tuple(_document(item) for item in listed)
    except (OSError, UnicodeDecodeError, yaml.YAMLError, TypeError, KeyError, AttributeError) as error:
        message = f"无法读取主题表 {path.name}：{error}。请检查文件格式。"
        raise SettingsError(message) from error


def _document(item: dict[str, Any]) -> Document:
    """One item of the file; every word must be text."""
    lists = {name: tuple(item.get(name) or ()) for name in ("short", "also", "subjects", "asked", "not_in")}
    for word in (item["title"], *(word for words in lists.values() for word in words)):
        if not isinstance(word, str):
            message = f"{item['title']}：{word!r} 不是文字，请加引号"
            raise TypeError(message)
    unknown = item.keys() - lists.keys() - {"title"}
    if unknown:
        message = f"{item['title']}：不认识的字段 {'、'.join(sorted(unknown))}"
        raise KeyError(message)
    return Document(item["title"], **lists)


@cache
def subjects() -> Subjects:
    """The subjects kept with the product, read once."""
    return Subjects(load_documents())
