"""The reading edge: strangers' workbooks, the plan, the word list, what people decided."""
