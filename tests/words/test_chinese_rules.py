"""What Chinese readers of the field take for something else, and is therefore never written."""

from __future__ import annotations

import re

import pytest

from convviz.words import say
from tests.languages import catalog, speaking

TEXTS = [
    text
    for message in catalog("zh")
    if message.id
    for text in ([message.string] if isinstance(message.string, str) else message.string or ())
]

# What it says to a reader, and how it looks.
MISREAD = {
    "adding, where outputs are stacked": r"叠加",
    "filled with ones, where the padding is 1 wide": r"填充[0-9{](?!行|列)",
    "a stride or dilation as an ordinal": r"(步幅|膨胀)[0-9{]",
    "counting from 1, where indices start at 0": r"第\{(row|column|which|c|o)\}",
    "a program's framework, where a loop is a choice too": r"框架|普通循环",
    "averaging across channels": r"对各通道求平均",
    "a multiple below 1": r"0\.\d+倍",
    "a sign in the place of a verb": r"[\u4e00-\u9fff][×÷] ?\d",
    "a product with blanks": r"[0-9}] × [0-9{]",
    "a Latin bracket around Chinese": r"(?<!⌊)(?<!· )\([^()]*[\u4e00-\u9fff][^()]*\)",
    "a name for a count": r"(输入|输出)通道C_",
    "a kernel for one of its sides": r"(卷积核|窗口)k(_|$)",
}


def test_there_is_something_to_read() -> None:
    assert len(TEXTS) > 500


@pytest.mark.parametrize("says", MISREAD)
def test_no_text_can_be_misread(says: str) -> None:
    assert [text for text in TEXTS if re.search(MISREAD[says], text)] == []


def test_what_is_stacked_is_not_added() -> None:
    with speaking("zh"):
        assert say("stack") == "堆叠"
        assert "在每个通道内分别求平均" in say(
            "Pooling has no weights to learn: the input and the window size stay, "
            "the kernel became the average of each channel."
        )
