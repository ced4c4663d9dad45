"""An example of every form, for the published description; a test holds each against its form."""

from typing import Any

from api.administration.sections import operations

MARK = {"provision": "OSL 25 kap. 1 §", "authority": "Region Norrbotten", "reconsider_on": "2026-02-17"}
REASON = {"reason": "Registrerat två gånger av misstag."}
RECORD = {
    "direction": "incoming",
    "kind": "letter",
    "title": "Synpunkter på motionen",
    "correspondent": "Hälsocentralen i Älvsbyn",
    "received_on": "2020-03-02",
    "document_date": "2020-02-28",
    "way_in": "email",
    "files": [{"filename": "synpunkter.txt", "media_type": "text/plain", "content": "SGVqIQ=="}],
}
DIAGRAM = {"key": "motion", "files": {"motion.bpmn": '<?xml version="1.0" encoding="UTF-8"?> …'}}

EXAMPLES: dict[str, Any] = {
    "sign_in_sign_in": {
        "organisation": "region-norrbotten",
        "username": "registrator",
        "password": "ett långt lösenord",
        "scopes": ["read", "act"],
        "label": "Diariet",
        "hours": 12,
    },
    "cases_close": {"outcome": "decided", "despite": ["records"], "reason": "Handlingarna finns i pappersakten."},
    "cases_register": {
        "kind": "motion",
        "title": "Motion 3-2020 om systemet CallMe",
        "diary": "region",
        "body": "regionfullmaktige",
        "arrived_on": "2020-02-17",
        "way_in": "post",
        "document_date": "2020-02-14",
        "movers": [{"person": "marianne-sandstrom"}],
        "clauses": ["systemet CallMe ska vara frivilligt att använda."],
        "record": {"kind": "motion", "paper_location": "Närarkivet, pärm 2020:2"},
        "files": [{"filename": "motion.pdf", "media_type": "application/pdf", "content": "JVBERi0xLjcK"}],
    },
    "cases_correct": {"title": "Motion 3-2020 om frivillig användning av CallMe", "reason": "Tydligare ärendemening."},
    "cases_void": REASON,
    "cases_mark": MARK,
    "cases_unmark": {"reason": "Uppgifterna är inte längre känsliga."},
    "cases_relate": {"other": "271-2020", "kind": "related"},
    "cases_note": {"title": "Samtal med motionären", "text": "Motionären önskar svar före sommaren."},
    "cases_watch": {"due_on": "2020-05-04", "text": "Har remissvaren kommit?", "owner": "registrator"},
    "cases_add_record": RECORD,
    "records_add": {**RECORD, "diary": "region", "body": "regionstyrelsen"},
    "records_correct": {"title": "Synpunkter från hälsocentralen", "reason": "Fel rubrik."},
    "records_void": REASON,
    "records_move": {"case": "273-2020", "reason": "Hör till det andra ärendet."},
    "records_mark": MARK,
    "records_unmark": {"reason": "Uppgifterna är inte längre känsliga."},
    "records_file": {"files": RECORD["files"]},
    "drafts_save": {
        "title": "Motion 3-2020 om systemet CallMe",
        "sections": [
            {"key": "summary", "html": "<p>Motionären föreslår att CallMe ska vara frivilligt.</p>"},
            {"key": "impact_equality", "html": "<p>Förslaget påverkar kvinnor och män lika.</p>"},
        ],
        "proposal": [{"kind": "to_council", "text": "avslå motionen", "means": "rejected"}],
        "attachments": [1],
        "recipients": [{"text": "Verksamhetsdirektör Närsjukvård", "purpose": "information"}],
    },
    "drafts_keep": {"note": "Kostnaden är uppdaterad."},
    "imports_bring": {
        "files": [{"filename": "svar.md", "media_type": "text/markdown", "content": "IyMgU2FtbWFuZmF0dG5pbmcK"}]
    },
    "imports_choose": {"taken": ["section-1", "suggestion-2"], "left": ["suggestion-3"], "kind": "report"},
    "imports_take": {"taken": ["section-1", "suggestion-2"]},
    "series_start": {"series": "dnr", "diary": "region", "start": 272, "reason": "Nummer 1–271 finns på papper."},
    "series_void": {"series": "motion", "reason": "Numret stämplades på fel papper."},
    "tasks_begin": {"admitted": True},
    "tasks_complete": {"admitted": True},
    "meetings_plan": {"body": "regionstyrelsen", "day": "2020-06-03", "starts": "10.00", "place": "Regionhuset, Luleå"},
    "meetings_attend": {
        "members": ["karin-lundmark", "per-wikstrom", "marianne-sandstrom"],
        "substitutes": [{"person": "eva-astrom", "serves_for": "lars-niemi"}],
        "presides": "karin-lundmark",
    },
    "notices_put_up": {"up": "2020-06-18", "kept": "Regionens hus, Luleå"},
    "notices_take_down": {"down": "2020-07-10"},
    "after_appeal": {"paragraph": "01890a5d-ac96-774b-bcce-b302099a8057", "received_on": "2020-06-20"},
    "after_court": {"court_number": "1234-20", "result": "rejected", "ended_on": "2020-11-02"},
    "after_confirm": {"asked_on": "2020-07-10"},
    "rounds_verify": {"verified_on": "2020-06-10", "by": ["karin-lundmark", "per-wikstrom"]},
    "rounds_send": {"others": "internal_post"},
    "meetings_moment": {
        "kind": "left",
        "person": "lars-niemi",
        "substitute": "eva-astrom",
        "at": "2020-06-03T11:20:00+02:00",
    },
    "meetings_close": {"closed_at": "2020-06-03T14:30:00+02:00"},
    "dispatches_again": {
        "reason": "Adressen var fel.",
        "way_out": "email",
        "address": "narsjukvard@region.example",
    },
    "dispatches_receipt": {"received_on": "2020-06-08", "received_by": "Marianne Sandström"},
    "dispatches_bounce": {"reason": "Okänd mottagare hos nvl.example."},
    "audits_link": {"recommendation": 1, "case": "678-2021", "paragraph": "§ 113", "point": 3},
    "items_record": {
        "id": "01890a5d-ac96-774b-bcce-b302099a8057",
        "happened": {"event": "claimed", "kind": "approve", "movers": ["marianne-sandstrom"], "target": "motion"},
    },
    "items_prepare": {"disqualified": [{"person": "lars-niemi", "substitute": "eva-astrom"}]},
    "workflows_migrate": {"by_hand": True},
    "workflows_check": DIAGRAM,
    "workflows_deploy": DIAGRAM,
    **{name: dict(act.example) for name, act in operations().items()},
}
"""By operation id."""
