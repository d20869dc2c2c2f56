"""The tab where questions are asked and answered."""
