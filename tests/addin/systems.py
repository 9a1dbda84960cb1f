"""Made-up systems: a sound installation for Excel 2016, on a registry in memory."""

from pathlib import Path

from perf_xl import __version__
from perf_xl.addin.excel_keys import OFFICE
from perf_xl.addin.install import System, install
from perf_xl.addin.places import Places
from perf_xl.addin.registry import MemoryRegistry, RegistryValue


def sound_system(folder: Path) -> System:
    """Installed below ``folder``."""
    user = MemoryRegistry()
    user.put(RegistryValue(f"{OFFICE}\\16.0\\Excel\\Options", "DefaultPath", "D:\\"))
    made = System(user, MemoryRegistry(), Places(folder / "data", folder / "addins"))
    install(made, Path("/opt/python/python.exe"))
    return made


def alive() -> tuple[str, float]:
    """A server of this version."""
    return __version__, 0.6
