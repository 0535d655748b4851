"""Turns documents into bytes: Word papers from templates, charts, sealed packages.

The only home of docxtpl, jinja2 and XlsxWriter.  Everything here is a function of its arguments;
the same input gives the same bytes.
"""
