"""The command line: a course that needs no server, exercises to print or to import.

``python -m convviz export FOLDER`` writes all lessons and a lecture; ``export FILE.html`` the
lecture as one page.

``python -m convviz handout FILE`` writes exercises: a sheet to print (.html, .pdf), or questions
for Moodle (.xml) or as QTI 1.2 for Canvas and others (.zip).
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from convviz.core.arguments import ExperimentError
from convviz.export.course import lecture_page, write_course
from convviz.export.moodle import moodle
from convviz.export.printing import pdf
from convviz.export.qti import qti
from convviz.export.worksheet import PAPERS, worksheet
from convviz.lessons.exercises import ALL_KINDS, LEVELS, exercise
from convviz.lessons.lecture import from_json
from convviz.words import SOURCE, languages, use


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the arguments ask for; gives the status that the process ends with."""
    parser = argparse.ArgumentParser(prog="python -m convviz", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    export = commands.add_parser("export", help="write all lessons and a lecture to a folder")
    export.set_defaults(run=_export)
    export.add_argument("folder", type=Path, help="where to; a file if it ends in .html")
    export.add_argument(
        "--lecture", type=Path, help="a file saved on the lecture's page; by default the chapter's"
    )
    export.add_argument("--lang", choices=[*languages()], default=SOURCE, help="of the one page")
    handout = commands.add_parser("handout", help="write exercises to print, or as questions")
    handout.set_defaults(run=_handout)
    handout.add_argument("file", type=Path, help="its ending says what: .html .pdf .xml .zip")
    handout.add_argument("--kind", choices=ALL_KINDS, nargs="+", default=["number"])
    handout.add_argument("--seed", type=int, default=0, help="of the first exercise of each kind")
    handout.add_argument("--count", type=int, default=4, help="exercises of each kind")
    handout.add_argument("--level", type=int, choices=range(LEVELS), default=1)
    handout.add_argument("--lang", choices=[*languages()], default=SOURCE)
    handout.add_argument("--paper", choices=PAPERS, default=PAPERS[0])
    handout.add_argument("--address", default="", help="of the app, for the sheet's QR code")
    asked = parser.parse_args(arguments)
    try:
        print(asked.run(asked))
    except (ExperimentError, OSError, UnicodeDecodeError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _export(asked: argparse.Namespace) -> str:
    lecture = from_json(asked.lecture.read_text("utf-8")) if asked.lecture else None
    if asked.folder.suffix.lower() == ".html":
        use(asked.lang)
        asked.folder.write_text(lecture_page(lecture), "utf-8")
        return f"{asked.folder.stat().st_size / 2**20:.1f} MB. Open {asked.folder}"
    written = write_course(asked.folder, lecture)
    size = sum(path.stat().st_size for path in written) / 2**20
    return f"{len(written)} files, {size:.1f} MB. Open {asked.folder / 'index.html'}"


def _handout(asked: argparse.Namespace) -> str:
    use(asked.lang)
    seeds = range(asked.seed, asked.seed + asked.count)
    exercises = [exercise(kind, seed, asked.level) for kind in asked.kind for seed in seeds]
    ending = asked.file.suffix.lower()
    if ending in (".html", ".pdf"):
        page = worksheet(exercises, address=asked.address, paper=asked.paper)
        body = pdf(page) if ending == ".pdf" else page.encode()
    elif ending in (".xml", ".zip"):
        body = moodle(exercises) if ending == ".xml" else qti(exercises)
    else:
        raise ExperimentError("A handout ends in {known}.", known=".html, .pdf, .xml, .zip")
    asked.file.write_bytes(body)
    return f"{len(exercises)} exercises. Open {asked.file}"


if __name__ == "__main__":
    sys.exit(main())
