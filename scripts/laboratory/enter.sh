# shellcheck shell=sh disable=SC2016
# Runs the command in one cell, on this kernel: in a chroot with the root as an overlay, so that the
# root itself never changes. The lab starts it in mounts of its own, and /init (busybox) under qemu.
# All that it mounts is below $place, and goes with these mounts.
set -eu

# The folder to mount on; the cell's name; the root, the parcel and node_modules; the folder and the
# file for results; the time limit in seconds. Where all is slow, $patience says how many times.
: "${place:?}" "${kernel:?}" "${release:?}" "${lower:?}" "${parcel:?}" "${modules:?}" "${results:?}" "${said:?}" "${limit:?}"

main() {
  command=''
  trap 'end_processes' EXIT
  trap 'exit 129' HUP
  trap 'exit 130' INT
  trap 'exit 143' TERM

  mount_place
  versions=$(in_place sh -c 'echo "Linux $(uname -r), $(bpftrace --version), Node.js $(node --version)"')
  echo "versions $release $versions" >>"$said"
  echo "== $kernel, $release: $versions" >&2

  started=$(date +%s)
  # In the background, so that a signal to us is handled at once. There a shell has commands ignore
  # SIGINT; a signal tracer must not start like that.
  in_place timeout --kill-after 10 "$limit" env --default-signal sh /run/command </dev/null &
  command=$!
  status=0
  wait "$command" || status=$?
  command=''
  note=$(head -n 1 "$results/note" 2>/dev/null || :)
  end_processes
  echo "end $release $status $(($(date +%s) - started)) $note" >>"$said"
}

mount_place() {
  mount -t tmpfs -o mode=755 tmpfs "$place"
  overlay root "$lower"
  tar -xf "$parcel" -C "$place/root"
  # busybox's tar gives folders the time of now: src would seem to have been changed since the build.
  touch "$place/root/checkout/dist/.built"
  overlay modules "$modules"
  # The image may be older than this checkout, which has the same packages.
  touch "$place/modules/.package-lock.json"
  mount --bind "$place/modules" "$place/root/checkout/node_modules"
  mount --bind "$results" "$place/root/results"
  for folder in proc sys dev; do
    mount --rbind "/$folder" "$place/root/$folder"
  done
  mount_if_absent tracefs kernel/tracing events
  # bpftrace 0.11 looks for tracefs there; in lockdown there may be none.
  mount_if_absent debugfs kernel/debug tracing || :
}

# overlay NAME FOLDER: FOLDER at $place/NAME, writable, and what is written stays in memory. The
# first mount is there because a path may have characters that mount options can't hold.
overlay() {
  mkdir "$place/$1" "$place/$1-lower" "$place/$1-upper" "$place/$1-work"
  mount --bind "$2" "$place/$1-lower"
  mount -t overlay -o "lowerdir=$place/$1-lower,upperdir=$place/$1-upper,workdir=$place/$1-work" overlay "$place/$1"
}

# mount_if_absent TYPE FOLDER ENTRY: below the cell's /sys only.
mount_if_absent() {
  [ -e "$place/root/sys/$2/$3" ] || mount -t "$1" "$1" "$place/root/sys/$2"
}

# in_place COMMAND...: in the cell, whose root becomes that of further mounts: in a mere chroot, the
# kernel refuses user namespaces.
in_place() {
  unshare --mount sh -c 'cd "$1" && shift && mount --move . / && exec chroot . "$@"' sh "$place/root" \
    /usr/bin/env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    HOME=/root LANG=C.UTF-8 TERM=dumb "LAB_KERNEL=$kernel" "LAB_ROOT=$release" \
    "LAB_PATIENCE=${patience:-1}" \
    sh -c 'cd /checkout && exec "$@"' sh "$@"
}

# What the command left running is known by the device of its root directory.
end_processes() {
  trap '' HUP INT TERM
  # It may not have come as far as its root.
  [ -z "$command" ] || kill -KILL "$command" 2>/dev/null || :
  device=$(stat -c %d "$place/root")
  [ "$device" != "$(stat -c %d /)" ] || return 0
  for round in 1 2 3; do
    found=$(stat -L -c '%d %n' /proc/[0-9]*/root 2>/dev/null | sed -n "s|^$device /proc/\([0-9]*\)/root$|\1|p")
    [ -n "$found" ] || return 0
    # shellcheck disable=SC2086 # process ids
    kill -KILL $found 2>/dev/null || :
    sleep 0.1
  done
}

main
