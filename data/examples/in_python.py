# title: Python, with nothing to install
# about: The database holds the views of the present state, which the files of tables do not.
import sqlite3
from urllib.request import urlretrieve

urlretrieve("http://127.0.0.1:8000/downloads/latest/data.db", "data.db")
db = sqlite3.connect("data.db")
for row in db.execute("select name, stage_since_on from forces_now where stage = 'engage' order by name"):
    print(*row)
db.close()
