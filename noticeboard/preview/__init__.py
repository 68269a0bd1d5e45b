"""What an editor sees while writing: the site of the files as they are now, drafts included, and what is wrong with them."""
