"""The LibreOffice extension: what is in it, and how it behaves in a real window."""
