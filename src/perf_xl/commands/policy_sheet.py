"""The sheet 口径设置: the conventions this workbook is scored by, to be changed in its cells and taken over by a click.

What is set here is kept in every form of the workbook (the hidden name ``_px_policy``) and goes before every policy file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from perf_xl.commands.own_sheet import BODY_LOOK, GUIDE_LOOK, HEAD_LOOK, TITLE_LOOK, OwnSheet
from perf_xl.commands.policy_rows import PolicyRow, faults, policy_rows, remarks
from perf_xl.errors import InputError
from perf_xl.forms.detect import form_sheets
from perf_xl.forms.heights import text_height
from perf_xl.forms.naming import POLICY_NAME, constant, constant_text
from perf_xl.forms.own_policy import sheet_policy
from perf_xl.model.cells import (
    Area,
    CellReader,
    CellRef,
    CellValue,
    CellWriter,
    Edit,
    Look,
    SetChoices,
    SetLook,
    SetMerge,
    SetName,
    SetRowHeight,
    SetValue,
)
from perf_xl.policy import DEFAULT_POLICY, Policy, policy_from_text, policy_text, profile, profiles

SETTINGS = OwnSheet("口径设置", "_px_settings", (29.0, 14.0, 24.0))
"""As wide as an A4 page."""
LABEL = "口径设置"
GUIDE = (
    "改“现在的取值”一列（黄色），再点一次“口径设置”即生效，只管本工作簿；然后点“计算得分”。"
    "“套用方案”填了方案名的，其余各行都换成那个方案的取值。点“撤销上一步绩效操作”可以退回。"
)
_OWN = "本工作簿自己的设置"
_DEFAULT_PROFILE = "默认口径"
_EXPLICIT_DEFAULT = "{}"
"""Kept where the default is meant although a policy file says otherwise."""
_TOP = 5
_PROFILE_ROW = 4
_OPEN = Look(fill="FFF9E5", locked=False, horizontal="center")


@dataclass(frozen=True, slots=True)
class PolicyChange:
    """What 口径设置 did: the sheet, the labels of what is otherwise now, remarks on odd values."""

    tab: str
    changed: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    is_new: bool = False

    @property
    def first_cell(self) -> CellRef:
        """Where the first value stands."""
        return CellRef(self.tab, _PROFILE_ROW, 2)


def workbook_policy(workbook: CellReader, outside: Policy, sheet: str | None = None) -> Policy:
    """What the form on ``sheet`` (else the first form) is scored by; ``outside`` where it has no policy of its own.

    InputError for a workbook without forms.
    """
    forms = [form.sheet for form in form_sheets(workbook)]
    if not forms:
        raise InputError("没有认出绩效表格，口径无处保存。请先点“修复表格”，或打开绩效表格。")
    return sheet_policy(workbook, sheet if sheet in forms else forms[0], outside)


def show_policy(workbook: CellWriter, outside: Policy, origin: str, sheet: str | None = None) -> PolicyChange:
    """Make the sheet for the policy that holds now; ``origin`` says where ``outside`` comes from."""
    policy = workbook_policy(workbook, outside, sheet)
    own = policy_text(policy) != policy_text(outside)
    tab, edits = _made(workbook, policy, _OWN if own else origin)
    workbook.apply(edits, label=LABEL, unlock=True)
    return PolicyChange(tab, is_new=True)


def take_over(workbook: CellWriter, outside: Policy) -> PolicyChange | None:
    """Have what the sheet says hold for every form of the workbook; None where there is no such sheet.

    InputError names the cell that holds something else than it may; nothing is changed then.
    """
    tab = SETTINGS.find(workbook)
    if tab is None:
        return None
    before = workbook_policy(workbook, outside)
    wanted, is_profile = _typed(workbook, tab)
    names = list(_name_edits(workbook, wanted, outside))
    if names or is_profile:
        sheet = _made(workbook, wanted, _OWN)[1] if is_profile else [SetValue(CellRef(tab, 1, 1), _title(_OWN))]
        workbook.apply([*names, *sheet], label=LABEL, unlock=True)
    changed = (row.label for row in policy_rows(wanted) if _was(row, before) != row.shown(wanted))
    return PolicyChange(tab, tuple(changed), tuple(remarks(wanted)))


def is_pending(workbook: CellReader, outside: Policy) -> bool:
    """Whether the sheet says something that does not hold yet."""
    tab = SETTINGS.find(workbook)
    if tab is None:
        return False
    try:
        wanted, is_profile = _typed(workbook, tab)
    except InputError:
        return True
    return is_profile or any(_name_edits(workbook, wanted, outside))


def _was(row: PolicyRow, policy: Policy) -> CellValue:
    try:
        return row.shown(policy)
    except LookupError:
        return None


def _typed(workbook: CellReader, tab: str) -> tuple[Policy, bool]:
    """The policy that the cells of the sheet say, and whether it is one chosen as a whole."""
    chosen = workbook.cell(CellRef(tab, _PROFILE_ROW, 2)).value
    if chosen is not None and str(chosen).strip():
        return _profile(tab, str(chosen).strip()), True
    mark = SETTINGS.marked(workbook)
    policy = policy_from_text(constant_text(mark.refers_to) or "") if mark else DEFAULT_POLICY
    places = {}
    for number, row in enumerate(policy_rows(policy), _TOP):
        cell = places[row.label] = CellRef(tab, number, 2)
        value = workbook.cell(cell).value
        try:
            policy = row.set(policy, None if value == "" else value)
        except InputError as problem:
            shown = "空白" if value in (None, "") else f"“{value}”"
            raise InputError(f"{cell}（{row.label}）是{shown}，{problem}。请改正后再点一次。") from None
    for label, fault in faults(policy):
        raise InputError(f"{places[label]}（{label}）{fault}。请改正后再点一次。")
    return policy, False


def _profile(tab: str, title: str) -> Policy:
    known = {_DEFAULT_PROFILE: DEFAULT_POLICY} | {name: profile(key) for key, name in profiles().items()}
    if title not in known:
        raise InputError(
            f"{CellRef(tab, _PROFILE_ROW, 2)}（套用方案）是“{title}”，没有这个方案；已有：{'、'.join(known)}。请改正或清空。"
        )
    return known[title]


def _name_edits(workbook: CellReader, wanted: Policy, outside: Policy) -> Iterator[Edit]:
    """Only forms that are scored by another policy now."""
    text = policy_text(wanted)
    refers_to = None if text == policy_text(outside) == "" else constant(text or _EXPLICIT_DEFAULT)
    for form in form_sheets(workbook):
        if policy_text(sheet_policy(workbook, form.sheet, outside)) != text:
            yield SetName(POLICY_NAME, form.sheet, refers_to, hidden=True)


def _made(workbook: CellReader, policy: Policy, origin: str) -> tuple[str, list[Edit]]:
    """The tab, and the edits that make the sheet; its hidden name keeps the policy that its rows were made for."""
    tab, edits = SETTINGS.start(workbook, constant(policy_text(policy) or _EXPLICIT_DEFAULT))
    return tab, edits + _contents(tab, policy, origin)


def _title(origin: str) -> str:
    return f"口径设置（现在的取值来自：{origin}）"


def _contents(tab: str, policy: Policy, origin: str) -> list[Edit]:
    titles = "、".join([_DEFAULT_PROFILE, *profiles().values()])
    rows: list[tuple[CellValue, ...]] = [("口径", "现在的取值", "可以填"), ("套用方案", None, f"空白，或：{titles}")]
    rows += [(row.label, row.shown(policy), row.allowed) for row in policy_rows(policy)]
    edits: list[Edit] = []
    for row, text, look in ((1, _title(origin), TITLE_LOOK), (2, GUIDE, GUIDE_LOOK)):
        area = Area(tab, row, 1, row, 3)
        edits += [SetValue(CellRef(tab, row, 1), text), SetMerge(area), SetLook(area, look)]
        edits.append(SetRowHeight(tab, row, max(24.0, text_height(text, SETTINGS.widths, look.font_size or 10))))
    for number, values in enumerate(rows, _TOP - 2):
        edits += [SetValue(CellRef(tab, number, column), v) for column, v in enumerate(values, 1) if v is not None]
        tallest = max(text_height(v, SETTINGS.widths[c : c + 1], 10) for c, v in enumerate(values))
        edits.append(SetRowHeight(tab, number, max(tallest, 18.0)))
    last = _TOP - 3 + len(rows)
    edits.append(SetLook(Area(tab, _TOP - 2, 1, _TOP - 2, 3), HEAD_LOOK))
    edits.append(SetLook(Area(tab, _PROFILE_ROW, 1, last, 3), BODY_LOOK))
    edits.append(SetLook(Area(tab, _PROFILE_ROW, 2, last, 2), _OPEN))
    return [*edits, *_lists(tab, policy)]


def _lists(tab: str, policy: Policy) -> Iterator[Edit]:
    """A drop-down where only words are allowed."""
    yield SetChoices(Area(tab, _PROFILE_ROW, 2, _PROFILE_ROW, 2), (_DEFAULT_PROFILE, *profiles().values()))
    for number, row in enumerate(policy_rows(policy), _TOP):
        if row.words is not None and not row.takes_numbers:
            yield SetChoices(Area(tab, number, 2, number, 2), tuple(row.words))
