"""The Algorithm Framework: universe selection, alphas, construction of portfolios, risk and execution."""
