"""One upload: options and a checked document in, an outcome and findings out. It prints nothing."""
