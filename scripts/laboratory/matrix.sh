# shellcheck shell=sh
# What smoke.sh noted in the cells, as README has it: a row for each, a column for each kind of probe.

print_matrix() {
  while IFS=$tab read -r kernel _ _ _ versions note; do
    linux=$(kernel_in_store "$kernel" | sed 's/.*(linux-image-[^ ]* //; s/^kernel //; s/-.*//')
    case $kernel in *-*) linux="$linux ${kernel#*-}" ;; esac
    bpftrace=$(field "$versions" 's/.*bpftrace v\([^,]*\),.*/\1/p')
    printf '%s\n' "$linux$tab$bpftrace$tab$note"
  done <"$scratch/outcomes" | awk -F "$tab" '
    # The number of a reason, which stands below the table.
    function numbered(reason) {
      if (!(reason in number)) { number[reason] = ++reasons; text[reasons] = reason }
      return number[reason]
    }

    function cell(said) {
      if (said == "– the same") return last
      if (said ~ /^✓./) return "✓ " numbered(substr(said, length("✓ ") + 1))
      if (said ~ /^– ./) return last = "– " numbered(substr(said, length("– ") + 1))
      return said
    }

    BEGIN {
      kinds = split("tracepoint rawtracepoint fentry kprobe", kind, " ")
      print "\n| kernel | bpftrace | `tracepoint` | `rawtracepoint` | `fentry` | `kprobe` |\n|---|---|---|---|---|---|"
    }

    {
      split("", by)
      notes = split($3, note, "; ")
      for (i = 1; i <= notes; i++) {
        name = note[i]
        sub(/ .*/, "", name)
        by[name] = cell(substr(note[i], length(name) + 2))
      }
      row = "| " $1 " | " $2
      for (i = 1; i <= kinds; i++) row = row " | " (kind[i] in by ? by[kind[i]] : "✗ " $3)
      print row " |"
    }

    END {
      if (reasons) print ""
      for (i = 1; i <= reasons; i++) print i ". " text[i]
    }
  '
}
