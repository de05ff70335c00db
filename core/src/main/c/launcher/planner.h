/*
 * The resident planner, `jcr daemon`: a Java that is already running.
 *
 *   launcher                               planner
 *    │ connect, check who listens             │ check who connects
 *    │ SESSION, descriptors ─────────────────►│ can it serve this caller?
 *    │ ◄──────────────────────────── 'A' / 'C'│ accepted, or: start cold
 *    │ 'G' ──────────────────────────────────►│ goes on as J, on a thread of its own
 *    │ exec jcr-init attend                   │
 *
 * The session is described in docs/launch-protocol.md.
 */
#ifndef JCR_LAUNCHER_PLANNER_H
#define JCR_LAUNCHER_PLANNER_H

/* Where it listens, unless JCR_DAEMON_SOCKET names another place. */
#define PLANNER_SOCKET "/run/jcr/planner.sock"

/*
 * Lets the planner serve this call, and becomes its supervisor. Returns when Java must be started
 * instead: nobody listens, or the planner cannot stand in for the caller's own Java.
 */
void planner_try(const char *home, char **arguments);

#endif
