"""What the exit codes of the command mean."""

DONE = 0  # published, or nothing had to change

FAILED = 1  # a cell failed, a check found something, a deadline passed

REFUSED = 2  # a person's mistake, said in one sentence before anything was made

BUSY = 3  # somebody else is making the same edition

INTERRUPTED = 130  # what typer makes of Ctrl-C

TERMINATED = 143  # what a shell expects of SIGTERM
