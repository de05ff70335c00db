/* What the tests of the undo journal share. */
#ifndef JCR_TEST_JOURNAL_RUN_H
#define JCR_TEST_JOURNAL_RUN_H

#include "check.h"

#include "../../main/c/journal.h"

/* Runs a journal with this text; `failures` of its entries must fail. */
struct undo_result run(const char *text, unsigned failures);

/* Failing entries are said on stderr: out of the way of the test's own words. */
void quiet(void);

void make(const char *directory);

#endif
