"""Vector 9: a specification opened and saved again in LibreOffice, edited, and read back."""

import shutil
import subprocess
from pathlib import Path

import pytest

from procurement.documents import compare, exported_clauses, read_file, render
from tests.procurement.documents.edits import changed
from tests.procurement.documents.extracts import WARRANTY, extract

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
FILTERS = {"docx": "docx:MS Word 2007 XML", "odt": "odt:writer8"}
WAYS = [("docx", "docx"), ("odt", "odt"), ("docx", "odt"), ("odt", "docx")]
PATIENCE = 180  # seconds; the first start of LibreOffice makes a profile

pytestmark = [
    pytest.mark.services,
    pytest.mark.skipif(
        OFFICE is None,
        reason="LibreOffice is not installed: apt-get install libreoffice-writer-nogui",
    ),
]


def saved_again(content: bytes, ending: str, target: str, folder: Path) -> bytes:
    """The file as LibreOffice writes it after opening."""
    source, made = folder / f"bestek.{ending}", folder / "made"
    source.write_bytes(content)
    done = subprocess.run(
        [
            str(OFFICE), f"-env:UserInstallation=file://{folder / 'profile'}", "--headless",
            "--norestore", "--convert-to", FILTERS[target], "--outdir", str(made), str(source),
        ],
        capture_output=True, text=True, timeout=PATIENCE, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return (made / f"bestek.{target}").read_bytes()


@pytest.mark.parametrize(("ending", "target"), WAYS)
def test_every_clause_is_found_after_saving(ending: str, target: str, tmp_path: Path) -> None:
    reading = read_file(saved_again(render(extract(), ending), ending, target, tmp_path))
    assert reading.extract_id == extract().id
    assert {clause.found_by for clause in reading.clauses} == {"bookmark"}
    compared = compare(exported_clauses(extract()), reading)
    assert {clause.status for clause in compared.clauses} == {"identical"}
    assert compared.unknown == ()


@pytest.mark.parametrize(("ending", "target"), WAYS)
def test_vector_9_one_sentence_edited_one_clause_deleted(
    ending: str, target: str, tmp_path: Path
) -> None:
    """Saved, edited, and saved once more, as a buyer does."""
    first, second = tmp_path / "1", tmp_path / "2"
    first.mkdir()
    second.mkdir()
    content = saved_again(render(extract(), ending), ending, target, first)
    content = changed(content, _edit)
    content = saved_again(content, target, target, second)
    compared = compare(exported_clauses(extract()), read_file(content))
    found = {(c.exported.code, c.exported.lot): c.status for c in compared.clauses}
    assert found.pop(("MB-004", 1)) == "edited"
    assert found.pop(("MB-012", 1)) == "missing"
    assert set(found.values()) == {"identical"}
    assert compared.unknown == ()


def _edit(text: str) -> str:
    """Another number in the first warranty clause; the clause about textile goes with its code."""
    text = text.replace(WARRANTY, WARRANTY.replace("5 jaar", "7 jaar"), 1)
    begin = text.index('"vmp_MB_012_v1"/>')
    for tag in ("w:p", "text:p"):
        start, end = text.rfind(f"<{tag}", 0, begin), text.find(f"</{tag}>", begin)
        if start >= 0 and end >= 0:
            start = max(text.rfind(f"<{tag}>", 0, begin), text.rfind(f"<{tag} ", 0, begin))
            return text[:start] + text[end + len(f"</{tag}>") :]
    raise AssertionError("no paragraph")
