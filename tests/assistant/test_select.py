"""What is quoted of an article: whole sentences with their exceptions, items with the head of their list."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import phrases
from assistant.select import LONG, SHORT, Excerpt, completed, decisive, excerpts
from assistant.wanted import Wanted, wanted
from kb.model import Span
from kb.tokens import tokenize
from tests.assistant.test_answers import passage

FILLER = "哨所每季度整理一次内务并登记在册，登记簿由哨长保管备查。"


def weights(*words: str) -> dict[str, float]:
    """Every token of the words counts 1."""
    return {token: 1.0 for word in words for token in tokenize(word)}


def quoted(text: str, terms: dict[str, float], question: str = "") -> list[str]:
    """The words of the excerpts."""
    stored = passage(text)
    return [cut(text, excerpt) for excerpt in excerpts(stored, terms, wanted=wanted(question))]


def cut(text: str, excerpt: Excerpt) -> str:
    """The words of an excerpt of a passage that starts at 100."""
    return text[excerpt.span.start - 100 : excerpt.span.end - 100]


def test_a_sentence_is_quoted_to_its_full_stop() -> None:
    """What is milder stands in front of the semicolon, what is graver behind: neither is quoted alone."""
    rule = "私用哨具的，予以提醒或者约谈；情节严重的，予以调离。"
    text = f"第三条 {FILLER * 4}{rule}{FILLER}"
    assert quoted(text, weights("严重", "调离")) == [rule]


HEAD = "值守人员有下列行为之一的，予以提醒；情节较重的，予以约谈；情节严重的，予以调离："
ITEMS = ["（一）当班饮茶误事的；", "（二）聚众斗蛐蛐的；", "（三）擅自出借哨具的；", "（四）其他违反值守纪律的行为。"]


def test_a_list_that_fits_is_quoted_whole() -> None:
    """An item comes with the whole head, from the mildest consequence on, and with its neighbours."""
    listed = "\n\n".join([HEAD, *ITEMS])
    text = f"第三条 {FILLER * 3}\n\n{listed}\n\n{FILLER}"
    assert quoted(text, weights("蛐蛐")) == [listed]


LONG_ITEMS = [
    f"（{'一二三四五六七八九十'[at]}）在{place}值守时未按规定查验出入人员证件、登记出入时间和随身物品，造成隐患的；"
    for at, place in enumerate(["东门", "西门", "南门", "北门", "灯塔", "水闸", "货栈", "渡口", "粮仓", "角楼"])
]


def long_list(count: int) -> str:
    """An article with a list of so many long items."""
    return "第三条 " + "\n\n".join([HEAD, *LONG_ITEMS[:count]])


def test_what_is_left_out_of_a_list_is_told() -> None:
    """Of a long list the head and the item that matters are quoted; the items left out are counted."""
    text = long_list(10)
    head, item = excerpts(passage(text), weights("水闸"))
    assert cut(text, head) == HEAD
    assert cut(text, item) == LONG_ITEMS[5]
    assert (item.before, item.after, item.total) == (5, 4, 10)
    assert phrases.is_fixed(phrases.left_out(item.before))
    assert phrases.is_fixed(phrases.left_out_behind(item.after, item.total))


def test_a_list_that_was_asked_for_is_given_at_length() -> None:
    """哪些 brings the head with all items where they fit, else the first ones with the count of the others."""
    terms = weights("值守人员", "提醒")
    fitting = long_list(7)
    assert SHORT < len(fitting) <= LONG
    (whole,) = excerpts(passage(fitting), terms, wanted=wanted("哪些情形予以提醒"))
    assert cut(fitting, whole) == fitting.removeprefix("第三条 ")
    longer = long_list(10)
    first, *others = excerpts(passage(longer), terms, wanted=wanted("哪些情形予以提醒"))
    assert cut(longer, first).startswith(HEAD + "\n\n" + LONG_ITEMS[0])
    last = (others or [first])[-1]
    assert 0 < last.after < last.total == 10


@pytest.mark.parametrize("question", ["", "哪些情形予以提醒", "最长多少天"])
@pytest.mark.parametrize("count", [2, 4, 7, 10])
@pytest.mark.parametrize("words", ["水闸", "约谈", "证件 登记", "角楼 东门", "无关"])
def test_no_head_without_items(question: str, count: int, words: str) -> None:
    """Whatever is asked, a head is followed by an item of its list, and an item has its head in front."""
    found = quoted(long_list(count), weights(*words.split()), question)
    assert found[0].startswith(HEAD)
    assert not found[-1].endswith("：")


def test_a_list_in_the_second_paragraph() -> None:
    """A list of the second 款 begins with its own sentence, not with the first 款 nor with its last semicolon."""
    second = "哨所遇有下列情况，应当立即上报；来不及的，先行处置：\n\n(一)水位骤涨的；\n\n(二)灯塔熄灭的。"
    text = f"第三条 {FILLER * 4}\n\n{second}"
    assert quoted(text, weights("灯塔")) == [second]


def test_a_list_behind_but() -> None:
    """A head that begins with 但是 is quoted with the sentence that it restricts."""
    rule = "押金应当交到财务室。但是，有下列情形之一的，哨长可以当场收取：\n\n(一)不足十元的；\n\n(二)夜间到哨的。"
    text = f"第三条 {FILLER * 4}{rule}"
    assert quoted(text, weights("夜间", "收取")) == [rule]


@pytest.mark.parametrize(
    "exception",
    [
        "但灯塔值守除外。",
        "但是，经哨长同意的，可以离岗。",
        "在特殊情况下，可以由他人代班。",
        "确需离岗的，应当找人代班。",
        "情况复杂的，由哨长决定。",
        "有下列情形的除外：\n\n(一)患病的；\n\n(二)换岗的。",
    ],
)
def test_exceptions_come_along(exception: str) -> None:
    """The exception behind a rule is quoted with it, though it shares no word with the question."""
    text = f"第三条 {FILLER * 4}当班期间不得擅自离岗饮水。{exception}\n\n{FILLER}"
    assert quoted(text, weights("饮水")) == [f"当班期间不得擅自离岗饮水。{exception}"]


def test_a_longer_limit_comes_along() -> None:
    """多久 brings the limit and every sentence that makes it longer, also of another 款, not what stands between."""
    limit = "看护时间不得超过三日。在特殊情况下，可以延长一次，延长时间不得超过二日。"
    again = "看护对象身份不明，依照前款规定期限届满仍不能查清的，经总哨批准，可以再延长四日。"
    text = f"第三条 {limit}{FILLER * 3}\n\n{again}\n\n{FILLER}"
    assert quoted(text, weights("看护", "时间"), "看护最长多久") == [limit, again]


@pytest.mark.parametrize(
    ("question", "decides"),
    [
        ("换岗手续要多少天办完", "换岗手续自收到申请之日起五日内办结。"),
        ("换岗手续要交多少钱", "换岗手续费为二百元。"),
        ("换岗手续要几个人在场", "换岗手续应当有两名哨员在场。"),
    ],
)
def test_figures_of_the_kind_asked_for(question: str, decides: str) -> None:
    """The sentence with a figure of the kind asked for comes first, before one that holds more of the words."""
    others = "换岗手续费为二百元。", "换岗手续自收到申请之日起五日内办结。", "换岗手续应当有两名哨员在场。"
    text = f"第三条 换岗手续办完之后，要交回换岗手续的存根。{FILLER * 3}" + FILLER.join(others)
    assert quoted(text, weights("换岗", "手续", "办完", "交", "要"), question)[0] == decides


def test_amounts_are_explained_behind_the_list() -> None:
    """前款第二项 is quoted with the list that it explains."""
    text = (
        "第三条 哨所作出下列决定之前，应当告知当事人有权陈述：\n\n(一)停岗；\n\n(二)较大数额的赔付；\n\n(三)调离。\n\n"
        f"前款第二项所称较大数额，是指对个人三百元以上，对班组九百元以上。\n\n{FILLER * 4}"
    )
    found = quoted(text, weights("赔付", "陈述"), "赔付多少钱以上可以陈述")
    assert len(found) == 1
    assert found[0].startswith("哨所作出下列决定")
    assert found[0].endswith("九百元以上。")


def test_little_is_not_cut_off() -> None:
    """An article of which only a short sentence would be left out is quoted whole."""
    text = (
        "第三条 哨员对换岗决定不服的，可以在接到决定之日起三日内向总哨提出复核申请，说明理由并附上有关材料。\n\n"
        "总哨对不服换岗决定的复核申请，应当自收到之日起七日内作出是否撤销换岗决定的答复，并书面告知哨员本人。\n\n"
        "其间照常值守。\n\n"
        "总哨认为换岗决定确有错误的，应当撤销，并说明情况。"
    )
    assert quoted(text, weights("不服", "换岗", "决定", "复核")) == [text.removeprefix("第三条 ")]


def test_a_quote_taken_by_itself_is_completed() -> None:
    """An item collected for a draft gets the head of its list, a head its items; anything else stays as it is."""
    text = f"第三条 {FILLER}{HEAD}\n\n" + "\n\n".join(ITEMS) + f"\n\n{FILLER}"
    stored = passage(text)

    def place(words: str) -> Span:
        return Span(100 + text.index(words), 100 + text.index(words) + len(words))

    assert completed(stored, place(ITEMS[2])) == [place(HEAD), place(ITEMS[2])]
    assert completed(stored, place(HEAD)) == [place("\n\n".join([HEAD, *ITEMS]))]
    for words in (FILLER, f"{HEAD}\n\n{ITEMS[0]}"):
        assert completed(stored, place(words)) == [place(words)]


@given(
    st.lists(
        st.sampled_from(
            [
                FILLER,
                HEAD + "\n",
                *(item + "\n" for item in ITEMS),
                "但夜间除外。",
                "前款第一项由哨长认定。",
                "最长三日；",
                "\n",
            ]
        ),
        max_size=14,
    ),
    st.dictionaries(st.sampled_from(tokenize(FILLER + "蛐蛐 夜间 三日 提醒")), st.floats(0, 5), max_size=5),
    st.sampled_from([Wanted(), Wanted(listing=True), Wanted(figures=frozenset({"time"}))]),
)
def test_quotes_of_any_article_are_whole(pieces: list[str], terms: dict[str, float], asked_for: Wanted) -> None:
    """Of any mixture of sentences, lists and exceptions, quotes lie apart inside the passage and begin where a sentence
    or an item begins.
    """
    text = "第三条 " + "".join(pieces)
    stored = passage(text)
    found = decisive(stored, terms, wanted=asked_for)
    assert found
    taken = [text[span.start - 100 : span.end - 100] for span in found]
    assert all(a.end <= b.start for a, b in pairwise(found))
    for span, words in zip(found, taken, strict=True):
        front = text[: span.start - 100].rstrip()
        new_line = "\n" in text[len(front) : span.start - 100]
        assert front in ("", "第三条") or front[-1] == "。" or new_line or (front[-1] in "：；" and words[0] == "（")
