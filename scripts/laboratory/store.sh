# shellcheck shell=sh
# The cache, outside of the checkout, and what the lab needs of this host.
#
# What is in the cache under its final name is complete: things are made under another name, and
# renamed when they are done.

find_store() {
  store=${LAB_FOLDER:-${XDG_CACHE_HOME:-${HOME:?}/.cache}/signals-trace-lab}
  # Mount options can't hold these.
  case $store in
    *[,:\\]* | *[[:space:]]*) die "the cache's path has a comma, colon, backslash or space; set LAB_FOLDER to another: $store" ;;
    /*) ;;
    *) die "the cache's path is not absolute; set LAB_FOLDER to another: $store" ;;
  esac
}

prepare() {
  require_linux
  require_node
  is_root || die "the lab needs root, to build roots and to enter them: sudo ./scripts/lab ..."
  [ "$(uname -m)" = x86_64 ] || die "the lab's kernels are x86-64's; this is $(uname -m)."
  require_tool apt-get apt
  require_tool unshare util-linux
  require_tool mke2fs e2fsprogs
  find_store
  mkdir -p "$store/roots" "$store/kernels"
  attend_signals
  make_scratch
}

# require_tool COMMAND PACKAGE
require_tool() {
  is_found "$1" || install_package "$2"
  is_found "$1" || die "$1 is missing: install $2."
}

# lock_store [PART]: one start at a time fetches and builds that, the lab's part if it isn't named.
# Closed when the lab ends, at the latest.
lock_store() {
  exec 8>"$store/${1:+$1.}lock"
  flock -n 8 || {
    say "waiting for another lab to end what it builds"
    flock 8
  }
}

unlock_store() {
  exec 8>&-
}

# make_image FOLDER IMAGE: a filesystem that any kernel of the lab can mount. It is never written to,
# so it needs neither room nor a journal.
make_image() {
  kilobytes=$(du -sk --apparent-size "$1" | cut -f 1)
  files=$(find "$1" | wc -l)
  rm -f "$2.partial"
  # A file takes half a block more than its size, and an inode.
  attend mke2fs -q -t ext2 -m 0 -b 4096 -N "$((files + 1000))" -d "$1" "$2.partial" \
    "$((kilobytes + kilobytes / 10 + files * 3 + 65536))k" >"$scratch/output" 2>&1 ||
    die_with_file "$scratch/output" "making a filesystem of $1 failed; is there room in $store? LAB_FOLDER names another folder"
  mv "$2.partial" "$2"
}

# die_with_file FILE MESSAGE: with the end of what a command printed.
die_with_file() {
  say "$2"
  grep . "$1" | tail -n 12 | sed 's/^/    /' >&2
  exit 3
}
