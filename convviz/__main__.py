"""The command line: ``python -m convviz export FOLDER`` writes a course that needs no server."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from convviz.core.arguments import ExperimentError
from convviz.export.course import write_course
from convviz.lessons.lecture import from_json


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the arguments ask for; gives the status that the process ends with."""
    parser = argparse.ArgumentParser(prog="python -m convviz", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    export = commands.add_parser("export", help="write all lessons and a lecture to a folder")
    export.add_argument("folder", type=Path, help="where to; it is made if it is not there")
    export.add_argument(
        "--lecture", type=Path, help="a file saved on the lecture's page; by default the chapter's"
    )
    asked = parser.parse_args(arguments)
    try:
        lecture = from_json(asked.lecture.read_text("utf-8")) if asked.lecture else None
        written = write_course(asked.folder, lecture)
    except (ExperimentError, OSError, UnicodeDecodeError) as error:
        print(error, file=sys.stderr)
        return 1
    size = sum(path.stat().st_size for path in written) / 2**20
    print(f"{len(written)} files, {size:.1f} MB. Open {asked.folder / 'index.html'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
