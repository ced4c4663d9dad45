"""3 decided, for audits: each recommendation with its answer, what was promised, and where a decision takes it up."""

from engine.auditing.answering import AnswersForm, ListForm, answer_recommendations, list_recommendations
from engine.auditing.linking import LinkForm, Standing, link_decision, standing_of
from engine.auditing.planning import PlanForm, plan_decision, watch_last_meeting
from engine.auditing.tables import Recommendation, RecommendationLink, UrgentDecision
from engine.auditing.urgency import ReportUrgentForm, UrgentForm, decide_urgently, report_urgent

__all__ = [
    "AnswersForm",
    "LinkForm",
    "ListForm",
    "PlanForm",
    "Recommendation",
    "RecommendationLink",
    "ReportUrgentForm",
    "Standing",
    "UrgentDecision",
    "UrgentForm",
    "answer_recommendations",
    "decide_urgently",
    "link_decision",
    "list_recommendations",
    "plan_decision",
    "report_urgent",
    "standing_of",
    "watch_last_meeting",
]
