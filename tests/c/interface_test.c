/* The C interface from a C89 program: each handle used and misused. Prints what fails; exits with 1 then. */
#include <stdio.h>
#include <string.h>

#include "reckon/reckon.h"

static int failures = 0;

#define CHECK(what)                                             \
  do {                                                          \
    if (!(what)) {                                              \
      printf("%s:%d: not so: %s\n", __FILE__, __LINE__, #what); \
      ++failures;                                               \
    }                                                           \
  } while (0)

static int same(const char *a, const char *b) { return a != NULL && b != NULL && strcmp(a, b) == 0; }
static int holds(const char *text, const char *part) { return text != NULL && strstr(text, part) != NULL; }

static const char *const parks =
    "unit tree\n"
    "dimension county { North, South }\n"
    "dimension park -> county { Elmwood -> North, Fernhill -> North, \"Old Quarry\" -> South }\n"
    "measure trees(park, year) : tree stock in 0..\n"
    "facts trees { (Elmwood, 2023) = 900..1100 best 1000, (Fernhill, 2023) = 1/3 }\n"
    "fact trees(\"Old Quarry\", 2023) = unknown\n";

static reckon_db *database(void) {
  reckon_db *db = NULL;
  CHECK(reckon_open(&db) == RECKON_OK);
  CHECK(reckon_run(db, parks, NULL) == RECKON_OK);
  return db;
}

static void test_version(void) {
  CHECK(reckon_version_number() == RECKON_VERSION_NUMBER);
  CHECK(same(reckon_version(), "0.1.0"));
}

static void test_rows(void) {
  reckon_db *db = database();
  reckon_query *query = NULL;
  const char *numerator = NULL, *denominator = NULL;
  long whole = 0;
  CHECK(reckon_prepare(db, "trees where county = $county and year = $year", &query) == RECKON_OK);
  CHECK(reckon_parameter_count(query) == 2);
  CHECK(same(reckon_parameter_name(query, 0), "county"));
  CHECK(reckon_parameter_name(query, 2) == NULL);
  CHECK(reckon_bind_text(query, "county", "North") == RECKON_OK);
  CHECK(reckon_bind_int(query, "year", 2023) == RECKON_OK);
  CHECK(reckon_row_count(query) == 0);
  CHECK(reckon_step(query) == RECKON_ROW);
  CHECK(reckon_row_count(query) == 2);
  CHECK(reckon_dimension_count(query) == 2);
  CHECK(same(reckon_dimension_name(query, 0), "park"));
  CHECK(reckon_column_count(query) == 1);
  CHECK(same(reckon_column_name(query, 0), "trees"));
  CHECK(same(reckon_column_unit(query, 0), "tree"));
  CHECK(reckon_is_tight(query) == 1);
  CHECK(reckon_is_exact(query) == 1);
  CHECK(same(reckon_key(query, 0), "Elmwood"));
  CHECK(reckon_key(query, 2) == NULL);
  CHECK(reckon_column_type(query, 0) == RECKON_NUMBER);
  CHECK(same(reckon_text(query, 0, RECKON_LOW), "900"));
  CHECK(same(reckon_text(query, 0, RECKON_HIGH), "1100"));
  CHECK(same(reckon_text(query, 0, RECKON_BEST), "1000"));
  CHECK(reckon_text(query, 1, RECKON_LOW) == NULL);
  CHECK(reckon_text(query, 0, 7) == NULL);
  CHECK(reckon_whole(query, 0, RECKON_HIGH, &whole) == RECKON_OK && whole == 1100);
  CHECK(reckon_truth(query, 0) == NULL);
  CHECK(reckon_missing(query, 0) == NULL);
  CHECK(reckon_row_maybe(query) == 0);
  CHECK(reckon_step(query) == RECKON_ROW);
  CHECK(reckon_fraction(query, 0, RECKON_LOW, &numerator, &denominator) == RECKON_OK);
  CHECK(same(numerator, "1") && same(denominator, "3"));
  CHECK(reckon_whole(query, 0, RECKON_LOW, &whole) == RECKON_RANGE);
  CHECK(reckon_approximate_double(query, 0, RECKON_LOW) > 0.333);
  CHECK(reckon_step(query) == RECKON_DONE);
  CHECK(reckon_text(query, 0, RECKON_LOW) == NULL);
  CHECK(reckon_step(query) == RECKON_ROW); /* anew */
  CHECK(same(reckon_key(query, 0), "Elmwood"));
  CHECK(reckon_bind_text(query, "county", "South") == RECKON_OK);
  CHECK(reckon_step(query) == RECKON_DONE);
  CHECK(reckon_note_count(query) == 1);
  CHECK(holds(reckon_note(query, 0), "no trees for \"Old Quarry\" in 2023"));
  CHECK(reckon_reset(query) == RECKON_OK);
  reckon_close(db); /* the query goes on */
  CHECK(reckon_step(query) == RECKON_DONE);
  reckon_finalize(query);
}

static void test_values(void) {
  reckon_db *db = database();
  reckon_query *query = NULL;
  CHECK(reckon_prepare(db, "{ n: trees(\"Old Quarry\", 2023), large: trees(Elmwood, 2023) > 1000, open: $x }", &query) == RECKON_OK);
  CHECK(reckon_bind_range(query, "x", "5", "inf") == RECKON_OK);
  CHECK(reckon_step(query) == RECKON_ROW);
  CHECK(reckon_column_type(query, 0) == RECKON_MISSING);
  CHECK(holds(reckon_missing(query, 0), "Old Quarry"));
  CHECK(reckon_column_type(query, 1) == RECKON_TRUTH);
  CHECK(same(reckon_truth(query, 1), "maybe"));
  CHECK(same(reckon_text(query, 2, RECKON_LOW), "5"));
  CHECK(same(reckon_text(query, 2, RECKON_HIGH), "inf"));
  {
    long whole = 0;
    CHECK(reckon_whole(query, 2, RECKON_HIGH, &whole) == RECKON_RANGE);
    CHECK(reckon_whole(query, 0, RECKON_HIGH, &whole) == RECKON_MISUSE);
  }
  CHECK(reckon_column_type(query, 3) == 0);
  reckon_finalize(query);
  reckon_close(db);
}

static void test_errors(void) {
  reckon_db *db = database();
  reckon_query *query = NULL;
  const reckon_errors *errors;
  CHECK(reckon_run(db, "fact trees(Elmwood, 2024) = 5\nfact trees(Elmwod, 2024) = 1", "new.rk") == RECKON_ERROR);
  errors = reckon_db_errors(db);
  CHECK(reckon_error_count(errors) == 1);
  CHECK(same(reckon_error_id(errors, 0), "unknown-member"));
  CHECK(holds(reckon_error_message(errors, 0), "Elmwod"));
  CHECK(holds(reckon_error_hint(errors, 0), "Elmwood"));
  CHECK(holds(reckon_error_rendered(errors, 0), "^^^^^^"));
  CHECK(same(reckon_error_file(errors, 0), "new.rk"));
  CHECK(reckon_error_line(errors, 0) == 2);
  CHECK(reckon_error_column(errors, 0) == 12);
  CHECK(reckon_error_message(errors, 1) == NULL);
  CHECK(reckon_prepare(db, "sum(trees", &query) == RECKON_ERROR);
  CHECK(query == NULL);
  CHECK(reckon_prepare(db, "trees * $n", &query) == RECKON_OK);
  CHECK(reckon_error_count(reckon_db_errors(db)) == 0);
  CHECK(reckon_step(query) == RECKON_ERROR);
  CHECK(same(reckon_error_id(reckon_query_errors(query), 0), "parameter-unbound"));
  CHECK(reckon_bind_text(query, "m", "5") == RECKON_ERROR);
  CHECK(reckon_bind_text(query, "n", "five") == RECKON_OK);
  CHECK(reckon_step(query) == RECKON_ERROR);
  CHECK(reckon_bind_text(query, "n", "2..3") == RECKON_OK);
  CHECK(reckon_step(query) == RECKON_ROW);
  CHECK(reckon_clear_bindings(query) == RECKON_OK);
  CHECK(reckon_step(query) == RECKON_ERROR);
  reckon_finalize(query);
  reckon_close(db);
}

static void test_misuse(void) {
  reckon_db *db = database();
  CHECK(reckon_open(NULL) == RECKON_MISUSE);
  CHECK(reckon_run(NULL, "1", NULL) == RECKON_MISUSE);
  CHECK(reckon_run(db, NULL, NULL) == RECKON_MISUSE);
  CHECK(reckon_prepare(db, "1", NULL) == RECKON_MISUSE);
  CHECK(reckon_step(NULL) == RECKON_MISUSE);
  CHECK(reckon_key(NULL, 0) == NULL);
  CHECK(reckon_column_count(NULL) == 0);
  CHECK(reckon_error_count(NULL) == 0);
  CHECK(reckon_set_limit(db, 99, 1) == RECKON_MISUSE);
  CHECK(reckon_tree_part(NULL, 0) == NULL);
  reckon_interrupt(NULL);
  reckon_close(NULL);
  reckon_finalize(NULL);
  reckon_tree_free(NULL);
  reckon_appender_close(NULL);
  reckon_close(db);
}

static int count_calls(void *context) {
  int *left = (int *)context;
  return --*left <= 0;
}

static void test_control(void) {
  reckon_db *db = database();
  reckon_query *query = NULL;
  int left = 5;
  char facts[200];
  int i;
  CHECK(reckon_run(db, "dimension n\nrelation next(n, other: n)\nrelation reaches(n, other: n)\n"
                       "rule reaches(x, y) if next(x, y)\nrule reaches(x, y) if reaches(x, z) and reaches(z, y)", NULL) == RECKON_OK);
  {
    reckon_appender *rows = NULL;
    const char *const dimensions[2] = {"n", "other"};
    CHECK(reckon_append(db, "next", dimensions, 2, NULL, &rows) == RECKON_OK);
    for (i = 0; i < 3000; ++i) {
      char from[20], to[20];
      sprintf(from, "n%d", i);
      sprintf(to, "n%d", i + 1);
      CHECK(reckon_key_text(rows, from) == RECKON_OK);
      CHECK(reckon_key_text(rows, to) == RECKON_OK);
      CHECK(reckon_end_row(rows) == RECKON_OK);
    }
    CHECK(reckon_commit(rows) == RECKON_OK);
    reckon_appender_close(rows);
  }
  CHECK(reckon_set_progress(db, count_calls, &left) == RECKON_OK);
  CHECK(reckon_prepare(db, "count(reaches)", &query) == RECKON_OK);
  CHECK(reckon_step(query) == RECKON_INTERRUPTED);
  CHECK(same(reckon_error_id(reckon_query_errors(query), 0), "cancelled"));
  CHECK(left == 0);
  CHECK(reckon_set_progress(db, NULL, NULL) == RECKON_OK);
  CHECK(reckon_set_timeout(db, 1) == RECKON_OK);
  CHECK(reckon_step(query) == RECKON_INTERRUPTED);
  CHECK(same(reckon_error_id(reckon_query_errors(query), 0), "past-deadline"));
  CHECK(reckon_set_timeout(db, 0) == RECKON_OK);
  reckon_finalize(query);
  CHECK(reckon_set_limit(db, RECKON_LIMIT_STEPS, 1000) == RECKON_OK);
  CHECK(reckon_prepare(db, "count(reaches)", &query) == RECKON_OK);
  CHECK(reckon_step(query) == RECKON_LIMIT);
  CHECK(same(reckon_error_id(reckon_query_errors(query), 0), "too-many-steps"));
  reckon_finalize(query);
  reckon_interrupt(db); /* nothing runs */
  sprintf(facts, "fact trees(Elmwood, %d) = 5", 2024);
  CHECK(reckon_run(db, facts, NULL) == RECKON_OK);
  reckon_close(db);
}

static int resolve(void *context, const char *path, const char *from, reckon_file *file) {
  const char *text = (const char *)context;
  CHECK(same(from, "text"));
  if (strcmp(path, "trees.csv") != 0) return 1;
  reckon_file_text(file, text, strlen(text));
  reckon_file_name(file, "store/trees.csv");
  return 0;
}

static void test_files(void) {
  reckon_db *db = NULL;
  char csv[] = "park,year,trees\nElmwood,2024,7\n";
  CHECK(reckon_open_resolver(resolve, csv, &db) == RECKON_OK);
  CHECK(reckon_run(db, parks, NULL) == RECKON_OK);
  CHECK(reckon_run(db, "load \"trees.csv\" as trees(park, year)", NULL) == RECKON_OK);
  CHECK(reckon_run(db, "load \"/etc/passwd\" as trees(park, year)", NULL) == RECKON_ERROR);
  reckon_close(db);
  CHECK(reckon_open_folder("/no/such/folder", &db) == RECKON_OK);
  CHECK(reckon_run(db, "use \"a.rk\"", NULL) == RECKON_ERROR);
  reckon_close(db);
}

static void test_trees(void) {
  reckon_db *db = database();
  reckon_query *query = NULL;
  reckon_tree *tree = NULL;
  CHECK(reckon_prepare(db, "sum(trees where year = $year)", &query) == RECKON_OK);
  CHECK(reckon_why(query, &tree) == RECKON_ERROR);
  CHECK(tree == NULL);
  CHECK(reckon_bind_int(query, "year", 2023) == RECKON_OK);
  CHECK(reckon_why(query, &tree) == RECKON_OK);
  CHECK(reckon_tree_count(tree) == 1);
  CHECK(holds(reckon_tree_text(reckon_tree_part(tree, 0)), "sum(trees"));
  CHECK(reckon_tree_count(reckon_tree_part(tree, 0)) == 2);
  CHECK(reckon_tree_detail(reckon_tree_part(tree, 0)) != NULL);
  reckon_tree_free(tree);
  CHECK(reckon_explain(query, &tree) == RECKON_OK);
  CHECK(reckon_tree_count(tree) == 1);
  reckon_tree_free(tree);
  reckon_finalize(query);
  reckon_close(db);
}

static int twice(void *context, reckon_call *call) {
  char low[100], high[100];
  CHECK(reckon_argument_count(call) == 1);
  CHECK(reckon_argument(call, 1, RECKON_LOW) == NULL);
  ++*(int *)context;
  if (strlen(reckon_argument(call, 0, RECKON_HIGH)) > 50) return reckon_fail(call, "too long for me");
  sprintf(low, "%s0", reckon_argument(call, 0, RECKON_LOW));
  sprintf(high, "%s0", reckon_argument(call, 0, RECKON_HIGH));
  return reckon_result(call, low, high);
}

static void test_functions(void) {
  reckon_db *db = database();
  reckon_query *query = NULL;
  const char *units[2];
  int calls = 0;
  units[0] = "tree";
  units[1] = "1";
  CHECK(reckon_define(db, "tenfold", units, 2, twice, &calls, 1) == RECKON_OK);
  CHECK(reckon_define(db, "sum", units, 2, twice, &calls, 1) == RECKON_ERROR);
  CHECK(reckon_prepare(db, "tenfold(trees(Elmwood, 2023))", &query) == RECKON_OK);
  CHECK(reckon_step(query) == RECKON_ROW);
  CHECK(calls > 0);
  CHECK(same(reckon_text(query, 0, RECKON_LOW), "9000"));
  CHECK(same(reckon_text(query, 0, RECKON_HIGH), "11000"));
  CHECK(reckon_is_tight(query) == 1);
  reckon_finalize(query);
  CHECK(reckon_prepare(db, "tenfold(10 ^ 80)", &query) == RECKON_OK);
  CHECK(reckon_step(query) == RECKON_ERROR);
  CHECK(holds(reckon_error_message(reckon_query_errors(query), 0), "too long for me"));
  reckon_finalize(query);
  reckon_close(db);
}

static void test_appender(void) {
  reckon_db *db = database(), *other = NULL;
  reckon_appender *rows = NULL;
  reckon_query *query = NULL;
  const char *const dimensions[2] = {"year", "park"};
  CHECK(reckon_append(db, "tree", dimensions, 2, NULL, &rows) == RECKON_ERROR);
  CHECK(rows == NULL);
  CHECK(reckon_append(db, "trees", dimensions, 2, "tree", &rows) == RECKON_OK);
  CHECK(reckon_key_int(rows, 2030) == RECKON_OK);
  CHECK(reckon_key_text(rows, "Elmwood") == RECKON_OK);
  CHECK(reckon_value_range(rows, "1", "5/2") == RECKON_OK);
  CHECK(reckon_end_row(rows) == RECKON_OK);
  CHECK(reckon_key_int(rows, 2031) == RECKON_OK);
  CHECK(reckon_key_text(rows, "Elmwod") == RECKON_OK);
  CHECK(reckon_value_int(rows, 7) == RECKON_OK);
  CHECK(reckon_end_row(rows) == RECKON_ERROR);
  CHECK(reckon_error_row(reckon_appender_errors(rows), 0) == 2);
  CHECK(reckon_end_row(rows) == RECKON_ERROR); /* an empty row */
  CHECK(reckon_key_int(rows, 2031) == RECKON_OK);
  CHECK(reckon_key_text(rows, "Fernhill") == RECKON_OK);
  CHECK(reckon_value_text(rows, "no number") == RECKON_ERROR);
  CHECK(reckon_value_text(rows, "2.5") == RECKON_OK);
  CHECK(reckon_end_row(rows) == RECKON_OK);
  CHECK(reckon_appended_rows(rows) == 2);
  CHECK(reckon_commit(rows) == RECKON_OK);
  CHECK(reckon_appended_rows(rows) == 0);
  reckon_appender_close(rows);
  CHECK(reckon_connect(db, &other) == RECKON_OK);
  reckon_close(db);
  CHECK(reckon_prepare(other, "trees(Fernhill, 2031)", &query) == RECKON_OK);
  CHECK(reckon_step(query) == RECKON_ROW);
  CHECK(same(reckon_text(query, 0, RECKON_LOW), "2.5"));
  reckon_finalize(query);
  reckon_close(other);
}

int main(void) {
  test_version();
  test_rows();
  test_values();
  test_errors();
  test_misuse();
  test_control();
  test_files();
  test_trees();
  test_functions();
  test_appender();
  if (failures == 0) printf("all well\n");
  return failures == 0 ? 0 : 1;
}
