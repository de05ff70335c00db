# The root file system itself.

test_every_applet_has_its_link() {
  "$TREE/bin/busybox" --list | sort -u >applets
  grep -vx -e linuxrc -e busybox applets | while read -r applet; do
    found=$(find "$TREE/bin" "$TREE/sbin" "$TREE/usr/bin" "$TREE/usr/sbin" -name "$applet" -type l | wc -l)
    expect_equal "$applet $found" "$applet 1"
  done
  [ "$(wc -l <applets)" -gt 200 ]
}

test_every_applet_link_leads_to_busybox() {
  for link in "$TREE"/bin/* "$TREE"/sbin/* "$TREE"/usr/bin/* "$TREE"/usr/sbin/*; do
    expect_equal "$(readlink -f "$link")" "$(readlink -f "$TREE/bin/busybox")"
    case $(readlink "$link") in /*) fail "$link is absolute" ;; esac
  done
}

test_links_of_other_kinds_lead_inside() {
  expect_equal "$(cd "$TREE" && find . -type l ! -path './*bin/*' | sort | tr '\n' ' ')" "./etc/mtab ./var/lock ./var/run "
  expect_equal "$(readlink "$TREE/etc/mtab")" ../proc/self/mounts
  expect_equal "$(readlink -f "$TREE/var/lock")" "$(readlink -f "$TREE/run/lock")"
}

test_everything_is_static() {
  for file in "$TREE/bin/busybox" "$TREE"/usr/local/bin/*; do
    ! LC_ALL=C readelf -lW "$file" | grep -q -e INTERP -e DYNAMIC || fail "$file is not static"
  done
}

mode_of() {
  stat -c %a "$TREE/$1"
}

test_modes() {
  expect_equal "$(mode_of tmp) $(mode_of var/tmp)" "1777 1777"
  expect_equal "$(mode_of root) $(mode_of home/student)" "700 700"
  expect_equal "$(mode_of etc/shadow) $(mode_of etc/passwd)" "600 644"
  expect_equal "$(mode_of .) $(mode_of usr/local/bin/memhog) $(mode_of bin/busybox)" "755 755 755"
  writable=$(find "$TREE" ! -type l ! -path "$TREE/tmp" ! -path "$TREE/var/tmp" -perm /022)
  expect_equal "$writable" ""
  expect_equal "$(find "$TREE" -perm /6000)" ""
}

test_owners() {
  is_root || skip "not root: only root can give files away"
  expect_equal "$(find "$TREE" ! -user 0 -o ! -group 0 | sort | sed "s#$TREE/##" | tr '\n' ' ')" \
    "home/student home/student/.profile "
  expect_equal "$(stat -c %u:%g "$TREE/home/student")" 1000:1000
}

test_directories() {
  for directory in bin sbin usr/bin etc proc sys dev dev/pts dev/shm tmp root home var run mnt opt usr/local/bin; do
    [ -d "$TREE/$directory" ] && [ ! -L "$TREE/$directory" ] || fail "$directory is missing"
  done
  for file in hosts hostname resolv.conf; do # targets of bind mounts
    [ -f "$TREE/etc/$file" ] && [ ! -L "$TREE/etc/$file" ] || fail "etc/$file is not a plain file"
  done
}

test_accounts_are_locked_and_match() {
  expect_equal "$(cut -d: -f1 "$TREE/etc/passwd" | tr '\n' ' ')" "root nobody student "
  expect_equal "$(cut -d: -f1,2 "$TREE/etc/shadow" | tr '\n' ' ')" "root:* nobody:* student:* "
  for gid in $(cut -d: -f4 "$TREE/etc/passwd"); do
    cut -d: -f3 "$TREE/etc/group" | grep -qx "$gid" || fail "no group $gid"
  done
  [ -x "$TREE/usr/sbin/nologin" ]
  expect_line "$TREE/etc/os-release" ID=jcr
}

test_nothing_to_do_the_second_time() {
  $MAKE_TREE -q all
}

test_archive_is_reproducible_and_roots() {
  $MAKE_TREE OUT="$PWD/one" archive >/dev/null
  TZ=Asia/Tokyo LC_ALL=C $MAKE_TREE OUT="$PWD/two" archive >/dev/null
  cmp one/rootfs.tar two/rootfs.tar
  tar --numeric-owner -tvf one/rootfs.tar >list
  expect_equal "$(awk '$2 != "0/0" {print $2, $6}' list | tr '\n' ' ')" "1000/1000 ./home/student/ 1000/1000 ./home/student/.profile "
  expect_equal "$(wc -l <list)" "$(find "$TREE" | wc -l)"
}

test_busybox_must_be_static() {
  run $MAKE_TREE OUT="$PWD/built" BUSYBOX=/bin/sh all
  [ "$status" != 0 ] || fail "took a dynamic busybox"
  expect_line err "rootfs: a static busybox is needed (apt-get install busybox-static)"
  run $MAKE_TREE OUT="$PWD/built" BUSYBOX= all
  [ "$status" != 0 ] || fail "took no busybox"
  expect_line err "rootfs: a static busybox is needed (apt-get install busybox-static)"
  [ ! -e built/rootfs ]
}

# in_tree COMMAND: in a shell in the root file system, with /proc, as root of a host named box
in_tree() {
  isolated sh -c '
    mount --make-rprivate / && mount --bind "$0" "$0" && mount -t proc proc "$0/proc" && hostname box || exit 1
    PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
    exec env -i PATH=$PATH HOME=/root TERM=xterm ENV=/etc/shrc chroot "$0" /bin/sh -c "$1"' "$TREE" "$1"
}

test_a_shell_inside() {
  needs_isolation
  run in_tree 'cd; pwd; whoami; hostname; id -gn student; . /etc/os-release; echo $ID; ls -d /proc/1; which memhog jcr-probe'
  expect_status 0
  printf '%s\n' /root root box student jcr /proc/1 /usr/local/bin/memhog /usr/local/bin/jcr-probe >wanted
  diff wanted out
}

test_probe_inside() {
  needs_isolation
  run in_tree jcr-probe
  expect_status 0
  "$TOOLS/json-check" <out
  expect_equal "$(value /processes/0/pid out)" 1
  expect_equal "$(value /uts/hostname out)" box
  expect_equal "$(value /cwd out)" /
  expect_equal "$(value /process/exe out)" /usr/local/bin/jcr-probe
}

# in_terminal INPUT COMMAND: the same on a terminal, INPUT typed
in_terminal() {
  export TREE
  printf '%s\n' "$1" >input
  printf '%s\n' ". '$LIB'; . '$SUITE'; in_tree '$2'" >session
  script -qec 'sh session' /dev/null <input
}

test_prompt_has_user_host_and_directory() {
  needs_isolation
  needs_terminal
  in_terminal 'cd /tmp
exit' 'exec /bin/sh' >out
  grep -qF 'root@box:/# ' out && grep -qF 'root@box:/tmp# ' out || fail "no prompt in: $(cat out)"
  in_terminal exit 'cd; exec /bin/sh' >out
  grep -qF 'root@box:~# ' out || fail "no ~ in: $(cat out)"
  in_terminal exit 'unset ENV; exec /bin/sh -l' >out
  grep -qF 'root@box:/# ' out || fail "no prompt of a login shell in: $(cat out)"
}
