"""Runs in LibreOffice's Python: opens a workbook with macros and answers requests, one JSON object a line.

``{"cells": {"A1": 1}}`` fills cells of the last sheet, ``{"formulas": {...}, "read": [...]}`` enters formulas and
reads texts, ``{"run": "Module.Procedure", "arguments": []}`` runs a procedure, ``{"text": ["PxTexts", "B40"]}`` reads
a cell of another sheet.
"""

import contextlib
import json
import os
import subprocess
import sys
import time

import uno
from com.sun.star.beans import PropertyValue


def prop(name, value):
    item = PropertyValue()
    item.Name, item.Value = name, value
    return item


def connect(pipe, office):
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(200):
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except Exception:
            if office.poll() is not None:
                raise
            time.sleep(0.1)
    raise TimeoutError("soffice does not answer")


def answer(document, request):
    sheet = document.Sheets.getByIndex(document.Sheets.Count - 1)
    for address, value in request.get("cells", {}).items():
        cell = sheet.getCellRangeByName(address)
        if isinstance(value, str):
            cell.setString(value)
        else:
            cell.setValue(value)
    for address, formula in request.get("formulas", {}).items():
        sheet.getCellRangeByName(address).setFormula(formula)
    if "text" in request:
        name, address = request["text"]
        return document.Sheets.getByName(name).getCellRangeByName(address).getString()
    if "run" in request:
        url = f"vnd.sun.star.script:PerfXL.{request['run']}?language=Basic&location=document"
        result, _, _ = document.getScriptProvider().getScript(url).invoke(tuple(request["arguments"]), (), ())
        return result
    return [sheet.getCellRangeByName(address).getString() for address in request.get("read", [])]


def main():
    path, profile = sys.argv[1:]
    pipe = f"px{os.getpid()}"
    command = [
        "soffice",
        f"-env:UserInstallation=file://{profile}",
        "--headless",
        "--norestore",
        "--nologo",
        f"--accept=pipe,name={pipe};urp;",
    ]
    office = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        context = connect(pipe, office)
        desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        document = desktop.loadComponentFromURL(
            uno.systemPathToFileUrl(path), "_blank", 0, (prop("Hidden", True), prop("MacroExecutionMode", 4))
        )
        document.Sheets.insertNewByName("Data", document.Sheets.Count)
        for line in sys.stdin:
            print(  # noqa: T201
                json.dumps({"answer": answer(document, json.loads(line))}), flush=True
            )
        document.close(True)
        with contextlib.suppress(Exception):  # the bridge may fall before the answer comes
            desktop.terminate()
        office.wait(20)
    finally:
        office.kill()


main()
