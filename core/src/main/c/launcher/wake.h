/* Starting the planner: for `jcr daemon`, and for callers with JCR_DAEMON=always. */
#ifndef JCR_LAUNCHER_WAKE_H
#define JCR_LAUNCHER_WAKE_H

/*
 * Has a planner listen at `path`, unless one does by now. It is started with a socket that listens
 * already, so that whoever connects waits until it is awake. 0, or -1 with errno.
 */
int wake_planner(const char *home, const char *path);

/*
 * For the process that becomes the planner: an environment that has nothing of its caller's, and /
 * as its directory.
 */
void wake_prepare(const char *home);

#endif
