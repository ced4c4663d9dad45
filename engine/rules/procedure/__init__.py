"""The Swedish order of propositions (beslutsgång): recorded facts in, outcomes and sentences' facts out."""
