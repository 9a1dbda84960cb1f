"""What a clerk does wrong, command by command: one Chinese sentence, the right status, nothing half written."""

from __future__ import annotations

import io
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from msoffcrypto.format.ooxml import OOXMLFile
from openpyxl import Workbook, load_workbook

from perf_xl.cli.crash import guarded
from perf_xl.forms.catalog import form_ids
from tests.cli.support import MOF, PROJECT, TARGETS, filled, patched, say, snapshot

ON_FILES = [("read",), ("check",), ("clear",), ("defaults",), ("score",), ("adopt",)]
"""Commands that take files and folders."""

WRITING = [("check", "--mark"), ("score",), ("score", "--values"), ("score", "--only", "rate")]
"""Commands that change the form of these tests."""


@pytest.fixture
def folder(tmp_path) -> Path:
    """A folder with a Chinese name with spaces, a filled form in it."""
    root: Path = tmp_path / "报送 材料 2023"
    filled(root / "表 一.xlsx")
    return root


# wrong commands, options and arguments


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["chekc"], "没有命令“chekc”。是不是“check”？用法见：perf-xl --help"),
        (["check"], "缺少参数“PATH”。用法见：perf-xl check --help"),
        (["explain", "a.xlsx"], "缺少参数“CELL”。用法见：perf-xl explain --help"),
        (["template", MOF], "缺少选项“--out”。用法见：perf-xl template --help"),
        (["check", "--makr", "a.xlsx"], "没有选项“--makr”。是不是“--mark”？用法见：perf-xl check --help"),
        (["check", "a.xlsx", "--jobs"], "选项“--jobs”后面要写值。"),
        (["check", "--json=3", "a.xlsx"], "选项“--json”后面不能带值。"),
        (["forms", "多余"], "多出了参数“多余”。路径里有空格时请加引号。用法见：perf-xl forms --help"),
        (["addin", "buidl"], "没有命令“buidl”。是不是“build”或“bundle”？用法见：perf-xl addin --help"),
    ],
)
def test_usage_when_mistyped_then_one_sentence_names_it_and_the_help(capsys, arguments: list[str], says: str):
    """What was typed, the likely meaning, where the help is."""
    assert says == say(capsys, *arguments).refusal


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["rollup", "a", "--out", "o.xlsx", "--year", "今年"], "选项或参数“--year”应是整数，不能是“今年”。"),
        (["check", "a.xlsx", "--jobs=两"], "选项或参数“--jobs”应是整数，不能是“两”。"),
        (["addin", "install", "--host", "wps"], "选项或参数“--host”只能是 excel 或 libreoffice，不能是“wps”。"),
        (["read", "a.xlsx", "--keys", "de"], "--keys 只能是 zh 或 en，不能是“de”。"),
        (["score", "a.xlsx", "--only", "all"], "--only 只能是 rate，不能是“all”。"),
        (["check", "a.xlsx", "--jobs", "0"], "--jobs 应是 1 或更大的整数，不能是“0”。"),
        (["rollup", "a.xlsx", "--out", "o.xlsx", "--jobs", "-1"], "--jobs 应是 1 或更大的整数，不能是“-1”。"),
        (["finding", "PX000"], "没有代码为“PX000”的问题。"),
    ],
)
def test_value_when_it_cannot_be_then_the_sentence_says_what_it_may_be(capsys, arguments: list[str], says: str):
    """The option, what it takes, the value that was typed."""
    assert says in say(capsys, *arguments).refusal


def test_form_when_unknown_then_the_known_ones_are_listed(tmp_path, capsys):
    """A mistyped id: all ids, so that the right one can be copied."""
    refusal = say(capsys, "template", "zhijiang-2023-project", "--out", tmp_path / "a.xlsx").refusal
    assert "没有名为“zhijiang-2023-project”的表" in refusal
    assert all(form in refusal for form in form_ids())
    assert {} == snapshot(tmp_path)


# files that are not there, or are none of ours


@pytest.mark.parametrize("command", [*ON_FILES, ("restore",)])
def test_file_when_missing_then_named_with_the_remedy(tmp_path, capsys, command: tuple[str, ...]):
    """A path with a space that does not exist."""
    path = tmp_path / "没有 这个.xlsx"
    assert f"文件“{path}”不存在。请检查" in say(capsys, command[0], path, *command[1:]).refusal


@pytest.mark.parametrize("command", ON_FILES)
def test_folder_when_empty_then_it_is_said(tmp_path, capsys, command: tuple[str, ...]):
    """No workbook at all."""
    (tmp_path / "空 文件夹").mkdir()
    says = f"“{tmp_path / '空 文件夹'}”里没有可读取的工作簿（.xlsx）。请检查路径。"
    assert says == say(capsys, command[0], tmp_path / "空 文件夹").refusal


@pytest.mark.parametrize("command", ON_FILES)
def test_folder_when_only_other_kinds_then_each_is_listed_with_its_remedy(tmp_path, capsys, command: tuple[str, ...]):
    """.xls, .et, .docx; owner files are nobody's business."""
    for name in ("旧.xls", "金山.et", "报告.docx", "~$旧.xlsx"):
        (tmp_path / name).write_bytes(b"x")
    said = say(capsys, command[0], tmp_path)
    assert 2 == said.status
    assert "旧.xls”：是旧格式 .xls。请在 Excel 或 WPS 中另存为 .xlsx 后再试。" in said.err
    assert "金山.et”：是 WPS 表格 .et 格式。" in said.err
    assert "报告.docx”：是 Word 文档。" in said.err
    assert "~$" not in said.err


@pytest.mark.parametrize("command", ON_FILES)
def test_folder_when_mixed_then_the_rest_is_done_with_status_1(folder: Path, capsys, command: tuple[str, ...]):
    """One workbook, one .xls: the workbook is done, the .xls named."""
    (folder / "旧.xls").write_bytes(b"x")
    said = say(capsys, command[0], folder)
    assert 1 == said.status
    assert "表 一.xlsx" in said.out
    assert "未读取" in said.err
    assert "旧.xls" in said.err


def drop(part: str) -> Callable[[str, bytes], bytes | None]:
    return lambda name, data: None if name == part else data


def cut(part: str) -> Callable[[str, bytes], bytes | None]:
    return lambda name, data: data[:400] if name == part else data


def a_zip() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("读我.txt", "x")
    return buffer.getvalue()


COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BYTES = {
    "零字节": (b"", "是空文件（0 字节）"),
    "文字改名": ("你好".encode(), "不是 xlsx 工作簿"),
    "旧格式改名": (COMPOUND + bytes(2000), "是旧格式（.xls 或 .et）"),
    "加密": (COMPOUND + bytes(1000) + "EncryptedPackage".encode("utf-16-le") + bytes(1000), "设了打开密码"),
    "压缩包": (a_zip(), "是压缩包，不是工作簿"),
}
PARTS = {
    "坏表": (cut("xl/worksheets/sheet1.xml"), "已损坏（部件 xl/worksheets/sheet1.xml 读不懂）"),
    "缺表": (drop("xl/worksheets/sheet1.xml"), "已损坏"),
    "坏目录": (cut("xl/workbook.xml"), "已损坏（部件 xl/workbook.xml 读不懂）"),
}


@pytest.mark.parametrize("command", [("read",), ("check",), ("check", "--mark", "--fix"), ("defaults",), ("score",)])
@pytest.mark.parametrize("kind", [*BYTES, *PARTS, "截断"])
def test_workbook_when_it_cannot_be_read_then_why_and_untouched(tmp_path, capsys, kind: str, command: tuple[str, ...]):
    """Empty, text, old format, encrypted, truncated, broken inside."""
    path = tmp_path / f"{kind} 一.xlsx"
    if kind in BYTES:
        path.write_bytes(BYTES[kind][0])
    elif kind in PARTS:
        patched(filled(tmp_path / "好.xlsx"), path, PARTS[kind][0])
    else:
        data = filled(tmp_path / "好.xlsx").read_bytes()
        path.write_bytes(data[: len(data) // 2])
    says = {**BYTES, **PARTS, "截断": (b"", "不完整或已损坏")}[kind][1]
    before = snapshot(tmp_path)
    said = say(capsys, command[0], path, *command[1:])
    assert 2 == said.status
    assert str(path) in said.err
    assert says in said.err
    assert before == snapshot(tmp_path)


def test_workbook_when_encrypted_by_a_real_program_then_the_password_is_named(tmp_path, capsys):
    """Agile encryption as Excel writes it."""
    data = filled(tmp_path / "好.xlsx").read_bytes()
    with (tmp_path / "加密.xlsx").open("wb") as target:
        OOXMLFile(io.BytesIO(data)).encrypt("123456", target)
    assert (
        "设了打开密码。请在 Excel 或 WPS 中取消打开密码后再试。" in say(capsys, "score", tmp_path / "加密.xlsx").refusal
    )


def test_workbook_when_its_form_is_unknown_then_the_id_is_named(tmp_path, capsys):
    """_px_form of a form that this installation does not have."""
    old, new = b"zhijiang-2023-project-self-evaluation", b"changsha-2030-project"
    path = patched(filled(tmp_path / "好.xlsx"), tmp_path / "外地.xlsx", lambda _, data: data.replace(old, new))
    refusal = say(capsys, "score", path).refusal
    assert "工作表“项目支出绩效目标自评表”标明是“changsha-2030-project”，本机没有这种表的版式。" in refusal


@pytest.mark.parametrize("command", [("score",), ("defaults",)])
def test_workbook_when_it_has_no_names_then_adopt_is_named(tmp_path, capsys, command: tuple[str, ...]):
    """A form typed by hand is not silently passed over."""
    book = load_workbook(filled(tmp_path / "好.xlsx"))
    book.worksheets[0].defined_names.clear()
    book.save(tmp_path / "手工.xlsx")
    assert "perf-xl adopt" in say(capsys, command[0], tmp_path / "手工.xlsx").refusal


def test_adopt_when_nothing_is_a_form_then_it_is_said(tmp_path, capsys):
    """A telephone list."""
    book = Workbook()
    book.worksheets[0].append(["姓名", "电话"])
    book.save(tmp_path / "通讯录.xlsx")
    assert "里没有认得的表，没有补名称。" in say(capsys, "adopt", tmp_path / "通讯录.xlsx").refusal


def test_read_when_names_were_lost_then_it_is_said_with_status_1(tmp_path, capsys):
    """What was not read is never shown as blank without a word."""
    source = filled(tmp_path / "好.xlsx")
    marker = b'name="\xe4\xb8\xbb\xe7\xae\xa1\xe9\x83\xa8\xe9\x97\xa8"'  # 主管部门
    path = patched(source, tmp_path / "丢.xlsx", lambda _, data: data.replace(marker, b'name="x_lost"'))
    said = say(capsys, "read", path, "--json")
    assert 1 == said.status
    assert "的“项目支出绩效目标自评表”有内容没有读到：找不到 “主管部门”（名称丢失）；B3" in said.err


# places that cannot be written


@pytest.mark.parametrize("command", WRITING)
@pytest.mark.parametrize("owner", ["~$表 一.xlsx", ".~lock.表 一.xlsx#"])
def test_file_when_open_elsewhere_then_refused_and_untouched(folder, capsys, command: tuple[str, ...], owner: str):
    """Excel's, WPS's and LibreOffice's owner files."""
    (folder / owner).write_bytes(b"x")
    before = snapshot(folder)
    said = say(capsys, command[0], folder / "表 一.xlsx", *command[1:])
    assert (1 if command[0] == "check" else 2) == said.status
    assert "表 一.xlsx”正被打开。请先在 Excel、WPS 或 LibreOffice 中关闭它。" in said.err
    assert before == snapshot(folder)


@pytest.mark.parametrize("command", WRITING)
def test_file_when_read_only_then_refused_and_untouched(folder: Path, capsys, command: tuple[str, ...]):
    """The read-only mark holds for the administrator too."""
    path = folder / "表 一.xlsx"
    path.chmod(stat.S_IRUSR)
    before = snapshot(folder)
    said = say(capsys, command[0], path, *command[1:])
    assert "是只读的。请在文件属性中去掉“只读”，或用 --out 另存到别处。" in said.err
    assert before == snapshot(folder)


@pytest.mark.parametrize(
    "command", [("check", "--mark"), ("check", "--fix"), ("clear",), ("defaults",), ("score",), ("adopt",)]
)
def test_out_when_it_is_a_file_then_refused_before_anything(folder: Path, capsys, command: tuple[str, ...]):
    """--out takes a folder."""
    (folder / "文件").write_text("x")
    before = snapshot(folder)
    refusal = say(capsys, command[0], folder / "表 一.xlsx", *command[1:], "--out", folder / "文件").refusal
    assert f"文件“{folder / '文件'}”不是文件夹。请换一个文件夹名。" == refusal
    assert before == snapshot(folder)


@pytest.mark.parametrize(
    ("command", "option", "name", "says"),
    [
        (("template", MOF), "--out", "文件/a.xlsx", "不能当作文件夹"),
        (("template", MOF), "--out", "a.xls", "请以 .xlsx 结尾"),
        (("check", "表 一.xlsx"), "--review", "文件/a.xlsx", "不能当作文件夹"),
        (("check", "表 一.xlsx"), "--review", "审核.txt", "--review 要给 .xlsx 文件名"),
        (("check", "表 一.xlsx"), "--review", ".", "--review 要给 .xlsx 文件名"),
        (("rollup", "表 一.xlsx"), "--out", "文件/a.xlsx", "不是文件夹"),
        (("rollup", "表 一.xlsx"), "--out", "没有/a.xlsx", "不存在。请先建立文件夹"),
        (("rollup", "表 一.xlsx"), "--out", "汇总.txt", "--out 应为 .xlsx 文件"),
        (("addin", "build"), "--out", "文件/a.xlam", "不能当作文件夹"),
        (("addin", "build"), "--out", "a.txt", "--out 应是 .xlam 文件"),
        (("addin", "build", "--host", "libreoffice"), "--out", "a.xlam", "--out 应是 .oxt 文件"),
        (("demo",), "--out", "文件", "不能当作文件夹"),
    ],
)
def test_target_when_it_cannot_be_then_refused(
    folder: Path, capsys, monkeypatch, command: tuple[str, ...], option: str, name: str, says: str
):
    """A file where a folder should be, a wrong ending, a folder for a file."""
    monkeypatch.chdir(folder)
    (folder / "文件").write_text("x")
    before = snapshot(folder)
    assert says in say(capsys, *command, option, Path(name)).refusal
    assert before == snapshot(folder)


def test_rollup_when_parquet_is_a_file_then_refused_before_reading(folder: Path, capsys):
    """The folder of the detail data."""
    (folder / "文件").write_text("x")
    arguments = ["--out", folder / "汇总.xlsx", "--parquet", folder / "文件"]
    assert "不是文件夹" in say(capsys, "rollup", folder, *arguments).refusal
    assert not (folder / "汇总.xlsx").exists()


@pytest.mark.parametrize("command", [("check", "--mark"), ("score",)])
def test_disk_when_full_then_said_and_the_file_stays(folder: Path, capsys, monkeypatch, command: tuple[str, ...]):
    """No space left: the old file is whole, no temporary file stays."""
    before = snapshot(folder)

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    said = say(capsys, command[0], folder / "表 一.xlsx", *command[1:])
    assert "写不进去：磁盘已满。请腾出空间后再试；原文件没有改动。" in said.err
    assert before == snapshot(folder)


def test_folder_when_no_copy_can_be_kept_then_refused_and_untouched(folder: Path, capsys):
    """What restore needs cannot be kept: nothing is written."""
    (folder / ".perf_xl").write_text("x")
    before = snapshot(folder)
    assert "请检查文件夹权限，或用 --out 保存到别处。" in say(capsys, "score", folder / "表 一.xlsx").refusal
    assert before == snapshot(folder)


# policies


@pytest.mark.parametrize("command", [("score",), ("check",), ("defaults",), ("explain",)])
@pytest.mark.parametrize("content", [None, b"x = [", b"decimals = 99", "小数 = 1".encode("gbk"), b'nosuchkey = "1"'])
def test_policy_when_wrong_then_the_policy_file_is_named(folder, capsys, command: tuple[str, ...], content):
    """Missing, no TOML, a value or key that cannot be, another encoding: the run stops before any workbook."""
    policy = folder / "口径.toml"
    if content is not None:
        policy.write_bytes(content)
    cell = ["G6"] if command[0] == "explain" else []
    said = say(capsys, command[0], folder / "表 一.xlsx", *cell, "--policy", policy)
    assert (2, "") == (said.status, said.out)
    assert "口径.toml" in said.err
    assert 1 == len(said.err.strip().splitlines())


# amounts and texts in cells


def with_budget(folder: Path, value: object) -> Path:
    book = load_workbook(filled(folder / "好.xlsx"))
    cell = book.worksheets[0]["D6"]
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
    book.save(folder / "改.xlsx")
    return folder / "改.xlsx"


@pytest.mark.parametrize("text", ["约13", "abc", "=1+1", "13，8"])
def test_amount_when_it_is_none_then_cell_value_and_remedy(tmp_path, capsys, text: str):
    """Not an amount: named with cell and value, never counted."""
    path = with_budget(tmp_path, text)
    said = say(capsys, "check", path)
    assert 1 == said.status
    assert f"PX311 D6  资金“年度资金总额”的“全年预算数”填的“{text}”不是金额。请填确定的数字（万元）。" in said.out
    summed = say(capsys, "rollup", path, "--out", tmp_path / "汇总.xlsx")
    assert 1 == summed.status
    assert "全年预算数合计 未填全" in summed.out
    assert "合计暂不给出" in summed.err


def test_amount_when_it_carries_its_unit_then_it_counts(tmp_path, capsys):
    """「13.8万元」 is 13.8 in a 万元 column, and may be put right automatically."""
    path = with_budget(tmp_path, "13.8万元")
    said = say(capsys, "check", path)
    assert "PX310 D6" in said.out
    assert "可自动修正为：13.8\n" in said.out
    assert "全年预算数合计 13.8 万元" in say(capsys, "rollup", path, "--out", tmp_path / "汇总.xlsx").out


# the last resort


def test_main_when_an_error_nobody_expected_then_one_sentence_and_the_details_in_a_file(tmp_path, capsys, monkeypatch):
    """A defect is no traceback on the clerk's screen."""

    def broken(arguments: list[str]) -> int:
        raise KeyError(arguments[0])

    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert 2 == guarded(broken, ["read", "表.xlsx"])
    said = capsys.readouterr()
    details = next(tmp_path.glob("perf-xl-*.txt"))
    assert "" == said.out
    assert f"程序出错，没有做完（KeyError）。详情写在“{details}”，请把它发给维护人员。\n" == said.err
    assert "命令：perf-xl read 表.xlsx" in details.read_text("utf-8")
    assert "Traceback" in details.read_text("utf-8")


def test_run_when_the_disk_fails_somewhere_then_one_sentence(tmp_path, capsys, monkeypatch):
    """An error of the operating system that no command foresaw."""

    def fails(*_: object) -> None:
        raise PermissionError(13, "Permission denied", "某处")

    monkeypatch.setattr("typer.main.get_command", fails)
    assert "文件“某处”不允许读写。请检查权限，或换一个可以写入的位置。" == say(capsys, "forms").refusal


def test_targets_when_a_file_is_missing_then_nothing_is_scored(folder: Path, capsys):
    """--targets is read before any workbook is touched."""
    before = snapshot(folder)
    refusal = say(capsys, "score", folder, "--targets", folder / "没有.xlsx").refusal
    assert "没有.xlsx”不存在。" in refusal
    assert before == snapshot(folder)


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ("Z", "“Z”不是单元格地址。请写成 G15 或 表名!G15。"),
        ("没有!A1", "里没有工作表“没有”。有：项目支出绩效目标自评表。"),
        ("A1", "A1 不是得分、执行率或合计。请选中得分、执行率或总分所在的单元格。"),
    ],
)
def test_explain_when_the_cell_cannot_be_then_why(folder: Path, capsys, cell: str, says: str):
    """No address, no such sheet, a cell that is no score."""
    assert says in say(capsys, "explain", folder / "表 一.xlsx", cell).refusal


def test_forms_when_published_names_change_then_these_tests_know(tmp_path):
    """The two published forms that these tests fill are there."""
    assert filled(tmp_path / "a.xlsx", PROJECT).stat().st_size > 0
    assert filled(tmp_path / "b.xlsx", TARGETS).stat().st_size > 0
