#!/bin/bash
# Starts the image's server on a volume that was made whole, or makes it. The image takes any folder of system tables for a finished
# volume: killed in its first seconds, it would leave one without the shop's user, or none that starts, for good.
set -euo pipefail
data=/var/lib/mysql

# A pod that was deleted by force may still be at work on the volume when the next one begins. The lock is the server's as long as it lives.
exec 9< "$data"
if command -v flock > /dev/null; then
  flock --nonblock 9 || {
    echo 'database: another server is still at work on the volume; it is waited for' >&2
    flock 9 || echo 'database: the volume cannot be locked; another server may be at work on it' >&2
  }
fi

# What may be a shop's: whatever is in a folder that is not the server's own, but for the options of an empty database. What cannot be
# read may be one too, so find's complaints count.
shops() {
  find -L "$data" -mindepth 2 -not -type d -not -name db.opt \
    -not -path "$data/mysql/*" -not -path "$data/sys/*" -not -path "$data/performance_schema/*" -not -path "$data/#*" 2>&1
}

if [ ! -e "$data/store-initialised" ] && [ -n "$(ls -A "$data")" ]; then
  if found=$(shops) && [ -z "$found" ]; then
    echo 'database: the first start was cut off and no table of a shop is there: the volume is made anew' >&2
    find "$data" -mindepth 1 -delete
  fi
fi

# A binary log is for replicas, of which there are none, and a month of it fills a small volume. A volume that was begun with one keeps it,
# for an hour: the log belongs to what a crash may have left undecided.
if [ -n "${MYSQL_DATABASE:-}" ]; then
  if [ -e "$data/binlog.index" ]; then
    set -- "$@" --binlog-expire-logs-seconds=3600 --max-binlog-size=64M
  else
    set -- "$@" --disable-log-bin
  fi
fi
exec docker-entrypoint.sh "$@"
