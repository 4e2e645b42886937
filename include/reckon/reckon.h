/* reckon's C interface: exact answers over sourced, ranged, unit-carrying estimates. C89; for C programs and for
 * foreign-function interfaces. The C++ interface is reckon/reckon.hpp; both are one library.
 *
 *   reckon_db *db;
 *   reckon_query *query;
 *   if (reckon_open(&db) != RECKON_OK) ...
 *   reckon_run(db, "use compute", NULL);
 *   reckon_prepare(db, "sum(h100e by org where year = $year)", &query);
 *   reckon_bind_int(query, "year", 2024);
 *   while (reckon_step(query) == RECKON_ROW)
 *     printf("%s %s..%s %s\n", reckon_key(query, 0), reckon_text(query, 0, RECKON_LOW),
 *            reckon_text(query, 0, RECKON_HIGH), reckon_column_unit(query, 0));
 *   reckon_finalize(query);
 *   reckon_close(db);
 *
 * Texts are UTF-8 and end in a NUL. Numbers are exact, as text: a decimal where it ends, else "p/q"; "-inf" and "inf" for
 * open ends. A text that a call returns belongs to the handle it was asked of and stays until that handle's next
 * reckon_step, reckon_reset or the end of the handle; copy what must stay longer. A call whose handle is NULL, whose index
 * is past the end or that comes out of order does no harm: it returns RECKON_MISUSE, NULL or 0.
 *
 * Threads: one handle is used by one thread at a time; reckon_interrupt may come from any, and from a signal handler.
 * Handles of one database (reckon_connect) and its queries may be used by several threads at once.
 *
 * Functions and codes are only ever added; the layout of no handle is known outside. */
#ifndef RECKON_RECKON_H
#define RECKON_RECKON_H

#include <stddef.h>

#include "reckon/export.h"

#ifdef __cplusplus
extern "C" {
#endif

#define RECKON_VERSION_NUMBER 1000 /* 1,000,000 * major + 1,000 * minor + patch */

RECKON_API const char *reckon_version(void); /* "0.1.0" */
RECKON_API long reckon_version_number(void); /* of the library that runs */

/* What calls return. */
#define RECKON_OK 0
#define RECKON_ERROR 1       /* the text, a parameter, a row, a file: reckon_..._error says what */
#define RECKON_MISUSE 2      /* a NULL handle, an index past the end, a call out of order */
#define RECKON_NOMEM 3       /* no memory */
#define RECKON_INTERRUPTED 4 /* reckon_interrupt, the progress handler, or the time that was allowed */
#define RECKON_LIMIT 5       /* one of the limits below; the error names it */
#define RECKON_RANGE 6       /* the number is no whole number, or does not fit */
#define RECKON_ROW 100       /* reckon_step has a row */
#define RECKON_DONE 101      /* reckon_step has no more */

typedef struct reckon_db reckon_db;
typedef struct reckon_query reckon_query;
typedef struct reckon_appender reckon_appender;
typedef struct reckon_tree reckon_tree;
typedef struct reckon_errors reckon_errors;
typedef struct reckon_file reckon_file;
typedef struct reckon_call reckon_call;

/* ---- what went wrong ------------------------------------------------------------------------------------------------
 * Of the last call on a handle; valid until the next one. None where it went well. */
RECKON_API const reckon_errors *reckon_db_errors(const reckon_db *);
RECKON_API const reckon_errors *reckon_query_errors(const reckon_query *);
RECKON_API const reckon_errors *reckon_appender_errors(const reckon_appender *);
RECKON_API size_t reckon_error_count(const reckon_errors *);
RECKON_API const char *reckon_error_id(const reckon_errors *, size_t i);       /* "unknown-name", "too-many-steps", ... */
RECKON_API const char *reckon_error_message(const reckon_errors *, size_t i);
RECKON_API const char *reckon_error_hint(const reckon_errors *, size_t i);     /* what to write instead, or "" */
RECKON_API const char *reckon_error_rendered(const reckon_errors *, size_t i); /* for people, with line and caret */
RECKON_API const char *reckon_error_file(const reckon_errors *, size_t i);
RECKON_API size_t reckon_error_line(const reckon_errors *, size_t i);   /* from 1; 0 where there is no text */
RECKON_API size_t reckon_error_column(const reckon_errors *, size_t i); /* in code points, from 1 */
RECKON_API size_t reckon_error_row(const reckon_errors *, size_t i);    /* of an appender, from 1; else 0 */

/* ---- databases ------------------------------------------------------------------------------------------------------ */

/* A database in memory. Its texts read no files. */
RECKON_API int reckon_open(reckon_db **db);

/* The same; texts may read files of that folder and those below it, and nothing else. */
RECKON_API int reckon_open_folder(const char *folder, reckon_db **db);

/* The same; a text's `use` and `load` ask the resolver, which is given what the text wrote and the name of that text. It
 * calls one of the reckon_file functions and returns 0, or returns something else where it does not allow the file. */
typedef int (*reckon_resolver)(void *context, const char *path, const char *from, reckon_file *file);
RECKON_API int reckon_open_resolver(reckon_resolver resolver, void *context, reckon_db **db);
RECKON_API void reckon_file_text(reckon_file *, const char *text, size_t bytes);
RECKON_API void reckon_file_path(reckon_file *, const char *path); /* where the library reads it by itself */
RECKON_API void reckon_file_name(reckon_file *, const char *name); /* what it is known by from then on */

/* Another handle on the same database, for another thread. Limits, time, progress and interrupts are each handle's own,
 * but for RECKON_LIMIT_..., which are the database's. */
RECKON_API int reckon_connect(reckon_db *db, reckon_db **other);

/* The database goes with its last handle; queries and appenders may outlive it. NULL does nothing. */
RECKON_API void reckon_close(reckon_db *db);

/* Runs declarations, facts, rules and checks; answers of queries among them are dropped. Statements before a failing one
 * stay, the failing one leaves nothing. `name` stands in errors; NULL is "text". */
RECKON_API int reckon_run(reckon_db *db, const char *text, const char *name);

/* What `$name` stands for in the texts that are run from now on. */
RECKON_API int reckon_set_parameter(reckon_db *db, const char *name, const char *text);

/* ---- limits and control --------------------------------------------------------------------------------------------- */

#define RECKON_LIMIT_STEPS 1 /* of one run or query */
#define RECKON_LIMIT_ROWS 2  /* of an intermediate result, of a measure's facts */
#define RECKON_LIMIT_BYTES 3 /* of all facts, of a query's intermediate results */
#define RECKON_LIMIT_BITS 4  /* of a number, before it becomes an enclosure */
RECKON_API int reckon_set_limit(reckon_db *db, int limit, unsigned long value);

/* What each run, and each first step of a query prepared from now on, may take in milliseconds; 0 is without end. */
RECKON_API int reckon_set_timeout(reckon_db *db, unsigned long milliseconds);

/* Called every some thousand steps of a run, also of queries prepared from now on; other than 0 stops it. NULL for none.*/
typedef int (*reckon_progress)(void *context);
RECKON_API int reckon_set_progress(reckon_db *db, reckon_progress progress, void *context);

/* Stops what runs at this handle and at its queries now. What starts after is not stopped. */
RECKON_API void reckon_interrupt(reckon_db *db);

/* ---- queries -------------------------------------------------------------------------------------------------------- */

/* One query, checked and compiled; it reads the database as it is now. */
RECKON_API int reckon_prepare(reckon_db *db, const char *text, reckon_query **query);
RECKON_API void reckon_finalize(reckon_query *query); /* NULL does nothing */

/* Every parameter must be bound before the first step, and stays bound. Texts are members, numbers ("2.5", "1/3"), ranges
 * ("10..20") or dates, as the place of the parameter asks. */
RECKON_API size_t reckon_parameter_count(const reckon_query *);
RECKON_API const char *reckon_parameter_name(const reckon_query *, size_t i);
RECKON_API int reckon_bind_text(reckon_query *, const char *name, const char *text);
RECKON_API int reckon_bind_int(reckon_query *, const char *name, long value);
RECKON_API int reckon_bind_range(reckon_query *, const char *name, const char *low, const char *high);
RECKON_API int reckon_clear_bindings(reckon_query *);

/* RECKON_ROW, RECKON_DONE or an error. The first step runs the query. After an error or RECKON_DONE the next runs it anew. */
RECKON_API int reckon_step(reckon_query *);
RECKON_API int reckon_reset(reckon_query *);

/* Of the answer, once a step has run it and until it is reset; otherwise 0 or NULL. */
RECKON_API size_t reckon_row_count(const reckon_query *);
RECKON_API size_t reckon_dimension_count(const reckon_query *);
RECKON_API const char *reckon_dimension_name(reckon_query *, size_t dimension);
RECKON_API size_t reckon_column_count(const reckon_query *);
RECKON_API const char *reckon_column_name(reckon_query *, size_t column);
RECKON_API const char *reckon_column_unit(reckon_query *, size_t column); /* "" of pure numbers */
RECKON_API int reckon_is_tight(const reckon_query *); /* 1 where each end is attained or a proved limit */
RECKON_API int reckon_is_exact(const reckon_query *); /* 1 where nothing became an enclosure */
RECKON_API size_t reckon_note_count(reckon_query *);
RECKON_API const char *reckon_note(reckon_query *, size_t i);

/* Of the row that the last step gave. */
#define RECKON_NUMBER 1
#define RECKON_TRUTH 2
#define RECKON_MISSING 3
RECKON_API int reckon_row_maybe(const reckon_query *);                   /* 1 where the row may not belong */
RECKON_API const char *reckon_key(reckon_query *, size_t dimension);     /* the member */
RECKON_API int reckon_column_type(const reckon_query *, size_t column);  /* of the three above; 0 is misuse */
RECKON_API int reckon_may_be_missing(const reckon_query *, size_t column);
RECKON_API const char *reckon_missing(reckon_query *, size_t column);    /* why there is no value, or NULL */
RECKON_API const char *reckon_truth(reckon_query *, size_t column);      /* "yes", "no", "maybe", or NULL */

/* An end of a number: exact as text; as numerator and denominator in lowest terms; as a whole number; or near it. NULL,
 * RECKON_MISUSE or 0 where there is none; RECKON_RANGE of open ends and what does not fit. */
#define RECKON_LOW 0
#define RECKON_HIGH 1
#define RECKON_BEST 2 /* the central figure, where there is one */
RECKON_API const char *reckon_text(reckon_query *, size_t column, int end);
RECKON_API int reckon_fraction(reckon_query *, size_t column, int end, const char **numerator, const char **denominator);
RECKON_API int reckon_whole(reckon_query *, size_t column, int end, long *value);
RECKON_API double reckon_approximate_double(reckon_query *, size_t column, int end);

/* ---- facts in bulk -------------------------------------------------------------------------------------------------- */

/* Opens an appender for a measure or relation: `dimensions` name each of its dimensions in the order in which keys will
 * come; `unit` is that of the values, NULL the measure's own. For each row then: a key for each dimension, a value (none of
 * relations), reckon_end_row. What is wrong with a row is an error of reckon_end_row that has its number, and the row is
 * left out. reckon_commit writes all rows as one, or none. */
RECKON_API int reckon_append(reckon_db *db, const char *measure, const char *const *dimensions, size_t count, const char *unit,
                             reckon_appender **appender);
RECKON_API int reckon_append_from(reckon_appender *, const char *source, const char *kind, const char *date); /* before rows */
RECKON_API int reckon_key_text(reckon_appender *, const char *member);
RECKON_API int reckon_key_int(reckon_appender *, long period); /* a year */
RECKON_API int reckon_value_int(reckon_appender *, long value);
RECKON_API int reckon_value_text(reckon_appender *, const char *number);
RECKON_API int reckon_value_range(reckon_appender *, const char *low, const char *high);
RECKON_API int reckon_value_unknown(reckon_appender *);
RECKON_API int reckon_end_row(reckon_appender *);
RECKON_API size_t reckon_appended_rows(const reckon_appender *);
RECKON_API int reckon_commit(reckon_appender *);
RECKON_API void reckon_appender_close(reckon_appender *); /* drops what is not committed; NULL does nothing */

/* ---- how an answer came about --------------------------------------------------------------------------------------- */

/* A tree whose parts are one for each value of the answer (why), or the operations (explain). Freed by the caller. */
RECKON_API int reckon_why(reckon_query *, reckon_tree **tree);
RECKON_API int reckon_explain(reckon_query *, reckon_tree **tree);
RECKON_API const char *reckon_tree_text(const reckon_tree *);
RECKON_API const char *reckon_tree_detail(const reckon_tree *); /* source, kind, date, note; several lines at most */
RECKON_API size_t reckon_tree_count(const reckon_tree *);
RECKON_API const reckon_tree *reckon_tree_part(const reckon_tree *, size_t i); /* belongs to its tree */
RECKON_API void reckon_tree_free(reckon_tree *tree);                            /* NULL does nothing */

/* ---- functions of the host ------------------------------------------------------------------------------------------ */

/* Called for each row that needs it, from whatever thread runs the query, from several at once. It reads its arguments,
 * gives the least range it knows that holds every value the function takes there, and returns 0. Without a result there is
 * no value; what it returns else is an error. */
typedef int (*reckon_function)(void *context, reckon_call *call);
RECKON_API size_t reckon_argument_count(const reckon_call *);
RECKON_API const char *reckon_argument(reckon_call *, size_t i, int end); /* exact; NULL where there is no best */
RECKON_API int reckon_result(reckon_call *, const char *low, const char *high); /* exact, as texts */
RECKON_API int reckon_fail(reckon_call *, const char *message);                 /* returns what the function may return */

/* `units` are those of the arguments and last that of the result ("1" of pure numbers). `monotone` is 1 where the ends of
 * the result are reached with each argument at one of its ends; otherwise answers through it are not tight. */
RECKON_API int reckon_define(reckon_db *db, const char *name, const char *const *units, size_t count,
                             reckon_function function, void *context, int monotone);

#ifdef __cplusplus
}
#endif

#endif
