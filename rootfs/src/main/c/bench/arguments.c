#define _GNU_SOURCE
#include "arguments.h"

#include <stdio.h>
#include <string.h>

#include "../cli.h"
#include "bench.h"

static void take(struct arguments *arguments, int option) {
    if (option == 's') arguments->size = cli_size("--size", optarg);
    if (option == 't') arguments->threads = cli_number("--threads", optarg, 1, MAX_THREADS);
    if (option == 'p') arguments->port = cli_number("--port", optarg, 0, 65535);
    if (option == 'a') arguments->bind = optarg;
    if (option == 'b') arguments->buffered = true;
}

static int count_words(const char *text) {
    int words = 0;
    for (const char *c = text; *c; c++) words += *c != ' ' && (c == text || c[-1] == ' ');
    return words;
}

struct arguments arguments_parse(int argc, char **argv, const char *names, const char *allowed) {
    static const struct option options[] = {{"size", required_argument, NULL, 's'},
                                            {"threads", required_argument, NULL, 't'},
                                            {"buffered", no_argument, NULL, 'b'},
                                            {"port", required_argument, NULL, 'p'},
                                            {"bind", required_argument, NULL, 'a'},
                                            {"help", no_argument, NULL, 'h'},
                                            {0}};
    struct arguments arguments = {.threads = 1, .port = 7001, .bind = "0.0.0.0"};
    for (int option; (option = cli_option(argc, argv, options)) != -1;) {
        if (!strchr(allowed, option)) {
            int i = 0;
            while (options[i].val != option) i++;
            cli_usage("%s takes no option --%s", argv[0], options[i].name);
        }
        take(&arguments, option);
    }
    int wanted = count_words(names);
    if (argc - optind < wanted) cli_usage("%s: %s are needed", argv[0], names);
    if (argc - optind > wanted) cli_usage("%s: '%s' is too many", argv[0], argv[optind + wanted]);
    for (int i = 0; i < wanted; i++) arguments.positions[i] = argv[optind + i];
    return arguments;
}

int arguments_choose(const char *what, const char *word, const char *const *list, int count) {
    char allowed[128] = "";
    for (int i = 0; i < count; i++) {
        if (strcmp(word, list[i]) == 0) return i;
        size_t at = strlen(allowed);
        snprintf(allowed + at, sizeof allowed - at, i ? ", %s" : "%s", list[i]);
    }
    cli_usage("%s must be one of %s, not '%s'", what, allowed, word);
}
