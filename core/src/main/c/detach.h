/*
 * DETACH: S splits in two, so that the container outlives the session that started it.
 *
 *   S ──fork──► S'  C's parent, in a session of its own: journal, control socket, log, clients
 *   │            ▲
 *   │            │ pair       `S` status  J has ended ─►
 *   ▼            ▼                        ◄─ `L`  has let go of the caller's streams, as J's was 0
 *   F  J's parent, in the caller's session and with its terminal
 *
 * End of file on the pair means that the other side is gone. If it comes before `S`, F was killed,
 * which counts as a failure of J. If it comes before `L`, either S' was killed, or J failed and
 * everything has been undone.
 */
#ifndef JCR_DETACH_H
#define JCR_DETACH_H

#include "supervisor.h"

struct detachment {
    struct span log, control;
    uint64_t max_size;
    uint32_t max_file, stdin_mode;
};

/* Returns in both processes: 0, or -1 with errno and a description in `what`. */
int detach(struct supervisor *s, const struct detachment *d, const char **what);

/* In S': reads from the pair how J ended, into jvm_status. */
void detached_hear(struct supervisor *s);

/* In S': releases what belongs to the caller, and tells F; done once. */
void detached_let_go(struct supervisor *s);

/* In F, when J has ended with that status: tells S' and waits for it. Returns the exit status. */
int front_end(struct supervisor *s, int status);

#endif
