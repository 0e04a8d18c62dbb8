# shellcheck shell=sh
# Runs cells, on this kernel or under qemu, and notes how each ended.
#
# A cell says on a channel of its own, apart from the command's output, how it goes; enter.sh writes
# it: "versions RELEASE TEXT", "end RELEASE STATUS SECONDS NOTE".

# run_cells COMMAND...: in the cells of $kernels and $releases.
run_cells() {
  make_parcel "$@"
  : >"$scratch/outcomes"
  worst=0
  chosen=$releases
  for kernel in $kernels; do
    # shellcheck disable=SC2086 # words
    releases=$(releases_on "$kernel" $chosen)
    [ -n "$releases" ] || continue
    : >"$scratch/said"
    rm -rf "$scratch/results"
    mkdir "$scratch/results"
    for release in $releases; do provide_root "$(root_for "$kernel" "$release")"; done
    if [ "$kernel" = host ]; then
      for release in $releases; do run_on_host "$release"; done
    else
      provide_kernel "$kernel"
      run_in_qemu "$kernel"
      # Emulated processors stumble now and then where the kernel patches its own code as it starts.
      # What happens after a cell has begun may be our doing, and is not tried again.
      for again in 1 2; do
        [ "$outcome" -eq 0 ] || break
        [ ! -s "$scratch/said" ] || break
        tell_console
        say "no cell has begun; booting once more ($again of 2)"
        run_in_qemu "$kernel"
      done
    fi
    take_outcomes "$kernel"
    take_results "$kernel"
  done
}

run_on_host() {
  require_tool flock util-linux
  mkdir "$scratch/results/$1"
  attend unshare --mount --propagation private /usr/bin/env \
    "place=$scratch/place" "kernel=host" "release=$1" "lower=$store/roots/$1" "parcel=$scratch/parcel.tar" \
    "modules=$root/node_modules" "results=$scratch/results/$1" "said=$scratch/said" "limit=$limit" \
    sh "$laboratory/enter.sh" || :
}

# run_in_qemu KERNEL: one boot for all $releases.
run_in_qemu() {
  choose_machine "$1"
  make_modules_image
  say "booting Linux $(cat "$store/kernels/$1/version")"
  # The guest writes a tar archive straight to this disk.
  rm -f "$scratch/results.tar"
  truncate -s 256M "$scratch/results.tar"
  rm -f "$scratch/out" "$scratch/err"
  mkfifo "$scratch/out" "$scratch/err"
  # Until qemu opens them these wait, and nobody else would end them if the lab ended before.
  setpriv --pdeathsig TERM cat "$scratch/out" &
  out=$!
  setpriv --pdeathsig TERM cat "$scratch/err" >&2 &
  err=$!
  # shellcheck disable=SC2086 # to count them
  set_count $releases
  boot_limit=$((180 + count * (limit + 30)))
  set -- "$1" parcel "$scratch/parcel.tar" modules "$modules_image"
  for release in $releases; do
    set -- "$@" "$release" "$store/roots/$(root_for "$1" "$release").img"
  done
  start_qemu "$@" || outcome=$?
  # They end with qemu; if qemu never opened its ends they wait for ever.
  kill "$out" "$err" 2>/dev/null || :
  wait "$out" "$err" 2>/dev/null || :
  case $outcome in
    0) ;;
    124 | 137) say "Linux $1 took longer than its cells may, $boot_limit s, and was stopped: --limit gives them more" ;;
    *) say "qemu ended with status $outcome" ;;
  esac
  [ -z "$results" ] || tar -C "$scratch/results" -xf "$scratch/results.tar" 2>"$scratch/output" ||
    say "what follows in the results of Linux $1 is lost ($(head -n 1 "$scratch/output")): one boot has room for 256 MB, so leave less in /results, or name fewer cells"
}

# choose_machine KERNEL: sets what qemu is told of it.
choose_machine() {
  accelerator=tcg,thread=$threads
  case $(architecture_of "$1") in
    arm64)
      # Several times as fast as max, which signs the address of each return.
      qemu=qemu-system-aarch64 machine=virt processor=neoverse-n1 console=ttyAMA0
      require_tool "$qemu" qemu-system-arm
      ;;
    amd64)
      qemu=qemu-system-x86_64 machine=pc processor=max console=ttyS0
      require_tool "$qemu" qemu-system-x86
      # Many times as fast, where the processor has it; kvm_pvm runs only kernels that are made for it.
      for module in /sys/module/kvm_intel /sys/module/kvm_amd; do
        [ ! -w /dev/kvm ] || [ ! -e "$module" ] || accelerator=kvm
      done
      ;;
  esac
}

# start_qemu KERNEL NAME FILE...: with each FILE as a disk that bears the serial number NAME.
start_qemu() {
  boot=$1
  shift
  files=$#
  while [ "$files" -gt 0 ]; do
    set -- "$@" -drive "if=none,id=$1,file=$2,format=raw,readonly=on" -device "virtio-blk-pci,drive=$1,serial=$1"
    shift 2
    files=$((files - 2))
  done
  for port in out err said; do
    set -- "$@" -chardev "file,id=$port,path=$scratch/$port,append=on" -device "virtserialport,chardev=$port,name=$port"
  done
  # shellcheck disable=SC2086 # to have one space between them
  names=$(echo $releases | tr ' ' ,)
  attend timeout --foreground --kill-after 5 "$boot_limit" setpriv --pdeathsig KILL \
    "$qemu" -machine "$machine" -accel "$accelerator" -cpu "$processor" -smp 2 -m 3G \
    -nodefaults -display none -no-reboot -serial "file:$scratch/console" \
    -kernel "$store/kernels/$boot/vmlinuz" -initrd "$scratch/initrd-$boot" \
    -append "console=$console quiet panic=-1 mitigations=off rdinit=/init lab.kernel=$boot lab.limit=$limit lab.cgroups=$cgroups lab.releases=$names" \
    -device virtio-serial-pci \
    -drive "if=none,id=results,file=$scratch/results.tar,format=raw" -device virtio-blk-pci,drive=results,serial=results \
    "$@"
}
