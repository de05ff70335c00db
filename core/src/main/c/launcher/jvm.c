#include "jvm.h"

#include "home.h"
#include "say.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

/* Of JCR_JAVA_OPTS, and words that are always there. */
enum { MAX_OPTIONS = 64, OWN_WORDS = 32, MIB = 1 << 20 };

/* What Java reserves at start-up: the heap, a gigabyte for classes, the AOT cache, its library. */
static const rlim_t ADDRESS_SPACE = (rlim_t)2048 * MIB;

struct words {
    const char **word;
    size_t count;
};

static void add(struct words *to, const char *word) {
    to->word[to->count++] = word;
}

/* Whether a signal may simply kill Java, as -Xrs in jvm.options has it. Commands of plugins, such
 * as `jcr bench`, need shutdown hooks to clean up when a signal ends them. */
static bool killed_by_signals(const char *command) {
    static const char *const KILLED[] = {"run", "explain", "doctor", "plugins", "inspect", "gc"};
    if (!command || !command[0] || command[0] == '-') return true;
    for (size_t i = 0; i < sizeof KILLED / sizeof *KILLED; i++)
        if (strcmp(command, KILLED[i]) == 0) return true;
    return false;
}

/* JCR_JAVA_OPTS is a list of words separated by blanks. */
static void add_own_options(struct words *to) {
    const char *given = getenv("JCR_JAVA_OPTS");
    char *copy = given ? strdup(given) : NULL;
    if (given && !copy) fail_errno("start");
    size_t count = 0;
    for (char *word = copy ? strtok(copy, " \t\n") : NULL; word; word = strtok(NULL, " \t\n")) {
        if (++count > MAX_OPTIONS) fail("JCR_JAVA_OPTS has more than %d words", MAX_OPTIONS);
        add(to, word);
    }
}

/* The planner lives long, so even what one call does once is worth compiling, and memory left over
 * by the compiler would only be overhead. The survivor spaces are large enough for what eight
 * callers use at a time: with smaller ones, each young collection promotes what will soon be
 * garbage, together with the native memory that it holds, and the old generation only grows. */
static void add_options_of_planner(struct words *to) {
    static const char *const OPTIONS[] = {"-XX:Tier3InvocationThreshold=20",
                                          "-XX:Tier3MinInvocationThreshold=10",
                                          "-XX:Tier3CompileThreshold=100",
                                          "-XX:Tier3BackEdgeThreshold=5000",
                                          "-XX:TrimNativeHeapInterval=2000",
                                          "-Xms16m",
                                          "-Xmn8m",
                                          "-XX:SurvivorRatio=1",
                                          "-XX:TargetSurvivorRatio=95",
                                          "-XX:MinHeapFreeRatio=10",
                                          "-XX:MaxHeapFreeRatio=30",
                                          "-XX:-ShrinkHeapInSteps"};
    for (size_t i = 0; i < sizeof OPTIONS / sizeof *OPTIONS; i++) add(to, OPTIONS[i]);
}

/* Otherwise Java would print something about its heap or its classes. */
static void require_address_space(void) {
    struct rlimit limit;
    if (getrlimit(RLIMIT_AS, &limit) < 0 || limit.rlim_cur == RLIM_INFINITY ||
        limit.rlim_cur >= ADDRESS_SPACE)
        return;
    fail("java cannot start: the limit on address space (ulimit -v) is %llu MiB, it needs %llu MiB",
         (unsigned long long)(limit.rlim_cur / MIB), (unsigned long long)(ADDRESS_SPACE / MIB));
}

void jvm_start(const char *home, char **arguments) {
    size_t given = 0;
    while (arguments[given]) given++;
    struct words words = {calloc(given + MAX_OPTIONS + OWN_WORDS, sizeof(char *)), 0};
    char *cache = home_file(home, "lib/jcr.aot"), *init = home_file(home, "libexec/jcr-init");
    char *options, *aot, *property;
    struct jars jars = home_jars(home, cache);
    if (!words.word || asprintf(&options, "@%s/lib/jvm.options", home) < 0 ||
        asprintf(&aot, "-XX:AOTCache=%s", cache) < 0 ||
        asprintf(&property, "-Djcr.home=%s", home) < 0)
        fail_errno("start");
    require_address_space();
    add(&words, init);
    add(&words, "supervise");
    add(&words, "--");
    add(&words, home_file(home, "runtime/bin/java"));
    add(&words, options);
    /* Java trusts its AOT cache without checking the jars. The build gives both the same
     * modification time; a jar with another time is not the one that the cache was made from. */
    if (jars.as_built) add(&words, aot);
    if (arguments[0] && strcmp(arguments[0], "daemon") == 0) add_options_of_planner(&words);
    if (!killed_by_signals(arguments[0])) add(&words, "-XX:-ReduceSignalUsage");
    add(&words, property);
    add(&words, "-cp");
    add(&words, jars.class_path);
    add_own_options(&words);
    add(&words, "io.jcr.cli.Main");
    for (size_t i = 0; i < given; i++) add(&words, arguments[i]);
    (void)execv(init, (char *const *)words.word);
    fail_errno("execute %s", init);
}
