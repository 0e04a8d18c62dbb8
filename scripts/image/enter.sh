# shellcheck shell=sh disable=SC2317
# Runs one container: enter.sh [podman run's options] -- [arguments]
#
# scripts/container starts it in mounts of its own. All that is written, podman's own state included, is
# in memory and goes with these mounts.
set -eu

# Debian; the package; what starts in the container.
: "${base:?}" "${package:?}" "${entrypoint:?}"
# podman takes no longer path, and this folder is everywhere.
place=/mnt
here="--storage-driver vfs --root $place/podman --runroot $place/run --tmpdir $place/tmp"

main() {
  mount -t tmpfs -o mode=755 tmpfs "$place"
  mkdir "$place/root" "$place/upper" "$place/work"
  mount -t overlay -o "lowerdir=$package:$base,upperdir=$place/upper,workdir=$place/work" overlay "$place/root"
  # Where both versions of cgroups are mounted, podman takes the second for the only one, and fails.
  ! mountpoint -q /sys/fs/cgroup/unified || umount /sys/fs/cgroup/unified

  configure
  told='' over=''
  trap 'end' EXIT
  trap 'pass_on HUP 129' HUP
  trap 'pass_on INT 130' INT
  trap 'pass_on TERM 143' TERM
  # The options, then these, then the root and the arguments.
  words=$#
  rooted=
  while [ "$words" -gt 0 ]; do
    if [ "$1" = -- ] && [ -z "$rooted" ]; then
      set -- "$@" --rootfs "$place/root"
      rooted=yes
    else
      set -- "$@" "$1"
    fi
    shift
    words=$((words - 1))
  done
  # What a terminal sends reaches podman as well otherwise, which leaves then what it has begun.
  # shellcheck disable=SC2086 # options
  setsid podman $here run --name container --sig-proxy=false --entrypoint "$entrypoint" "$@" </dev/null &
  # A signal ends a wait; the container is what it is for.
  while :; do
    status=0
    wait "$!" || status=$?
    kill -0 "$!" 2>/dev/null || break
  done
  over=yes
  exit "$status"
}

# pass_on SIGNAL STATUS: to the container; where it doesn't run yet, there shall be none. One that was
# told before may have ended, and its last words are on their way.
pass_on() {
  # shellcheck disable=SC2086
  if podman $here kill --signal "$1" container >/dev/null 2>&1; then
    told=yes
  elif [ -z "$told" ]; then
    exit "$2"
  fi
}

# What this host has set for podman does not count. Limits that this host's own forbid to raise are
# asked for by podman otherwise, and its locks lie in memory that outlives us.
configure() {
  cat >"$place/containers.conf" <<'TEXT'
[containers]
default_ulimits = ["nofile=1024:1024", "nproc=4096:4096"]
netns = "none"
[engine]
cgroup_manager = "cgroupfs"
events_logger = "none"
lock_type = "file"
runtime = "crun"
TEXT
  CONTAINERS_CONF=$place/containers.conf
  export CONTAINERS_CONF
}

# However it ends, no container is left, nor podman, which might start it still.
end() {
  trap '' HUP INT TERM
  if [ -z "$over" ] && [ -n "${!-}" ]; then
    kill "$!" 2>/dev/null || :
    wait "$!" || :
  fi
  # shellcheck disable=SC2086
  podman $here rm --force --time 0 --all >/dev/null 2>&1 || :
}

main "$@"
