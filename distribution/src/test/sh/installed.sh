#!/bin/sh
# installed.sh WHERE JCR.deb JCR-TOOLS.deb: installs the Debian packages, uses jcr and removes it again, in a throw-away root
# where there is no JDK, no Maven and no compiler. Needs root. Prints `ok WHAT`, and `not ok WHAT` and status 1 if not.
#
# WHERE is a Debian suite (bookworm, trixie), which debootstrap gets from MIRROR (http://deb.debian.org/debian), or `host`:
# what this machine has, with a layer over it that takes all changes.
set -eu
self=$(readlink -f "$0")

if [ -z "${INSTALLED_STEP-}" ]; then
  where=$1
  work=$(mktemp -d /var/tmp/jcr-installed.XXXXXX)
  trap 'umount "$work" 2>/dev/null || true; rm -rf --one-file-system "$work"' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
  # of its own, because an overlay's layers cannot be on one
  [ "$where" != host ] || mount -t tmpfs -o mode=755 jcr-installed "$work"
  mkdir "$work/packages" "$work/root"
  cp "$2" "$work/packages/jcr.deb"
  cp "$3" "$work/packages/jcr-tools.deb"
  cp "$self" "$work/packages/installed.sh"
  if [ "$where" != host ]; then
    debootstrap --variant=minbase "$where" "$work/root" "${MIRROR-http://deb.debian.org/debian}" >"$work/log" 2>&1 || {
      tail -n 3 "$work/log" >&2
      echo "not ok debootstrap $where"
      exit 1
    }
  fi
  INSTALLED_STEP=root WORK=$work WHERE=$where unshare --mount --pid --ipc --uts --net --fork --kill-child \
    --propagation private "$self"
  exit
fi

if [ "$INSTALLED_STEP" = root ]; then
  cd "$WORK"
  if [ "$WHERE" = host ]; then
    mkdir upper work
    mount -t overlay -o "lowerdir=/,upperdir=upper,workdir=work" jcr-installed root
    for hidden in /usr/lib/jvm /usr/share/maven /opt /root /var/tmp /tmp; do
      [ ! -d "root$hidden" ] || mount -t tmpfs -o mode=755 none "root$hidden"
    done
    rm -rf root/var/lib/jcr root/etc/jcr # in the upper layer only
    mkdir root/var/lib/jcr
    mount -t tmpfs -o mode=755 none root/var/lib/jcr # overlays of jcr cannot be on one
  else
    mount --bind root root
  fi
  mount -t proc proc root/proc
  mount --rbind /sys root/sys
  mount --rbind /dev root/dev
  mount -t tmpfs -o mode=755 tmpfs root/run
  mount -t tmpfs -o mode=755 tmpfs root/mnt
  cp packages/* root/mnt/
  cd root
  mkdir mnt/old
  pivot_root . mnt/old
  umount -l /mnt/old
  rmdir /mnt/old
  ip link set lo up 2>/dev/null || true
  exec env -i INSTALLED_STEP=tests PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root \
    LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive /bin/sh /mnt/installed.sh
fi

failures=0
# check WHAT COMMAND…
check() {
  what=$1
  shift
  if "$@" >/mnt/output 2>&1 </dev/null; then
    echo "ok $what"
  else
    echo "not ok $what: status $?: $(tail -n 12 /mnt/output | cut -c1-300 | tr "\n" " ")"
    failures=$((failures + 1))
  fi
}

# What is there, without what dpkg and apt keep for themselves.
files() {
  find /usr /etc /var /run /bin /sbin /lib -xdev ! -path '/var/lib/dpkg/*' ! -path '/var/lib/apt/*' ! -path '/var/log/*' \
    ! -path '/var/cache/*' ! -path '/run/lock*' ! -path '*/__pycache__*' ! -path '/var/lib/systemd/*' | sort
}

no_development_tools() {
  for tool in java javac mvn; do
    ! command -v "$tool" >/dev/null || ! "$tool" -version >/dev/null 2>&1 || return 1
  done
}

install_jcr() { apt-get install -y --no-install-recommends /mnt/jcr.deb && [ -s /usr/lib/jcr/lib/jcr.aot ]; }
install_tools() { apt-get install -y --no-install-recommends /mnt/jcr-tools.deb; }
unchanged() { [ -z "$(dpkg --verify jcr | grep -v '/usr/share/')" ]; } # a minimal system leaves man pages out
from_cache() {
  JCR_JAVA_OPTS=-Xlog:class+load:stderr jcr run --dry-run --net=none -- true 2>&1 |
    grep -q 'io.jcr.cli.Main source: shared objects file'
}
says_hello() { [ "$(jcr run --net=none -- echo hello)" = hello ]; }
limits() { jcr run --net=veth --limit=memory:100M --hostname=box -- hostname | grep -qx box; }
background() {
  jcr run -d --name web --net=none -- sleep 1000 && jcr exec web true && jcr ps | grep -q web && jcr stop -t 0 web && jcr rm web
}
leaves_nothing() {
  apt-get remove -qq -y jcr-tools jcr || return
  files >/mnt/after
  ! diff /mnt/before /mnt/after | grep '^[<>]'
}
purges() {
  apt-get install -y /mnt/jcr.deb && mkdir -p /var/lib/jcr/x && touch /var/lib/jcr/x/y || return
  apt-get purge -qq -y jcr || return
  [ ! -e /var/lib/jcr/x ] && [ ! -e /usr/lib/jcr ]
}

files >/mnt/before
check "no JDK and no Maven is here" no_development_tools
check "apt-get install jcr.deb" install_jcr
check "jcr version" jcr version
check "jcr run --net=none" says_hello
check "jcr run with network and limits" limits
check "jcr run -d, exec, ps, stop, rm" background
check "classes come from the cache" from_cache
check "apt-get install jcr-tools.deb" install_tools
check "jcr bench" jcr bench --help
check "jcr plugins verify" jcr plugins verify --help
check "classes come from the cache, with jcr-tools" from_cache
check "an upgrade" dpkg -i /mnt/jcr.deb
check "jcr run after the upgrade" says_hello
check "no installed file was changed" unchanged
check "apt-get remove leaves nothing" leaves_nothing
check "apt-get purge removes state, too" purges
[ "$failures" = 0 ]
