"""What a check is: a stable code, a title, how bad, its page, and ``run`` over one form."""

from __future__ import annotations

import inspect
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from decimal import Decimal
from enum import Enum
from typing import ClassVar

from perf_xl.checks.context import FormContext
from perf_xl.checks.group import Group
from perf_xl.findings.finding import Finding, Fix, FixKind, Severity
from perf_xl.forms.spec import FormSpec
from perf_xl.model.amounts import plain
from perf_xl.model.cells import CellRef, CellValue

HEADINGS = ("检查内容", "依据", "错误示例", "正确示例", "如何修改", "自动修改是否安全")
"""The headings of a check's page, in order; each begins a paragraph of the docstring."""


class Scope(Enum):
    """What has to be in common for one finding to be the consequence of another."""

    ROW = "row"
    FORM = "form"


class _Coded:
    """The data every check states about itself."""

    code: ClassVar[str]
    title: ClassVar[str]
    severity: ClassVar[Severity]
    review_severity: ClassVar[Severity | None] = None
    """How bad for the bureau that reviews, where that differs."""
    fixable: ClassVar[FixKind | None] = None
    basis: ClassVar[str | None] = None
    caused_by: ClassVar[Sequence[str]] = ()
    """Codes of which this finding is the consequence when they stand in the same ``cause_scope``."""
    cause_scope: ClassVar[Scope] = Scope.ROW

    @classmethod
    def page(cls) -> str:
        """The page of the finding: the docstring of the class."""
        return inspect.cleandoc(cls.__doc__ or "")


class Check(_Coded, ABC):
    """A check of one form."""

    def applies_to(self, spec: FormSpec) -> bool:  # noqa: ARG002 - most checks ask the form's columns in run()
        """Whether the form can have this mistake at all."""
        return True

    @abstractmethod
    def run(self, form: FormContext) -> Iterable[Finding]:
        """The findings of one form."""

    def finding(
        self,
        form: FormContext,
        cell: CellRef | None,
        message: str,
        *,
        safe: CellValue = None,
        suggested: CellValue = None,
        severity: Severity | None = None,
        basis: str | None = None,
    ) -> Finding:
        """One finding of this check; ``safe`` or ``suggested`` is the value that would put the cell right."""
        strict = self.review_severity if form.settings.is_review else None
        return Finding(
            code=self.code,
            severity=severity or strict or self.severity,
            message=message,
            cell=cell or form.anchor,
            file=form.record.source,
            form=form.spec.id,
            basis=basis or self.basis,
            fix=_fix(safe, suggested),
        )


class Audit(_Coded, ABC):
    """A check across forms (勾稽)."""

    @abstractmethod
    def run(self, group: Group) -> Iterable[Finding]:
        """The findings over forms of one unit and year."""

    def finding(
        self,
        form: FormContext,
        cell: CellRef | None,
        message: str,
        *,
        severity: Severity | None = None,
        suggested: CellValue = None,
        basis: str | None = None,
    ) -> Finding:
        """One finding, at a cell of one of the forms; the message names the other one."""
        return Finding(
            code=self.code,
            severity=severity or self.severity,
            message=message,
            cell=cell or form.anchor,
            file=form.record.source,
            form=form.spec.id,
            basis=basis or self.basis,
            fix=_fix(None, suggested),
        )


def _fix(safe: CellValue, suggested: CellValue) -> Fix | None:
    if safe is not None:
        return Fix(FixKind.SAFE, _tidy(safe))
    return None if suggested is None else Fix(FixKind.SUGGESTED, _tidy(suggested))


def _tidy(value: CellValue) -> CellValue:
    """A number without trailing zeros, as people write it."""
    return Decimal(plain(value)) if isinstance(value, Decimal) else value
