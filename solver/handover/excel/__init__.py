"""Workbooks: the plan, the questions to a firm, the template for its data, judgements, a comparison."""
