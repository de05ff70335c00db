/* Starts the planner: for `jcr daemon`, and for callers with JCR_DAEMON=always. */
#ifndef JCR_LAUNCHER_WAKE_H
#define JCR_LAUNCHER_WAKE_H

/*
 * Makes a planner listen at `path`, unless one already does. It is started with a socket that is
 * already listening, so whoever connects waits until it is ready. 0, or -1 with errno.
 */
int wake_planner(const char *home, const char *path);

/*
 * For the process that becomes the planner: clears its caller's environment and changes to the
 * directory /.
 */
void wake_prepare(const char *home);

#endif
