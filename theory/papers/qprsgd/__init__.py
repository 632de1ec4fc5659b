"""Quantised parallel restarted SGD (QPRSGD): Wu, He, Yang, Wang, Qu, Guo and Zhuang."""
