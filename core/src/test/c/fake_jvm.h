/*
 * A stand-in for the JVM: speaks J's side of the protocol and says on stderr what it hears.
 * The test programs run themselves as `PROGRAM fake OPTIONS… -- COMMAND…`.
 *
 *   --root DIR --begin JOURNAL --line ENTRY --park --trace --init --terminal --intermediate
 *   --no-pid --no-setsid --uid N --join FILE --note FILE --file NAME --environment-size BYTES
 *   --reclaim JOURNAL   sends RECLAIM
 *   --detach            sends DETACH, with --log FILE --max-size N --max-file N --stdin 0|1|2
 *                       --control PATH
 *   --exit-file PATH --successor PROGRAM   sends RECORD
 *   --events FILE       sends EVENTS, with --name-file FILE --attributes JSON; with --event ACTION
 *                       instead EVENT, as often as --times says, with ACTION-0 and so on
 *   --teardown FILE     sends TEARDOWN
 *   --attach PATH       sends ATTACH, with --keys BYTES --attach-input --signal-proxy; an empty
 * path is the container that is launched
 *   --die-detached      kills itself with SIGKILL after DETACH
 *   --no-launch         nothing is launched
 *   --raw FILE          sends this file's bytes as one packet
 *   --die-parked        kills itself with SIGKILL once C is parked
 *   --leave-parked      exits once C is parked
 *   --calling TEXT      writes this line down as the plugin that it calls
 *   --hold              never sends PROCEED
 *   --linger MS         stays that long after C has executed
 *   --exit N            its exit status
 *   --bare --user-namespace --lo-up --bad-link --no-mkdir --chroot --wrong-null --chdir DIR
 * --cgroup DIR  see plan.h
 *   --dump FILE         writes the LAUNCH packet there
 *   --evil PATH         adds Mkdir, Mknod and MountOp below PATH to the plan
 */
#ifndef JCR_TEST_FAKE_JVM_H
#define JCR_TEST_FAKE_JVM_H

int fake_jvm(int argc, char **argv);

#endif
