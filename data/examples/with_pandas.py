# title: Python, with pandas
# about: Read every column as text: a date may be a year or a month, and an empty cell is not known.
import pandas

latest = "http://127.0.0.1:8000/downloads/latest/csv"
notices = pandas.read_csv(f"{latest}/notices.csv", dtype=str, keep_default_na=False)
forces = pandas.read_csv(f"{latest}/forces.csv", dtype=str, keep_default_na=False)
print(notices.merge(forces, on="force").groupby("region")["notice"].count())
