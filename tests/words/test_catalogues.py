"""Every text of the source has its words in every other language, and they are the field's."""

from __future__ import annotations

import ast
import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages import Message
from babel.messages.extract import extract_from_dir, extract_from_file
from babel.messages.mofile import write_mo

from convviz.player import modules_of, words_of
from convviz.words import SOURCE, languages
from tests.languages import catalog, speaking

ROOT = Path(__file__).parents[2]
KEYWORDS = {
    "say": None,
    "count": (1, 2),
    "term": None,
    "later": None,
    "ExperimentError": None,
    "t": None,
}
METHODS = [("**.py", "python"), ("**/src/*.js", "javascript")]
OPTIONS = {"**/src/*.js": {"parse_template_string": "true"}}
GLOSSARY = ROOT / "tests" / "glossary.tsv"
OTHERS = [name for name in languages() if name != SOURCE]

Key = str | tuple[str, ...]


def source_texts() -> Mapping[Key, set[str]]:
    """Every text of the source, and the files that it stands in."""
    found: dict[Key, set[str]] = defaultdict(set)
    for folder in ("convviz", "pages"):
        for name, _, text, _, _ in extract_from_dir(ROOT / folder, METHODS, OPTIONS, KEYWORDS):
            found[text].add(f"{folder}/{name}")
    for _, text, _, _ in extract_from_file("python", ROOT / "app.py", keywords=KEYWORDS):
        found[text].add("app.py")
    return found


def messages(name: str) -> list[Message]:
    return [message for message in catalog(name) if message.id]


def pairs(name: str) -> Iterator[tuple[str, str]]:
    """Every text with its translation; of a plural, the longer text with each of its forms."""
    for message in messages(name):
        text = message.id if isinstance(message.id, str) else message.id[-1]
        strings = message.string or ()
        for string in [strings] if isinstance(strings, str) else strings:
            yield text, string


@pytest.mark.parametrize("name", OTHERS)
def test_a_catalogue_has_the_texts_of_the_source_and_no_others(name: str) -> None:
    assert {message.id for message in messages(name)} == set(source_texts())


@pytest.mark.parametrize("name", OTHERS)
def test_a_catalogue_knows_what_the_scripts_say(name: str) -> None:
    scripts = {
        text for text, paths in source_texts().items() if any(p.endswith(".js") for p in paths)
    }
    told = {m.id for m in messages(name) if any(path.endswith(".js") for path, _ in m.locations)}
    assert told == scripts != set()


@pytest.mark.parametrize("name", OTHERS)
def test_no_text_is_empty_and_none_is_marked_as_a_guess(name: str) -> None:
    assert not [text for text, string in pairs(name) if not string.strip()]
    assert not [message.id for message in messages(name) if message.fuzzy]


@pytest.mark.parametrize("name", OTHERS)
def test_no_text_is_left_as_it_is_in_the_source_by_accident(name: str) -> None:
    assert not {text for text, string in pairs(name) if text == string and has_words(text)}


@pytest.mark.parametrize("name", OTHERS)
def test_every_text_keeps_its_places_for_values(name: str) -> None:
    def places(text: str) -> set[str]:
        return set(re.findall(r"\{[^{}]*\}", text))

    assert not [(text, string) for text, string in pairs(name) if places(text) != places(string)]


@pytest.mark.parametrize("name", OTHERS)
def test_no_sentence_loses_its_end(name: str) -> None:
    def ends(text: str) -> bool:
        return text.rstrip()[-1:] in tuple(".!?。！？")

    assert not [(text, string) for text, string in pairs(name) if ends(text) != ends(string)]


def test_the_words_are_those_of_the_glossary() -> None:
    with GLOSSARY.open(encoding="utf-8") as file:
        avoided = [row["zh_variant_to_avoid"] for row in csv.DictReader(file, delimiter="\t")]
    avoided = [variant for variant in avoided if variant]
    assert len(avoided) > 15
    found = [
        (variant, string) for variant in avoided for _, string in pairs("zh") if variant in string
    ]
    assert found == []


def test_chinese_is_written_as_chinese() -> None:
    """Full-width signs between Chinese characters, and no blank between them."""
    wrong = re.compile(r"[\u4e00-\u9fff][,;:!?] ?[\u4e00-\u9fff]|[\u4e00-\u9fff] [\u4e00-\u9fff]")
    assert not [string for _, string in pairs("zh") if wrong.search(string)]


def test_another_language_is_one_file_and_what_is_made_of_it() -> None:
    names = {entry.name for entry in files("convviz.words.locale").iterdir() if "zh" in entry.name}
    assert names == {f"{name}.{kind}" for name in OTHERS for kind in ("po", "mo")}


@pytest.mark.parametrize("name", OTHERS)
def test_what_is_read_is_what_is_written(name: str) -> None:
    """`make messages` made it anew after the last change."""
    made = BytesIO()
    write_mo(made, catalog(name))
    assert files("convviz.words.locale").joinpath(f"{name}.mo").read_bytes() == made.getvalue()


@pytest.mark.parametrize("name", OTHERS)
def test_the_scripts_are_told_all_that_they_say(name: str) -> None:
    scripts = {f"convviz/player/src/{script}.js" for script in modules_of("light")}
    texts = {str(text) for text, places in source_texts().items() if places & scripts}
    with speaking(name):
        told = words_of("light")
    assert len(texts) > 80
    assert {text: told.get(text) for text in texts} == {
        text: catalog(name)[text].string for text in texts
    }


def test_no_text_hides_in_another() -> None:
    """The extraction passes over a text in an f-string, and over one that is an f-string."""

    def hides(node: ast.AST) -> bool:
        within = node.args if isinstance(node, ast.Call) and names(node) else []
        calls = ast.walk(node) if isinstance(node, ast.JoinedStr) else []
        return any(isinstance(argument, ast.JoinedStr) for argument in within) or any(
            isinstance(call, ast.Call) and names(call) and isinstance(call.args[0], ast.Constant)
            for call in calls
        )

    def names(call: ast.Call) -> bool:
        return isinstance(call.func, ast.Name) and call.func.id in KEYWORDS

    sources = [path for folder in ("convviz", "pages") for path in (ROOT / folder).rglob("*.py")]
    assert len(sources) > 50
    assert not [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in sources
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.expr) and hides(node)
    ]


def in_scripts(paths: Iterable[str]) -> bool:
    return any(path.endswith(".js") for path in paths)


def has_words(text: str) -> bool:
    """Whether a text says something in English, beside the places for values and the formulas."""
    return bool(re.search(r"[a-z]{3,}", re.sub(r"\{[^{}]*\}|\w+_\w+", "", text)))
