/** What the keeper can be told, one word a line. */
export type Command =
  /** Send the signal that proves the path. */
  | 'prove'
  /** Send the signal that halts the flow. */
  | 'halt'
  /** Say how many runs of the programs the kernel skipped. */
  | 'skips'
  | 'stop'
  | 'kill'
  /** bpftrace's output has ended: if so has bpftrace, report its exit status as your own. */
  | 'over';

/** Begins each line that the keeper itself writes to stderr. */
export const WRAPPER_PREFIX = 'signals-trace-keeper:';

/**
 * The small shell between Node and bpftrace. It has the rights that bpftrace has, which Node may
 * lack: it sends the signals that the program waits for and those that stop bpftrace, reads
 * bpftrace's fdinfo, and takes bpftrace down when Node is gone (its stdin ends). bpftrace gets a
 * session of its own, so that the terminal's Ctrl-C reaches Node alone, who then stops it in order.
 *
 * `$1` is Node's pid, `$2` its descriptor for bpftrace's output or `-` where stdout is it already
 * (sudo would keep its stdout open, so that its end were never seen), the rest bpftrace's command line. As positional parameters the program gets
 * the keeper's pid, Node's, those of up to three processes in between (sudo), and bpftrace's own.
 */
export const WRAPPER = `
trap '' INT QUIT HUP TSTP
node=$1; output=$2; shift 2
[ "$output" = - ] || { exec >"/proc/$node/fd/$output" && echo "${WRAPPER_PREFIX} open" >&2; }
between=
pid=$PPID
while [ "$pid" -gt 1 ] && [ "$pid" != "$node" ]; do
  between="$between $pid"
  parent=1
  while read -r key value; do [ "$key" = PPid: ] && parent=$value; done </proc/$pid/status
  pid=$parent
done
# What runs bpftrace may be a script that waits for it: whatever is meant for one, all of them get.
end() { kill -s "$1" -- -$tracer || kill -s "$1" $tracer; } 2>/dev/null
count() {
  for info in /proc/$1/fdinfo/*; do
    while read -r key value; do
      [ "$key" = recursion_misses: ] && skips=$((\${skips:-0} + value))
    done <"$info"
  done
} 2>/dev/null
runs() {
  while read -r key value; do
    [ "$key" = State: ] && case $value in Z*) return 1 ;; *) return 0 ;; esac
  done </proc/$tracer/status
  return 1
} 2>/dev/null
set_apart=$(command -v setsid)
pids="$$ $node $(set -- $between $$ $$ $$; echo "$1 $2 $3")"
sh -c 'pids=$1; shift; exec "$@" $pids $$' sh "$pids" $set_apart "$@" </dev/null &
tracer=$!
# A service manager tells all of us to end; in which order, Node knows.
trap '' TERM
exec >/dev/null
while read -r word; do
  case $word in
    # With a handler: what is ignored goes past some kinds of probe.
    prove) trap : URG; kill -URG $$; trap - URG ;;
    halt) trap : WINCH; kill -WINCH $$; trap - WINCH ;;
    skips)
      skips= started=
      { read -r started </proc/$tracer/task/$tracer/children; } 2>/dev/null
      for pid in $tracer $started; do count $pid; done
      echo "${WRAPPER_PREFIX} skips \${skips:--}" >&2 ;;
    stop) end TERM ;;
    kill) end KILL ;;
    # Some shells say how it ended; that is told already.
    over) runs || { wait $tracer; exit $?; } 2>/dev/null ;;
  esac
done
end TERM
sleep 2
end KILL
`;
