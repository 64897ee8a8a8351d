"""One address -> its answer: checked, allowed by robots.txt, paced, within a time and a size."""
