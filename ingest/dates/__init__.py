"""Dates as papers write them, in all languages, orders and time zones."""
