# shellcheck shell=sh
# What runs in a cell when no command is given: the built program's own proof that it works. Exit
# status 0, 1 (said what is wrong) or 3 (this place can't be traced), as the program's own.
set -eu

results=/results
records=$results/records.ndjson
complaints=$results/stderr.txt
report=$results/smoke.tap

main() {
  status=0
  # As long again as a slow machine is said to take.
  node dist/bin.js smoke --patience "$((10 * ${SIGNALS_TRACE_PATIENCE:-1}))s" --write "$records" \
    >"$report" 2>"$complaints" || status=$?
  cat "$complaints" >&2
  case $status in
    0) note "probe $(value probe); absent: $(value absent)$(skipped)" ;;
    1)
      sed -n '/^not ok/,/^  \.\.\.$/p' "$report" >&2
      note "$(sed -n 's/^not ok [0-9]* - //p' "$report" | head -n 1)"
      ;;
    *) note "$(head -n 1 "$complaints" | sed 's/^signals-trace: //')" ;;
  esac
  exit "$status"
}

# value NAME: what the report says of this place.
value() {
  sed -n "s/^# $1: //p" "$report"
}

skipped() {
  count=$(grep -c ' # SKIP ' "$report") || return 0
  echo "; $count skipped"
}

note() {
  echo "$1" | tee "$results/note"
}

main
