"""Words in the language in use, and what is drawn and written with them in Chinese."""

import contextvars
import copy
import pickle
import re
import threading
import xml.etree.ElementTree as ET
from collections.abc import Callable

import numpy as np
import pytest

from convviz import words
from convviz.core.arguments import ExperimentError
from convviz.core.cost import layer_of
from convviz.core.experiment import Experiment
from convviz.core.network import Layer, Network
from convviz.drawing.scenes import SCENES
from convviz.drawing.style import text_width
from convviz.lessons.comparisons import COMPARISONS, Comparison
from convviz.lessons.examples.preset import Preset
from convviz.lessons.presets import PRESETS, presets
from convviz.listings.cost import cost_listing
from convviz.listings.experiment import listing, trace
from convviz.listings.network import network_listing
from convviz.listings.pooling import pooling_listing
from convviz.listings.program import LANGUAGES
from convviz.playback.animation import animate
from convviz.playback.film import Film
from convviz.playback.receptive_field import FieldAnimation
from convviz.player import lecture_js, player_js, words_of
from convviz.words import count, follow, kept, kept_by, language, say, tag, term, use
from tests.languages import english, is_chinese, speaking

EXAMPLES = presets()
NUMBER = re.compile(r"\d[\d,.]*\d|\d")
NETWORKS = (
    Network(9, [Layer(3, stride=2), Layer(3)]),
    Network((8, 7), [Layer((3, 2), padding=1, dilation=(2, 1)), Layer(2), Layer(1)]),
)


def test_the_source_is_english_and_a_text_takes_its_values() -> None:
    assert language() == "en" and tag() == "en"
    assert say("{name}: all zero", name="X") == "X: all zero"
    assert say("{size:,} of {size!r}", size=1234) == "1,234 of 1234"
    assert say("braces {stay} without values") == "braces {stay} without values"
    assert term("{name}: all zero") == "{name}: all zero"


def test_a_text_is_said_in_chinese_and_one_without_a_translation_as_it_is() -> None:
    with speaking("zh"):
        assert language() == "zh" and tag() == "zh-Hans"
        assert say("{name}: all zero", name="X") == "X：全为0"
        assert say("nobody translated {this}", this=1) == "nobody translated 1"
    assert say("{name}: all zero", name="X") == "X: all zero"


def test_a_number_chooses_the_form() -> None:
    forms = ("row {which} never read", "rows {which} never read")
    assert count(*forms, 1, which="6") == "row 6 never read"
    assert count(*forms, 2, which="6, 7") == "rows 6, 7 never read"
    assert count("{n} of {all}", "{n} of all {all}", 2, all=3) == "2 of all 3"
    with speaking("zh"):
        assert {count(*forms, n, which="6") for n in (0, 1, 2)} == {"行6（从0数起）从未被读取"}


def test_an_unknown_language_is_refused_and_changes_nothing() -> None:
    with speaking("zh"), pytest.raises(ValueError, match=r"no language 'xx'.*en.*zh"):
        use("xx")
    with speaking("zh"):
        with pytest.raises(ValueError, match="xx"):
            use("xx")
        assert language() == "zh"


def test_who_asks_is_followed_until_a_language_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "_ask", words._ask)  # so that it is put back
    answer = "zh"
    follow(lambda: answer)
    assert language() == "zh"
    with speaking("en"):
        assert language() == "en"
    answer = "en"
    assert language() == "en"


def test_a_language_is_that_of_its_thread_and_of_its_context() -> None:
    heard: dict[str, str] = {}

    def talk(name: str, chosen: str | None, others: threading.Barrier) -> None:
        if chosen:
            use(chosen)
        others.wait(timeout=10)  # all have chosen
        heard[name] = say("products")

    together = threading.Barrier(3)
    everybody = (("chinese", "zh"), ("english", "en"), ("silent", None))
    threads = [threading.Thread(target=talk, args=(*each, together)) for each in everybody]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert heard == {"chinese": "乘积", "english": "products", "silent": "products"}

    inner = contextvars.copy_context()
    inner.run(use, "zh")
    assert inner.run(language) == "zh" and language() == "en"


def test_what_is_kept_is_kept_for_each_language() -> None:
    calls = []

    @kept(maxsize=8)
    def written(number: int, *, unit: str = "") -> str:
        """Say a number."""
        calls.append(number)
        return f"{say('products')} {number}{unit}"

    for _ in range(2):
        assert written(3) == "products 3"
        with speaking("zh"):
            assert written(3) == "乘积 3"
    assert written(3, unit="px") == "products 3px"
    assert calls == [3, 3, 3]
    assert written.__doc__ == "Say a number."


def test_what_an_object_keeps_it_keeps_for_each_language() -> None:
    class Speaker:
        made = 0

        @property
        @kept_by
        def text(self) -> list[str]:
            self.made += 1
            return [say("products")]

    one, other = Speaker(), Speaker()
    first = one.text
    with speaking("zh"):
        assert one.text == ["乘积"] and one.text is one.text
    assert one.text is first == ["products"] and one.made == 2
    assert other.text == first and other.text is not first


@pytest.mark.parametrize(("name", "source"), [("player", player_js), ("lecture", lecture_js)])
def test_scripts_are_told_their_words(name: str, source: Callable[[], str]) -> None:
    assert words_of(name) == {}
    with speaking("zh"):
        told = words_of(name)
    assert len(told) > 30
    # Signs beyond ASCII are escaped there.
    script = re.sub(r"\\(?:x(..)|u(....))", lambda m: chr(int(m[1] or m[2], 16)), source())
    assert all(text in script for text in told)


def test_a_refusal_is_said_in_the_language_that_it_is_read_in() -> None:
    error = ExperimentError("Layer {number}: {reason}", number=2, reason="{x}")
    assert str(error) == "Layer 2: {x}"
    with speaking("zh"):
        assert str(error) == str(error.message) == "第2层：{x}"
    for made in (copy.copy(error), pickle.loads(pickle.dumps(error))):
        assert type(made) is ExperimentError and str(made) == str(error)


def test_a_chinese_character_is_as_wide_as_the_type_is_high() -> None:
    assert text_width("输入，") == 3
    assert text_width("K输") == 1 + text_width("K")


def test_an_animation_speaks_the_language_in_use() -> None:
    animation = animate(EXAMPLES["d2l_two_in"])
    first = animation.still(0), animation.payload()
    with speaking("zh"):
        assert "乘积" in animation.still(0) and "products" not in animation.still(0)
        payload = animation.payload()
    assert payload["lang"] == "zh-Hans" and payload["words"]["Play"] == "播放"
    assert payload["layout"] != first[1]["layout"]  # a stage that holds the one draws the other
    assert payload["grains"] == {"product": "乘积", "channel": "通道", "window": "窗口"}
    assert (animation.still(0), animation.payload()) == first


def films() -> list[Film]:
    """Every scene of every example that it can show, and the receptive fields."""
    shown: list[Film] = []
    for preset in PRESETS:
        for scene in SCENES:
            try:
                shown.append(animate(preset.experiment, scene))
            except ExperimentError:
                continue  # another scene shows it
    bordered = EXAMPLES["padding_stride"].replace(padding_mode="circular")
    shown += [animate(bordered, "geometry"), animate(EXAMPLES["grey_709"], "matrix")]
    return [*shown, *(FieldAnimation(network, "product") for network in NETWORKS)]


def test_pictures_in_chinese_have_no_english_word() -> None:
    said: set[str] = set()
    with speaking("zh"):
        for film in films():
            last = len(film.moments) - 1
            for step in {0, len(film.stops[film.granularity]) - 1, last}:
                root = ET.fromstring(film.still(step))
                said.add(root.get("aria-label", ""))
                texts = (e for e in root.iter() if not e.tag.endswith("style"))
                said |= {text for e in texts if (text := (e.text or "").strip())}
    wrong = {text: found for text in said if (found := english(re.sub(r"\de−?\d", "", text)))}
    assert wrong == {}
    assert sum(map(is_chinese, said)) > 40


@pytest.mark.parametrize("each", [*PRESETS, *COMPARISONS], ids=lambda each: each.name)
def test_titles_and_notes_in_chinese(each: Preset | Comparison) -> None:
    title, note = each.title, each.note
    with speaking("zh"):
        assert is_chinese(say(title)) and is_chinese(say(note))
        assert english(say(title)) | english(say(note)) == set()
        assert say(note).endswith("。")
    for text in (title, note):
        with speaking("zh"):
            translated = say(text)
        assert set(NUMBER.findall(text)) <= set(NUMBER.findall(translated))


def test_names_of_designs_in_chinese() -> None:
    names = {name for comparison in COMPARISONS for name in comparison.designs}
    with speaking("zh"):
        assert {name for name in names if english(say(name))} == set()


def test_programs_in_chinese_differ_in_their_comments_only() -> None:
    def programs() -> list[str]:
        made = [
            listing(EXAMPLES[name], each)
            for each in LANGUAGES
            for name in ("d2l_three_out", "pool_uneven", "groups_2")
        ]
        for each in set(LANGUAGES) - {"loops"}:
            made += [network_listing(network, each) for network in NETWORKS]
            made.append(cost_listing((layer_of(EXAMPLES["uneven_stride"]),), each))
            dilated = EXAMPLES["dilation_2"].replace(stride=2)
            made.append(cost_listing((layer_of(dilated),), each))
        return made + [pooling_listing(EXAMPLES["pool_uneven"], "max", each) for each in LANGUAGES]

    def parted(programs: list[str]) -> tuple[list[str], set[str]]:
        comments = {said for text in programs for said in re.findall(r"# (.*)", text)}
        return [re.sub(r" *# .*", "", text) for text in programs], comments

    code, english_comments = parted(programs())
    with speaking("zh"):
        same, comments = parted(programs())
        loops = listing(EXAMPLES["groups_2"], "loops")
        traced = trace(EXAMPLES["groups_2"], loops)
    assert same == code
    assert traced == trace(EXAMPLES["groups_2"], listing(EXAMPLES["groups_2"], "loops"))
    told = {said for said in english_comments if english(said)}
    assert len(told) > 15
    assert len({said for said in comments if is_chinese(said)}) == len(told)
    assert {said for said in comments if english(said)} == set()


def test_a_name_with_braces_does_no_harm() -> None:
    with speaking("zh"), pytest.raises(ExperimentError, match=r"\{\}"):
        Experiment(np.ones((1, 2, 2)), np.ones((1, 1, 1, 1)), padding_mode="{}")
