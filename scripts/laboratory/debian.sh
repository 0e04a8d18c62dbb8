# shellcheck shell=sh
# Debian's packages of any release, with this host's mirror, proxies and keys, and without a change
# to this host's apt.

keyring=/usr/share/keyrings/debian-archive-keyring.gpg

find_mirror() {
  [ -e "$keyring" ] || install_package debian-archive-keyring
  mirror=${LAB_MIRROR:-$(
    # shellcheck disable=SC2016 # apt-get fills them in
    apt-get indextargets --format '$(LABEL) $(REPO_URI)' 'Created-By: Packages' |
      sed -n 's/^Debian //p' | head -n 1
  )}
  [ -n "$mirror" ] ||
    die "apt knows no mirror of Debian here: run apt-get update, or set LAB_MIRROR to one's address."
}

# What mends it where packages can't be fetched.
try_another_mirror() {
  echo "is the network up? LAB_MIRROR names another mirror than $mirror"
}

# apt_settings: how this host fetches. Releases that a mirror has kept for long are still signed.
apt_settings() {
  apt-config dump | grep -E '^Acquire::(https?|Retries|Check-Date)' || :
  echo 'Acquire::Check-Valid-Until "false";'
}

# use_suite SUITE ARCHITECTURE: makes apt-get and apt-cache look at that one alone, until use_host_apt.
use_suite() {
  find_mirror
  apt=$scratch/apt/$1-$2
  mkdir -p "$apt/lists/partial" "$apt/cache/archives/partial"
  echo "deb [signed-by=$keyring] $mirror $1 main" >"$apt/sources.list"
  {
    apt_settings
    echo "APT::Architecture \"$2\";"
    echo "APT::Architectures \"$2\";"
    echo "Dir::Etc::main \"/dev/null\";"
    echo "Dir::Etc::parts \"/dev/null\";"
    echo "Dir::Etc::sourcelist \"$apt/sources.list\";"
    echo "Dir::Etc::sourceparts \"/dev/null\";"
    echo "Dir::Etc::preferences \"/dev/null\";"
    echo "Dir::Etc::preferencesparts \"/dev/null\";"
    echo "Dir::State::lists \"$apt/lists\";"
    echo "Dir::Cache \"$apt/cache\";"
    echo "Acquire::Languages \"none\";"
    # The store may be where apt's own user can't read.
    echo "APT::Sandbox::User \"root\";"
  } >"$apt/apt.conf"
  APT_CONFIG=$apt/apt.conf
  export APT_CONFIG
}

use_host_apt() {
  unset APT_CONFIG
}

update_suite() {
  attend apt-get -q update >"$scratch/output" 2>&1 ||
    die_with_file "$scratch/output" "the package lists of Debian $1 can't be fetched; $(try_another_mirror)"
}

# unpack_packages FOLDER NAME...: from the suite in use; sets $unpacked to the last one's version.
unpack_packages() {
  folder=$1
  shift
  rm -rf "$scratch/packages"
  mkdir -p "$scratch/packages" "$folder"
  (cd "$scratch/packages" && apt-get -q download "$@") >"$scratch/output" 2>&1 ||
    die_with_file "$scratch/output" "these packages can't be fetched: $*; $(try_another_mirror)"
  for package in "$scratch/packages"/*.deb; do
    dpkg-deb -x "$package" "$folder"
    unpacked=$(dpkg-deb -f "$package" Version)
  done
  rm -rf "$scratch/packages"
}
