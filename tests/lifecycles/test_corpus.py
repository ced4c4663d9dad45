"""A folder of diagrams from anywhere: none crashes, none is run, each refused one says why."""

from pathlib import Path

import pytest

from tests.lifecycles import corpus
from tests.lifecycles.constructs import CONSTRUCTS
from tests.lifecycles.sketch import sketch

PLAIN = sketch(next(iter(CONSTRUCTS.values()))[0])
SCRIPT = b'<bpmn:scriptTask id="x"><bpmn:script>1/0</bpmn:script></bpmn:scriptTask></bpmn:process>'
SCRIPTED = PLAIN.replace(b"</bpmn:process>", SCRIPT)


def test_each_file_has_its_row_and_a_crash_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "scripted.bpmn").write_bytes(SCRIPTED)
    (tmp_path / "torn.bpmn").write_text("<definitions", encoding="utf-8")
    assert corpus.main([str(tmp_path)]) == 0
    told = capsys.readouterr().out
    assert "refused  scripted.bpmn" in told
    assert told.endswith("0 loaded, 2 refused, 0 crashed\n")
    monkeypatch.setattr(corpus, "lint", lambda *_: 1 / 0)
    assert corpus.main([str(tmp_path)]) == 1
    assert "crashed  torn.bpmn ZeroDivisionError" in capsys.readouterr().out


def test_a_folder_without_diagrams_is_no_proof(tmp_path: Path) -> None:
    assert corpus.main([str(tmp_path)]) == 1


def test_every_construct_that_stands_alone_is_loaded(tmp_path: Path) -> None:
    for number, drawn in enumerate(CONSTRUCTS.values()):
        if len(drawn) == 1:
            text = sketch(drawn[0]).replace(b'Operator id="count"', b'Operator id="remind"')
            (tmp_path / f"c{number}.bpmn").write_bytes(text)
    assert {row.result for row in corpus.rows(tmp_path)} == {"loaded"}
