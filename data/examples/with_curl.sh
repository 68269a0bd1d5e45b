# title: curl
# about: A table, the answer to a ready question, and the whole database, checked against its sum.
curl -fsSO http://127.0.0.1:8000/downloads/latest/csv/recommendations.csv
curl -fsS 'http://127.0.0.1:8000/data/stages_of_force.json?force=staffordshire&_shape=array' -o stages.json
curl -fsSO http://127.0.0.1:8000/downloads/latest/data.db -O http://127.0.0.1:8000/downloads/latest/SHA256SUMS
sha256sum --check --ignore-missing SHA256SUMS
