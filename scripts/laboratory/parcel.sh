# shellcheck shell=sh
# What goes into a cell: the checkout and the command.

# make_parcel COMMAND...: $scratch/parcel.tar, to be unpacked over the root, and $node_modules.img,
# which is kept because it is big and rarely changes.
make_parcel() {
  set_up packages build
  # Tests that an emulated processor would have to compile take minutes.
  node "$root/scripts/typescript/compile.js"
  mkdir -p "$scratch/parcel/checkout" "$scratch/parcel/run"
  tar -C "$root" -c --exclude ./node_modules --exclude ./.git --exclude './.tap/[!c]*' --exclude ./.tap/coverage --exclude './*.tgz' . |
    tar -C "$scratch/parcel/checkout" -x --no-same-owner
  mkdir "$scratch/parcel/checkout/node_modules"
  quoted=$(quote "$@")
  printf '#!/bin/sh\nexec%s\n' "$quoted" >"$scratch/parcel/run/command"
  tar -C "$scratch/parcel" -cf "$scratch/parcel.tar" --owner=0 --group=0 .
}

# make_modules_image: sets $modules_image.
make_modules_image() {
  modules_image=$store/node_modules-$(cksum <"$root/node_modules/.package-lock.json" | tr ' ' -).img
  [ ! -e "$modules_image" ] || return 0
  lock_store
  rm -f "$store"/node_modules-*.img
  make_image "$root/node_modules" "$modules_image"
  unlock_store
}

# quote WORD...: as a shell reads them back, each after a space.
quote() {
  for word; do
    printf " '%s'" "$(printf '%s\n' "$word" | sed "s/'/'\\\\''/g")"
  done
}
