"""plotly is imported without its wait, and what stood in meanwhile works."""

import subprocess
import sys

CHECK = """
import sys
from workbench.figures import graph_objects
graph_objects().FigureWidget
assert "jsonschema" in sys.modules and "lark" not in sys.modules and "rfc3987_syntax" not in sys.modules
from jsonschema import FormatChecker
assert FormatChecker(["iri"]).conforms("http://example.org/résumé", "iri")
assert not FormatChecker(["iri"]).conforms("no address", "iri")
import rfc3987_syntax
assert rfc3987_syntax.is_valid_syntax("iri", "http://example.org/") and "lark" in sys.modules
"""


def test_no_grammars_are_built_and_addresses_are_still_checked():
    made = subprocess.run([sys.executable, "-c", CHECK], capture_output=True, text=True)
    assert made.returncode == 0, made.stderr
