# shellcheck shell=sh
# Long work that ends with the lab, however the lab ends.
#
# attend COMMAND...: runs it and returns its status. Ctrl-C and kill are handled at once, which a
# shell doesn't do while a command in the foreground runs; when the lab is killed without a chance to
# handle anything, the kernel tells COMMAND. It is told by $end_by.

attended=''
end_by=TERM
scratch=''

attend() {
  # In the background a shell has its commands ignore SIGINT, which they would hand on.
  setpriv --pdeathsig "$end_by" env --default-signal "$@" &
  attended=$!
  outcome=0
  wait "$attended" || outcome=$?
  attended=''
  return "$outcome"
}

attend_signals() {
  trap 'leave $?' EXIT
  trap 'exit 129' HUP
  trap 'exit 130' INT
  trap 'exit 143' TERM
}

leave() {
  trap '' HUP INT TERM
  trap - EXIT
  if [ -n "$attended" ]; then
    kill -s "$end_by" "$attended" 2>/dev/null || :
    wait "$attended" || :
  fi
  remove_scratch
  exit "$1"
}

# A folder for one start of the lab. Cells mount on $scratch/place, in mounts of their own, so it is
# an empty folder here. rmdir makes sure of that before anything is removed with all its contents.
make_scratch() {
  # Those of labs that were killed and could not clean up.
  for folder in "$store"/run.[0-9]*.*; do
    owner=${folder#"$store/run."}
    [ ! -d "$folder" ] || [ -d "/proc/${owner%.*}" ] || remove_folder "$folder"
  done
  scratch=$(mktemp -d "$store/run.$$.XXXXXX")
  mkdir "$scratch/place"
}

remove_scratch() {
  [ -z "$scratch" ] || remove_folder "$scratch"
  scratch=''
}

# remove_folder SCRATCH
remove_folder() {
  [ ! -e "$1/place" ] || rmdir "$1/place" || return 0
  rm -rf "$1"
}
