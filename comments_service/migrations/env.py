"""Alembic's entry: runs the migrations on the connection that comments_service.migrating.upgrade hands over."""

from alembic import context

from comments_service import models

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=models.Comment.metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
