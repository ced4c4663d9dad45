"""A small region as scenarios describe one, for tests of the rooms."""

from typing import Any

PASSWORD = "correct horse battery"

NORRBOTTEN: dict[str, Any] = {
    "organisation": {"slug": "norrbotten", "name": "Region Norrbotten", "profile": "region-norrbotten"},
    "bodies": [
        {"name": "Regionfullmäktige", "kind": "council"},
        {"name": "Regionstyrelsen", "kind": "executive_board"},
        {"name": "Kulturnämnden", "kind": "board"},
    ],
    "diaries": [
        {"slug": "region", "name": "Regionens diarium", "pattern": "{seq}-{year}"},
        {"slug": "kultur", "name": "Kulturnämndens diarium", "pattern": "KN/{seq}/{year}", "body": "kulturnamnden"},
        {"slug": "klassat", "name": "Klassat diarium", "pattern": "KS-{year}/{seq}.{class}"},
        {"slug": "lopande", "name": "Löpande diarium", "pattern": "RV{seq:5}", "yearly": False},
    ],
    "people": [
        {"name": "Maria Sten", "party": "SD"},
        {"name": "Sven Ersson", "party": "S"},
        {"name": "Ulla Alm", "party": "S"},
        {"name": "Karin Nordh", "party": "V"},
    ],
    "mandates": [
        {"person": "maria-sten", "body": "regionfullmaktige", "seat": "member", "from_day": "2018-10-15"},
        {"person": "maria-sten", "body": "regionstyrelsen", "seat": "member", "from_day": "2019-01-01"},
        {"person": "sven-ersson", "body": "regionfullmaktige", "seat": "chair", "from_day": "2018-10-15"},
        {"person": "ulla-alm", "body": "regionfullmaktige", "seat": "substitute", "from_day": "2018-10-15"},
        {
            "person": "karin-nordh",
            "body": "regionfullmaktige",
            "seat": "member",
            "from_day": "2018-10-15",
            "through_day": "2019-12-31",
        },
    ],
    "users": [
        {
            "username": "registrator",
            "name": "Rut Holm",
            "title": "Registrator",
            "email": "rut.holm@region.example",
            "roles": [{"role": "registrar"}],
        },
        {"username": "sekreterare", "name": "Siv Lund", "roles": [{"role": "secretary"}]},
        {"username": "chef", "name": "Carl Vik", "roles": [{"role": "manager", "body": "regionstyrelsen"}]},
        {
            "username": "handlaggare",
            "name": "Harriet Bo",
            "title": "Strateg",
            "roles": [{"role": "officer", "body": "regionstyrelsen"}],
        },
        {
            "username": "kultur",
            "name": "Kurt Ros",
            "roles": [{"role": "officer", "body": "kulturnamnden"}],
        },
    ],
    "deputies": [
        {
            "absent": "chef",
            "deputy": "handlaggare",
            "from_day": "2020-06-01",
            "through_day": "2020-08-31",
            "reason": "Föräldraledig",
        }
    ],
}
