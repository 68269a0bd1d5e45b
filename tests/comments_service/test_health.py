"""Whether the service can do its work."""


def test_health_says_that_the_database_answers(client):
    assert client.get("/comments/health").json == {"state": "ok"}
