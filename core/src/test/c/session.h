/* A user at a terminal: a pty of which the test is the emulator, a program on the other side. */
#ifndef JCR_TEST_SESSION_H
#define JCR_TEST_SESSION_H

#include <stdbool.h>
#include <sys/types.h>
#include <termios.h>

enum { ROWS = 33, COLUMNS = 101 };

/* Starts a program as leader of a session with the pty; its stderr goes to the scratch file `err`
 * unless it is an interactive shell. Returns its pid. */
pid_t session_start(const char *const *argv);

/* The same for jcr-init with the fake JVM's options and the command; --terminal is added. */
pid_t session_jcr(const char *arg, ...);
#define JCR(...) session_jcr("--root", root_file_system(), __VA_ARGS__, NULL)

/* An interactive bash, and the command line of jcr-init for it. */
pid_t session_shell(void);
char *jcr_command_line(const char *options, const char *script);

/* A program as the one job of a shell that leaves the terminal's modes alone. When the job stops it
 * prints `stopped`; SIGUSR1 sent to it continues the job. */
pid_t session_job(const char *const *argv);

/* Types; while the terminal takes no more, what comes out is read. */
void type(const char *keys);
void type_bytes(const char *bytes, size_t size);

/* Reads until the text has come out; the test fails after ten seconds without it. */
void expect(const char *text);

/* Reads what comes out until the program has ended; its exit status, or -N. */
int session_end(pid_t pid);

/* All that has come out since the start. */
const char *screen(void);
size_t screen_size(void);
void clear_screen(void);

/* The modes of the user's terminal. */
struct termios modes(void);
bool is_raw(void);
bool same(const struct termios *a, const struct termios *b);
void resize(unsigned short rows, unsigned short columns);
void hang_up(void);

#endif
