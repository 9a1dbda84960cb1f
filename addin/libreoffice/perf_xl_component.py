"""The UNO component of the extension 绩效评价: functions, commands and the job at opening.

Thin on purpose: everything it does is in ``perf_xl.hosts.libreoffice``, which lies beside it under ``pythonpath``.
"""

import unohelper
from com.sun.star.frame import XDispatch, XDispatchProvider
from com.sun.star.lang import Locale, XInitialization, XLocalizable, XServiceInfo, XServiceName
from com.sun.star.sheet import XAddIn
from com.sun.star.task import XJob
from org.perfxl import XPerfXL

from perf_xl.hosts.libreoffice import extension

ADD_IN = "com.sun.star.sheet.AddIn"
PROTOCOL_HANDLER = "com.sun.star.frame.ProtocolHandler"


class Functions(unohelper.Base, XAddIn, XServiceName, XServiceInfo, XLocalizable, XPerfXL):
    """The worksheet functions; their methods are added below, one for each function of the catalogue."""

    def __init__(self, context):
        self.context = context
        self.locale = Locale("zh", "CN", "")

    def callFunction(self, name, arguments):
        """What the Basic wrappers call: ranges come as objects, with their number formats."""
        return extension.call(name, arguments)

    def getServiceName(self):
        return extension.SERVICE

    def getImplementationName(self):
        return extension.SERVICE

    def supportsService(self, name):
        return name in (ADD_IN, extension.SERVICE)

    def getSupportedServiceNames(self):
        return (ADD_IN, extension.SERVICE)

    def setLocale(self, locale):
        self.locale = locale

    def getLocale(self):
        return self.locale

    def getProgrammaticFuntionName(self, display):  # the misspelling is the interface's
        return extension.wizard.method_of(display)

    def getDisplayFunctionName(self, method):
        return extension.wizard.name(method)

    def getFunctionDescription(self, method):
        return extension.wizard.description(method)

    def getDisplayArgumentName(self, method, index):
        return extension.wizard.argument(method, index)

    def getArgumentDescription(self, method, index):
        return extension.wizard.argument_help(method, index)

    def getProgrammaticCategoryName(self, method):
        return "Add-In"

    def getDisplayCategoryName(self, method):
        return extension.wizard.category


def _method(name):
    def call(self, *arguments):
        return extension.call_from_wizard(name, arguments)

    return call


for _name, _function in extension.wizard.methods().items():
    setattr(Functions, _name, _method(_function))


class Handler(unohelper.Base, XDispatchProvider, XDispatch, XInitialization, XServiceInfo):
    """The commands of menu and toolbar."""

    def __init__(self, context):
        self.context = context
        self.frame = None

    def initialize(self, arguments):
        self.frame = arguments[0] if arguments else None

    def queryDispatch(self, url, target, flags):
        return self if url.Protocol == extension.PROTOCOL else None

    def queryDispatches(self, requests):
        return tuple(self.queryDispatch(item.FeatureURL, item.FrameName, item.SearchFlags) for item in requests)

    def dispatch(self, url, arguments):
        extension.run(self.context, self.frame, url.Path)

    def addStatusListener(self, listener, url):
        pass

    def removeStatusListener(self, listener, url):
        pass

    def getImplementationName(self):
        return extension.HANDLER

    def supportsService(self, name):
        return name == PROTOCOL_HANDLER

    def getSupportedServiceNames(self):
        return (PROTOCOL_HANDLER,)


class Job(unohelper.Base, XJob, XServiceInfo):
    """What is done when LibreOffice starts and when a workbook is opened."""

    def __init__(self, context):
        self.context = context

    def execute(self, arguments):
        extension.at_event(self.context, {item.Name: item.Value for item in arguments})

    def getImplementationName(self):
        return extension.JOB

    def supportsService(self, name):
        return name == extension.JOB

    def getSupportedServiceNames(self):
        return (extension.JOB,)


g_ImplementationHelper = unohelper.ImplementationHelper()
g_ImplementationHelper.addImplementation(Functions, extension.SERVICE, (ADD_IN, extension.SERVICE))
g_ImplementationHelper.addImplementation(Handler, extension.HANDLER, (PROTOCOL_HANDLER,))
g_ImplementationHelper.addImplementation(Job, extension.JOB, (extension.JOB,))
