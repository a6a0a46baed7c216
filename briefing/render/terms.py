"""What a run and its kernels have agreed on."""

# A cell that prints more than this prints without end; the kernel stops itself, because
# whoever listens would have to take in what it has already printed.
MOST_PRINTED = 20_000_000
TOO_MUCH = 97
# What a cell ends with whose kernel kept its last outputs to itself.
LOST = "OutputsLost"
# Where a fork says why it could not become a kernel.
WHY = "why.txt"
# A file that the kernel holds open, and so does whatever it forks.
TAG = "tag"
# Names a file of ours that a kernel runs first.
STARTUP = "BRIEFING_STARTUP"
# Without a history file, without advice on stderr, with bounded output.
OPTIONS = (
    "--HistoryManager.enabled=False",
    "--IPKernelApp.log_level=50",
    "--IPKernelApp.outstream_class=briefing.render.inside.BoundedStream",
)
