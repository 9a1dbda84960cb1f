"""The finished add-in: reproducible, and read the same by every checker we have."""

import io
import os
import re
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from oletools.olevba import VBA_Parser
from pyopenvba import ExcelFile
from pyvbaanalysis import analyze_office_file

from perf_xl.addin import build, shim
from perf_xl.addin.texts import TEXTS, help_rows
from perf_xl.functions import FUNCTIONS
from perf_xl.resources import resource_dir

SHIM = [*sorted(resource_dir("vba_shim").glob("Px*.bas")), resource_dir("vba_shim") / "ThisWorkbook.cls"]


@pytest.fixture(scope="module")
def addin(tmp_path_factory) -> Path:
    """The add-in, built once."""
    return build.build_addin(tmp_path_factory.mktemp("addin") / build.ADDIN_NAME)


def test_build_when_repeated_then_gives_the_same_bytes(addin):
    """Two builds, one hash."""
    assert addin.read_bytes() == build.addin_bytes()


@pytest.mark.parametrize(
    "surroundings",
    [
        {"PYTHONHASHSEED": "1", "TZ": "Asia/Shanghai", "LC_ALL": "C", "PYTHONUTF8": "0"},
        {"PYTHONHASHSEED": "4242", "TZ": "America/St_Johns", "LC_ALL": "C.UTF-8", "PYTHONOPTIMIZE": "1"},
    ],
    ids=["Shanghai", "St John's"],
)
def test_build_when_made_elsewhere_then_gives_the_same_bytes(addin, tmp_path, surroundings):
    """Another process: its order of sets, its time zone, its locale, its folder."""
    out = tmp_path / "elsewhere" / build.ADDIN_NAME
    code = f"import pathlib; from perf_xl.addin.build import build_addin; build_addin(pathlib.Path({str(out)!a}))"
    subprocess.run([sys.executable, "-c", code], env=os.environ | surroundings, cwd=tmp_path, check=True)
    assert addin.read_bytes() == out.read_bytes()


def test_build_when_file_exists_then_replaces_it_and_leaves_no_draft(addin):
    """Written beside and put in place in one go."""
    before = addin.read_bytes()
    build.build_addin(addin)
    assert (before, [build.ADDIN_NAME]) == (addin.read_bytes(), [path.name for path in addin.parent.iterdir()])


def test_functions_module_when_generated_anew_then_equals_the_file():
    """A changed signature without `perf-xl addin shim` fails here."""
    assert shim.functions_module(FUNCTIONS) == (resource_dir("vba_shim") / "PxFunctions.bas").read_text("ascii")


@pytest.mark.parametrize(
    "changed",
    [
        lambda spec: replace(spec, name=f"{spec.name}_NEW"),
        lambda spec: replace(spec, arguments=spec.arguments[:-1]),
        lambda spec: replace(spec, arguments=spec.arguments[::-1]),
        lambda spec: replace(spec, arguments=(replace(spec.arguments[0], name="other"), *spec.arguments[1:])),
        lambda spec: replace(spec, arguments=(replace(spec.arguments[0], optional=not spec.arguments[0].optional),)),
    ],
    ids=["name", "fewer", "order", "argument", "optional"],
)
@pytest.mark.parametrize("spec", FUNCTIONS, ids=lambda spec: spec.name)
def test_functions_module_when_a_signature_changes_then_is_another_text(spec, changed):
    """So the test above cannot overlook it."""
    functions = [changed(spec) if own is spec else own for own in FUNCTIONS]
    assert shim.functions_module(functions) != shim.functions_module(FUNCTIONS)


@pytest.mark.parametrize("path", SHIM, ids=lambda path: path.name)
def test_vba_when_read_then_is_ascii_without_declare_or_shell(path):
    """What antivirus programs and other code pages stumble over is not there."""
    source = path.read_text("ascii")
    assert [] == re.findall(r"\b(?:Declare|Shell|Kill|Environ|Open\s|SendKeys|VBProject)\b", source)


def test_olevba_when_it_reads_the_addin_then_finds_our_modules_and_one_suspicion(addin):
    """CreateObject is the shim's one act; everything else that olevba looks for is absent."""
    parser = VBA_Parser(str(addin))
    sources = {name.rsplit(".", 1)[0]: code for _, _, name, code in parser.extract_macros()}
    suspicions = {keyword for kind, keyword, _ in parser.analyze_macros() if kind == "Suspicious"}
    parser.close()
    expected = {path.stem: path.read_text("ascii").strip() for path in SHIM}
    bodies = {n: re.sub(r"(?m)^Attribute .*\n", "", c.replace("\r\n", "\n")).strip() for n, c in sources.items()}
    assert expected == {name: bodies[name] for name in expected}
    assert suspicions <= {"CreateObject", "Hex Strings", "Base64 Strings"}


def test_pyvbaanalysis_when_it_reads_the_addin_then_finds_no_compile_error(addin):
    """An independent VBA front end accepts every module."""
    found = [(name, note.message) for name, notes in analyze_office_file(addin).items() for note in notes]
    assert [] == found


def test_pyopenvba_when_it_reads_the_addin_then_validates_it(addin):
    """A third reader agrees on modules and structure."""
    with ExcelFile(addin) as file:
        names = ["ThisWorkbook", "PxTexts", "PxHelp", *build.STANDARD_MODULES]
        assert (names, []) == (file.module_names(), file.validate())


def test_package_when_opened_then_every_part_is_declared_and_related(addin):
    """No part without a content type, no relationship into the void, code names as the modules are called."""
    with zipfile.ZipFile(io.BytesIO(addin.read_bytes())) as package:
        names = set(package.namelist())
        types = ET.fromstring(package.read("[Content_Types].xml"))
        workbook = package.read("xl/workbook.xml").decode()
        relations = ET.fromstring(package.read("xl/_rels/workbook.xml.rels"))
        top = ET.fromstring(package.read("_rels/.rels"))
    declared = {part.attrib["PartName"][1:] for part in types if "PartName" in part.attrib}
    assert declared <= names
    assert {f"xl/{item.attrib['Target']}" for item in relations} | {item.attrib["Target"] for item in top} <= names
    assert 'codeName="ThisWorkbook"' in workbook


def test_texts_when_vba_asks_for_a_key_then_the_sheet_has_it():
    """Every PxText("key") of the shim is answered."""
    keys = {key for path in SHIM for key in re.findall(r'PxText\("(\w+)"\)', path.read_text("ascii"))}
    assert keys == set(TEXTS)


def test_help_when_written_then_fits_what_excel_accepts():
    """At most 255 characters a text, one text an argument, no blank that would end the list early."""
    for spec, row in zip(FUNCTIONS, help_rows(), strict=True):
        assert len(row) == 3 + len(spec.arguments)
        assert all(0 < len(text) <= 255 for text in row)
