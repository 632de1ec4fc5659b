"""What the files of a run folder are called."""

CONFIG, CONSTANTS, TRAJECTORY, STATUS = "run.toml", "constants.toml", "trajectory.npz", "status.json"
VERIFY = "verify.csv"
CHECKPOINTS = "checkpoint"
PARTS = (CONFIG, CONSTANTS, TRAJECTORY, STATUS, VERIFY, CHECKPOINTS)
