/* Where jcr is installed, and the files in it that the launcher looks at. */
#ifndef JCR_LAUNCHER_HOME_H
#define JCR_LAUNCHER_HOME_H

#include <stdbool.h>

/*
 * The directory above the one that this program is in. Links to the program are followed, links in
 * the way to it are kept: whoever has /opt/jcr -> /opt/jcr-1.2 is asked for /opt/jcr.
 */
const char *home_find(void);

/* HOME/NAME, allocated. */
char *home_file(const char *home, const char *name);

/*
 * The jars of the installation as they are listed in lib/jars, a line each: "lib/NAME" for the
 * class path, in its order, and "plugins/NAME" for what the AOT cache knows beyond it.
 */
struct jars {
    char *class_path;
    bool as_built; /* all have the time of change of the cache, which was made from them */
};

struct jars home_jars(const char *home, const char *cache);

/* Calls `with` for each of them. */
void home_each_jar(const char *home, void (*with)(const char *path, void *to), void *to);

#endif
