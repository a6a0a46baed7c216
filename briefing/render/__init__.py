"""Run notebooks, join them, set them as PDF, page and workbook."""
