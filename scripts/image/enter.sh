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

main() {
  mount -t tmpfs -o mode=755 tmpfs "$place"
  mkdir "$place/root" "$place/upper" "$place/work"
  mount -t overlay -o "lowerdir=$package:$base,upperdir=$place/upper,workdir=$place/work" overlay "$place/root"
  # Where both versions of cgroups are mounted, podman takes the second for the only one, and fails.
  ! mountpoint -q /sys/fs/cgroup/unified || umount /sys/fs/cgroup/unified

  configure
  trap 'end' EXIT
  trap 'podman_here kill --signal HUP container >&2' HUP
  trap 'podman_here kill --signal INT container >&2' INT
  trap 'podman_here kill --signal TERM container >&2' TERM
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
  podman_here run --name container --sig-proxy=false --entrypoint "$entrypoint" "$@" </dev/null &
  podman=$!
  # A signal ends a wait; the container is what it is for.
  while :; do
    status=0
    wait "$podman" || status=$?
    kill -0 "$podman" 2>/dev/null || break
  done
  exit "$status"
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

podman_here() {
  podman --storage-driver vfs --root "$place/podman" --runroot "$place/run" --tmpdir "$place/tmp" "$@"
}

# However it ends, no container is left.
end() {
  trap '' HUP INT TERM
  podman_here rm --force --time 0 --all >/dev/null 2>&1 || :
}

main "$@"
