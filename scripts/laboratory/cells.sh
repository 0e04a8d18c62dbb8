# shellcheck shell=sh
# Which cells there are: every release on every kernel of x86-64; on those of arm64 trixie alone.

all_releases='bullseye bookworm trixie forky'
all_kernels='host 5.10 6.1 6.12 7.x 6.12-arm64'

# architecture_of NAME: of a kernel or a root, as Debian calls it.
architecture_of() {
  case $1 in
    *-arm64) echo arm64 ;;
    *) echo amd64 ;;
  esac
}

# name_for ARCHITECTURE NAME: what NAME for it is called in the cache.
name_for() {
  case $1 in
    amd64) echo "$2" ;;
    *) echo "$2-$1" ;;
  esac
}

# root_for KERNEL RELEASE
root_for() {
  name_for "$(architecture_of "$1")" "$2"
}

# releases_on KERNEL RELEASE...: those that have a cell there. Older ones can't be unpacked alone: no
# package of theirs brings the links from /bin and /lib into /usr.
releases_on() {
  architecture=$(architecture_of "$1")
  shift
  for release; do
    case $architecture-$release in
      amd64-* | arm64-trixie) echo "$release" ;;
    esac
  done
}

# suites_of KERNEL: where to look for it, the first that has it counts.
suites_of() {
  case $1 in
    5.10) echo bullseye ;;
    6.1) echo bookworm ;;
    6.12 | 6.12-arm64) echo trixie ;;
    7.x) echo trixie-backports forky sid ;;
  esac
}

require_release() {
  case " $all_releases " in *" $1 "*) ;; *) wrong_usage "there is no root $1, but $all_releases" ;; esac
}

require_kernel() {
  case " $all_kernels " in *" $1 "*) ;; *) wrong_usage "there is no kernel $1, but $all_kernels" ;; esac
}

list_cells() {
  find_store
  for kernel in $all_kernels; do
    # shellcheck disable=SC2086 # words
    for release in $(releases_on "$kernel" $all_releases); do
      printf '%-10s %-9s %s, %s\n' "$kernel" "$release" "$(kernel_in_store "$kernel")" \
        "$(root_in_store "$(root_for "$kernel" "$release")")"
    done
  done
}
