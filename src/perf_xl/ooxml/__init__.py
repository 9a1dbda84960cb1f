"""Spreadsheet files, patched part by part: what no edit names leaves byte for byte as it came.

From below: `markup`, `container`, `package`, `rels` (text, zip, parts); `row`, `sheet`, `strings`, `names`, `styles`,
`workbook` (one noun a file); `cells`, `notes`, `layout`, `rows`, `sheets` (the edits); `recalc` (cached values);
`compile`, `grow`, `shape`, `slots`, `fill` (one template, many workbooks).
"""
