"""The analysis tables as parquet files, written part by part: a hundred thousand workbooks pass through in little memory.

Which forms are added up is known only when all are read, so each kind and year has its files until then; those of the
summary stay.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from perf_xl.errors import FileProblem, os_reason
from perf_xl.rollup.choices import Choices
from perf_xl.rollup.columns import TABLES, columns_of
from perf_xl.rollup.entries import FormEntry
from perf_xl.rollup.partial import Series, unit_key_of

Tables = Mapping[Series, Mapping[str, Any]]
"""Arrow tables ``forms``, ``funds`` and ``indicators`` by kind and year."""
Schemas = Mapping[str, Any]
"""An Arrow schema for each table; made once and sent along with the work."""


def schemas() -> Schemas:
    """The schemas that pandas gives tables of these dtypes, so that it reads them back as they were. Needs pandas."""
    import pandas as pd  # noqa: PLC0415 - only for parquet
    import pyarrow as pa  # noqa: PLC0415 - an extra

    empty = {
        name: pd.DataFrame({column: pd.Series([], dtype=dtype) for column, dtype in dtypes.items()})
        for name, dtypes in TABLES.items()
    }
    return {name: pa.Schema.from_pandas(frame, preserve_index=False) for name, frame in empty.items()}


def tables_of(entries: Iterable[FormEntry], choices: Choices, shapes: Schemas) -> Tables:
    """The tables of some entries, each kind and year by itself."""
    import pyarrow as pa  # noqa: PLC0415 - an extra

    groups: dict[Series, list[FormEntry]] = {}
    for entry in entries:
        groups.setdefault(unit_key_of(entry).series, []).append(entry)
    return {
        series: {
            name: pa.Table.from_pydict(columns, schema=shapes[name])
            for name, columns in columns_of(group, choices).items()
        }
        for series, group in groups.items()
    }


class ParquetFiles:
    """``forms.parquet``, ``funds.parquet`` and ``indicators.parquet`` in a folder, which is made if it is not there.

    Nothing of an earlier run is touched before :meth:`finish`. FileProblem when pyarrow is not installed or the folder
    cannot be written.
    """

    def __init__(self, folder: Path) -> None:
        try:
            import pyarrow.parquet as pq  # noqa: PLC0415 - an extra
        except ImportError as error:
            remedy = "请安装：pip install perf-xl[bulk]"
            raise FileProblem(str(folder), "写不了 parquet：没有安装 pyarrow", remedy) from error
        self.schemas = schemas()
        self._writer = pq.ParquetWriter
        self._folder = folder
        self._beside = folder / ".~明细"
        self._open: dict[tuple[Series, str], tuple[Path, Any]] = {}
        try:
            self.discard()
            self._beside.mkdir(parents=True)
        except OSError as error:
            raise self._refused(error) from error

    def _refused(self, error: OSError) -> FileProblem:
        reason = f"写不进去（{os_reason(error)}）"
        return FileProblem(str(self._folder), reason, "请检查文件夹、权限和剩余空间，或换一个文件夹。")

    def add(self, tables: Tables) -> None:
        """Write the tables of a part."""
        try:
            for series, own in tables.items():
                for name, table in own.items():
                    self._file(series, name).write_table(table)
        except OSError as error:
            raise self._refused(error) from error

    def _file(self, series: Series, name: str) -> Any:
        found = self._open.get((series, name))
        if found is None:
            path = self._beside / f"{len(self._open)}.parquet"
            found = self._open[series, name] = (path, self._writer(path, self.schemas[name]))
        return found[1]

    def finish(self, series: Series) -> None:
        """Put the files of the forms that were added up in place; those of other kinds and years go."""
        try:
            for name in TABLES:
                self._file(series, name)
            self._close()
            for name in TABLES:
                self._open[series, name][0].replace(self._folder / f"{name}.parquet")
        except OSError as error:
            raise self._refused(error) from error
        finally:
            self.discard()

    def _close(self) -> None:
        for _, writer in self._open.values():
            writer.close()

    def discard(self) -> None:
        """Leave nothing half written behind."""
        self._close()
        self._open.clear()
        shutil.rmtree(self._beside, ignore_errors=True)
