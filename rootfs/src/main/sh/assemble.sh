#!/bin/sh
# assemble.sh TREE BUSYBOX PROGRAM...: puts the root file system together beside TREE, then replaces it.
set -eu
umask 022

tree=$1 busybox=$2
shift 2
sources=$(dirname "$0")/../tree
new=$tree.new

fail() {
  echo "rootfs: $1" >&2
  exit 1
}

is_static() {
  ! readelf -lW "$1" | grep -q INTERP
}

if [ -z "$busybox" ] || ! is_static "$busybox"; then
  fail "a static busybox is needed (apt-get install busybox-static)"
fi

make_directories() {
  for directory in bin sbin usr/bin usr/sbin usr/local/bin usr/local/sbin usr/share etc proc sys \
    dev dev/pts dev/shm run run/lock home mnt media opt srv lib \
    var var/cache var/empty var/lib var/log var/spool var/mail; do
    mkdir -p "$new/$directory"
  done
  mkdir -m 1777 "$new/tmp" "$new/var/tmp"
  mkdir -m 0700 "$new/root"
  ln -s ../run "$new/var/run"
  ln -s ../run/lock "$new/var/lock"
}

# From usr/bin, ../../bin/busybox: relative, so that the links are right from outside too.
link_applets() {
  "$new/bin/busybox" --list-full | while read -r applet; do
    case $applet in
    linuxrc | bin/busybox) ;;
    bin/*) ln -s busybox "$new/$applet" ;;
    sbin/*) ln -s ../bin/busybox "$new/$applet" ;;
    usr/*/*) ln -s ../../bin/busybox "$new/$applet" ;;
    *) fail "busybox has an applet in an unknown place: $applet" ;;
    esac
  done
}

copy_files() {
  cp -R "$sources/." "$new/"
  ln -s ../proc/self/mounts "$new/etc/mtab"
  find "$new/etc" "$new/root" "$new/home" -type f -exec chmod 0644 {} +
  chmod 0600 "$new/etc/shadow"
  chmod 0700 "$new/root" "$new/home/student"
  if [ "$(id -u)" = 0 ]; then
    chown -R 0:0 "$new"
    chown -R 1000:1000 "$new/home/student"
  fi
}

rm -rf --one-file-system "$new"
mkdir -p "$new"
make_directories
install -m 0755 "$busybox" "$new/bin/busybox"
link_applets
copy_files
install -m 0755 "$@" "$new/usr/local/bin/"
rm -rf --one-file-system "$tree"
mv "$new" "$tree"
