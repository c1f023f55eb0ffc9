"""The command line, a thin face of the same functions: ``workbench read articles my_corpus && workbench annotate my_corpus``."""

import argparse
import sys

import workbench as wb
from workbench.store import describe


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns the exit status, and says in one line what went wrong."""
    parser = argparse.ArgumentParser(prog="workbench", description="Explore who did what, when and where in a pile of news.")
    commands = parser.add_subparsers(dest="command", required=True)
    read = commands.add_parser("read", help="read articles and save them as a corpus")
    read.add_argument("source", nargs="+", help="files, folders or globs")
    read.add_argument("folder", help="the corpus's folder")
    annotate = commands.add_parser("annotate", help="annotate a saved corpus, in its folder")
    annotate.add_argument("folder")
    annotate.add_argument("annotator", nargs="*", help="names of annotators; none named: all")
    annotate.add_argument("--on", default="here", help="here, processes, dask, or the address of a Dask scheduler (tcp://host:8786)")
    annotate.add_argument("--quality", default="full", help="full; or fast, a first look without the names model")
    annotate.add_argument("--memory", help='what each worker may hold, such as "2 GB"')
    show = commands.add_parser("show", help="what a saved corpus holds, and what could not be read")
    show.add_argument("folder")
    commands.add_parser("dictionary", help="every table and column, as Markdown")
    args = parser.parse_args(arguments)
    try:
        if args.command == "read":
            corpus = wb.read(args.source)
            wb.save(corpus, args.folder)
        elif args.command == "annotate":
            made = wb.annotate(args.folder, args.annotator or None, on=args.on, quality=args.quality, memory=args.memory)
            print(describe(made))
            return 0
        elif args.command == "show":
            corpus = wb.load(args.folder)
        else:
            from workbench import schema

            print(schema.dictionary())
            return 0
    except (OSError, ValueError, KeyError) as error:
        print(f"workbench: {error.args[0] if isinstance(error, KeyError) else error}", file=sys.stderr)
        return 2
    print(corpus)
    for row in corpus.table("problems").itertuples():
        print(f"not read: {row.source_path}: {row.reason}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
