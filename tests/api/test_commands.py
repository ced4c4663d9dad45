"""The commands say what is wrong to the letter, whatever it holds."""

import sys
from pathlib import Path

import pytest
from PIL import Image
from sqlmodel import select, update
from typer.testing import CliRunner

from api.cli import app, main
from api.door import wall_clock
from engine.db import Database, new_id
from engine.jobs import MAX_ATTEMPTS, Outbox, post
from engine.organisations import links, second_factor
from engine.organisations.tables import SecondFactor, User
from engine.settings import data
from tests.api.town import NORTH, Town
from tests.documents.fourth import FOURTH
from tests.makers import NOW

NO_DIAGRAM = "<definitions/>"


def test_a_fault_in_a_diagram_is_told_with_its_rule(tmp_path: Path) -> None:
    drawn = tmp_path / "motion.bpmn"
    drawn.write_text(NO_DIAGRAM)
    told = CliRunner().invoke(app, ["workflow", "lint", str(drawn)], env={"COLUMNS": "500"})
    assert told.exit_code == 1
    assert told.output.splitlines()[0].endswith("]")


def test_what_somebody_has_written_is_never_read_as_markup(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    described = tmp_path / "region.yaml"
    described.write_text("@[/bold]")
    monkeypatch.setattr(sys, "argv", ["dnr", "organisation", "found", str(described)])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 1
    assert "[/bold]" in capsys.readouterr().err


def test_work_that_was_given_up_is_listed_with_its_fault_and_let_go_again(sqlite_database: Database) -> None:
    with sqlite_database.write() as session:
        job = post(session, new_id(), "render", {}, NOW)
        session.execute(update(Outbox).values(attempts=MAX_ATTEMPTS, error="MissingFonts: [/bold]"))
    run, given = CliRunner(), {"DNR_DATABASE_URL": sqlite_database.url, "COLUMNS": "500"}
    listed = run.invoke(app, ["jobs"], env=given).output
    assert all(said in listed for said in (str(job), "render", "8 av 8", "MissingFonts: [/bold]"))
    assert run.invoke(app, ["jobs", "retry"], env=given).exit_code == 2
    assert run.invoke(app, ["jobs", "retry", str(job), "--all"], env=given).exit_code == 2
    again = run.invoke(app, ["jobs", "retry", str(job)], env=given)
    assert (again.exit_code, "0 av 8" in run.invoke(app, ["jobs"], env=given).output) == (0, True)
    assert "0 arbeten" in run.invoke(app, ["jobs", "retry", "--all"], env=given).output


def test_every_faulty_row_of_an_older_diary_is_told_in_swedish(tmp_path: Path) -> None:
    kept = ["--home", str(tmp_path)]
    older = tmp_path / "older.csv"
    older.write_text(
        "dnr;title;kind;diary;body;arrived_on\n"
        "1-2019;Skolmat;skrivelse;region;regionstyrelsen;2019-03-01\n"
        "2-2019;Skolmat;motion;kultur;regionstyrelsen;2019-03-01\n"
        "3-2019;Skolmat;motion;region;regionstyrelsen;i mars\n"
    )
    region = data("templates", "organisations", "region-norrbotten.yaml")
    for command in (["db", "upgrade"], ["organisation", "found", str(region)]):
        assert CliRunner().invoke(app, [*command, *kept]).exit_code == 0
    told = CliRunner().invoke(
        app,
        ["import", "cases", str(older), "--organisation", "region-norrbotten", "--user", "registrator", *kept],
        env={"COLUMNS": "500"},
    )
    assert (told.exit_code, told.output.splitlines()) == (
        1,
        [
            "rad 2, kind: Välj ett av: motion, initiative, audit_response, board_matter.",
            "rad 3, diary: Det finns inget diarium med det namnet.",
            "rad 4, arrived_on: Skriv dagen som 2020-01-07.",
            "0 ärenden godkända, ingenting fört in, 3 fel.",
        ],
    )


def test_an_administrator_gives_the_documents_a_house_style_of_their_own(sqlite_town: Town, tmp_path: Path) -> None:
    sqlite_town.a_motion()
    file, logo = tmp_path / "profil.yaml", tmp_path / "logo.png"
    file.write_text(FOURTH.replace('"{logo}"', '""'), encoding="utf-8")
    Image.new("RGB", (240, 80), "#8a3b00").save(logo)
    before = sqlite_town.get("motions/undecided.html").text
    run, given = CliRunner(), {"DNR_DATABASE_URL": str(sqlite_town.database.url), "COLUMNS": "500"}
    command = ["organisation", "profile", NORTH, str(file), "--logo", str(logo)]
    told = run.invoke(app, command, env=given)
    assert (told.exit_code, told.output) == (0, "Profilen version 2 gäller.\n")
    after = sqlite_town.get("motions/undecided.html").text
    assert "Ej slutbehandlade motioner" in after
    assert "Ej slutbehandlade motioner" not in before
    assert all(said in after for said in ("--accent: #8a3b00", 'src="data:image/png;base64,', "Björkdalens kommun"))
    assert sqlite_town.get("motions/undecided.pdf").content.startswith(b"%PDF-")
    file.write_text(FOURTH.replace('"{logo}"', '""').replace("#8a3b00", "#ffee00"), encoding="utf-8")
    pale = run.invoke(app, command, env=given)
    assert pale.exit_code != 0
    assert sqlite_town.get("motions/undecided.html").text == after


def test_a_file_is_shown_and_brought_into_a_case(sqlite_town: Town, tmp_path: Path) -> None:
    case, file = sqlite_town.a_board_matter(), tmp_path / "svar.md"
    file.write_text("# Tak [/bold]\n\nLöst.\n\n## Sammanfattning\n\nTaket läcker.\n")
    run = CliRunner()
    given = {"DNR_DATABASE_URL": str(sqlite_town.database.url), "COLUMNS": "500"}
    told = run.invoke(app, ["documents", "import", str(file), "--organisation", NORTH], env=given).output
    assert all(said in told for said in ("Sammanfattning", "Tak [/bold]", "Utan plats: Löst.", "stycken saknar plats"))
    assert sqlite_town.get(f"cases/{case['id']}/imports").json()["items"] == []
    named = ["documents", "import", str(file), "--organisation", NORTH, "--case", case["dnr"]]
    assert run.invoke(app, named, env=given).exit_code == 2
    kept = run.invoke(app, [*named, "--user", "handlaggare"], env=given)
    assert (kept.exit_code, "väntar på att godkännas" in kept.output) == (0, True), kept.output
    (one,) = sqlite_town.get(f"cases/{case['id']}/imports").json()["items"]
    assert (one["filename"], one["author"]) == ("svar.md", "Sofia Rönnqvist")


def test_one_who_is_locked_out_gets_a_link_from_whoever_runs_the_machine(sqlite_town: Town) -> None:
    with sqlite_town.database.write() as session:
        user = session.exec(select(User).where(User.username == "administrator")).first()
        assert user is not None
        session.add(SecondFactor(user_id=user.id, secret="A" * 32, made_at=NOW, proven_at=NOW))
    run, given = CliRunner(), {"DNR_DATABASE_URL": sqlite_town.database.url, "COLUMNS": "500"}
    told = run.invoke(app, ["user", "link", NORTH, "administrator", "--without-codes"], env=given)
    assert told.exit_code == 0, told.output
    secret = told.output.partition("key=")[2].split()[0]
    with sqlite_town.database.write() as session:
        assert links.invited(session, secret, wall_clock()).username == "administrator"
        assert not second_factor.has_codes(session, user.id)
    assert run.invoke(app, ["user", "link", NORTH, "finns-inte"], env=given).exit_code == 1
