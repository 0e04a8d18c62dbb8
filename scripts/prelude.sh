# shellcheck shell=sh
# Notes for Node.js what it forgets at its start: whether SIGHUP came ignored, as of nohup.
unset _SIGNALS_TRACE_HUP_IGNORED
# The first signal is the last bit.
{
  while read -r key value; do
    case $key$value in SigIgn:*[13579bdf]) export _SIGNALS_TRACE_HUP_IGNORED=1 ;; esac
  done </proc/$$/status
} 2>/dev/null
