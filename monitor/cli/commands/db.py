"""`monitor db`: the database the project runs by itself."""

import typer

app = typer.Typer(no_args_is_help=True, help="Start, stop and look at the database.")


@app.command()
def status() -> None:
    """Say whether the database runs, and where."""
