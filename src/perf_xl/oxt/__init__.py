"""The LibreOffice extension: built from the functions' metadata and the ribbon, installed for the current user."""
