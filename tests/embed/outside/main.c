/* Uses an installed reckon from C. */
#include <reckon/reckon.h>
#include <stdio.h>

int main(void) {
  reckon_db *db;
  reckon_query *query;
  if (reckon_open(&db) != RECKON_OK) return 1;
  if (reckon_prepare(db, "1/3 + 1/6", &query) != RECKON_OK || reckon_step(query) != RECKON_ROW) return 1;
  printf("%s\n", reckon_text(query, 0, RECKON_LOW));
  reckon_finalize(query);
  reckon_close(db);
  return 0;
}
