# title: DuckDB, on Parquet
# about: Parquet files carry their types. A file on disk is asked by its name.
from urllib.request import urlretrieve

import duckdb

for table in ("causes", "areas"):
    urlretrieve(f"http://127.0.0.1:8000/downloads/latest/parquet/{table}.parquet", f"{table}.parquet")
print(
    duckdb.sql("""
        select areas.name, count(*) as causes
        from 'causes.parquet' as causes join 'areas.parquet' as areas using (area)
        group by areas.name order by causes desc, areas.name
    """)
)
