# shellcheck shell=sh disable=SC2317
# Runs one container: enter.sh [podman run's options] -- [arguments]
#
# scripts/container starts it in mounts of its own. All that it mounts is below $place, podman's own
# state included, and goes with these mounts.
set -eu

# The folder to mount on; Debian; the package; what starts in the container; the time limit.
: "${place:?}" "${base:?}" "${package:?}" "${entrypoint:?}"

main() {
  mount -t tmpfs -o mode=755 tmpfs "$place"
  mkdir "$place/root" "$place/upper" "$place/work"
  mount -t overlay -o "lowerdir=$package:$base,upperdir=$place/upper,workdir=$place/work" overlay "$place/root"
  # Where both versions of cgroups are mounted, podman takes the second for the only one, and fails.
  ! mountpoint -q /sys/fs/cgroup/unified || umount /sys/fs/cgroup/unified

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
  podman_here run --name container --network none --entrypoint "$entrypoint" --ulimit nofile=1024:1024 \
    --ulimit nproc=4096:4096 --sig-proxy=false "$@" </dev/null &
  podman=$!
  # A signal ends a wait; the container is what it is for.
  while :; do
    status=0
    wait "$podman" || status=$?
    kill -0 "$podman" 2>/dev/null || break
  done
  exit "$status"
}

podman_here() {
  podman --runtime crun --cgroup-manager cgroupfs --events-backend none --storage-driver vfs \
    --root "$place/podman" --runroot "$place/runroot" --tmpdir "$place/tmp" "$@"
}

# However it ends, no container is left.
end() {
  trap '' HUP INT TERM
  podman_here rm --force --time 0 --all >/dev/null 2>&1 || :
}

main "$@"
