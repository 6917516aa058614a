"""`python typeset.py`: one piece of a PDF, typeset in a process of its own.

typst keeps what it laid out until its process ends, so a worker that compiled a large report
itself would stay as large for good. Reads JSON (layout, data, timestamp) from the standard input,
writes the PDF to the standard output. Started by its path: nothing of the portal is loaded.
"""

import json
import sys
import warnings
from datetime import datetime

import typst


def main() -> None:
    order = json.load(sys.stdin.buffer)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", typst.TypstWarning)
        content = typst.compile(
            order["layout"].encode(),
            format="pdf",
            ignore_system_fonts=True,
            sys_inputs={"data": order["data"]},
            pdf_standards=["ua-1"],
            timestamp=datetime.fromisoformat(order["timestamp"]),
        )
    sys.stdout.buffer.write(content)


if __name__ == "__main__":
    main()
