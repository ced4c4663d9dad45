"""3 decided: the agenda, attendance, the decision of each §."""
