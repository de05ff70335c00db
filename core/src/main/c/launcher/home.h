/* Where jcr is installed, and the files there that the launcher reads. */
#ifndef JCR_LAUNCHER_HOME_H
#define JCR_LAUNCHER_HOME_H

#include <stdbool.h>

/*
 * The directory above the one that this program is in. Links to the program are followed, but links
 * on the path to it are kept: for someone with /opt/jcr -> /opt/jcr-1.2, it is /opt/jcr.
 */
const char *home_find(void);

/* HOME/NAME, allocated. */
char *home_file(const char *home, const char *name);

/*
 * The jars of the installation as listed in lib/jars, one per line: "lib/NAME" for the class path,
 * in its order, and "plugins/NAME" for other jars that the AOT cache knows.
 */
struct jars {
    char *class_path;
    bool as_built; /* all have the modification time of the cache, which was made from them */
};

struct jars home_jars(const char *home, const char *cache);

/* Calls `with` for each of them. */
void home_each_jar(const char *home, void (*with)(const char *path, void *to), void *to);

#endif
