"""The conformance suite of the LibreOffice engine: what xlwings documents, member by member."""
