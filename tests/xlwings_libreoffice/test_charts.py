"""Charts and tables."""

from __future__ import annotations

import pytest

from tests.xlwings_libreoffice.coverage import covers


@pytest.fixture
def data(sheet):
    """Two series over three offices."""
    sheet["A1"].value = [["", "预算", "执行"], ["财政局", 100, 90], ["教育局", 80, 80], ["卫健局", 60, 30]]
    return sheet["A1:C4"]


@covers("Charts.add", "Charts.__len__", "Charts.__iter__", "Charts.__call__", "Charts.__contains__", "Charts.api")
@covers("Chart.name", "Chart.parent", "Chart.title", "Chart.chart_type", "Chart.plot_by", "Chart.api", "Chart.delete")
@covers(
    "Chart.series", "ChartSeriesCollection.__iter__", "ChartSeriesCollection.__len__", "ChartSeriesCollection.__call__"
)
@covers(
    "ChartSeriesCollection.__contains__",
    "ChartSeriesCollection.api",
    "ChartSeriesCollection.parent",
    "ChartSeries.name",
)
def test_a_chart_is_made_from_a_block(sheet, data):
    """Headings become series and categories; the longer side runs down."""
    chart = sheet.charts.add(source=data, chart_type="bar_clustered", name="执行率", anchor=sheet["E1"])
    chart.title = "部门预算执行"
    assert ("部门预算执行", "bar_clustered", "columns", "执行率") == (
        chart.title,
        chart.chart_type,
        chart.plot_by,
        chart.name,
    )
    assert ["预算", "执行"] == [series.name for series in chart.series]
    assert (2, True, False, "执行") == (
        len(chart.series),
        "预算" in chart.series,
        "无" in chart.series,
        chart.series[1].name,
    )
    assert chart.series.impl.parent.name == "执行率"
    assert len(chart.series.api) == 2
    assert (1, True, "执行率", sheet) == (
        len(sheet.charts),
        "执行率" in sheet.charts,
        sheet.charts[0].name,
        chart.parent,
    )
    assert ["执行率"] == [item.name for item in sheet.charts]
    assert (sheet, 1) == (sheet.charts.parent, sheet.charts.api.Count)
    assert chart.api.supportsService("com.sun.star.chart.ChartDocument")
    chart.title = None
    assert chart.title is None
    chart.delete()
    assert 0 == len(sheet.charts)


@covers("Chart.chart_type")
@pytest.mark.parametrize(
    "name",
    [
        "column_stacked_100", "bar_stacked", "line", "line_markers", "area_stacked", "pie", "doughnut", "radar_filled",
        "xy_scatter_lines", "xy_scatter_lines_no_markers", "column_clustered",
    ],
)  # fmt: skip
def test_chart_types_read_back(sheet, data, name):
    """The type changes, the data stay."""
    chart = sheet.charts.add(source=data)
    chart.chart_type = name
    assert name == chart.chart_type
    assert len(chart.series) > 0


@covers("Chart.chart_type", "Charts.add")
def test_what_calc_has_not_is_named(sheet, data):
    """Types and styles that Calc is not asked for."""
    with pytest.raises(NotImplementedError, match="bubble_3d_effect"):
        sheet.charts.add(source=data).chart_type = "bubble_3d_effect"
    with pytest.raises(NotImplementedError, match="styles"):
        sheet.charts.add(source=data, style=12)


@covers("Chart.set_source_data", "Chart.plot_by")
def test_source_and_direction_change(sheet, data):
    """Other cells, other direction."""
    chart = sheet.charts.add(source=data)
    chart.set_source_data(sheet["A1:B4"], plot_by="columns")
    assert ["预算"] == [series.name for series in chart.series]
    chart.plot_by = "rows"
    assert ["财政局", "教育局", "卫健局"] == [series.name for series in chart.series]


@covers("Chart.left", "Chart.top", "Chart.width", "Chart.height", "Chart.to_png")
def test_place_and_picture(sheet, data, tmp_path):
    """Points; a picture with pixels in it."""
    chart = sheet.charts.add(left=100, top=50, width=300, height=200, source=data)
    assert [pytest.approx(value, abs=0.1) for value in (100, 50, 300, 200)] == [
        chart.left,
        chart.top,
        chart.width,
        chart.height,
    ]
    chart.left, chart.top, chart.width, chart.height = 10, 20, 400, 250
    assert [pytest.approx(value, abs=0.1) for value in (10, 20, 400, 250)] == [
        chart.left,
        chart.top,
        chart.width,
        chart.height,
    ]
    chart.to_png(str(tmp_path / "图.png"))
    assert (tmp_path / "图.png").read_bytes().startswith(b"\x89PNG")
    assert (tmp_path / "图.png").stat().st_size > 3000


@covers("Chart.legend", "ChartLegend.visible", "ChartLegend.position", "ChartLegend.api", "Chart.category_axis")
@covers(
    "Chart.value_axis", "ChartAxis.title", "ChartAxis.minimum_scale", "ChartAxis.maximum_scale", "ChartAxis.major_unit"
)
@covers("ChartAxis.visible", "ChartAxis.reverse_order", "ChartAxis.set", "ChartAxis.api")
@covers("ChartSeries.fill_color", "ChartSeries.set", "ChartSeries.api")
def test_parts_of_a_chart(sheet, data):
    """Legend, axes and series."""
    chart = sheet.charts.add(source=data)
    chart.legend.position = "bottom"
    assert ("bottom", True) == (chart.legend.position, chart.legend.visible)
    assert chart.legend.api is not None
    chart.legend.visible = False
    assert chart.legend.visible is False
    axis = chart.value_axis
    axis.set(title="万元", minimum_scale=0, maximum_scale=120, major_unit=20)
    assert ("万元", 0.0, 120.0, 20.0) == (axis.title, axis.minimum_scale, axis.maximum_scale, axis.major_unit)
    chart.category_axis.set(title="部门", reverse_order=True)
    assert ("部门", True, True) == (chart.category_axis.title, chart.category_axis.reverse_order, axis.visible)
    assert axis.api.Max == 120
    axis.set(visible=False)
    assert axis.visible is False
    chart.series[0].set(fill_color="#4472c4")
    assert ((0x44, 0x72, 0xC4), 0x4472C4) == (chart.series[0].fill_color, chart.series[0].api.Color)


@covers("Tables.add", "Tables.__len__", "Tables.__iter__", "Tables.__call__", "Tables.__contains__", "Tables.api")
@covers(
    "Table.name", "Table.display_name", "Table.range", "Table.header_row_range", "Table.data_body_range", "Table.api"
)
@covers("Table.totals_row_range", "Table.show_totals", "Table.show_headers", "Table.show_autofilter", "Table.resize")
@covers("Table.parent", "Range.table")
def test_tables(sheet, data):
    """Calc's database ranges seen as tables."""
    table = sheet.tables.add(data, name="部门表")
    assert ("部门表", "部门表", "$A$1:$C$4", "$A$1:$C$1", "$A$2:$C$4") == (
        table.name,
        table.display_name,
        table.range.address,
        table.header_row_range.address,
        table.data_body_range.address,
    )
    assert (True, True, False, None) == (
        table.show_headers,
        table.show_autofilter,
        table.show_totals,
        table.totals_row_range,
    )
    assert (1, True, False, "部门表", None) == (
        len(sheet.tables),
        "部门表" in sheet.tables,
        "无" in sheet.tables,
        sheet["B3"].table.name,
        sheet["E9"].table,
    )
    assert ["部门表"] == [item.name for item in sheet.tables]
    assert (sheet, "Sheet1") == (table.parent, sheet.tables.impl.parent.name)
    assert (1, "部门表") == (sheet.tables.api.Count, table.api.Name)
    table.show_autofilter = False
    table.resize(sheet["A1:C3"])
    table.name = "另名"
    assert (False, "$A$1:$C$3", "另名") == (table.show_autofilter, table.range.address, sheet.tables[0].name)
