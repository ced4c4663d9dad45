"""What the house prints: a document is data first, then HTML, then PDF."""
