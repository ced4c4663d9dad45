"""The pile by page: what is dropped waits, its form is filled in with what was read, and the next follows by itself."""

import re

from tests.api.town import Town
from tests.documents.seeds import FOLDER
from tests.pages.desk import Desk, desk_of, summary
from tests.rooms.test_pile import a_mail

LETTER = next(path for path in FOLDER.glob("003_*")).read_bytes()
DIARY = {"diary": "region", "body": "regionstyrelsen"}


def drop(desk: Desk, *files: tuple[str, bytes], **said: str) -> str:
    form = desk.form("/pile", "/pile")
    answer = desk.send(form, said, files=[("files", (name, content, "")) for name, content in files])
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def left(html: str) -> str | None:
    found = re.search(r'Kvar i högen: <a href="/pile">(\d+)<', html)
    return found[1] if found else None


def test_two_things_are_read_in_and_registered_one_after_the_other(sqlite_town: Town) -> None:
    with desk_of(sqlite_town, "registrator") as desk:
        address = drop(desk, ("missiv.txt", LETTER), ("post.eml", a_mail()))
        page = desk.get(address).text
        assert left(page) == "2"
        assert "Läst ur handlingen." in page
        form = desk.form(address)
        assert (form.fields["sender"], form.fields["kind"], form.fields["answer_by"]) == (
            "Regionens revisorer", "audit_response", "2021-05-20",
        )  # fmt: skip
        done = desk.send(form, {**DIARY, "way_in": "post", "title": "Granskning av 1177"})
        assert done.status_code == 303, summary(done.text)
        shown = desk.get(done.headers["location"]).text
        assert 'data-copy="1-2020"' in shown
        assert "Nästa i högen står här nedanför." in shown
        assert left(shown) == "1"
        assert "Läst i mejlets huvud." in shown
        following = desk.form(done.headers["location"])
        assert following.fields["sender"] == "Anna Ålm"
        done = desk.send(following, {**DIARY, "kind": "board_matter", "movers.0.person": None, "confirm": "ja"})
        assert done.status_code == 303, summary(done.text)
        shown = desk.get(done.headers["location"]).text
        assert left(shown) is None
        case = re.search(r"done=([\w-]+)", done.headers["location"])
        assert case
        records = sqlite_town.get(f"cases/{case[1]}/records").json()["items"]
        assert [one["kind"] for one in records] == ["letter", "confirmation"]
        assert [file["filename"] for file in records[0]["files"]] == ["post.eml", "karta.pdf", "vidarebefordrat.eml"]
        assert "Högen är tom" in desk.get("/pile").text


def test_what_may_be_the_same_is_shown_beside_and_it_can_be_put_in_that_case(sqlite_town: Town) -> None:
    with desk_of(sqlite_town, "registrator") as desk:
        first = drop(desk, ("missiv.txt", LETTER))
        form = desk.form(first)
        assert desk.send(form, {**DIARY, "title": "Granskning av 1177"}).status_code == 303
        again = drop(desk, ("missiv igen.txt", LETTER), together="ja")
        page = desk.get(again).text
        assert "Kan vara samma handling" in page
        assert "har samma fil" in page
        place = re.search(r'href="(/pile/[\w-]+/place\?case=1-2020)"', page)
        assert place
        form = desk.form(place[1])
        assert (form.fields["case"], form.fields["correspondent"]) == ("1-2020", "Regionens revisorer")
        wrong = desk.send(form, {"case": "finns-inte"})
        assert wrong.status_code == 404
        done = desk.send(desk.form(place[1]), {})
        assert done.status_code == 303, summary(done.text)
        records = sqlite_town.get(done.headers["location"].removeprefix("/") + "/records").json()["items"]
        assert [one["files"][0]["filename"] for one in records] == ["missiv.txt", "missiv igen.txt"]


def test_what_is_typed_is_held_against_the_register_as_one_types(sqlite_town: Town) -> None:
    sqlite_town.a_motion(title="Motion om telefontillgänglighet")
    mark = {"provision": "OSL 25 kap. 1 §", "authority": "Region Norrbotten"}
    sqlite_town.a_motion("registrator", title="Motion om hemlig telefontillgänglighet", secrecy=mark)
    with desk_of(sqlite_town, "registrator") as desk:
        page = desk.get("/register/alike?title=telefontillgänglighet+motion&arrived_on=i+dag").text
        assert "Motion om telefontillgänglighet" in page
        assert "Inget som du får se liknar det" in desk.get("/register/alike?title=cykelväg+bro").text
        assert desk.get("/register/alike?title=a&arrived_on=xyz").status_code == 200


def test_what_is_put_aside_leaves_the_pile_with_its_reason(sqlite_town: Town) -> None:
    with desk_of(sqlite_town, "registrator") as desk:
        item = drop(desk, ("reklam.pdf", b"%PDF")).partition("item=")[2]
        assert summary(desk.fill(f"/pile/{item}/put-aside", {"reason": ""}).text)
        assert desk.fill(f"/pile/{item}/put-aside", {"reason": "Reklam"}).status_code == 303
        assert desk.get(f"/register?item={item}").status_code == 404


def test_the_same_form_sent_twice_registers_once(sqlite_town: Town) -> None:
    with desk_of(sqlite_town, "registrator") as desk:
        address = drop(desk, ("missiv.txt", LETTER))
        form = desk.form(address)
        answers = [desk.send(form, {**DIARY, "title": "Granskning"}) for _ in range(2)]
        assert [one.status_code for one in answers] == [303, 303]
        assert answers[0].headers["location"].partition("&")[0] == answers[1].headers["location"].partition("&")[0]
        assert len(sqlite_town.get("cases").json()["items"]) == 1
        late = desk.send(form, {**DIARY, "title": "Granskning", "_key": "another"})
        assert late.status_code == 404  # it waits no longer, so there is no form to show again


def test_a_drop_without_files_or_with_an_empty_one_loses_nothing(sqlite_town: Town) -> None:
    with desk_of(sqlite_town, "registrator") as desk:
        form = desk.form("/pile", "/pile")
        assert desk.send(form).headers["location"] == "/pile"
        empty = desk.send(form, files=[("files", ("tom.pdf", b"", ""))])
        assert empty.status_code == 422
        assert "Högen är tom" in desk.get("/pile").text
