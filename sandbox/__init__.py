"""The outside world in one process: providers that the real SDKs talk to, and the people behind them."""
