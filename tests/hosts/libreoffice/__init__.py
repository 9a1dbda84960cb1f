"""LibreOffice as a host of the commands."""
