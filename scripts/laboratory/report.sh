# shellcheck shell=sh
# How the cells ended: kept in $scratch/outcomes, a line each, fields parted by tabs: kernel, release,
# status (or "none" where the cell didn't end), seconds, versions, note.

tab=$(printf '\t')

# take_outcomes KERNEL: from what its cells said. Sets $status to the last one's.
take_outcomes() {
  for release in $releases; do
    versions=$(sed -n "s/^versions $release //p" "$scratch/said" | tr '\t' ' ')
    end=$(sed -n "s/^end $release //p" "$scratch/said" | tr '\t' ' ')
    status=${end%% *}
    rest=${end#* }
    seconds=${rest%% *}
    note=${rest#* }
    [ -n "$end" ] || {
      status=none seconds=- note="the cell didn't end"
      tell_console
    }
    printf '%s\n' "$1$tab$release$tab$status$tab$seconds$tab${versions:--}$tab$note" >>"$scratch/outcomes"
    if [ "$status" = none ]; then
      status=3
      worst=3
    elif [ "$status" -ne 0 ] && [ "$worst" -eq 0 ]; then
      worst=1
    fi
  done
}

# What the kernel said last tells most about a machine that didn't come through.
tell_console() {
  [ -s "$scratch/console" ] || return 0
  say "the last words on its console:"
  tr -d '\r' <"$scratch/console" | tail -n 15 | sed 's/^/    /' >&2
  : >"$scratch/console"
}

# take_results KERNEL
take_results() {
  [ -n "$results" ] || return 0
  for release in $releases; do
    [ -d "$scratch/results/$release" ] || {
      say "there are no results of $release on Linux $1: its machine ended before it wrote them; if that was for want of time, --limit gives more"
      continue
    }
    mkdir -p "$results/$1-$release"
    cp -R "$scratch/results/$release/." "$results/$1-$release/" || :
  done
}

print_table() {
  echo
  format='%-26s  %-8s  %-8s  %-8s  %-11s  %6s  %s\n'
  # shellcheck disable=SC2059
  printf "$format" KERNEL BPFTRACE NODE ROOT RESULT TIME NOTE
  while IFS=$tab read -r kernel release status seconds versions note; do
    linux=$(field "$versions" 's/^Linux \([^,]*\),.*/\1/p')
    # shellcheck disable=SC2059
    printf "$format" "${linux:-$kernel}" \
      "$(field "$versions" 's/.*bpftrace v\([^,]*\),.*/\1/p')" "$(field "$versions" 's/.*Node.js v//p')" \
      "$release" "$(verdict "$status")" "$seconds s" "$note"
  done <"$scratch/outcomes"
  echo
  while IFS=$tab read -r kernel release rest; do root_for "$kernel" "$release"; done <"$scratch/outcomes" |
    awk '!seen[$0]++' |
    while read -r name; do echo "$name: $(root_in_store "$name")"; done
  for kernel in $kernels; do echo "$kernel: $(kernel_in_store "$kernel")"; done
}

# field TEXT SED: what sed prints, or a dash.
field() {
  found=$(printf '%s\n' "$1" | sed -n "$2")
  echo "${found:--}"
}

# verdict STATUS: 3 is the project's own exit status for a place where tracing isn't possible.
verdict() {
  case $1 in
    0) echo passed ;;
    3) echo impossible ;;
    124 | 137) echo 'too long' ;;
    none) echo 'no end' ;;
    *) echo "failed ($1)" ;;
  esac
}
