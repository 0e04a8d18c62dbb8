# shellcheck shell=sh
# Which cells there are: every release on every kernel.

all_releases='bullseye bookworm trixie forky'
all_kernels='host 5.10 6.1 6.12 7.x'

# suites_of KERNEL: where to look for it, the first that has it counts.
suites_of() {
  case $1 in
    5.10) echo bullseye ;;
    6.1) echo bookworm ;;
    6.12) echo trixie ;;
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
    for release in $all_releases; do
      printf '%-5s %-9s %s, %s\n' "$kernel" "$release" "$(kernel_in_store "$kernel")" "$(root_in_store "$release")"
    done
  done
}
