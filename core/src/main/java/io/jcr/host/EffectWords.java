package io.jcr.host;

import static io.jcr.host.Words.quoted;
import static java.util.stream.Collectors.joining;

import io.jcr.api.Hook;
import io.jcr.linux.SignalNames;
import java.util.List;

/// Puts effects, and the entries of undo journals, into words, for `explain` and `--trace`.
final class EffectWords {
  private EffectWords() {}

  /// An effect in words; for an entry of a journal, the method is its verb.
  static Words.Call of(Effect effect) {
    String method =
        effect instanceof Effect.UndoEntry undo
            ? JournalText.fields(undo.entry()).getFirst()
            : effect.getClass().getSimpleName();
    return new Words.Call(method, syscall(effect));
  }

  private static String syscall(Effect effect) {
    return switch (effect) {
      case Effect.Mark e -> "open(" + quoted(e.file()) + ", O_WRONLY|O_CREAT, 0644)";
      case Effect.Event e ->
          "open(" + quoted(e.file()) + ", O_WRONLY|O_APPEND); write(, " + quoted(e.action()) + ")";
      case Effect.Signal e -> signal(e);
      case Effect.AwaitEnd e ->
          "poll(pidfd_open("
              + e.pid()
              + "), POLLIN, "
              + e.millis()
              + ")"
              + (e.millis() < 0 ? "" : comment("if it ends in time, flock() comes next"));
      case Effect.AwaitUndo e ->
          "flock(open("
              + quoted(e.journal())
              + "), LOCK_SH)"
              + comment("until its supervisor has run " + entries(e.entries()));
      case Effect.TryLock e ->
          "flock(open("
              + quoted(e.journal())
              + "), LOCK_EX|LOCK_NB)"
              + comment("if it has come back, all again");
      case Effect.Mend e ->
          "open(" + quoted(e.journal()) + ", O_RDWR)" + comment("completed if it is damaged");
      case Effect.Reclaim e ->
          "send(jcr-init, RECLAIM "
              + e.journals().stream().map(Words::quoted).collect(joining(", RECLAIM "))
              + ")"
              + comment(entries(e.entries()));
      case Effect.UndoEntry e -> entry(JournalText.fields(e.entry()));
      case Effect.Write e ->
          Words.write(e.file(), e.value())
              + (e.former() == null ? "" : comment("was " + quoted(e.former())));
      case Effect.RunHook e -> hook(e);
      case Effect.Replace e ->
          "rename(" + quoted(e.file() + ".new") + ", " + quoted(e.file()) + ")";
    };
  }

  private static String hook(Effect.RunHook effect) {
    Hook hook = effect.hook();
    String limit = hook.timeout() == 0 ? "" : ", at most " + hook.timeout() + " s";
    return "execve("
        + quoted(hook.path())
        + ", ["
        + all(hook.words())
        + "], ["
        + all(hook.env())
        + "]) < the container's state"
        + comment(effect.kind() + limit);
  }

  private static String all(List<String> words) {
    return words.stream().map(Words::quoted).collect(joining(", "));
  }

  private static String signal(Effect.Signal signal) {
    boolean passed = signal.supervisor() != 0;
    String call =
        "pidfd_send_signal(pidfd_open("
            + (passed ? signal.supervisor() : signal.pid())
            + "), "
            + SignalNames.of(signal.number())
            + ")";
    if (passed) {
      return call + comment("its supervisor, which passes it on to " + signal.pid());
    }
    return signal.late() ? call + comment("if it has not ended in time") : call;
  }

  private static String entries(int number) {
    return number == 1 ? "1 entry" : number + " entries";
  }

  private static String comment(String text) {
    return " /* " + text + " */";
  }

  /// What running an entry of a journal does: see `docs/launch-protocol.md`. Its fields are as many
  /// as its verb wants.
  private static String entry(List<String> fields) {
    String first = fields.get(1);
    return switch (fields.getFirst()) {
      case "kill" ->
          "pidfd_send_signal(pidfd_open(" + first + "), SIGKILL)" + comment("if it still runs");
      case "cgroup" -> "rmdir(" + quoted(first) + ")" + comment("and the groups below");
      case "rmdir" -> "rmdir(" + quoted(first) + ")" + comment("if it is empty");
      case "unlink" -> "unlink(" + quoted(first) + ")";
      case "tree" -> tree(first, "with everything below");
      case "tree-unless" ->
          tree(first, "with everything below, unless " + fields.get(2) + " exists");
      case "unmount" -> "umount2(" + quoted(first) + ", MNT_DETACH)";
      case "link" -> "sendto(NETLINK_ROUTE, RTM_DELLINK {name=" + quoted(first) + "})";
      case "write" ->
          "open(" + quoted(first) + ", O_WRONLY); write(, " + quoted(fields.get(2)) + ")";
      case "nft-table" ->
          "sendto(NETLINK_NETFILTER, NFT_MSG_DELTABLE {"
              + first
              + " "
              + quoted(fields.get(2))
              + "})";
      case "lease" -> "unlink(" + quoted(first) + ")" + comment("if it is of " + fields.get(2));
      case "release" ->
          "unlink("
              + quoted(first + "/claims/" + fields.get(2))
              + ")"
              + comment("what it claims is undone with the last claim");
      case "exec" ->
          "execve(" + String.join(" ", fields.subList(2, fields.size())) + ") < " + first;
      default -> String.join(" ", fields);
    };
  }

  private static String tree(String directory, String how) {
    return "unlinkat(, " + quoted(directory) + ", AT_REMOVEDIR)" + comment(how);
  }
}
