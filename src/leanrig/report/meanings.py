"""What Lean's statistics mean, in words without figures."""

__all__ = ["MEANINGS", "RUNTIME_MEANINGS"]

MEANINGS = {
    "Total Orders": "Orders sent, refused and cancelled ones too.",
    "Total Trades": "Orders sent; the name that older versions of Lean gave it.",
    "Average Win": "Mean gain of winning closed trades, each as a share of the account at the time.",
    "Average Loss": "Mean loss of losing closed trades, each as a share of the account at the time.",
    "Compounding Annual Return": "Growth a year that leads from the first account value to the last.",
    "Drawdown": "Deepest fall of the account from an earlier peak.",
    "Expectancy": "Win rate times profit-loss ratio, less loss rate: gain to be expected for each unit risked.",
    "Start Equity": "Account value at the start.",
    "End Equity": "Account value at the end, open positions at their last price.",
    "Net Profit": "Growth of the account over the whole run.",
    "Sharpe Ratio": "Annual return above the risk-free rate for each unit of deviation; all calendar days count.",
    "Sortino Ratio": "As the Sharpe ratio, with the deviation of falling days only.",
    "Probabilistic Sharpe Ratio": "Chance, by length and shape of the sample, that the true ratio is above one a year.",
    "Loss Rate": "Share of closed trades that lost.",
    "Win Rate": "Share of closed trades that gained.",
    "Profit-Loss Ratio": "Average win divided by average loss.",
    "Alpha": "Annual return that the market's return and beta do not explain.",
    "Beta": "How much the account moves when the benchmark moves by one unit; nothing where the benchmark had no data.",
    "Annual Standard Deviation": "Deviation of daily returns, scaled to a year.",
    "Annual Variance": "Square of the annual standard deviation.",
    "Information Ratio": "Annual return above the benchmark's, for each unit of tracking error.",
    "Tracking Error": "Annual deviation of the difference to the benchmark.",
    "Treynor Ratio": "Annual return above the risk-free rate, for each unit of beta.",
    "Total Fees": "What the broker took.",
    "Estimated Strategy Capacity": "Account size above which Lean expects the orders to move the market.",
    "Lowest Capacity Asset": "The symbol that sets this limit.",
    "Portfolio Turnover": "Mean share of the account that was traded in a day.",
    "Drawdown Recovery": "Days that the longest way back to an earlier peak took.",
    "OrderListHash": "Fingerprint of all orders: two runs with the same one traded the same.",
}

RUNTIME_MEANINGS = {
    "Equity": "Account value at the end.",
    "Fees": "What the broker took.",
    "Holdings": "Value of open positions at the end.",
    "Net Profit": "Gain of closed trades after fees.",
    "Probabilistic Sharpe Ratio": "As above.",
    "Return": "Growth of the account over the whole run.",
    "Unrealized": "Gain of open positions at the end.",
    "Volume": "Value of everything bought and sold.",
}
