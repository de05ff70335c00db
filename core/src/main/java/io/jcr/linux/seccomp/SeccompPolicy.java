package io.jcr.linux.seccomp;

import io.jcr.api.Capability;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Which system calls a container may make: docker's default lists. Calls that [SyscallTable]
/// knows, but that are neither listed here nor checked by their arguments in [DefaultSeccomp], are
/// forbidden.
final class SeccompPolicy {
  /// Allowed to everyone with any arguments.
  private static final String ALWAYS =
      """
      accept accept4 access adjtimex alarm arch_prctl bind brk cachestat capget capset chdir
      chmod chown clock_adjtime clock_getres clock_gettime clock_nanosleep close close_range
      connect copy_file_range creat dup dup2 dup3 epoll_create epoll_create1 epoll_ctl
      epoll_ctl_old epoll_pwait epoll_pwait2 epoll_wait epoll_wait_old eventfd eventfd2 execve
      execveat exit exit_group faccessat faccessat2 fadvise64 fallocate fanotify_mark fchdir
      fchmod fchmodat fchmodat2 fchown fchownat fcntl fdatasync fgetxattr file_getattr
      file_setattr flistxattr flock fork fremovexattr fsetxattr fstat fstatfs fsync ftruncate
      futex futex_requeue futex_wait futex_waitv futex_wake futimesat get_robust_list
      get_thread_area getcpu getcwd getdents getdents64 getegid geteuid getgid getgroups
      getitimer getpeername getpgid getpgrp getpid getppid getpriority getrandom getresgid
      getresuid getrlimit getrusage getsid getsockname getsockopt gettid gettimeofday getuid
      getxattr getxattrat inotify_add_watch inotify_init inotify_init1 inotify_rm_watch
      io_cancel io_destroy io_getevents io_pgetevents io_setup io_submit ioctl ioprio_get
      ioprio_set kill landlock_add_rule landlock_create_ruleset landlock_restrict_self lchown
      lgetxattr link linkat listen listmount listxattr listxattrat llistxattr lremovexattr
      lseek lsetxattr lstat madvise map_shadow_stack membarrier memfd_create memfd_secret
      mincore mkdir mkdirat mknod mknodat mlock mlock2 mlockall mmap modify_ldt mprotect
      mq_getsetattr mq_notify mq_open mq_timedreceive mq_timedsend mq_unlink mremap mseal
      msgctl msgget msgrcv msgsnd msync munlock munlockall munmap name_to_handle_at nanosleep
      newfstatat open openat openat2 pause pidfd_open pidfd_send_signal pipe pipe2 pkey_alloc
      pkey_free pkey_mprotect poll ppoll prctl pread64 preadv preadv2 prlimit64
      process_mrelease process_vm_readv process_vm_writev pselect6 ptrace pwrite64 pwritev
      pwritev2 read readahead readlink readlinkat readv recvfrom recvmmsg recvmsg
      remap_file_pages removexattr removexattrat rename renameat renameat2 restart_syscall
      rmdir rseq rt_sigaction rt_sigpending rt_sigprocmask rt_sigqueueinfo rt_sigreturn
      rt_sigsuspend rt_sigtimedwait rt_tgsigqueueinfo sched_get_priority_max
      sched_get_priority_min sched_getaffinity sched_getattr sched_getparam sched_getscheduler
      sched_rr_get_interval sched_setaffinity sched_setattr sched_setparam sched_setscheduler
      sched_yield seccomp select semctl semget semop semtimedop sendfile sendmmsg sendmsg
      sendto set_robust_list set_thread_area set_tid_address setfsgid setfsuid setgid
      setgroups setitimer setpgid setpriority setregid setresgid setresuid setreuid setrlimit
      setsid setsockopt setuid setxattr setxattrat shmat shmctl shmdt shmget shutdown
      sigaltstack signalfd signalfd4 socketpair splice stat statfs statmount statx symlink
      symlinkat sync sync_file_range syncfs sysinfo tee tgkill time timer_create timer_delete
      timer_getoverrun timer_gettime timer_settime timerfd_create timerfd_gettime
      timerfd_settime times tkill truncate umask uname unlink unlinkat uprobe uretprobe utime
      utimensat utimes vfork vmsplice wait4 waitid write writev
      """;

  /// Allowed to a container that has the capability.
  ///
  /// @param capability any one of them suffices for a call with several rules
  /// @param calls names, separated by blanks
  private record Rule(Capability capability, String calls) {}

  private static final List<Rule> WITH_CAPABILITY =
      List.of(
          new Rule(Capability.CAP_DAC_READ_SEARCH, "open_by_handle_at"),
          new Rule(Capability.CAP_SYS_MODULE, "delete_module finit_module init_module"),
          new Rule(Capability.CAP_SYS_RAWIO, "ioperm iopl"),
          new Rule(Capability.CAP_SYS_CHROOT, "chroot"),
          new Rule(Capability.CAP_SYS_PTRACE, "kcmp pidfd_getfd process_madvise"),
          new Rule(Capability.CAP_SYS_PACCT, "acct"),
          new Rule(
              Capability.CAP_SYS_ADMIN,
              """
              bpf fanotify_init fsconfig fsmount fsopen fspick listns lookup_dcookie
              lsm_get_self_attr lsm_list_modules lsm_set_self_attr mount mount_setattr move_mount
              open_tree open_tree_attr perf_event_open pivot_root quotactl quotactl_fd
              setdomainname sethostname setns syslog umount2 unshare\
              """),
          new Rule(Capability.CAP_SYS_BOOT, "reboot"),
          new Rule(
              Capability.CAP_SYS_NICE, "get_mempolicy mbind set_mempolicy set_mempolicy_home_node"),
          new Rule(Capability.CAP_SYS_TIME, "clock_settime settimeofday"),
          new Rule(Capability.CAP_SYS_TTY_CONFIG, "vhangup"),
          new Rule(Capability.CAP_SYSLOG, "syslog"),
          new Rule(Capability.CAP_PERFMON, "perf_event_open"),
          new Rule(Capability.CAP_BPF, "bpf"));

  private SeccompPolicy() {}

  /// The names of the calls that are allowed with any arguments; may contain duplicates.
  static List<String> allowed(Set<Capability> capabilities) {
    List<String> names = new ArrayList<>(400);
    addNames(ALWAYS, names);
    for (Rule rule : WITH_CAPABILITY) {
      if (capabilities.contains(rule.capability)) {
        addNames(rule.calls, names);
      }
    }
    return names;
  }

  private static void addNames(String calls, List<String> names) {
    int at = 0;
    while (at < calls.length()) {
      int end = at;
      while (end < calls.length() && calls.charAt(end) > ' ') {
        end++;
      }
      names.add(calls.substring(at, end));
      at = end + 1;
    }
  }
}
