/* Writes JSON (RFC 8259) to a stream, in the order in which it is called.
 *
 * In an object every value has a key, in an array the key is NULL. The two outer levels get a line
 * for each value, what lies deeper stays on that line. */
#pragma once

#include <stdbool.h>
#include <stdio.h>

enum { JSON_DEPTH = 32 };

struct json {
    FILE *out;
    int depth;
    char closers[JSON_DEPTH]; /* '}' or ']' of each open level */
    bool filled[JSON_DEPTH];  /* the level has a value already */
};

void json_start(struct json *json, FILE *out);

void json_object(struct json *json, const char *key);
void json_array(struct json *json, const char *key);
/* Ends the innermost object or array. */
void json_end(struct json *json);

/* Any bytes: quotes, backslashes and control characters are escaped; what is not UTF-8 becomes
 * U+FFFD, one for each byte. NULL becomes null. */
void json_string(struct json *json, const char *key, const char *value);
void json_number(struct json *json, const char *key, long long value);
void json_unsigned(struct json *json, const char *key, unsigned long long value);
/* seconds.nanoseconds */
void json_seconds(struct json *json, const char *key, long long seconds, long nanoseconds);
void json_bool(struct json *json, const char *key, bool value);
void json_null(struct json *json, const char *key);

/* One array of strings: the parts of `list` between separators; empty parts are left out. */
void json_split(struct json *json, const char *key, const char *list, char separator);
