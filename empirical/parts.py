"""What the files of a run folder are called."""

CONFIG, CONSTANTS, TRAJECTORY, STATUS = "run.toml", "constants.toml", "trajectory.npz", "status.json"
VERIFY = "verify.csv"
VERIFY_COLUMNS = ("statement", "variant", "reading", "quantity", "t", "measured", "bound", "ratio")
CHECKPOINTS = "checkpoint"
PARTS = (CONFIG, CONSTANTS, TRAJECTORY, STATUS, VERIFY, CHECKPOINTS)
