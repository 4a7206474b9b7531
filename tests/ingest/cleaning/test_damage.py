"""Damaged characters: repaired where the text proves what stood there, flagged where it does not."""

from __future__ import annotations

import pytest

from ingest.cleaning import clean
from ingest.cleaning.punctuation import full_stops
from ingest.readers.base import RawText

CONTEXT = "各级党组织要确保工作落实，确保责任到位，对发现的问题及时整改，问题整改不到位的要问责，严肃问责。"


def cleaned(text: str) -> str:
    """The clean text."""
    return clean(RawText(text)).text


def garble(text: str, at: int) -> str:
    """Lose the first byte of character ``at`` in GBK and read on out of step, as copying programs do."""
    return text[:at] + "?" + text[at:].encode("gbk")[1:].decode("gbk")


def test_a_lost_byte_is_restored_from_context() -> None:
    """The characters behind the lost byte follow from the bytes, the halved one from a word the text uses."""
    passage = "必须确保执法办案A类单位全部整改。"
    broken = garble(passage, 3)
    assert "执法" not in broken
    result = clean(RawText(CONTEXT + broken))
    assert result.text == CONTEXT + passage
    assert [edit.rule for edit in result.edits] == ["乱码修复"]
    assert result.edits[0].certain


def test_what_cannot_be_proved_is_flagged() -> None:
    """A halved character that no word of the text explains becomes the sign for a lost one, marked as doubtful."""
    broken = garble("由纪检执法办案A类单位全部整改。", 1)
    result = clean(RawText(CONTEXT + broken))
    doubtful = [edit for edit in result.edits if not edit.certain]
    assert "□" in result.text or broken in result.text
    assert all("□" in edit.after for edit in doubtful)


@pytest.mark.parametrize(
    "text",
    [
        "为什么整改不到位?要从思想上找原因,是不是责任没有压实?是不是制度没有落实?请各单位认真对照检查。",
        "学习了吗?整改了吗?达标了吗?都要回答。",
        "到底应当怎么办?民警张贴公告后,群众满意吗?",
    ],
)
def test_real_questions_stay(text: str) -> None:
    """A question mark in sound text is a question mark."""
    result = clean(RawText(CONTEXT + text))
    assert result.text == CONTEXT + text
    assert not result.edits


@pytest.mark.parametrize(
    ("source", "target"),
    [("cp1252", "utf-8"), ("latin-1", "utf-8"), ("latin-1", "gb18030"), ("gb18030", "utf-8")],
)
def test_wrong_decoding_is_undone(source: str, target: str) -> None:
    """A passage in UTF-8 or GBK that was read as something else is read again."""
    passage = "公安机关巡察整改工作情况通报"
    try:
        broken = passage.encode(target).decode(source)
    except UnicodeDecodeError:
        pytest.skip("these bytes have no such reading")
    assert cleaned(f"abc {broken}") == f"abc {passage}"


def test_unrecoverable_signs_are_counted() -> None:
    """锟斤拷 stands for two lost characters each time; nothing is invented for them."""
    result = clean(RawText("整改锟斤拷锟斤拷情况"))
    assert result.text == "整改□□□□情况"
    assert not result.edits[0].certain


def test_lost_list_marks_become_line_breaks() -> None:
    """A question mark that repeatedly stands before the same words behind a full stop was a list mark."""
    text = "总体情况。?要点1:学习不深入。?要点2:整改不到位?要点3:制度不健全。"
    assert cleaned(text) == "总体情况。\n要点1:学习不深入。\n要点2:整改不到位\n要点3:制度不健全。"


def test_injected_pinyin_goes_and_explained_readings_stay() -> None:
    """Pinyin behind every few characters is noise; a single explained reading is content."""
    noisy = "實(shí)施整改,開(kāi)展檢(jiǎn)查,強(qiáng)化責(zé)任,嚴(yán)肅紀(jì)律,完善機(jī)制,推動(dòng)落實(shí)。"
    assert cleaned(noisy) == "实施整改,开展检查,强化责任,严肃纪律,完善机制,推动落实。"
    explained = "涪(fú)陵区公安局" + "整改工作有序推进。" * 20
    assert cleaned(explained) == explained


def test_traditional_documents_are_converted_and_single_characters_are_not() -> None:
    """A traditional document becomes simplified, phrases and 著/着 included; a name with one old character stays."""
    assert cleaned("隨著整改深入,乾部隊伍建設顯著加強,著作權得到保護,皇后鎮派出所堅持著。") == (
        "随着整改深入,干部队伍建设显著加强,著作权得到保护,皇后镇派出所坚持着。"
    )
    name = "整改工作由李喆、王堃负责，會" + "整改工作有序推进。" * 20
    assert cleaned(name) == name


def test_single_characters() -> None:
    """Invisible signs go, radicals of PDF fonts become characters, wide digits and letters stay."""
    assert cleaned("\ufeff整\u200b改\u00ad情\u2060况") == "整改情况"
    assert cleaned("⼀、⼯作⽬标") == "一、工作目标"
    assert cleaned("处臵措施") == "处置措施"
    assert cleaned("２０２４年ＡＢ类") == "２０２４年ＡＢ类"


@pytest.mark.parametrize(
    ("piece", "times", "kind"), [("?", 20_000, "txt"), ("<!--", 20_000, "md"), ("?暗栋炎印崩", 3_000, "txt")]
)
@pytest.mark.timeout(60)
def test_hostile_texts_take_linear_time(piece: str, times: int, kind: str) -> None:
    """Repetitions that invite every repair at every place are cleaned in seconds, not hours."""
    assert clean(RawText(piece * times, format=kind)).text is not None


def test_half_width_full_stops() -> None:
    """A text that ends its sentences with half-width stops gets full ones; numbers of headings keep theirs."""
    text = "一.总则\n已完成.开展学习6期.\n基本完成.纠正3起.\n"
    changes = list(full_stops(text))
    assert [text[change.start - 1] for change in changes] == ["成", "期", "成", "起"]
    assert list(full_stops("已完成.另有一事。此外无事。")) == []
