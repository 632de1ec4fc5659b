"""Global momentum compression (GMC and GMC+): Shi, Zhao, Xie, Gao and Li."""
