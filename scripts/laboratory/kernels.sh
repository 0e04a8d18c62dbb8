# shellcheck shell=sh
# Kernels: for each a folder with vmlinuz, an initial ramdisk that starts cells, and its version.

# What a cell needs that Debian's cloud kernels have as modules, some in some versions only.
kernel_modules='virtio_pci virtio_blk virtio_console ext4 crc32c_generic overlay'

kernel_in_store() {
  if [ "$1" = host ]; then
    echo "kernel $(uname -r)"
  elif [ -e "$store/kernels/$1/version" ]; then
    echo "kernel $(cat "$store/kernels/$1/version")"
  else
    echo "kernel not fetched"
  fi
}

provide_kernel() {
  require_tool cpio cpio
  require_tool xz xz-utils
  folder=$store/kernels/$1
  [ -e "$folder/version" ] || {
    lock_store
    [ -e "$folder/version" ] || fetch_kernel "$1" "$folder"
    unlock_store
  }
  # Made anew for each start, in a moment, so that it always has the scripts of this checkout.
  make_ramdisk "$folder" "$scratch/initrd-$1" "$(architecture_of "$1")"
}

fetch_kernel() {
  architecture=$(architecture_of "$1")
  provide_busybox amd64
  provide_busybox "$architecture"
  for suite in $(suites_of "$1"); do
    say "fetching Linux $1 from Debian $suite"
    use_suite "$suite" "$architecture"
    update_suite "$suite"
    name=$(apt-cache depends "linux-image-cloud-$architecture" | sed -n 's/^ *Depends: \(linux-image-.*\)/\1/p')
    version=${1%"-$architecture"}
    case $name in linux-image-"${version%x}"*) break ;; *) name= ;; esac
  done
  [ -n "$name" ] || die "no Linux $1 is in Debian's $(suites_of "$1") at $mirror; LAB_MIRROR names another mirror"
  release=${name#linux-image-}
  # From 7.x on, vmlinuz and the modules are in packages of their own.
  parts=$(apt-cache depends "$name" | sed -n "s/^ *Depends: \(linux-[a-z]*-$release\)$/\1/p")
  rm -rf "$2"
  # shellcheck disable=SC2086 # names of packages
  unpack_packages "$2" "$name" $parts
  use_host_apt
  # In some releases merged into /usr.
  [ -d "$2/lib/modules" ] || ln -s usr/lib "$2/lib"
  find "$2/lib/modules/" -name '*.ko.xz' -exec unxz {} +
  "$store/busybox" depmod -b "$2" "$release"
  for vmlinuz in "$2/boot/vmlinuz-$release" "$2/lib/modules/$release/vmlinuz"; do
    [ ! -e "$vmlinuz" ] || mv "$vmlinuz" "$2/vmlinuz"
  done
  [ -e "$2/vmlinuz" ] || die "there is no vmlinuz in $name $parts of $mirror; LAB_MIRROR names another mirror"
  echo "$release ($name $unpacked, Debian $suite)" >"$2/version"
}

# provide_busybox ARCHITECTURE
provide_busybox() {
  busybox=$store/$(name_for "$1" busybox)
  [ ! -e "$busybox" ] || return 0
  use_suite bookworm "$1"
  update_suite bookworm
  unpack_packages "$scratch/busybox" busybox-static
  use_host_apt
  mv "$scratch/busybox/bin/busybox" "$busybox"
}

# make_ramdisk FOLDER RAMDISK ARCHITECTURE: busybox, the modules in the order to load them, and the
# scripts.
make_ramdisk() {
  tree=$scratch/ramdisk
  rm -rf "$tree"
  mkdir -p "$tree/bin" "$tree/modules" "$tree/proc" "$tree/sys" "$tree/dev"
  cp "$store/$(name_for "$3" busybox)" "$tree/bin/busybox"
  cp "$laboratory/init" "$tree/init"
  cp "$laboratory/enter.sh" "$tree/enter.sh"
  modules=$(echo "$1"/lib/modules/*)
  for name in $kernel_modules; do
    module_files "$modules/modules.dep" "$name"
  done | awk '!seen[$0]++' >"$tree/modules/list"
  while read -r path; do
    cp "$modules/$path" "$tree/modules/"
  done <"$tree/modules/list"
  (cd "$tree" && find . | cpio --quiet -o -H newc) >"$2"
}

# module_files MODULES.DEP NAME: the module's file, after those that it depends on. None where the
# module is part of the kernel, or not there.
module_files() {
  awk -v name="$2" '
    { file = $1; sub(/:$/, "", file); base = file; sub(/.*\//, "", base); sub(/\.ko$/, "", base) }
    base == name { for (i = NF; i > 1; i--) print $i; print file }
  ' "$1"
}
