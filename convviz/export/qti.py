"""Exercises for Canvas, Blackboard and others: a package of QTI 1.2, one item an exercise."""

from __future__ import annotations

import html
import io
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Sequence
from typing import Final

from convviz.export.moodle import check_listed, title_of
from convviz.export.raster import png
from convviz.export.standalone import standalone
from convviz.export.statement import statement, still_of
from convviz.formats.numerals import exact
from convviz.lessons.exercises import Exercise
from convviz.lessons.exercises.wrong import wrong_numbers
from convviz.words import say

QTI: Final = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"
IMS: Final = "http://www.imsglobal.org/xsd/imscp_v1p1"
_ITEMS: Final = "questions.xml"
_MADE: Final = (2000, 1, 1, 0, 0, 0)  # the same exercises are the same bytes


def qti(exercises: Sequence[Exercise], title: str = "convviz") -> bytes:
    """Write exercises as a QTI 1.2 package (.zip): items, their pictures and a manifest.

    Blanks take a number each, mistakes answer with their reason. Raises ExperimentError for an
    exercise that several answers solve.
    """
    pictures = {
        f"picture{n}.png": png(standalone(still))
        for n, exercise in enumerate(exercises)
        if (still := still_of(exercise))
    }
    root = ET.Element("questestinterop", xmlns=QTI)
    assessment = _add(root, "assessment", ident="convviz", title=title)
    section = _add(assessment, "section", ident="root_section")
    for n, exercise in enumerate(exercises):
        _item(section, n, exercise, f"picture{n}.png" in pictures)
    items = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        parts = {"imsmanifest.xml": _manifest([*pictures]), _ITEMS: items, **pictures}
        for name, body in parts.items():
            package.writestr(zipfile.ZipInfo(name, _MADE), body, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def _item(section: ET.Element, n: int, exercise: Exercise, drawn: bool) -> None:
    check_listed(exercise)
    item = _add(section, "item", ident=f"item{n}", title=title_of(exercise))
    metadata = _add(_add(item, "itemmetadata"), "qtimetadata")
    for label, entry in (
        ("question_type", "fill_in_multiple_blanks_question"),
        ("points_possible", str(len(exercise.blanks))),
    ):
        field = _add(metadata, "qtimetadatafield")
        _add(field, "fieldlabel").text = label
        _add(field, "fieldentry").text = entry
    idents = {name: f"b{k}" for k, name in enumerate(exercise.blanks)}
    picture = f'<p><img src="picture{n}.png" alt=""></p>' if drawn else ""
    presentation = _add(item, "presentation")
    asked = statement(exercise, lambda cell: f"[{idents[cell.name]}]", picture)
    _html(presentation, asked)
    for ident in idents.values():
        told = {"ident": f"response_{ident}", "rcardinality": "Single"}
        response = _add(presentation, "response_str", **told)
        _html(response, html.escape(ident), kind="text/plain")
        _add(_add(response, "render_fib", fibtype="Decimal"), "response_label", ident=f"{ident}_0")
    _answers(item, exercise, idents)


def _answers(item: ET.Element, exercise: Exercise, idents: dict[str, str]) -> None:
    """Say which numbers are right, in equal shares, and what is said of those of mistakes."""
    processing = _add(item, "resprocessing")
    variable = {"varname": "SCORE", "vartype": "Decimal", "minvalue": "0", "maxvalue": "100"}
    _add(_add(processing, "outcomes"), "decvar", **variable)
    reasons: dict[str, str] = {}
    for name, ident in idents.items():
        right = _condition(processing, ident, exercise.key[name])
        share = _add(right, "setvar", varname="SCORE", action="Add")
        share.text = f"{100 / len(idents):.6f}"
        for number, mistake in wrong_numbers(exercise, name).items():
            wrong = _condition(processing, ident, number)
            told = reasons.setdefault(mistake.name, f"{say(mistake.title)}. {say(mistake.truth)}")
            _add(wrong, "displayfeedback", feedbacktype="Response", linkrefid=f"fb_{mistake.name}")
            reasons[mistake.name] = told
    for reason, told in reasons.items():
        _html(_add(item, "itemfeedback", ident=f"fb_{reason}"), html.escape(told), flow=True)


def _condition(processing: ET.Element, ident: str, number: float) -> ET.Element:
    """What is done where a blank holds a number."""
    condition = _add(processing, "respcondition", **{"continue": "Yes"})
    variable = _add(_add(condition, "conditionvar"), "varequal", respident=f"response_{ident}")
    variable.text = exact(number).replace("−", "-")
    return condition


def _html(parent: ET.Element, text: str, kind: str = "text/html", *, flow: bool = False) -> None:
    within = _add(parent, "flow_mat") if flow else parent
    _add(_add(within, "material"), "mattext", texttype=kind).text = text


def _add(parent: ET.Element, name: str, **attributes: str) -> ET.Element:
    return ET.SubElement(parent, name, attributes)


def _manifest(pictures: Sequence[str]) -> bytes:
    """List the files of the package."""
    root = ET.Element("manifest", xmlns=IMS, identifier="convviz")
    metadata = ET.SubElement(root, "metadata")
    ET.SubElement(metadata, "schema").text = "IMS Content"
    ET.SubElement(metadata, "schemaversion").text = "1.1.3"
    ET.SubElement(root, "organizations")
    resources = ET.SubElement(root, "resources")
    kind = {"identifier": "questions", "type": "imsqti_xmlv1p2", "href": _ITEMS}
    resource = ET.SubElement(resources, "resource", kind)
    for name in (_ITEMS, *pictures):
        ET.SubElement(resource, "file", href=name)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))
