#ifndef JCR_REPLAY_H
#define JCR_REPLAY_H

/* `replay [--time] [--undo JOURNAL] FILE [COUNT]`: launches a stored packet without any JVM. */
int replay(int argc, char **argv);

#endif
