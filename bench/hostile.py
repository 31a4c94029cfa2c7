"""Requests that were changed on their way, at the limits of the pages: `python -m bench.hostile`.

Each is a real one with something of it replaced, taken out, cut or doubled. The route answers all
of them; here it is measured how long that takes, and what it leaves in memory.
"""

from __future__ import annotations

import json
import random
import resource
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any, Final

import numpy as np

from convviz.core.arguments import ExperimentError
from convviz.core.experiment import Experiment
from convviz.lessons.content import begun, written
from convviz.lessons.course import LESSONS
from convviz.lessons.lesson import OPTIONS
from convviz.lessons.presets import NAMES
from convviz.web.change import respond_to

COUNT: Final = 10_000
JUNK: Final[tuple[Any, ...]] = (
    *(None, True, -1, 0, 10**400, 1e308, float("nan"), "", "\0", "x 0 0 0", "1e9", "9" * 5000),
    *(
        "\uff11",
        "[" * 2000,
        [],
        {},
        [[[[1]]]],
        {"at": {}},
        "1.",
        "x " * 3000,
        "-0",
        "../../etc/passwd",
    ),
)


@cache
def documents(scene: str) -> tuple[str, ...]:
    """The first example of a lesson as text, and the largest experiment that it takes."""
    lesson = LESSONS[scene]
    content = begun(lesson.examples[0], {})
    rng = np.random.default_rng(0)
    found = [""]
    for c_out, side, k in ((8, 12, 7), (8, 12, 3), (1, 12, 7), (8, 12, 1), (2, 6, 3)):
        for c_in in (8, 1):
            large = Experiment(
                rng.normal(size=(c_in, side, side)), rng.normal(size=(c_out, c_in, k, k))
            )
            try:
                fitting, _ = lesson.accept(large)
            except ExperimentError:
                continue
            found.append(written(content._replace(experiment=fitting)))
    return tuple(found)


def real(rng: random.Random) -> dict[str, Any]:
    """A request as the player makes it."""
    scene = rng.choice([*LESSONS])
    number = rng.choice(LESSONS[scene].numbers)
    option = rng.choice([*OPTIONS])
    cell = f"{rng.choice('xk')} {rng.randrange(3)} {rng.randrange(3)} {rng.randrange(12)}"
    changes: list[dict[str, Any]] = [
        {"at": cell, "text": rng.choice(["7", "-1/3", "1e-6", "123456.789"])},
        {"at": cell, "text": "\n\n".join(["1 2 3\n4 5 6"] * rng.randrange(1, 4)), "pasted": True},
        {"size": {number.name: rng.randrange(1, 13)}},
        {"example": rng.choice([*NAMES])},
        {"option": {option: rng.choice(OPTIONS[option])}},
        {"reset": True},
        {},
    ]
    return {
        "scene": scene,
        "s": rng.choice(documents(scene)),
        "change": rng.choice(changes),
        "held": rng.choice(["", "wide"]),
        "lang": rng.choice(["en", "zh"]),
        "code": rng.choice(["", "numpy", "loops"]),
    }


def mutants(seed: int, count: int) -> Iterator[bytes]:
    """Bodies of requests, each a real one that was changed somewhere."""
    rng = random.Random(seed)
    for _ in range(count):
        request = real(rng)
        where: Any = rng.choice([request, request, request["change"] or request])
        name = rng.choice([*where])
        match rng.randrange(6):
            case 0:
                where[name] = rng.choice(JUNK)
            case 1:
                del where[name]
            case 2:
                where[rng.choice([*request, "size", "option", "example", "?"])] = rng.choice(JUNK)
            case 3 if request["s"]:
                text = [*request["s"]]
                for _ in range(rng.randrange(1, 4)):
                    text[rng.randrange(len(text))] = rng.choice("AZaz09_-.~%\0é")
                request["s"] = "".join(text)
            case 4 if request["s"]:
                cut = rng.randrange(len(request["s"]))
                request["s"] = request["s"][:cut] + request["s"][: rng.randrange(cut + 1)]
            case _:
                pass  # some are as they were: the largest answers are among them
        body = json.dumps(request).encode()
        if rng.random() < 0.1:
            at = rng.randrange(len(body))
            body = body[:at] + rng.randbytes(rng.randrange(3)) + body[at + rng.randrange(3) :]
        yield body


def main(count: int = COUNT) -> None:
    """Answer that many, and print what came of them."""
    times: list[tuple[float, bytes]] = []
    answered: Counter[int] = Counter()
    for body in mutants(1, count // 10):  # what is kept for all visitors is there before
        respond_to(body)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for body in mutants(2, count):
        begin = time.perf_counter()
        response = respond_to(body)
        times.append((time.perf_counter() - begin, body))
        answered[response.status_code] += 1
    more = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    times.sort(reverse=True)
    seconds = [each for each, _ in times]
    print(f"{count} requests: {dict(answered)}; {more / 1024:.0f} MB more at the end")
    print(
        f"ms: median {statistics.median(seconds) * 1e3:.1f}, p95 "
        f"{seconds[count // 20] * 1e3:.1f}, p99 {seconds[count // 100] * 1e3:.1f}, "
        f"longest {seconds[0] * 1e3:.1f}"
    )
    for took, body in times[:5]:
        print(f"  {took * 1e3:.1f} ms: {body[:60]!r} … {body[-120:]!r}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
