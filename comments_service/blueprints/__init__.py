"""What the service answers: each blueprint reads the request, calls one service and shapes the answer."""
