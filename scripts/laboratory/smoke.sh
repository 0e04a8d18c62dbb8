# shellcheck shell=sh
# What runs in a cell when no command is given: the built program's own proof that it works, by the
# probe that it chooses and then by each other kind. Exit status 0, 1 (said what is wrong) or 3 (this
# place can't be traced), as the program's own: of the kinds one by one, only a 1 counts.
set -eu

results=/results
# As long again as a slow machine is said to take.
patience=$((10 * ${LAB_PATIENCE:-1}))s

main() {
  try auto
  status=$result
  if [ "$status" -eq 0 ]; then
    chosen=$(value probe)
    kinds="$chosen ✓$(lacking)" why=''
    for probe in tracepoint rawtracepoint fentry kprobe; do
      [ "$probe" = "$chosen" ] || try_also "$probe"
    done
    echo "$kinds" | tee "$results/note"
  else
    reason | tee "$results/note"
  fi
  exit "$status"
}

# try PROBE: sets $result, and names for what it left behind.
try() {
  report=$results/smoke-$1.tap complaints=$results/stderr-$1.txt result=0
  node dist/bin.cjs smoke --probe "$1" --patience "$patience" --write "$results/records-$1.ndjson" \
    >"$report" 2>"$complaints" || result=$?
  cat "$complaints" >&2
  if [ "$result" -eq 1 ]; then sed -n '/^not ok/,/^  \.\.\.$/p' "$report" >&2; fi
}

try_also() {
  try "$1"
  case $result in
    0) kinds="$kinds; $1 ✓" ;;
    3)
      last=$why why=$(reason | clause)
      if [ "$why" = "$last" ]; then kinds="$kinds; $1 – the same"; else kinds="$kinds; $1 – $why"; fi
      ;;
    *) kinds="$kinds; $1 ✗ $(reason)" status=1 ;;
  esac
}

# In a line, why the last one failed.
reason() {
  failed=$(sed -n 's/^not ok [0-9]* - //p' "$report" | head -n 1)
  echo "${failed:-$(head -n 1 "$complaints" | sed 's/^signals-trace: //')}"
}

# The first clause of why there is no such kind of probe; the whole of it is in stderr-KIND.txt.
clause() {
  sed 's/^The probe [a-z]* is not available here: //; s/;.*//'
}

# value NAME: what the report says of this place.
value() {
  sed -n "s/^# $1: //p" "$report"
}

# What the chosen probe does not tell; the core program's list is long.
lacking() {
  case $(value absent) in
    nothing) ;;
    *target.pid*) printf ' the core fields alone' ;;
    *) printf ' without %s' "$(value absent)" ;;
  esac
}

main
