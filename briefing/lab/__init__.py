"""What the analyst meets in JupyterLab: the form, the preview, new notebooks."""
