# title: R
# about: Base R is enough. As text again, so that a year stays a year.
latest <- "http://127.0.0.1:8000/downloads/latest/csv"
notices <- read.csv(paste0(latest, "/notices.csv"), colClasses = "character", na.strings = "")
print(table(substr(notices$published_on, 1, 4), useNA = "ifany"))
