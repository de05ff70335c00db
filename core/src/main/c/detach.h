/*
 * DETACH: S splits in two, so that the container outlives the session that started it.
 *
 *   S ──fork──► S'  C's parent, in a session of its own: journal, control socket, log, clients
 *   │            ▲
 *   │            │ pair       `S` status  J has ended ─►
 *   ▼            ▼                        ◄─ `L`  has let go of the caller's streams, as J's was 0
 *   F  J's parent, in the caller's session and with its terminal
 *
 * The end of file on the pair says that the other one is gone. If it comes before `S`, F was
 * killed: as if J had failed. If it comes before `L`, S' was killed, or J has failed and all is
 * undone.
 */
#ifndef JCR_DETACH_H
#define JCR_DETACH_H

#include "supervisor.h"

struct detachment {
    struct span log, control;
    uint64_t max_size;
    uint32_t max_file, stdin_mode;
};

/* Returns in both: 0, or -1 with errno and the words `what`. */
int detach(struct supervisor *s, const struct detachment *d, const char **what);

/* S': how J has ended, by the pair; goes into jvm_status. */
void detached_hear(struct supervisor *s);

/* S': lets go of what is the caller's, and tells F; once. */
void detached_let_go(struct supervisor *s);

/* F, when J has ended with that status: tells S', and waits for it. Returns the exit status. */
int front_end(struct supervisor *s, int status);

#endif
