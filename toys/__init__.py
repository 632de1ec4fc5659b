"""Small problems whose constants are known exactly, and the workers stacked in one tensor."""
