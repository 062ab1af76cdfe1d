"""Comparisons and measurements that take minutes; each module runs by itself: python -m bench.x."""
