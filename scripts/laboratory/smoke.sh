# shellcheck shell=sh
# What runs in a cell when no command is given: traces with the built program, sends signals to
# processes of its own, and checks that each comes back and that the ledger adds up. Exit status 0,
# 1 (said what is wrong) or 3 (this place can't be traced), as the program's own.
set -eu

results=/results
records=$results/records.ndjson
complaints=$results/stderr.txt

main() {
  trap 'kill -KILL $tracer $targets 2>/dev/null || :' EXIT
  targets=''
  node dist/bin.js --json --all -s TERM,HUP,USR1,KILL,RTMIN+1 >"$records" 2>"$complaints" &
  tracer=$!
  until grep -q '"type":"ready"' "$records"; do
    kill -0 "$tracer" 2>/dev/null || refused
    sleep 0.2
  done

  # Processes of a name of their own: sleep may be a part of the shell.
  for signal in TERM HUP USR1 KILL RTMIN+1; do
    sleep 1000 &
    targets="$targets $!"
    kill -s "$signal" $! 2>/dev/null || /bin/kill -s "$signal" $!
    eval "target_$(echo "$signal" | tr -d +)=$!"
  done
  sleep 2
  # An interrupt ends the trace in order; a shell has what it starts in the background ignore SIGINT.
  kill -TERM "$tracer"
  status=0
  wait "$tracer" || status=$?
  [ "$status" -eq 0 ] || fail "the tracer ended with status $status: $(tail -n 1 "$complaints")"

  for signal in TERM HUP USR1 KILL RTMIN1; do
    eval "pid=\$target_$signal"
    name=SIG$(echo "$signal" | sed 's/RTMIN/RTMIN+/')
    grep '"type":"signal"' "$records" | grep -F "\"signal\":\"$name\"" | grep "\"sender\":{\"pid\":[0-9]" |
      grep -Eq "\"target\":\{[^}]*\"tid\":${pid}[,}]" || fail "$name to $pid isn't in the records"
  done
  tail -n 1 "$records" | grep -Eq '"type":"end".*"unaccounted":0[,}]' || fail "the ledger doesn't add up"
  note "probe $(value probe); absent: $(value absent)"
}

# value NAME: of a field of the first record.
value() {
  node -p 'const [ready] = require("node:fs").readFileSync(process.argv[1], "utf8").split("\n");
    [JSON.parse(ready)[process.argv[2]]].flat().join(", ") || "nothing"' "$records" "$1"
}

refused() {
  status=0
  wait "$tracer" || status=$?
  cat "$complaints" >&2
  note "$(head -n 1 "$complaints" | sed 's/^signals-trace: //')"
  exit "$status"
}

fail() {
  echo "$1" >&2
  tail -n 3 "$records" "$complaints" >&2
  note "$1"
  exit 1
}

note() {
  echo "$1" | tee "$results/note"
}

main
