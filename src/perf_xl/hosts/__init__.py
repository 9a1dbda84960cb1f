"""The programs and stores a workbook can live in: memory, files, Excel, LibreOffice. Thin: they decide nothing."""
