/** Commands that Node writes to the wrapper, one a line. */
export type Command =
  /** Send the signal that proves the whole path. */
  | 'prove'
  /** Send the signal that halts the flow. */
  | 'halt'
  /** Report how many runs of the programs the kernel skipped. */
  | 'skips'
  | 'stop'
  | 'kill'
  /** bpftrace's output has ended. If bpftrace has ended too, exit with its status. */
  | 'over';

/** Begins each line that the wrapper itself writes to stderr. */
export const WRAPPER_PREFIX = 'signals-trace-wrapper:';

/** The wrapper's descriptors of the program and of the kernel's types. Shells do not let commands inherit those above 9. */
const PROGRAM_FD = 3;
const TYPES_FD = 4;

/**
 * BPF_PROG_TYPE_KPROBE and BPF_PROG_TYPE_TRACEPOINT in include/uapi/linux/bpf.h: the kernel skips them
 * while any program runs there, others only in the middle of themselves.
 */
const SKIPPED_TOGETHER = [2, 5];

/** The program's path in bpftrace's messages. */
export const PROGRAM_PATH = new RegExp(`/proc/\\d+/fd/${PROGRAM_FD}\\b`, 'g');

/**
 * The small shell between Node and bpftrace. It has bpftrace's rights, which Node may lack: it sends
 * the signals that the program waits for and those that stop bpftrace, reads bpftrace's fdinfo, and
 * ends bpftrace when Node is gone (its stdin ends). bpftrace gets a session of its own: the
 * terminal's Ctrl-C reaches Node alone, and Node then stops bpftrace in order.
 *
 * `$1` is Node's pid. `$2`, `$3` and `$4` are Node's descriptors for bpftrace's output, of the program,
 * and of the kernel's types that the program uses; each is `-` if stdout, descriptor 3 and 4 are these
 * already, and the last is empty if bpftrace reads all types. sudo would close descriptors from 3 on,
 * and hold stdout open so that its end would never be seen. The rest is bpftrace's command line.
 *
 * bpftrace opens the program through the wrapper's /proc/PID/fd, which also works if bpftrace is a
 * script that closes descriptors. The program's positional parameters are the pids of the wrapper, of
 * Node, of up to three processes in between (sudo), and of bpftrace.
 */
export const WRAPPER = `
trap '' INT QUIT HUP TSTP
node=$1; output=$2; program=$3; types=$4; shift 4
[ "$output" = - ] || {
  exec >"/proc/$node/fd/$output" ${PROGRAM_FD}<"/proc/$node/fd/$program" &&
    { [ -z "$types" ] || exec ${TYPES_FD}<"/proc/$node/fd/$types"; } &&
    echo "${WRAPPER_PREFIX} open" >&2
}
[ -z "$types" ] || export BPFTRACE_BTF="/proc/$$/fd/${TYPES_FD}"
between=
pid=$PPID
while [ "$pid" -gt 1 ] && [ "$pid" != "$node" ]; do
  between="$between $pid"
  parent=1
  while read -r key value; do [ "$key" = PPid: ] && parent=$value; done </proc/$pid/status
  pid=$parent
done
# bpftrace may be a script that waits for the real one: a signal goes to the whole group.
end() { kill -s "$1" -- -$tracer || kill -s "$1" $tracer; } 2>/dev/null
count() {
  for info in /proc/$1/fdinfo/*; do
    while read -r key value; do
      case $key in
        prog_type:) type=$value ;;
        recursion_misses:)
          case $type in
            ${SKIPPED_TOGETHER.join('|')}) together=$((together + value)) ;;
            *) alone=$((alone + value)) ;;
          esac
          counted=yes ;;
      esac
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
text=/proc/$$/fd/${PROGRAM_FD}
sh -c 'pids=$1; shift; exec "$@" $pids $$' sh "$pids" $set_apart "$@" "$text" </dev/null &
tracer=$!
# A service manager tells every process to end; Node knows the order.
trap '' TERM
exec >/dev/null
while read -r word; do
  case $word in
    # With a handler: some kinds of probe do not see ignored signals.
    prove) trap : URG; kill -URG $$; trap - URG ;;
    halt) trap : WINCH; kill -WINCH $$; trap - WINCH ;;
    skips)
      together=0 alone=0 counted= started=
      { read -r started </proc/$tracer/task/$tracer/children; } 2>/dev/null
      for pid in $tracer $started; do count $pid; done
      echo "${WRAPPER_PREFIX} skips \${counted:+$together $alone}" >&2 ;;
    stop) end TERM ;;
    kill) end KILL ;;
    # Some shells print how the job ended; the exit status says it already.
    over) runs || { wait $tracer; exit $?; } 2>/dev/null ;;
  esac
done
end TERM
sleep 2
end KILL
`;
