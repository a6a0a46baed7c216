"""The package as a workbook to edit, and back."""
