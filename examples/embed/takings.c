/* What parks of a county may have taken in a year, in C. Usage: takings_c FOLDER COUNTY YEAR */
#include <reckon/reckon.h>
#include <stdio.h>

static int complain(const reckon_errors *errors) {
  size_t i;
  for (i = 0; i < reckon_error_count(errors); ++i) fputs(reckon_error_rendered(errors, i), stderr);
  return 1;
}

static int append(reckon_db *db) {
  static const char *const dimensions[] = {"park", "year"};
  reckon_appender *counts;
  int code;
  if (reckon_append(db, "visitors", dimensions, 2, NULL, &counts) != RECKON_OK) return complain(reckon_db_errors(db));
  reckon_append_from(counts, "survey", "actual", NULL);

  reckon_key_text(counts, "Elmwood");
  reckon_key_int(counts, 2024);
  reckon_value_int(counts, 98500);
  code = reckon_end_row(counts);

  reckon_key_text(counts, "Fernhill");
  reckon_key_int(counts, 2024);
  reckon_value_range(counts, "61000", "64000");
  if (code == RECKON_OK) code = reckon_end_row(counts);

  if (code == RECKON_OK) code = reckon_commit(counts);
  if (code != RECKON_OK) complain(reckon_appender_errors(counts));
  reckon_appender_close(counts);
  return code;
}

static int ask(reckon_db *db, const char *county, const char *year) {
  reckon_query *query;
  size_t i;
  int code;
  if (reckon_prepare(db, "visitors * fee where county = $county and year = $year", &query) != RECKON_OK)
    return complain(reckon_db_errors(db));
  reckon_bind_text(query, "county", county);
  reckon_bind_text(query, "year", year);
  while ((code = reckon_step(query)) == RECKON_ROW) {
    printf("%s: ", reckon_key(query, 0));
    if (reckon_column_type(query, 0) == RECKON_MISSING)
      printf("%s\n", reckon_missing(query, 0));
    else
      printf("%s to %s %s\n", reckon_text(query, 0, RECKON_LOW), reckon_text(query, 0, RECKON_HIGH),
             reckon_column_unit(query, 0));
  }
  if (code == RECKON_DONE)
    for (i = 0; i < reckon_note_count(query); ++i) printf("note: %s\n", reckon_note(query, i));
  else
    complain(reckon_query_errors(query));
  reckon_finalize(query);
  return code == RECKON_DONE ? 0 : 1;
}

int main(int argc, char **argv) {
  reckon_db *db;
  int code;
  if (argc != 4) {
    fputs("usage: takings_c FOLDER COUNTY YEAR\n", stderr);
    return 2;
  }
  if (reckon_open_folder(argv[1], &db) != RECKON_OK) return 1;
  code = reckon_run(db, "use \"parks.rk\"", NULL) == RECKON_OK ? append(db) : complain(reckon_db_errors(db));
  if (code == 0) code = ask(db, argv[2], argv[3]);
  reckon_close(db);
  return code == 0 ? 0 : 1;
}
