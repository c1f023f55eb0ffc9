"""Run a notebook as a reader would, and keep of its outputs only what is compared."""

from pathlib import Path

#: Longest that one cell may take, seconds.
TIMEOUT = 120


def run(path: str | Path, *, kernel: str = "python3", timeout: int = TIMEOUT):
    """The notebook with all its outputs, run from top to bottom in a fresh kernel, in its own folder.

    Parameters
    ----------
    path
        The notebook's file; it is not changed.
    kernel
        Name of the Jupyter kernel.
    timeout
        Seconds that one cell may take.

    Raises
    ------
    nbclient.exceptions.CellExecutionError
        If a cell fails.
    """
    import nbformat
    from nbclient import NotebookClient

    path = Path(path)
    notebook = nbformat.reads(path.read_text(encoding="utf8"), as_version=4)
    NotebookClient(notebook, timeout=timeout, kernel_name=kernel, resources={"metadata": {"path": str(path.parent)}},
                   store_widget_state=False).execute()
    return notebook


def clean(notebook, proof: str):
    """The notebook with the outputs of its proof cells alone, and without traces of the machine it was run on.

    Parameters
    ----------
    notebook
        A notebook of nbformat 4; changed in place and given back.
    proof
        Tag of the cells whose outputs are kept.
    """
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    for k, cell in enumerate(notebook.cells):
        cell["id"] = f"cell-{k + 1:02d}"
        if cell.cell_type != "code":
            continue
        kept = {key: value for key, value in cell.metadata.items() if key in ("tags", "solution")}
        cell.metadata.clear()
        cell.metadata.update(kept)
        if proof in cell.metadata.get("tags", ()):
            cell.outputs = _joined(cell.outputs)
            for output in cell.outputs:
                output.pop("transient", None)
                if "metadata" in output:
                    output.metadata = {}
        else:
            cell.outputs, cell.execution_count = [], None
    notebook.metadata.clear()
    notebook.metadata.update({"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
                              "language_info": {"name": "python"}})
    return notebook


def _joined(outputs: list) -> list:
    """Outputs in which a stream that came in pieces, as the machine's haste would have it, is one again."""
    made: list = []
    for output in outputs:
        if made and output.output_type == made[-1].output_type == "stream" and output.name == made[-1].name:
            made[-1]["text"] += output.text
        else:
            made.append(output)
    return made


def write(notebook, path: str | Path) -> None:
    """Save a notebook."""
    import nbformat

    nbformat.validate(notebook)
    Path(path).write_text(nbformat.writes(notebook, version=4, indent=1) + "\n", encoding="utf8")
