"""The summary workbook: openpyxl builds it, formulas live over the detail sheets, with the values they have now."""
