"""Lifecycles: diagrams read, checked and run. This room alone knows SpiffWorkflow."""
