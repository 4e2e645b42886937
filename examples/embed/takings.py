"""What parks of a county may have taken in a year, in Python. Usage: takings.py FOLDER COUNTY YEAR"""

import sys

import reckon


def main(folder, county, year):
    db = reckon.Database(folder)
    db.run('use "parks.rk"')
    counts = [("Elmwood", 2024, 98_500, 98_500), ("Fernhill", 2024, 61_000, 64_000)]
    db.append("visitors", ["park", "year"], counts, source="survey", kind="actual")
    answer = db.query("visitors * fee where county = $county and year = $year", county=county, year=year)
    for row in answer:
        if row.low is None:
            print(f"{row.key['park']}: {row.value}")
        else:  # fractions.Fraction: exact
            print(f"{row.key['park']}: {row.low} to {row.high} {row.unit}")
    for note in answer.notes:
        print(f"note: {note}")


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit("usage: takings.py FOLDER COUNTY YEAR")
    try:
        main(*sys.argv[1:])
    except reckon.Error as error:
        sys.exit(str(error))
