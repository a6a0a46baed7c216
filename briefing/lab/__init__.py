"""
What the analyst meets in JupyterLab: the form, the preview, lint, and new notebooks.
"""
