"""Communication-compressed AMSGrad (CD-Adam): Wang, Lin and Chen."""
