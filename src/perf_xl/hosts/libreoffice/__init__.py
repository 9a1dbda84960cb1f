"""LibreOffice as a host. The program or an extension imports :mod:`.workbook`; this package itself needs no UNO."""
